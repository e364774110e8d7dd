package scenario

import (
	"fmt"
	"time"
)

// Checkout is a web shop's checkout: three services, each with a stable version and a canary that has exactly the same
// latency unless a drift is on.
//
//   - payment's canary gets a slow tail: on now, to be seen by comparing canary with stable;
//   - cart, both versions, gets a second mode: to be seen by comparing with the day before, not with stable;
//   - http_requests_total has the same requests by status code: payment's canary fails more often while its tail is slow;
//   - search's canary sees so little traffic that an hour never holds 100 requests.
//
// The times are chosen so that the same hour one day and seven days before now is free of drift.
func Checkout() Scenario {
	return Scenario{
		Name:  "checkout",
		About: "Request latency of a checkout: a canary with a slow tail, a service that turns bimodal, a canary too quiet to judge; answers by status code.",
		Metrics: []Metric{{
			Name:   "http_request_duration_seconds",
			Help:   "Time from a request's arrival to its last byte.",
			Unit:   "seconds",
			Layout: Layout{Bounds: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}},
			Labels: Labels{"job": "checkout"},
			Groups: []Group{
				checkoutGroup("cart", "stable", 4, 54, cartLatency),
				checkoutGroup("cart", "canary", 2, 6, cartLatency),
				checkoutGroup("payment", "stable", 4, 27, paymentLatency),
				checkoutGroup("payment", "canary", 2, 3, paymentLatency),
				checkoutGroup("search", "stable", 4, 30, searchLatency),
				checkoutGroup("search", "canary", 2, 0.012, searchLatency),
			},
			Drifts: []Drift{{
				Name:   "payment-slow-tail",
				About:  "A tenth of the payment canary's requests takes six times as long.",
				Where:  Labels{"service": "payment", "version": "canary"},
				Effect: Tail{Share: 0.10, Factor: 6},
				Schedule: Schedule{
					Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour,
				},
			}, {
				Name:   "cart-bimodal",
				About:  "A quarter of all cart requests misses the cache and forms a second mode.",
				Where:  Labels{"service": "cart"},
				Effect: Extra{Share: 0.25, Median: 0.4, Sigma: 0.35},
				Schedule: Schedule{
					Starts: 36 * time.Hour, Lasts: 6 * time.Hour, Every: 72 * time.Hour,
				},
			}, {
				Name:     "cart-slow",
				About:    "All cart requests take nearly twice as long.",
				Where:    Labels{"service": "cart"},
				Effect:   Stretch{Factor: 1.8},
				Schedule: Never(),
			}, {
				Name:     "canary-traffic",
				About:    "The cart's canary gets two and a half times its traffic; its requests take as long as ever.",
				Where:    Labels{"service": "cart", "version": "canary"},
				Effect:   Traffic{Factor: 2.5},
				Schedule: Never(),
			}},
		}, {
			Name:       "http_requests_total",
			Help:       "Requests answered.",
			Kind:       CategoryCounter,
			Categories: []string{"code"},
			Labels:     Labels{"job": "checkout"},
			Groups: []Group{
				answers("cart", "stable", 54),
				answers("cart", "canary", 6),
				answers("payment", "stable", 27),
				answers("payment", "canary", 3),
				answers("search", "stable", 30),
				answers("search", "canary", 0.012),
			},
			Drifts: []Drift{{
				Name:   "payment-errors",
				About:  "The payment canary fails 3 % of its requests in place of 0.1 %.",
				Where:  Labels{"service": "payment", "version": "canary"},
				Effect: Shift{Where: Labels{"code": "500"}, Factor: odds(0.001, 0.03)},
				Schedule: Schedule{
					Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour,
				},
			}, {
				Name:     "cart-errors",
				About:    "The cart fails 5 % of its requests in place of 0.1 %.",
				Where:    Labels{"service": "cart"},
				Effect:   Shift{Where: Labels{"code": "500"}, Factor: odds(0.001, 0.05)},
				Schedule: Never(),
			}},
		}},
	}
}

// answers are the requests of a group by their status code, as the one proxy before its pods counts them.
func answers(service, version string, perSecond float64) Group {
	g := checkoutGroup(service, version, 1, perSecond, nil)
	g.Pods = []string{"proxy-" + service + "-" + version}
	g.Shares = statusCodes(0.001)
	g.Burst.Modes = 0 // A failing request is as likely in each stretch of time.
	return g
}

// statusCodes are answers of which a share fails.
func statusCodes(failed float64) Shares {
	return ByLabel("code", map[string]float64{"200": 1 - failed, "500": failed})
}

var (
	cartLatency    = Mixture{{Weight: 0.85, Median: 0.040, Sigma: 0.50}, {Weight: 0.15, Median: 0.120, Sigma: 0.60}}
	paymentLatency = Mixture{{Weight: 0.80, Median: 0.120, Sigma: 0.55}, {Weight: 0.20, Median: 0.350, Sigma: 0.50}}
	searchLatency  = Mixture{{Weight: 0.70, Median: 0.030, Sigma: 0.70}, {Weight: 0.30, Median: 0.180, Sigma: 0.60}}
)

func checkoutGroup(service, version string, pods int, perSecond float64, latency Mixture) Group {
	g := Group{
		Labels:  Labels{"service": service, "version": version},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.4, Peak: 15 * time.Hour},
		Values:  latency,
		Burst:   Burst{Length: 30 * time.Second, Traffic: 0.25, Modes: 0.12},
		Restart: 31 * time.Hour,
	}
	for i := range pods {
		g.Pods = append(g.Pods, fmt.Sprintf("%s-%s-%d", service, version, i))
	}
	return g
}
