package scenario

import "time"

// Tenants is an API that many customers share, scraped once a minute and with eight days of history.
//
//   - api_request_duration_seconds by tenant, plan, version and region: 24 tenants with very different traffic. Acme has a
//     slow tail now, in the region eu only. The traffic of three tenants is so little that an hour never holds 100 requests;
//   - api_response_size_bytes by plan and region: the plan batch, whose responses are large, has four times its traffic now.
//     No plan's responses have changed: only the mix has.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Tenants() Scenario {
	return Scenario{
		Name:    "tenants",
		About:   "A shared API: one of 24 tenants turns slow in one region, and a plan with large responses takes a larger share.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:   "api_request_duration_seconds",
			Help:   "Time from a request's arrival to its last byte.",
			Unit:   "seconds",
			Layout: Layout{Bounds: []float64{.005, .01, .025, .05, .1, .2, .35, .5, 1, 2.5, 5, 10}},
			Labels: Labels{"job": "api"},
			Groups: tenantGroups(),
			Drifts: []Drift{{
				Name:     "acme-slow-in-eu",
				About:    "A quarter of acme's requests in the region eu takes eight times as long.",
				Where:    Labels{"tenant": "acme", "region": "eu"},
				Effect:   Tail{Share: 0.25, Factor: 8},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour},
			}},
		}, {
			Name:   "api_response_size_bytes",
			Help:   "Size of a response's body.",
			Unit:   "bytes",
			Layout: Layout{Bounds: []float64{256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216}},
			Labels: Labels{"job": "api"},
			Groups: responseGroups(),
			Drifts: []Drift{{
				Name:     "batch-takes-over",
				About:    "A reporting day: the plan batch has four times its traffic.",
				Where:    Labels{"plan": "batch"},
				Effect:   Traffic{Factor: 4},
				Schedule: Schedule{Starts: 4 * time.Hour, Lasts: 7 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

// tenants are the customers of the API and what sets them apart. PerSecond is the traffic of both regions.
var tenants = []struct {
	name, plan, version string
	perSecond           float64
}{
	{"globex", "enterprise", "3.1", 14},
	{"acme", "enterprise", "3.1", 10},
	{"initech", "enterprise", "3.2", 8},
	{"umbrella", "enterprise", "3.1", 6},
	{"hooli", "enterprise", "3.2", 5},
	{"stark", "pro", "3.1", 4},
	{"wayne", "pro", "3.2", 3},
	{"cyberdyne", "pro", "3.1", 2.5},
	{"soylent", "pro", "3.1", 2},
	{"tyrell", "pro", "3.2", 1.6},
	{"wonka", "pro", "3.1", 1.3},
	{"oscorp", "pro", "3.1", 1},
	{"massive", "pro", "3.2", 0.8},
	{"vandelay", "free", "3.1", 0.65},
	{"dunder", "free", "3.1", 0.5},
	{"pied-piper", "free", "3.2", 0.4},
	{"gringotts", "free", "3.1", 0.32},
	{"monarch", "free", "3.1", 0.25},
	{"prestige", "free", "3.2", 0.2},
	{"sterling", "free", "3.1", 0.16},
	{"bluth", "free", "3.1", 0.13},
	{"müller & söhne", "free", "3.2", 0.012},
	{"kwik-e-mart", "free", "3.1", 0.010},
	{"los pollos", "free", "3.1", 0.008},
}

// latencyOf is by plan: the larger the plan, the faster its machines.
var latencyOf = map[string]Mixture{
	"enterprise": {{Weight: 0.85, Median: 0.030, Sigma: 0.5}, {Weight: 0.15, Median: 0.110, Sigma: 0.5}},
	"pro":        {{Weight: 0.80, Median: 0.050, Sigma: 0.5}, {Weight: 0.20, Median: 0.180, Sigma: 0.5}},
	"free":       {{Weight: 0.75, Median: 0.080, Sigma: 0.6}, {Weight: 0.25, Median: 0.300, Sigma: 0.5}},
}

// regions and their shares of every tenant's traffic.
var regions = []struct {
	name  string
	share float64
}{{"eu", 0.6}, {"us", 0.4}}

func tenantGroups() []Group {
	var groups []Group
	for _, t := range tenants {
		for _, r := range regions {
			groups = append(groups, Group{
				Labels:  Labels{"tenant": t.name, "plan": t.plan, "version": t.version, "region": r.name},
				Pods:    podsOf(t.name, t.plan, r.name),
				Rate:    Rate{PerSecond: t.perSecond * r.share, Swing: 0.3, Peak: 14 * time.Hour},
				Values:  latencyOf[t.plan],
				Burst:   Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.08},
				Restart: 71 * time.Hour,
			})
		}
	}
	return groups
}

// podsOf names a tenant's pods in a region: two of the plan enterprise, so that no pod is a tenant.
func podsOf(tenant, plan, region string) []string {
	pods := []string{"api-" + tenant + "-" + region + "-0"}
	if plan == "enterprise" {
		pods = append(pods, "api-"+tenant+"-"+region+"-1")
	}
	return pods
}

func responseGroups() []Group {
	var groups []Group
	for _, p := range []struct {
		plan              string
		perSecond, median float64
	}{{"enterprise", 40, 6000}, {"pro", 16, 5000}, {"free", 4, 3000}, {"batch", 4, 900_000}} {
		for _, r := range regions {
			groups = append(groups, Group{
				Labels:  Labels{"plan": p.plan, "region": r.name},
				Pods:    []string{"gateway-" + p.plan + "-" + r.name},
				Rate:    Rate{PerSecond: p.perSecond * r.share, Swing: 0.3, Peak: 14 * time.Hour},
				Values:  Mixture{{Weight: 1, Median: p.median, Sigma: 1.1}},
				Restart: 71 * time.Hour,
			})
		}
	}
	return groups
}
