package scenario

import "time"

// Front is what visitors see and do: where they click, and what a new model recommends to them.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Front() Scenario {
	now := Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour}
	return Scenario{
		Name:    "front",
		About:   "Clicks by element, recommendations by category: the product page is used differently, a new model recommends differently.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:       "ui_clicks_total",
			Help:       "Clicks by the element of a page.",
			Kind:       CategoryCounter,
			Categories: []string{"element"},
			Labels:     Labels{"job": "front"},
			Groups: []Group{
				frontGroup(Labels{"page": "home"}, "web-home", 8, ByLabel("element", map[string]float64{
					"search": 0.4, "banner": 0.15, "category": 0.25, "account": 0.12, "help": 0.08,
				})),
				frontGroup(Labels{"page": "product"}, "web-product", 12, ByLabel("element", map[string]float64{
					"buy": 0.25, "gallery": 0.35, "reviews": 0.2, "sizes": 0.12, "help": 0.08,
				})),
			},
			Drifts: []Drift{{
				Name:  "clicks-shift",
				About: "The button to buy is covered on small screens: visitors look for help instead.",
				Where: Labels{"page": "product"},
				Effect: Several{
					Shift{Where: Labels{"element": "buy"}, Factor: 0.5},
					Shift{Where: Labels{"element": "help"}, Factor: 2},
				},
				Schedule: now,
			}},
		}, {
			Name:       "recommended_categories_total",
			Help:       "Recommendations by the category of the product.",
			Kind:       CategoryCounter,
			Categories: []string{"category"},
			Labels:     Labels{"job": "front"},
			Groups:     []Group{recommends("old", 18), recommends("new", 4)},
			Drifts: []Drift{{
				Name:  "new-model-mix",
				About: "The new model recommends more electronics and fewer books.",
				Where: Labels{"model": "new"},
				Effect: Several{
					Shift{Where: Labels{"category": "electronics"}, Factor: 2},
					Shift{Where: Labels{"category": "books"}, Factor: 0.5},
				},
				Schedule: now,
			}},
		}, {
			Name:       "recommendation_events_total",
			Help:       "Recommendations shown and clicked.",
			Kind:       CategoryCounter,
			Categories: []string{"event"},
			Labels:     Labels{"job": "front"},
			Groups:     []Group{recommended("old", 18), recommended("new", 4)},
			Drifts: []Drift{{
				Name:     "new-model-clicks",
				About:    "What the new model recommends is clicked less: 4 % of the events in place of 8 %.",
				Where:    Labels{"model": "new"},
				Effect:   Shift{Where: Labels{"event": "clicked"}, Factor: odds(0.08, 0.04)},
				Schedule: now,
			}},
		}},
	}
}

func frontGroup(labels Labels, pod string, perSecond float64, shares Shares) Group {
	return Group{
		Labels:  labels,
		Pods:    []string{pod},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.5, Peak: 20 * time.Hour},
		Shares:  shares,
		Burst:   Burst{Length: time.Minute, Traffic: 0.15},
		Restart: 43 * time.Hour,
	}
}

func recommends(model string, perSecond float64) Group {
	return frontGroup(Labels{"model": model}, "recommender-"+model, perSecond, ByLabel("category", map[string]float64{
		"clothing": 0.3, "books": 0.25, "home": 0.2, "electronics": 0.15, "toys": 0.1,
	}))
}

func recommended(model string, perSecond float64) Group {
	return frontGroup(Labels{"model": model}, "recommender-"+model, perSecond, ByLabel("event", map[string]float64{"shown": 0.92, "clicked": 0.08}))
}
