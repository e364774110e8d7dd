package scenario

import "time"

// ETL loads tables, and can change what it loads without failing.
//
//   - etl_values_total by table and column: whether values are valid, null or malformed. A tenth of the discounts of
//     orders has become null;
//   - etl_currency_total and etl_column_value: do not drift on their own.
//
// The windows of up to 6 h that end one and 7 days before now are free of drift.
func ETL() Scenario {
	return Scenario{
		Name:    "etl",
		About:   "Columns of loaded tables: their nulls, currencies and values; discounts of orders turn null.",
		Scrape:  time.Minute,
		History: 8 * day,
		Metrics: []Metric{{
			Name:       "etl_values_total",
			Help:       "Values loaded.",
			Kind:       CategoryCounter,
			Categories: []string{"state"},
			Labels:     Labels{"job": "etl"},
			Groups:     columnGroups(columnStates),
			Drifts: []Drift{{
				Name:     "nulls-in-discount",
				About:    "A join loses rows: 12 % of the discounts of orders are null in place of 1 %.",
				Where:    Labels{"table": "orders", "column": "discount"},
				Effect:   Shift{Where: Labels{"state": "null"}, Factor: odds(0.01, 0.12)},
				Schedule: Schedule{Starts: 3 * time.Hour, Lasts: 6 * time.Hour, Every: 180 * time.Hour},
			}},
		}, {
			Name:       "etl_currency_total",
			Help:       "Rows loaded, by their currency.",
			Kind:       CategoryCounter,
			Categories: []string{"currency"},
			Labels:     Labels{"job": "etl"},
			Groups:     []Group{currencyGroup("orders", 4), currencyGroup("invoices", 2)},
			Drifts: []Drift{{
				Name:     "currency-renamed",
				About:    "The source of orders writes eur in place of EUR.",
				Where:    Labels{"table": "orders"},
				Effect:   Rename{Label: "currency", From: "EUR", To: "eur"},
				Schedule: Never(),
			}},
		}, {
			Name:   "etl_column_value",
			Help:   "Values of a column of numbers.",
			Layout: Layout{Bounds: []float64{1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 25000}},
			Labels: Labels{"job": "etl"},
			Groups: columnGroups(columnValues),
			Drifts: []Drift{{
				Name:     "cents-for-euros",
				About:    "The totals of orders come in cents.",
				Where:    Labels{"table": "orders", "column": "total"},
				Effect:   Stretch{Factor: 100},
				Schedule: Never(),
			}},
		}},
	}
}

// columns are those that are loaded, with the rows a second of their tables.
var columns = []struct {
	table, column string
	perSecond     float64
	null          float64 // Share of the values.
	values        Mixture // Nil for a column that holds no numbers.
}{
	{"orders", "total", 4, 0.001, Mixture{{Weight: 0.7, Median: 35, Sigma: 0.7}, {Weight: 0.3, Median: 90, Sigma: 0.5}}},
	{"orders", "discount", 4, 0.01, Mixture{{Weight: 0.8, Median: 4, Sigma: 0.5}, {Weight: 0.2, Median: 15, Sigma: 0.4}}},
	{"orders", "coupon", 4, 0.70, nil},
	{"invoices", "total", 2, 0.001, Mixture{{Weight: 1, Median: 180, Sigma: 1.1}}},
	{"invoices", "due_date", 2, 0.02, nil},
	{"customers", "birthday", 1, 0.25, nil},
}

// columnGroups returns a group for each column of which counts knows what to count.
func columnGroups(counts func(g *Group, null float64, values Mixture) bool) []Group {
	var groups []Group
	for _, c := range columns {
		g := Group{
			Labels:  Labels{"table": c.table, "column": c.column},
			Pods:    []string{"loader-" + c.table + "-" + c.column},
			Rate:    Rate{PerSecond: c.perSecond, Swing: 0.3, Peak: 3 * time.Hour},
			Burst:   Burst{Length: time.Minute, Traffic: 0.2},
			Restart: 97 * time.Hour,
		}
		if counts(&g, c.null, c.values) {
			groups = append(groups, g)
		}
	}
	return groups
}

func columnStates(g *Group, null float64, _ Mixture) bool {
	g.Shares = ByLabel("state", map[string]float64{"valid": 1 - null - 0.002, "null": null, "malformed": 0.002})
	return true
}

func columnValues(g *Group, _ float64, values Mixture) bool {
	g.Values = values
	return values != nil
}

func currencyGroup(table string, perSecond float64) Group {
	return Group{
		Labels:  Labels{"table": table},
		Pods:    []string{"loader-" + table},
		Rate:    Rate{PerSecond: perSecond, Swing: 0.3, Peak: 3 * time.Hour},
		Shares:  ByLabel("currency", map[string]float64{"EUR": 0.62, "USD": 0.2, "GBP": 0.1, "CHF": 0.05, "PLN": 0.03}),
		Restart: 97 * time.Hour,
	}
}
