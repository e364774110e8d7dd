package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
)

// family is a query whose answer several candidates judge, by other numbers of it, levels and waits.
type family struct {
	name     string
	severity string
	query    map[string]any
	choices  []choice
}

// choice is what sets the candidates of a family apart.
type choice struct {
	measure   request.Measure
	statistic request.Statistic
	levels    []float64
	holds     []time.Duration
}

func previous(offset string) map[string]any {
	return map[string]any{"kind": "previous", "offset": offset}
}

func seasonal(count int) map[string]any {
	return map[string]any{"kind": "seasonal", "period": "7d", "count": count}
}

// Of small changes, JS is a quarter of KL: hence its levels. The estimate without its band is what one would alert on
// without any statistics.
var (
	waits  = []time.Duration{0, 5 * time.Minute, 10 * time.Minute}
	atOnce = []time.Duration{0}
	acute  = []choice{
		{request.MeasureKL, request.StatisticLower, []float64{0.01, 0.02, 0.05}, waits},
		{request.MeasureJS, request.StatisticLower, []float64{0.0025, 0.005, 0.01, 0.02, 0.05}, []time.Duration{5 * time.Minute}},
		{request.MeasureKL, request.StatisticEstimate, []float64{0.03}, waits},
	}
	single = []choice{acute[0], acute[2]}
	slow   = []choice{
		{request.MeasureKL, request.StatisticLower, []float64{0.005, 0.01, 0.02, 0.05}, atOnce},
		{request.MeasureKL, request.StatisticEstimate, []float64{0.01, 0.03}, atOnce},
	}
	rates = func(levels ...float64) []choice {
		return []choice{{request.MeasureJS, request.StatisticBurnRate, levels, atOnce}}
	}
)

// families are the candidates.
func families() []family {
	compare := func(window string, baseline map[string]any, scrape string) map[string]any {
		return map[string]any{"window": window, "baseline": baseline, "scrapeInterval": scrape}
	}
	burn := func(window, scrape string, objective float64, long, short string) map[string]any {
		q := compare(window, previous("1d"), scrape)
		q["view"], q["threshold"] = request.ViewSLO, objective
		q["slo"] = map[string]any{"period": "7d", "target": 0.95, "long": long, "short": short}
		return q
	}
	return []family{
		{"5 m, day before", "page", compare("5m", previous("1d"), "15s"), single},
		{"15 m, day before", "page", compare("15m", previous("1d"), "15s"), acute},
		{"1 h, day before", "ticket", compare("1h", previous("1d"), "1m"), acute},
		{"1 h, three weeks", "ticket", compare("1h", seasonal(3), "1m"), single},
		{"1 d, day before", "ticket", compare("1d", previous("1d"), "1m"), slow},
		{"1 d, week before", "ticket", compare("1d", previous("7d"), "1m"), slow},
		{"7 d, week before", "ticket", compare("7d", previous("7d"), "1m"), slow},
		{"burn, 15 m", "page", burn("15m", "15s", 0.02, "1h", "15m"), rates(14.4)},
		{"burn, 15 m, slow", "ticket", burn("15m", "15s", 0.02, "6h", "1h"), rates(3)},
		{"burn, 1 h", "page", burn("1h", "1m", 0.01, "2h", "1h"), rates(14.4)},
		{"burn, 1 h, slow", "ticket", burn("1h", "1m", 0.01, "1d", "2h"), rates(3)},
	}
}

// kept is how long the alerts of candidates go on after their condition has ended.
const kept = 15 * time.Minute

// rules are the candidates of a family.
func (f family) rules() (all []rule, err error) {
	for _, c := range f.choices {
		asked := maps.Clone(f.query)
		maps.Copy(asked, map[string]any{
			"current": histogramSide, "groupBy": []string{groupLabel}, "measures": []request.Measure{c.measure}, "alertOn": c.statistic,
		})
		raw, err := json.Marshal(asked)
		if err != nil {
			return nil, err
		}
		query, err := request.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		for _, level := range c.levels {
			for _, hold := range c.holds {
				all = append(all, rule{
					name: f.name, severity: f.severity, query: query, threshold: level, recovery: level / 2,
					hold: hold, keep: kept, impact: f.severity == "page",
				})
			}
		}
	}
	return all, nil
}
