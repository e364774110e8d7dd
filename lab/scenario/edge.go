package scenario

import "time"

// Edge is the border of a company's network.
//
//   - auth_attempts_total by method and result: does not drift on its own;
//   - packet_size_bytes by link and direction: large packets leave by the vpn now.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func Edge() Scenario {
	return Scenario{
		Name:    "edge",
		About:   "Sign-ins by method and result, and packets by size: something large leaves by the vpn.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:       "auth_attempts_total",
			Help:       "Attempts to sign in.",
			Kind:       CategoryCounter,
			Categories: []string{"method", "result"},
			Labels:     Labels{"job": "edge"},
			Groups: []Group{
				realmGroup("staff", 2, map[string]float64{"sso": 0.7, "password": 0.1, "passkey": 0.2}),
				realmGroup("customers", 8, map[string]float64{"sso": 0.25, "password": 0.6, "passkey": 0.15}),
			},
			Drifts: []Drift{{
				Name:     "password-spraying",
				About:    "A few passwords are tried on many accounts: failures by password are six times as many.",
				Where:    Labels{"realm": "customers"},
				Effect:   Shift{Where: Labels{"method": "password", "result": "failure"}, Factor: 6},
				Schedule: Never(),
			}},
		}, {
			Name:   "packet_size_bytes",
			Help:   "Size of a packet.",
			Unit:   "bytes",
			Layout: Layout{Bounds: []float64{64, 128, 256, 384, 512, 768, 1024, 1280, 1518}},
			Labels: Labels{"job": "edge"},
			Groups: []Group{
				linkGroup("office", "in", 80, 0.50), linkGroup("office", "out", 50, 0.25),
				linkGroup("vpn", "in", 40, 0.45), linkGroup("vpn", "out", 25, 0.20),
			},
			Drifts: []Drift{{
				Name:     "exfiltration",
				About:    "An archive leaves by the vpn: three of ten packets out are full ones.",
				Where:    Labels{"link": "vpn", "direction": "out"},
				Effect:   Extra{Share: 0.3, Median: 1440, Sigma: 0.015},
				Schedule: Schedule{Starts: 2 * time.Hour, Lasts: 5 * time.Hour, Every: 180 * time.Hour},
			}},
		}},
	}
}

func realmGroup(realm string, perSecond float64, methods map[string]float64) Group {
	return Group{
		Labels:  Labels{"realm": realm},
		Pods:    []string{"auth-" + realm},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.5, Peak: 10 * time.Hour},
		Shares:  Cross(ByLabel("method", methods), ByLabel("result", map[string]float64{"success": 0.93, "failure": 0.06, "locked": 0.01})),
		Restart: 89 * time.Hour,
	}
}

// linkGroup is one direction of a link, of which a share of the packets is full.
func linkGroup(link, direction string, perSecond, full float64) Group {
	return Group{
		Labels: Labels{"link": link, "direction": direction},
		Pods:   []string{"router-" + link + "-" + direction},
		Rate:   Rate{PerSecond: perSecond, Swing: 0.5, Peak: 11 * time.Hour},
		Values: Mixture{
			{Weight: (1 - full) * 0.7, Median: 80, Sigma: 0.25},
			{Weight: (1 - full) * 0.3, Median: 420, Sigma: 0.5},
			{Weight: full, Median: 1440, Sigma: 0.015},
		},
		Burst:   Burst{Length: time.Minute, Traffic: 0.2, Modes: 0.05},
		Restart: 89 * time.Hour,
	}
}
