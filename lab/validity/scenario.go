package main

// scenario is a change of a distribution from q to p.
type scenario struct {
	shape, change string
	p, q          []float64
	ordered       bool      // The bins have an order …
	widths        []float64 // … and these distances in seconds between their middles.
}

// null is the change that is none.
const null = "none"

var latencies = []latency{
	{"latency, 12 buckets", []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}, 0.1, 0.7},
	{"latency, 40 buckets", geometric(.004, 1.25, 39), 0.1, 0.7},
}

var latencyChanges = []struct {
	name string
	of   func(latency) []float64
}{
	{null, func(l latency) []float64 { return l.shares(1, 1) }},
	{"5 % slower", func(l latency) []float64 { return l.shares(1.05, 1) }},
	{"20 % slower", func(l latency) []float64 { return l.shares(1.2, 1) }},
	{"twice as slow", func(l latency) []float64 { return l.shares(2, 1) }},
	{"spread × 1.3", func(l latency) []float64 { return l.shares(1, 1.3) }},
	{"one bin × 3", func(l latency) []float64 { return scaled(l.shares(1, 1), len(l.bounds)*2/3, 3) }},
	{"tail: 1 % × 10 slower", func(l latency) []float64 { return mixture(l.shares(1, 1), l.shares(10, 1), 0.01) }},
	{"tail: 10 % × 10 slower", func(l latency) []float64 { return mixture(l.shares(1, 1), l.shares(10, 1), 0.1) }},
	{"new mode: 5 % at × 20", func(l latency) []float64 { return mixture(l.shares(1, 1), l.shares(20, 1), 0.05) }},
	{"new mode: 20 % at × 20", func(l latency) []float64 { return mixture(l.shares(1, 1), l.shares(20, 1), 0.2) }},
}

var categories = []struct {
	name string
	q    []float64
}{
	{"zipf, 20 categories", zipf(20)},
	{"zipf, 60 categories", zipf(60)},
}

// categoryChanges start from q with another share of the last category, if before is not negative.
var categoryChanges = []struct {
	name   string
	before float64
	of     func(q []float64) []float64
}{
	{null, -1, func(q []float64) []float64 { return q }},
	{"one bin × 1.5", -1, func(q []float64) []float64 { return scaled(q, len(q)/4, 1.5) }},
	{"one bin × 3", -1, func(q []float64) []float64 { return scaled(q, len(q)/4, 3) }},
	{"one bin vanished", -1, func(q []float64) []float64 { return scaled(q, len(q)/4, 0) }},
	{"rise from 1e-5 to 1 %", 1e-5, func(q []float64) []float64 { return withShare(q, len(q)-1, 0.01) }},
	{"rise from 1e-5 to 5 %", 1e-5, func(q []float64) []float64 { return withShare(q, len(q)-1, 0.05) }},
	{"new category, 1 %", 0, func(q []float64) []float64 { return withShare(q, len(q)-1, 0.01) }},
	{"new category, 5 %", 0, func(q []float64) []float64 { return withShare(q, len(q)-1, 0.05) }},
}

func scenarios() []scenario {
	var all []scenario
	for _, l := range latencies {
		for _, c := range latencyChanges {
			all = append(all, scenario{l.name, c.name, c.of(l), l.shares(1, 1), true, l.widths()})
		}
	}
	for _, s := range categories {
		for _, c := range categoryChanges {
			q := s.q
			if c.before >= 0 {
				q = withShare(q, len(q)-1, c.before)
			}
			all = append(all, scenario{s.name, c.name, c.of(q), q, false, nil})
		}
	}
	return all
}
