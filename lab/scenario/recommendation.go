package scenario

import "time"

// Recommendation is a recommender whose histograms are native ones.
//
//   - rpc_duration_seconds is exported as a classic histogram, too, so that both forms of the same calls can be compared;
//     ranking has a slow tail now;
//   - balance_change_euros has values below, above and exactly at zero; business accounts see large debits now.
//
// The windows of up to 6 h that end one, 7, 14 and 21 days before now are free of drift.
func Recommendation() Scenario {
	return Scenario{
		Name:  "recommendation",
		About: "Native histograms: call latency, also as classic buckets, and signed amounts with exact zeros.",
		Metrics: []Metric{{
			Name:        "rpc_duration_seconds",
			Help:        "Time of a remote call.",
			Unit:        "seconds",
			Kind:        Native,
			Layout:      Layout{Schema: 3, Bounds: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5}},
			AlsoClassic: true,
			Labels:      Labels{"job": "recommendation"},
			Groups: []Group{
				recommendationGroup("ranking", 18, Mixture{{Weight: 1, Median: 0.030, Sigma: 0.45}}),
				recommendationGroup("features", 30, Mixture{{Weight: 0.9, Median: 0.004, Sigma: 0.4}, {Weight: 0.1, Median: 0.020, Sigma: 0.5}}),
			},
			Drifts: []Drift{{
				Name:     "ranking-slow-tail",
				About:    "A twelfth of ranking's calls waits for a lock.",
				Where:    Labels{"service": "ranking"},
				Effect:   Tail{Share: 0.08, Factor: 5},
				Schedule: Schedule{Starts: 2 * time.Hour, Lasts: 5 * time.Hour, Every: 180 * time.Hour},
			}},
		}, {
			Name:   "balance_change_euros",
			Help:   "Change of an account's balance: credits above zero, debits below, corrections without effect at zero.",
			Unit:   "euros",
			Kind:   Native,
			Layout: Layout{Schema: 1},
			Labels: Labels{"job": "recommendation"},
			Groups: []Group{
				balanceGroup("private", 4, 0.08),
				balanceGroup("business", 2, 0.04),
			},
			Drifts: []Drift{{
				Name:     "business-large-debits",
				About:    "A tenth of the business bookings are debits of about 900 euros.",
				Where:    Labels{"account": "business"},
				Effect:   Extra{Share: 0.10, Median: 900, Sigma: 0.3, Negative: true},
				Schedule: Schedule{Starts: 5 * time.Hour, Lasts: 9 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

func recommendationGroup(service string, perSecond float64, latency Mixture) Group {
	return Group{
		Labels:  Labels{"service": service},
		Pods:    []string{service + "-0", service + "-1"},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.4, Peak: 19 * time.Hour},
		Values:  latency,
		Burst:   Burst{Length: 30 * time.Second, Traffic: 0.2, Modes: 0.1},
		Restart: 43 * time.Hour,
	}
}

func balanceGroup(account string, perSecond, zero float64) Group {
	return Group{
		Labels: Labels{"account": account},
		Pods:   []string{"ledger-" + account},
		Rate:   Rate{PerSecond: perSecond, Swing: 0.5, Peak: 11 * time.Hour},
		Values: Mixture{
			{Weight: zero},
			{Weight: 0.55, Median: 35, Sigma: 0.8, Negative: true},
			{Weight: 0.45 - zero, Median: 60, Sigma: 0.7},
		},
		Restart: 67 * time.Hour,
	}
}
