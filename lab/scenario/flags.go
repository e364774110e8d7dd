package scenario

import "time"

// Flags are serverless functions with a feature flag that a tenth of the traffic has switched on.
//
//   - function_duration_seconds by function, flag and region. Europe is faster and has more of the flag's traffic, so on
//     differs from off though no region does: only the mix. In checkout the flag is slow now, in both regions;
//   - funnel_steps_total: how far visits get, by flag. With the flag on, fewer reach the last step now.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Flags() Scenario {
	return Scenario{
		Name:    "flags",
		About:   "Functions behind a feature flag: regions differ in their mix, and the flag makes checkout slow and its funnel leak.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:   "function_duration_seconds",
			Help:   "Time from a function's invocation to its return.",
			Unit:   "seconds",
			Layout: Layout{Bounds: []float64{.005, .01, .02, .035, .05, .1, .2, .35, .5, 1, 2.5}},
			Labels: Labels{"job": "flags"},
			Groups: functionGroups(),
			Drifts: []Drift{{
				Name:     "flag-slow",
				About:    "With the flag on, checkout asks the price twice: it takes half as long again.",
				Where:    Labels{"function": "checkout", "flag": "on"},
				Effect:   Stretch{Factor: 1.5},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour},
			}},
		}, {
			Name:       "funnel_steps_total",
			Help:       "Steps of the funnel that visits have reached.",
			Kind:       CategoryCounter,
			Categories: []string{"step"},
			Labels:     Labels{"job": "flags"},
			Groups:     []Group{funnelGroup("on", 3), funnelGroup("off", 27)},
			Drifts: []Drift{{
				Name:     "flag-funnel",
				About:    "With the flag on, four of ten payments are given up.",
				Where:    Labels{"flag": "on"},
				Effect:   Shift{Where: Labels{"step": "done"}, Factor: 0.6},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

// functions and their traffic in both regions, flag on and off.
var functions = []struct {
	name      string
	perSecond float64
	values    Mixture
}{
	{"checkout", 60, Mixture{{Weight: 0.85, Median: 0.060, Sigma: 0.45}, {Weight: 0.15, Median: 0.220, Sigma: 0.4}}},
	{"search", 80, Mixture{{Weight: 0.90, Median: 0.025, Sigma: 0.50}, {Weight: 0.10, Median: 0.120, Sigma: 0.5}}},
	{"recommend", 50, Mixture{{Weight: 0.80, Median: 0.040, Sigma: 0.40}, {Weight: 0.20, Median: 0.150, Sigma: 0.5}}},
}

// flagged are the shares of a function's traffic.
var flagged = []struct {
	flag, region string
	share        float64
}{{"on", "eu", 0.08}, {"on", "us", 0.02}, {"off", "eu", 0.45}, {"off", "us", 0.45}}

func functionGroups() []Group {
	var groups []Group
	for _, f := range functions {
		for _, part := range flagged {
			values := f.values
			if part.region == "us" {
				values = Stretch{Factor: 1.6}.On(values)
			}
			groups = append(groups, Group{
				Labels:  Labels{"function": f.name, "flag": part.flag, "region": part.region},
				Pods:    []string{f.name + "-" + part.flag + "-" + part.region},
				Rate:    Rate{PerSecond: f.perSecond * part.share, Swing: 0.4, Peak: 18 * time.Hour},
				Values:  values,
				Burst:   Burst{Length: time.Minute, Traffic: 0.2, Modes: 0.08},
				Restart: 37 * time.Hour,
			})
		}
	}
	return groups
}

func funnelGroup(flag string, perSecond float64) Group {
	return Group{
		Labels:  Labels{"flag": flag},
		Pods:    []string{"funnel-" + flag},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.4, Peak: 18 * time.Hour},
		Shares:  ByLabel("step", map[string]float64{"view": 0.70, "cart": 0.17, "pay": 0.07, "done": 0.06}),
		Restart: 37 * time.Hour,
	}
}
