package scenario

import "time"

// Store has a week: baskets are larger on weekends and smaller in the evening, so that only the same hour of other
// weeks is a fair baseline. One of those hours is not: a week before now there was a promotion, as the gauge
// promotion_active tells. Apart from that, only the station shop has drifted.
func Store() Scenario {
	promotion := Schedule{Starts: 172 * time.Hour, Lasts: 8 * time.Hour}
	return Scenario{
		Name:  "store",
		About: "Baskets with a weekly rhythm and a promotion a week ago; one of two shops has drifted.",
		Metrics: []Metric{{
			Name:   "basket_value_euros",
			Help:   "Value of a basket at the till.",
			Unit:   "euros",
			Layout: Layout{Bounds: []float64{5, 10, 20, 30, 50, 75, 100, 150, 250, 500}},
			Labels: Labels{"job": "store"},
			Groups: []Group{storeGroup("harbour", 5), storeGroup("station", 4)},
			Rhythms: []Drift{{
				Name:     "weekend",
				About:    "Families shop for the week.",
				Effect:   Stretch{Factor: 1.6},
				Schedule: Schedule{Calendar: true, Starts: 5 * day, Lasts: 2 * day, Every: 7 * day},
			}, {
				Name:     "evening",
				About:    "A third of the evening's baskets holds what was forgotten.",
				Effect:   Extra{Share: 0.33, Median: 9, Sigma: 0.4},
				Schedule: Schedule{Calendar: true, Starts: 17 * time.Hour, Lasts: 5 * time.Hour, Every: day},
			}},
			Drifts: []Drift{{
				Name:     "promotion",
				About:    "Ten euros off from eighty: baskets crowd there.",
				Effect:   Extra{Share: 0.3, Median: 86, Sigma: 0.08},
				Schedule: promotion,
			}, {
				Name:     "station-small-baskets",
				About:    "The station's car park is closed.",
				Where:    Labels{"shop": "station"},
				Effect:   Stretch{Factor: 0.7},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 9 * time.Hour},
			}},
		}, {
			Name:   "promotion_active",
			Help:   "Whether a promotion is on: 1 or 0.",
			Kind:   Switch,
			Labels: Labels{"job": "store"},
			Groups: []Group{{Pods: []string{"pricing"}, On: promotion}},
		}},
	}
}

func storeGroup(shop string, perSecond float64) Group {
	return Group{
		Labels:  Labels{"shop": shop},
		Pods:    []string{"till-" + shop + "-0", "till-" + shop + "-1"},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.6, Peak: 16 * time.Hour},
		Values:  Mixture{{Weight: 0.6, Median: 32, Sigma: 0.7}, {Weight: 0.4, Median: 14, Sigma: 0.5}},
		Restart: 97 * time.Hour,
	}
}
