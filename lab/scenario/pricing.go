package scenario

import "time"

// Pricing makes prices of inputs. There was an incident this morning, to be looked into afterwards.
//
//   - pricing_input_value by feature and region: from 5 h to 3 h before now, fuel_cost of one region came in the wrong
//     unit. Nothing else has changed;
//   - price_euros by region: does not drift on its own;
//   - deploy_active: 1 for the ten minutes of the deploy that began the incident.
//
// The windows of up to 6 h that end one, 7, 14 and 21 days before now are free of drift.
func Pricing() Scenario {
	return Scenario{
		Name:   "pricing",
		About:  "Inputs and prices by region: an incident of two hours this morning, just after a deploy.",
		Scrape: time.Minute,
		Metrics: []Metric{{
			Name:   "pricing_input_value",
			Help:   "Input of a price: distance in kilometres, fuel cost and base fare in euros, demand as an index.",
			Layout: Layout{Bounds: []float64{.5, .8, 1.2, 1.6, 2, 2.6, 3.5, 5, 10, 20, 40}},
			Labels: Labels{"job": "pricing"},
			Groups: pricingInputs(),
			Drifts: []Drift{{
				Name:     "fuel-cost-in-apac",
				About:    "A deploy took apac's fuel costs for dollars: all of them are a third higher.",
				Where:    Labels{"feature": "fuel_cost", "region": "apac"},
				Effect:   Stretch{Factor: 1.35},
				Schedule: Schedule{Starts: 5 * time.Hour, Lasts: 2 * time.Hour},
			}},
		}, {
			Name:   "price_euros",
			Help:   "Price offered.",
			Unit:   "euros",
			Layout: Layout{Bounds: []float64{2.5, 5, 7.5, 10, 15, 20, 30, 50, 100, 200, 500}},
			Labels: Labels{"job": "pricing"},
			Groups: priceGroups(),
			Drifts: []Drift{{
				Name:     "pricing-bug",
				About:    "A seventh of all prices is ten times too high.",
				Effect:   Tail{Share: 1.0 / 7, Factor: 10},
				Schedule: Never(),
			}},
		}, {
			Name:   "deploy_active",
			Help:   "Whether a deploy is under way: 1 or 0.",
			Kind:   Switch,
			Labels: Labels{"job": "pricing"},
			Groups: []Group{{
				Labels: Labels{"service": "pricing"},
				Pods:   []string{"deployer"},
				On:     Schedule{Starts: 5*time.Hour + 5*time.Minute, Lasts: 10 * time.Minute},
			}},
		}},
	}
}

// markets are the regions of the prices, with their traffic and how prices stand there.
var markets = []struct {
	region           string
	perSecond, level float64
}{{"eu", 5, 1}, {"us", 4, 1.15}, {"apac", 3, 0.8}, {"latam", 1.5, 0.65}}

// pricingInput is the distribution of an input where prices are those of the eu.
var pricingInput = map[string]Mixture{
	"distance_km":  {{Weight: 0.8, Median: 5, Sigma: 0.7}, {Weight: 0.2, Median: 18, Sigma: 0.5}},
	"demand_index": {{Weight: 0.9, Median: 1, Sigma: 0.25}, {Weight: 0.1, Median: 1.8, Sigma: 0.3}},
	"fuel_cost":    {{Weight: 1, Median: 1.7, Sigma: 0.15}},
	"base_fare":    {{Weight: 0.7, Median: 3, Sigma: 0.2}, {Weight: 0.3, Median: 4.5, Sigma: 0.2}},
}

func pricingInputs() []Group {
	var groups []Group
	for _, feature := range []string{"distance_km", "demand_index", "fuel_cost", "base_fare"} {
		for _, market := range markets {
			values := pricingInput[feature]
			if feature == "fuel_cost" || feature == "base_fare" {
				values = Stretch{Factor: market.level}.On(values)
			}
			groups = append(groups, Group{
				Labels:  Labels{"feature": feature, "region": market.region},
				Pods:    []string{"pricing-" + feature + "-" + market.region},
				Rate:    Rate{PerSecond: market.perSecond, Swing: 0.4, Peak: 17 * time.Hour},
				Values:  values,
				Burst:   Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.05},
				Restart: 79 * time.Hour,
			})
		}
	}
	return groups
}

func priceGroups() []Group {
	var groups []Group
	for _, market := range markets {
		groups = append(groups, Group{
			Labels:  Labels{"region": market.region},
			Pods:    []string{"pricing-" + market.region},
			Rate:    Rate{PerSecond: market.perSecond, Swing: 0.4, Peak: 17 * time.Hour},
			Values:  Mixture{{Weight: 0.75, Median: 11 * market.level, Sigma: 0.45}, {Weight: 0.25, Median: 28 * market.level, Sigma: 0.4}},
			Burst:   Burst{Length: time.Minute, Traffic: 0.15, Modes: 0.05},
			Restart: 79 * time.Hour,
		})
	}
	return groups
}
