package scenario

import (
	"fmt"
	"strings"
	"time"
)

// Saas has tenants by the hundred, three days of them.
//
//   - tenant_request_duration_seconds by tenant and plan: 200 tenants, of which 8 are slow now. The traffic of 20 is so
//     little that an hour never holds 100 requests;
//   - tenant_requests_total: three of the eight fail more often, too;
//   - tenant_revenue_euros_per_day: what a tenant pays, to weigh it by.
//
// The windows of up to 6 h that end one day before now are free of drift.
func Saas() Scenario {
	now := Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour}
	return Scenario{
		Name:    "saas",
		About:   "Two hundred tenants: eight are slow, three of them fail, and twenty are too quiet to judge.",
		Scrape:  time.Minute,
		History: 3 * day,
		Metrics: []Metric{{
			Name:   "tenant_request_duration_seconds",
			Help:   "Time from a request's arrival to its last byte.",
			Unit:   "seconds",
			Layout: Layout{Bounds: []float64{.01, .025, .05, .1, .2, .4, .8, 2}},
			Labels: Labels{"job": "saas"},
			Groups: saasGroups(saasLatency),
			Drifts: []Drift{{
				Name:     "noisy-neighbours",
				About:    "Eight tenants share a database with one that runs a report: a third of their requests waits.",
				Where:    Labels{"tenant": strings.Join(noisyNeighbours, "|")},
				Effect:   Tail{Share: 0.35, Factor: 5},
				Schedule: now,
			}, {
				Name:     "tenant-outage",
				About:    "Half of the requests of t-003 wait for a time limit.",
				Where:    Labels{"tenant": "t-003"},
				Effect:   Extra{Share: 0.5, Median: 3, Sigma: 0.1},
				Schedule: Never(),
			}, {
				Name:     "many-tenants-slow",
				About:    "Every fifth tenant is slow: one of five databases has no cache.",
				Where:    Labels{"tenant": strings.Join(everyFifth(), "|")},
				Effect:   Stretch{Factor: 2.2},
				Schedule: Never(),
			}},
		}, {
			Name:       "tenant_requests_total",
			Help:       "Requests answered.",
			Kind:       CategoryCounter,
			Categories: []string{"code"},
			Labels:     Labels{"job": "saas"},
			Groups:     saasGroups(saasAnswers),
			Drifts: []Drift{{
				Name:     "tenant-outage-errors",
				About:    "Four of ten requests of t-003 fail.",
				Where:    Labels{"tenant": "t-003"},
				Effect:   Shift{Where: Labels{"code": "500"}, Factor: odds(saasFailed, 0.4)},
				Schedule: Never(),
			}, {
				Name:     "noisy-neighbours-errors",
				About:    "Three of the eight slow tenants fail 6 % of their requests in place of 0.2 %.",
				Where:    Labels{"tenant": strings.Join(noisyNeighbours[:3], "|")},
				Effect:   Shift{Where: Labels{"code": "500"}, Factor: odds(saasFailed, 0.06)},
				Schedule: now,
			}},
		}, {
			Name:       "tenant_revenue_euros_per_day",
			Help:       "What a tenant pays.",
			Kind:       CategoryGauge,
			Categories: []string{"plan"},
			Labels:     Labels{"job": "saas"},
			Groups:     saasGroups(saasRevenue),
		}},
	}
}

const (
	saasTenants = 200
	// saasFailed is the share of requests that fail.
	saasFailed = 0.002
)

// noisyNeighbours are the tenants that are slow now, with more and less traffic and of every plan.
var noisyNeighbours = []string{"t-012", "t-038", "t-064", "t-081", "t-108", "t-126", "t-152", "t-189"}

func saasTenant(i int) string { return fmt.Sprintf("t-%03d", i) }

func everyFifth() []string {
	var names []string
	for i := 5; i <= saasTenants; i += 5 {
		names = append(names, saasTenant(i))
	}
	return names
}

// saasPlan gives the largest tenants the largest plan.
func saasPlan(i int) string {
	switch {
	case i <= 20:
		return "enterprise"
	case i <= 80:
		return "pro"
	}
	return "free"
}

// saasPerSecond is the traffic of a tenant: the first has the most, and every tenth, from the seventh on, hardly any.
func saasPerSecond(i int) float64 {
	if i%10 == 7 {
		return 0.01
	}
	return 0.8 + 16/float64(i)
}

// saasGroups returns a group for each tenant; counts gives it what its metric needs.
func saasGroups(counts func(g *Group, i int)) []Group {
	var groups []Group
	for i := range saasTenants {
		name := saasTenant(i + 1)
		g := Group{Labels: Labels{"tenant": name}, Pods: []string{"app-" + name}}
		counts(&g, i+1)
		groups = append(groups, g)
	}
	return groups
}

func saasTraffic(g *Group, i int) {
	g.Labels["plan"] = saasPlan(i)
	g.Rate = Rate{PerSecond: saasPerSecond(i), Swing: 0.3, Peak: 14 * time.Hour}
	g.Restart = 71 * time.Hour
}

func saasLatency(g *Group, i int) {
	saasTraffic(g, i)
	g.Values = latencyOf[saasPlan(i)]
	g.Burst = Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.05}
}

func saasAnswers(g *Group, i int) {
	saasTraffic(g, i)
	g.Shares = statusCodes(saasFailed)
}

func saasRevenue(g *Group, i int) {
	plan := saasPlan(i)
	g.Shares = ByLabel("plan", map[string]float64{plan: 1})
	g.Level = Level{Mean: saasFees[plan], Holds: day}
}

// saasFees are the euros a day of a plan.
var saasFees = map[string]float64{"enterprise": 900, "pro": 120, "free": 5}
