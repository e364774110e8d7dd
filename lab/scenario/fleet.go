package scenario

import "time"

// Fleet weighs cost against performance: a canary of 5 % runs on cheaper instances, and is slower and busier for it.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Fleet() Scenario {
	now := Schedule{Starts: 4 * time.Hour, Lasts: 7 * time.Hour, Every: 180 * time.Hour}
	canary := Labels{"version": "canary"}
	return Scenario{
		Name:    "fleet",
		About:   "Cost against performance: a canary of 5 % on cheaper instances is slower and busier.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:   "instance_request_duration_seconds",
			Help:   "Time from a request's arrival to its last byte.",
			Unit:   "seconds",
			Layout: Layout{Bounds: []float64{.005, .01, .02, .035, .05, .07, .1, .2, .5, 1, 2.5}},
			Labels: Labels{"job": "fleet"},
			Groups: fleetGroups(57, Mixture{{Weight: 0.85, Median: 0.030, Sigma: 0.45}, {Weight: 0.15, Median: 0.110, Sigma: 0.5}}),
			Drifts: []Drift{{
				Name:     "cheap-canary",
				About:    "The canary's instances are of a cheaper type: every request takes three tenths longer.",
				Where:    canary,
				Effect:   Stretch{Factor: 1.3},
				Schedule: now,
			}},
		}, {
			Name:   "instance_cpu_ratio",
			Help:   "CPU in use, as a share of what the instance has.",
			Unit:   "ratio",
			Layout: Layout{Bounds: []float64{.1, .2, .3, .4, .5, .6, .7, .8, .9, 1}},
			Labels: Labels{"job": "fleet"},
			Groups: fleetGroups(20, Mixture{{Weight: 0.9, Median: 0.38, Sigma: 0.2}, {Weight: 0.1, Median: 0.55, Sigma: 0.15}}),
			Drifts: []Drift{{
				Name:     "cheap-canary-cpu",
				About:    "The cheaper instances are busier.",
				Where:    canary,
				Effect:   Stretch{Factor: 1.35},
				Schedule: now,
			}},
		}, {
			Name:       "instance_cost_dollars_per_hour",
			Help:       "What the running instances cost.",
			Kind:       CategoryGauge,
			Categories: []string{"instance_type"},
			Labels:     Labels{"job": "fleet"},
			Groups:     []Group{costGroup("stable", 3800), costGroup("canary", 200)},
			Drifts: []Drift{{
				Name:  "cheap-canary-cost",
				About: "Most of what the canary costs goes to cheap types.",
				Where: canary,
				Effect: Several{
					Shift{Where: Labels{"instance_type": "c7g.large"}, Factor: 5},
					Shift{Where: Labels{"instance_type": "c7i.2xlarge"}, Factor: 0.2},
				},
				Schedule: now,
			}},
		}},
	}
}

// fleetGroups are stable and its canary of 5 %, alike in what they do.
func fleetGroups(perSecond float64, values Mixture) []Group {
	var groups []Group
	for _, part := range []struct {
		version string
		share   float64
		pods    []string
	}{{"stable", 0.95, []string{"stable-0", "stable-1"}}, {"canary", 0.05, []string{"canary-0"}}} {
		groups = append(groups, Group{
			Labels:  Labels{"version": part.version},
			Pods:    part.pods,
			Rate:    Rate{PerSecond: perSecond * part.share, Swing: 0.3, Peak: 15 * time.Hour},
			Values:  values,
			Burst:   Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.08},
			Restart: 47 * time.Hour,
		})
	}
	return groups
}

func costGroup(version string, dollars float64) Group {
	return Group{
		Labels: Labels{"version": version},
		Pods:   []string{"billing-" + version},
		Level:  Level{Mean: dollars, Holds: 30 * time.Minute},
		Shares: ByLabel("instance_type", map[string]float64{
			"c7g.large": 0.10, "c7i.xlarge": 0.35, "c7i.2xlarge": 0.45, "m7i.xlarge": 0.10,
		}),
	}
}
