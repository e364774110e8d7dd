package scenario

import "time"

// Payments shows fraud: kinds of devices that have not paid before, and amounts that test stolen cards.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Payments() Scenario {
	return Scenario{
		Name:    "payments",
		About:   "Payments of three merchants, by amount and device: emulators pay at the kiosk.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:   "payment_amount_euros",
			Help:   "Amount of a payment.",
			Unit:   "euros",
			Layout: Layout{Bounds: []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2500}},
			Labels: Labels{"job": "payments"},
			Groups: []Group{
				merchantAmounts("kiosk", 6, Mixture{{Weight: 0.7, Median: 4, Sigma: 0.5}, {Weight: 0.3, Median: 11, Sigma: 0.5}}),
				merchantAmounts("market", 10, Mixture{{Weight: 0.6, Median: 28, Sigma: 0.7}, {Weight: 0.4, Median: 75, Sigma: 0.5}}),
				merchantAmounts("travel", 2, Mixture{{Weight: 0.5, Median: 120, Sigma: 0.6}, {Weight: 0.5, Median: 480, Sigma: 0.6}}),
			},
			Drifts: []Drift{{
				Name:     "card-testing",
				About:    "Stolen cards are tried with small amounts: a quarter of travel's payments is about a euro and a half.",
				Where:    Labels{"merchant": "travel"},
				Effect:   Extra{Share: 0.25, Median: 1.5, Sigma: 0.3},
				Schedule: Never(),
			}},
		}, {
			Name:       "payment_devices_total",
			Help:       "Payments by the kind of device.",
			Kind:       CategoryCounter,
			Categories: []string{"device"},
			Labels:     Labels{"job": "payments"},
			Groups:     []Group{merchantDevices("kiosk", 6), merchantDevices("market", 10), merchantDevices("travel", 2)},
			Drifts: []Drift{{
				Name:  "new-devices",
				About: "Emulators and browsers without a window pay at the kiosk: 4 % of its payments, from devices that have not paid before.",
				Where: Labels{"merchant": "kiosk"},
				Effect: Several{
					NewValue{Label: "device", Value: "emulator", Share: 0.025},
					NewValue{Label: "device", Value: "headless", Share: 0.015},
				},
				Schedule: Schedule{Starts: 2 * time.Hour, Lasts: 6 * time.Hour},
			}, {
				Name:     "device-farm",
				About:    "A farm of rooted phones pays at the market: 5 % of its payments.",
				Where:    Labels{"merchant": "market"},
				Effect:   NewValue{Label: "device", Value: "rooted", Share: 0.05},
				Schedule: Never(),
			}},
		}},
	}
}

func merchantGroup(merchant string, perSecond float64) Group {
	return Group{
		Labels:  Labels{"merchant": merchant},
		Pods:    []string{"acquirer-" + merchant},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.5, Peak: 17 * time.Hour},
		Restart: 71 * time.Hour,
	}
}

func merchantAmounts(merchant string, perSecond float64, amounts Mixture) Group {
	g := merchantGroup(merchant, perSecond)
	g.Values = amounts
	g.Burst = Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.05}
	return g
}

func merchantDevices(merchant string, perSecond float64) Group {
	g := merchantGroup(merchant, perSecond)
	g.Shares = ByLabel("device", map[string]float64{"ios": 0.38, "android": 0.34, "desktop": 0.18, "terminal": 0.10})
	return g
}
