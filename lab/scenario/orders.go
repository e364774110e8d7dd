package scenario

import "time"

// Orders counts by categories instead of values.
//
//   - orders_total by country and device; the country of 2 % of the orders is missing. In the north shop a country has
//     appeared and another one vanished; in the south shop some countries have changed devices, while countries and
//     devices, each alone, are as frequent as before;
//   - instances_running is a level, by instance type and region: large instances have taken over.
//
// A series of a counter exists from its first event on, so the new country is new to Prometheus, too.
func Orders() Scenario {
	return Scenario{
		Name:  "orders",
		About: "Categories: orders by country and device, running instances by type and region.",
		Metrics: []Metric{{
			Name:       "orders_total",
			Help:       "Orders placed.",
			Kind:       CategoryCounter,
			Categories: []string{"country", "device"},
			Labels:     Labels{"job": "orders"},
			Groups:     []Group{ordersGroup("north", 5), ordersGroup("south", 4)},
			Drifts: []Drift{{
				Name:     "country-appears",
				About:    "The shop opens in Norway, which has not ordered before.",
				Where:    Labels{"shop": "north"},
				Effect:   NewValue{Label: "country", Value: "NO", Share: 0.06},
				Schedule: Schedule{Starts: 2 * time.Hour, Lasts: 8 * time.Hour},
			}, {
				Name:     "country-vanishes",
				About:    "Orders from Britain fail.",
				Where:    Labels{"shop": "north"},
				Effect:   Vanish{Label: "country", Value: "GB"},
				Schedule: Schedule{Starts: 2 * time.Hour, Lasts: 8 * time.Hour},
			}, {
				Name:  "devices-change-hands",
				About: "Germany turns to mobile and France to desktop; each country and each device orders as much as before.",
				Where: Labels{"shop": "south"},
				Effect: Associate{
					Labels: [2]string{"country", "device"},
					First:  [2]string{"DE", "FR"}, Second: [2]string{"mobile", "desktop"}, Share: 0.05,
				},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 8 * time.Hour},
			}},
		}, {
			Name:       "instances_running",
			Help:       "Instances that run at present.",
			Kind:       CategoryGauge,
			Categories: []string{"instance_type", "region"},
			Labels:     Labels{"job": "orders"},
			Groups: []Group{{
				Pods:  []string{"autoscaler"},
				Level: Level{Mean: 240, Holds: 10 * time.Minute},
				Shares: Cross(
					ByLabel("instance_type", map[string]float64{"small": 0.5, "medium": 0.35, "large": 0.15}),
					ByLabel("region", map[string]float64{"eu-central": 0.5, "us-east": 0.3, "ap-south": 0.2}),
				),
			}},
			Drifts: []Drift{{
				Name:     "large-instances",
				About:    "The autoscaler prefers large instances.",
				Effect:   Shift{Where: Labels{"instance_type": "large"}, Factor: 2.5},
				Schedule: Schedule{Starts: 4 * time.Hour, Lasts: 8 * time.Hour},
			}},
		}},
	}
}

func ordersGroup(shop string, perSecond float64) Group {
	return Group{
		Labels: Labels{"shop": shop},
		Pods:   []string{"orders-" + shop},
		Rate:   Rate{PerSecond: perSecond, Swing: 0.5, Peak: 18 * time.Hour},
		Shares: Cross(
			ByLabel("country", map[string]float64{
				"DE": 0.22, "FR": 0.16, "GB": 0.12, "IT": 0.10, "ES": 0.09, "NL": 0.07, "PL": 0.06, "AT": 0.05, "BE": 0.04,
				"SE": 0.03, "DK": 0.025, "CH": 0.015, "": 0.02,
			}),
			ByLabel("device", map[string]float64{"mobile": 0.55, "desktop": 0.37, "tablet": 0.08}),
		),
		Restart: 71 * time.Hour,
	}
}
