package scenario

import "time"

// Catalog is a product catalogue with buckets of its own choice.
//
//   - query_duration_seconds: a deploy changed browse's le values 6 h before now. Some bounds are as before, and the
//     queries themselves take as long as ever: nothing has drifted;
//   - payload_bytes: a native histogram with custom buckets; the answers of export have grown.
func Catalog() Scenario {
	return Scenario{
		Name:  "catalog",
		About: "Buckets that change with a deploy though the events do not, and custom buckets.",
		Metrics: []Metric{{
			Name:   "query_duration_seconds",
			Help:   "Time of a database query.",
			Unit:   "seconds",
			Layout: Layout{Bounds: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}},
			Labels: Labels{"job": "catalog"},
			Groups: []Group{
				catalogGroup("browse", 24, Mixture{{Weight: 0.8, Median: 0.018, Sigma: 0.6}, {Weight: 0.2, Median: 0.15, Sigma: 0.7}},
					Relayout{Before: 6 * time.Hour, Layout: Layout{Bounds: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5}}}),
				catalogGroup("export", 6, Mixture{{Weight: 1, Median: 0.3, Sigma: 0.8}}),
			},
		}, {
			Name:   "payload_bytes",
			Help:   "Size of an answer's body.",
			Unit:   "bytes",
			Kind:   Custom,
			Layout: Layout{Bounds: []float64{128, 512, 1024, 4096, 16384, 65536, 262144, 1048576}},
			Labels: Labels{"job": "catalog"},
			Groups: []Group{
				catalogGroup("browse", 24, Mixture{{Weight: 0.7, Median: 1500, Sigma: 0.9}, {Weight: 0.3, Median: 300, Sigma: 0.4}}),
				catalogGroup("export", 6, Mixture{{Weight: 1, Median: 40_000, Sigma: 1.1}}),
			},
			Drifts: []Drift{{
				Name:     "export-larger-answers",
				About:    "Export sends more columns: every answer is two and a half times as long.",
				Where:    Labels{"service": "export"},
				Effect:   Stretch{Factor: 2.5},
				Schedule: Schedule{Starts: 4 * time.Hour, Lasts: 7 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

func catalogGroup(service string, perSecond float64, values Mixture, changes ...Relayout) Group {
	return Group{
		Labels:    Labels{"service": service},
		Pods:      []string{service + "-0", service + "-1"},
		Rate:      Rate{PerSecond: perSecond, Swing: 0.3, Peak: 13 * time.Hour},
		Values:    values,
		Restart:   53 * time.Hour,
		Relayouts: changes,
	}
}
