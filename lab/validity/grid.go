package main

import (
	"fmt"
	"slices"
)

const usual = 0.95

// gridCells are all scenarios at all sizes. Each sample is asked for the band of each measure, and for that of the delta
// method to compare widths with.
func gridCells(runs int) []cell {
	questions := slices.Concat(ask([]float64{usual}, measures, ours), ask([]float64{usual}, fDivergences, deltaCorrected))
	unordered := slices.DeleteFunc(slices.Clone(questions), func(q question) bool { return q.ordered })
	var cells []cell
	for _, s := range scenarios() {
		for _, n := range sizes {
			for _, r := range ratios {
				c := independent(s, n, r)
				c.questions, c.samples = questions, runs
				if !s.ordered {
					c.questions = unordered
				}
				cells = append(cells, c)
			}
		}
	}
	return cells
}

// gridTables are the coverage, the misses, the widths, the false alarms and the power.
func gridTables(outcomes []*outcome) []table {
	bands, linear := filter(outcomes, ours.test), widths(outcomes)
	changes := filter(bands, isChange)
	rows := slices.Concat([]subset{all, {"n ≥ 1000", func(c *cell) bool { return c.n >= 1000 }}, {"well-known baseline", (*cell).wellKnown}},
		bySize(bands), byRatio(bands), byShape(bands), byChange(bands))
	sizes := slices.Concat([]subset{all}, bySize(bands), byRatio(bands))
	return []table{
		{
			title:  "**Coverage in percent** of the truth at the resolution of the bins: least / median of the cells / share of the cells below 93.",
			header: header("cells", measures), rows: fill(rows, measures, bands, coverageEntry),
		},
		{
			title:  "**Misses in percent of the runs** (mean of the cells with a change): the lower limit above the truth + the upper limit below it. 2.5 + 2.5 are allowed.",
			header: header("cells", measures), rows: fill(sizes, measures, changes, missesEntry),
		},
		{
			title:  "**Width**: mean width of the finite bands relative to that of the bias-corrected delta method (median of the cells), and upper limits without bound in percent of the runs.",
			header: header("cells", measures), rows: fill(rows, measures, bands, func(o []*outcome) string { return widthEntry(o, linear) }),
		},
		{
			title:  "**False alarms in percent of the runs**: lower limit above 0 where nothing has changed, mean (largest) of the cells. 2.5 are allowed.",
			header: header("cells", measures), rows: fill(sizes, measures, filter(bands, isNull), alarmsEntry),
		},
		{
			title:  "**Power in percent of the runs**: lower limit above 0, mean of all sizes.",
			header: header("cells", measures), rows: fill(byChange(changes), measures, changes, powerEntry),
		},
		powerBySize(changes),
		truths(outcomes),
	}
}

func header(first string, measures []measure) []string {
	out := []string{first}
	for _, m := range measures {
		out = append(out, m.name)
	}
	return out
}

// fill makes a row a subset and an entry a measure.
func fill(rows []subset, measures []measure, outcomes []*outcome, entry func([]*outcome) string) [][]string {
	var out [][]string
	for _, s := range rows {
		row := []string{s.name}
		for _, m := range measures {
			row = append(row, entry(filter(outcomes, s.test, m.test)))
		}
		out = append(out, row)
	}
	return out
}

func missesEntry(outcomes []*outcome) string { return misses(outcomes, 1) }

func misses(outcomes []*outcome, digits int) string {
	of := filter(outcomes, judged)
	return percent(mean(collect(of, func(o *outcome) float64 { return o.missedAbove() })), digits) + " + " +
		percent(mean(collect(of, func(o *outcome) float64 { return o.missedBelow() })), digits)
}

func widthEntry(outcomes []*outcome, linear map[spot]float64) string {
	return number(relativeWidth(outcomes, linear), 3) + " (" + percent(mean(collect(outcomes, func(o *outcome) float64 { return o.unbounded() })), 0) + ")"
}

func alarmsEntry(outcomes []*outcome) string {
	rates := collect(outcomes, func(o *outcome) float64 { return o.alarmRate() })
	if len(rates) == 0 {
		return "–"
	}
	return percent(mean(rates), 2) + " (" + percent(rates[len(rates)-1], 1) + ")"
}

func powerEntry(outcomes []*outcome) string {
	return percent(mean(collect(outcomes, func(o *outcome) float64 { return o.alarmRate() })), 1)
}

func powerBySize(changes []*outcome) table {
	of := filter(changes, js.test)
	columns := bySize(of)
	t := table{title: "**Power of JS by size** in percent of the runs, mean of all baselines.", header: []string{"cells"}}
	for _, c := range columns {
		t.header = append(t.header, c.name)
	}
	for _, s := range byChange(of) {
		row := []string{s.name}
		for _, c := range columns {
			row = append(row, powerEntry(filter(of, s.test, c.test)))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// truths lists the scenarios with their true divergences.
func truths(outcomes []*outcome) table {
	t := table{title: "**Truths** in nats; H², TV and KS have no unit, W1 is in seconds.", header: header("scenario", measures)}
	seen := ""
	for _, o := range outcomes {
		name := fmt.Sprintf("%s: %s", o.shape, o.change)
		if name == seen {
			continue
		}
		seen = name
		row := []string{name}
		for _, m := range measures {
			row = append(row, number(m.of(&o.scenario), 3))
		}
		t.rows = append(t.rows, row)
	}
	return t
}
