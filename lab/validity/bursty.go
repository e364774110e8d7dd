package main

import (
	"fmt"
	"slices"
)

// burstyScenarios are those that counts in bursts are drawn of.
var burstyScenarios = []struct{ shape, change string }{
	{"latency, 12 buckets", null},
	{"latency, 12 buckets", "20 % slower"},
	{"latency, 40 buckets", null},
	{"latency, 40 buckets", "20 % slower"},
	{"zipf, 20 categories", null},
	{"zipf, 20 categories", "one bin × 3"},
}

const (
	windowEvents = 20000 // Events of a window of cells.
	cellEvents   = 500   // Events of a cell where there are blocks.
	podEvents    = 600   // Events of a pod.
)

// burstyCells take half of the runs.
func burstyCells(runs int) []cell {
	var cells []cell
	add := func(c cell, by method) {
		c.questions, c.samples = ask([]float64{usual}, []measure{kl, js}, ours, by), max(runs/2, 1)
		cells = append(cells, c)
	}
	for _, s := range scenarios() {
		if !slices.Contains(burstyScenarios, struct{ shape, change string }{s.shape, s.change}) {
			continue
		}
		for _, r := range []int{6, 12, 30} {
			for _, by := range noises {
				add(windowed(s, by, r, windowEvents), byCells)
			}
			add(pods(s, r, podEvents, false), byInstances)
			add(pods(s, r, podEvents, true), byPairs)
		}
		for _, by := range noises[3:] {
			add(blocked(s, by, 6, 20, cellEvents), byBlocks)
		}
	}
	return cells
}

// burstyTables have a row a kind of noise and number of replicates: the band of independent events → that of replicates.
func burstyTables(outcomes []*outcome) []table {
	var tables []table
	for _, m := range []measure{kl, js} {
		t := table{
			title: "**" + m.name + " of bursty counts** in percent, band of independent events → band of replicates: least / mean coverage of the cells, mean false alarms (2.5 are allowed), and power; " +
				"then how much wider the second is (median of the cells).",
			header: []string{"noise", "replicates", "coverage", "false alarms", "power", "width"},
		}
		for _, design := range []method{byCells, byBlocks, byInstances, byPairs} {
			t.rows = append(t.rows, burstyRows(filter(outcomes, m.test), design)...)
		}
		tables = append(tables, t)
	}
	return tables
}

func burstyRows(outcomes []*outcome, design method) [][]string {
	seen := map[*cell]bool{}
	for _, o := range filter(outcomes, design.test) {
		seen[o.cell] = true
	}
	outcomes = filter(outcomes, func(o *outcome) bool { return seen[o.cell] })
	var out [][]string
	for _, noise := range by(outcomes, "", func(c *cell) string { return c.noise }) {
		of := filter(outcomes, noise.test)
		for _, size := range by(of, "", func(c *cell) string { return fmt.Sprint(c.replicates) }) {
			naive, full := filter(of, size.test, ours.test), filter(of, size.test, design.test)
			arrow := func(entry func([]*outcome) string) string { return entry(naive) + " → " + entry(full) }
			out = append(out, []string{
				noise.name, size.name + " " + design.name, arrow(leastAndMean),
				arrow(func(o []*outcome) string { return powerEntry(filter(o, isNull)) }),
				arrow(func(o []*outcome) string { return powerEntry(filter(o, isChange)) }),
				number(widening(naive, full), 3),
			})
		}
	}
	return out
}

func leastAndMean(outcomes []*outcome) string {
	values := coverages(outcomes)
	if len(values) == 0 {
		return "–"
	}
	return percent(values[0], 0) + " / " + percent(mean(values), 1)
}

// widening is the median of the cells' ratios of mean widths.
func widening(naive, full []*outcome) float64 {
	before := map[*cell]float64{}
	for _, o := range naive {
		before[o.cell] = o.meanWidth()
	}
	return quantile(collect(filter(full, judged), func(o *outcome) float64 { return o.meanWidth() / before[o.cell] }), 0.5)
}
