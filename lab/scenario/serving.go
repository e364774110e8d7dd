package scenario

import "time"

// Serving is two models in production and a shadow model, with the three things that can move: inputs, outputs and labels.
//
//   - model_feature_value by model, feature and sdk: dwell_time of the ranker has collapsed now. The shadow model has so
//     little traffic that an hour never holds 100 values;
//   - model_score: the ranker's scores have been lower for two and a half days;
//   - model_labels_total: what became of a prediction. Labels come a day late, so those of today tell of yesterday; fewer
//     clicks and more returns for four days;
//   - model_requests_total: the ranker fails more often now.
//
// But for scores-shift and labels-shift, the windows of up to 6 h that end one, 7, 14 and 21 days before now are free of
// drift.
func Serving() Scenario {
	return Scenario{
		Name:   "serving",
		About:  "Models in production: inputs, scores, late labels and errors; one input collapses, scores and labels have moved.",
		Scrape: time.Minute,
		Metrics: []Metric{{
			Name:   "model_feature_value",
			Help:   "An input of a model, divided by the median of its training data.",
			Layout: Layout{Bounds: []float64{.1, .2, .35, .5, .7, 1, 1.4, 2, 3, 5, 10}},
			Labels: Labels{"job": "serving"},
			Groups: featureGroups(),
			Drifts: []Drift{{
				Name:   "dwell-time-collapses",
				About:  "The app counts the time on a page from its last touch on: the ranker's dwell_time is less than half.",
				Where:  Labels{"model": "ranker", "feature": "dwell_time"},
				Effect: Stretch{Factor: 0.45},
				// Features are compared by the day and the week: it does not come again within the history.
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 23 * day},
			}, {
				Name:     "inputs-shift",
				About:    "All inputs of the ranker are half as high again.",
				Where:    Labels{"model": "ranker"},
				Effect:   Stretch{Factor: 1.5},
				Schedule: Never(),
			}},
		}, {
			Name:   "model_score",
			Help:   "Score that a model gives, from 0 to 1.",
			Layout: Layout{Bounds: []float64{.05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95}},
			Labels: Labels{"job": "serving"},
			Groups: []Group{
				scoreGroup("ranker", 12, Mixture{{Weight: 0.7, Median: 0.18, Sigma: 0.5}, {Weight: 0.3, Median: 0.60, Sigma: 0.18}}),
				scoreGroup("pricing", 5, Mixture{{Weight: 0.5, Median: 0.30, Sigma: 0.4}, {Weight: 0.5, Median: 0.55, Sigma: 0.2}}),
			},
			Drifts: []Drift{{
				Name:     "scores-shift",
				About:    "A new version of the ranker gives lower scores.",
				Where:    Labels{"model": "ranker"},
				Effect:   Stretch{Factor: 0.65},
				Schedule: Schedule{Starts: 60 * time.Hour, Lasts: 60*time.Hour + 365*day},
			}},
		}, {
			Name:       "model_labels_total",
			Help:       "Labels that have come in for predictions, about a day after them.",
			Kind:       CategoryCounter,
			Categories: []string{"label"},
			Labels:     Labels{"job": "serving"},
			Groups: []Group{
				labelsGroup("ranker", 10, map[string]float64{"none": 0.80, "click": 0.14, "cart": 0.04, "buy": 0.016, "return": 0.004}),
				labelsGroup("pricing", 4, map[string]float64{"none": 0.60, "click": 0.25, "cart": 0.09, "buy": 0.05, "return": 0.01}),
			},
			Drifts: []Drift{{
				Name:  "labels-shift",
				About: "Fewer clicks and purchases, more returns. Labels come a day late: these are of predictions from five days before now on.",
				Where: Labels{"model": "ranker"},
				Effect: Several{
					Shift{Where: Labels{"label": "click"}, Factor: 0.4},
					Shift{Where: Labels{"label": "buy"}, Factor: 0.4},
					Shift{Where: Labels{"label": "return"}, Factor: 5},
				},
				Schedule: Schedule{Starts: 4 * day, Lasts: 4*day + 365*day},
			}},
		}, {
			Name:       "model_requests_total",
			Help:       "Requests to a model.",
			Kind:       CategoryCounter,
			Categories: []string{"code"},
			Labels:     Labels{"job": "serving"},
			Groups:     []Group{modelAnswers("ranker", 12), modelAnswers("pricing", 5), modelAnswers("shadow", shadowPerSecond)},
			Drifts: []Drift{{
				Name:     "model-errors",
				About:    "The ranker fails 4 % of its requests in place of 0.1 %.",
				Where:    Labels{"model": "ranker"},
				Effect:   Shift{Where: Labels{"code": "500"}, Factor: odds(0.001, 0.04)},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

// shadowPerSecond is the traffic of the shadow model: at most 61 requests an hour.
const shadowPerSecond = 0.012

// features are the inputs of the models and how far their values spread: the standard deviation of the logarithm.
var features = []struct {
	model, feature string
	sigma          float64
}{
	{"ranker", "age_days", 0.8},
	{"ranker", "basket_value", 0.7},
	{"ranker", "click_rate", 0.5},
	{"ranker", "dwell_time", 0.6},
	{"ranker", "price_ratio", 0.3},
	{"ranker", "query_length", 0.45},
	{"ranker", "session_depth", 0.6},
	{"ranker", "stock_level", 0.9},
	{"pricing", "distance_km", 0.7},
	{"pricing", "demand_index", 0.4},
	{"pricing", "fuel_cost", 0.25},
	{"pricing", "hour_load", 0.5},
	{"shadow", "click_rate", 0.5},
}

// clients are the versions of the client library that send a model's inputs, with their shares of the traffic. Only the
// ranker is called by two.
var clients = map[string]map[string]float64{
	"ranker":  {"4.2": 3, "4.3": 9},
	"pricing": {"4.3": 5},
	"shadow":  {"4.3": shadowPerSecond},
}

func featureGroups() []Group {
	var groups []Group
	for _, f := range features {
		for _, sdk := range []string{"4.2", "4.3"} {
			if clients[f.model][sdk] == 0 {
				continue
			}
			groups = append(groups, Group{
				Labels:  Labels{"model": f.model, "feature": f.feature, "sdk": sdk},
				Pods:    []string{f.model + "-" + f.feature + "-" + sdk},
				Rate:    Rate{PerSecond: clients[f.model][sdk], Swing: 0.4, Peak: 19 * time.Hour},
				Values:  Mixture{{Weight: 0.9, Median: 1, Sigma: f.sigma}, {Weight: 0.1, Median: 2.5, Sigma: f.sigma}},
				Burst:   Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.05},
				Restart: 83 * time.Hour,
			})
		}
	}
	return groups
}

// modelGroup is the one pod that a model's scores, labels or answers come from.
func modelGroup(model string, perSecond float64) Group {
	return Group{
		Labels:  Labels{"model": model},
		Pods:    []string{model + "-0"},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.4, Peak: 19 * time.Hour},
		Restart: 83 * time.Hour,
	}
}

func scoreGroup(model string, perSecond float64, scores Mixture) Group {
	g := modelGroup(model, perSecond)
	g.Values = scores
	g.Burst = Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.05}
	return g
}

func labelsGroup(model string, perSecond float64, labels map[string]float64) Group {
	g := modelGroup(model, perSecond)
	g.Shares = ByLabel("label", labels)
	return g
}

func modelAnswers(model string, perSecond float64) Group {
	g := modelGroup(model, perSecond)
	g.Shares = statusCodes(0.001)
	return g
}
