package scenario

import "time"

// Gateway is called by three versions of a client library. The newest one calls other methods now, with larger requests.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Gateway() Scenario {
	now := Schedule{Starts: 4 * time.Hour, Lasts: 7 * time.Hour, Every: 180 * time.Hour}
	five := Labels{"sdk": "5.0"}
	return Scenario{
		Name:    "gateway",
		About:   "Requests by the version of the client library: the newest calls other methods and sends more.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:   "gateway_request_size_bytes",
			Help:   "Size of a request's body.",
			Unit:   "bytes",
			Layout: Layout{Bounds: []float64{128, 256, 512, 1024, 2048, 4096, 8192, 16384, 65536, 262144}},
			Labels: Labels{"job": "gateway"},
			Groups: sdkGroups(func(g *Group) {
				g.Values = Mixture{{Weight: 0.75, Median: 600, Sigma: 0.7}, {Weight: 0.25, Median: 4000, Sigma: 0.8}}
				g.Burst.Modes = 0.05
			}),
			Drifts: []Drift{{
				Name:     "sdk-five-size",
				About:    "Version 5.0 sends many items in one request: four of ten are six times as large.",
				Where:    five,
				Effect:   Tail{Share: 0.4, Factor: 6},
				Schedule: now,
			}},
		}, {
			Name:       "gateway_requests_total",
			Help:       "Requests by the country they come from.",
			Kind:       CategoryCounter,
			Categories: []string{"country"},
			Labels:     Labels{"job": "gateway"},
			Groups: sdkGroups(func(g *Group) {
				g.Shares = ByLabel("country", map[string]float64{
					"DE": 0.28, "US": 0.24, "FR": 0.14, "GB": 0.12, "IN": 0.1, "BR": 0.07, "JP": 0.05,
				})
			}),
		}, {
			Name:       "gateway_calls_total",
			Help:       "Requests by the method they call.",
			Kind:       CategoryCounter,
			Categories: []string{"method"},
			Labels:     Labels{"job": "gateway"},
			Groups: sdkGroups(func(g *Group) {
				g.Shares = ByLabel("method", map[string]float64{"get": 0.5, "list": 0.25, "create": 0.12, "update": 0.1, "delete": 0.03})
			}),
			Drifts: []Drift{{
				Name:  "sdk-five-calls",
				About: "Version 5.0 calls the method batch, which no other version knows, in place of many creates and updates.",
				Where: five,
				Effect: Several{
					Shift{Where: Labels{"method": "create"}, Factor: 0.3},
					Shift{Where: Labels{"method": "update"}, Factor: 0.3},
					NewValue{Label: "method", Value: "batch", Share: 0.1},
				},
				Schedule: now,
			}},
		}},
	}
}

// sdkGroups returns a group for each version of the client library; counts gives it what its metric needs.
func sdkGroups(counts func(*Group)) []Group {
	var groups []Group
	for _, v := range []struct {
		sdk       string
		perSecond float64
	}{{"4.2", 6}, {"4.3", 12}, {"5.0", 3}} {
		g := Group{
			Labels:  Labels{"sdk": v.sdk},
			Pods:    []string{"gateway-" + v.sdk},
			Rate:    Rate{PerSecond: v.perSecond, Swing: 0.4, Peak: 14 * time.Hour},
			Burst:   Burst{Length: time.Minute, Traffic: 0.15},
			Restart: 59 * time.Hour,
		}
		counts(&g)
		groups = append(groups, g)
	}
	return groups
}
