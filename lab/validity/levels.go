package main

import "slices"

var levels = []float64{0.8, 0.9, 0.95, 0.99, 0.999}

// levelCells are those of the grid, asked at each level in a quarter of the runs.
func levelCells(runs int) []cell {
	cells := gridCells(max(runs/4, 1))
	questions := ask(levels, fDivergences, ours)
	for i := range cells {
		cells[i].questions = questions
	}
	return cells
}

// levelTables tell what each level keeps: both limits together, each alone, and as an alarm.
func levelTables(outcomes []*outcome) []table {
	changes, nulls := filter(outcomes, isChange), filter(outcomes, isNull)
	large := filter(outcomes, func(o *outcome) bool { return o.n >= 1000 })
	return []table{
		{
			title:  "**Coverage in percent by level**: least / median of the cells / share of the cells that miss more than 1.4 times as often as they may, beyond three standard errors.",
			header: header("level", fDivergences), rows: fillLevels(outcomes, levelEntry),
		},
		{
			title:  "The same for n ≥ 1000.",
			header: header("level", fDivergences), rows: fillLevels(large, levelEntry),
		},
		{
			title:  "**Misses in percent of the runs by level**: lower limit above the truth + upper limit below it, mean of the cells with a change and n ≥ 1000.",
			header: slices.Concat(header("level", fDivergences), []string{"allowed"}),
			rows: fillLevels(filter(changes, func(o *outcome) bool { return o.n >= 1000 }), fineMissesEntry, func(level float64) string {
				return percent((1-level)/2, 2) + " + " + percent((1-level)/2, 2)
			}),
		},
		{
			title:  "**False alarms in percent of the runs by level**, mean (largest) of the cells.",
			header: slices.Concat(header("level", fDivergences), []string{"allowed"}),
			rows:   fillLevels(nulls, alarmsEntry, func(level float64) string { return percent((1-level)/2, 2) }),
		},
	}
}

// levelEntry is "least / median / share of cells that are short for sure": at high levels a single miss is more than may be.
func levelEntry(outcomes []*outcome) string {
	values := coverages(outcomes)
	if len(values) == 0 {
		return "–"
	}
	certain := filter(outcomes, judged, func(o *outcome) bool {
		limit := short(o.level)
		return o.coverage() < limit-sigmas*standardError(limit, o.bounded)
	})
	return percent(values[0], 1) + " / " + percent(quantile(values, 0.5), 1) + " / " + percent(ratio(len(certain), len(values)), 1)
}

func fineMissesEntry(outcomes []*outcome) string { return misses(outcomes, 2) }

// fillLevels makes a row a level.
func fillLevels(outcomes []*outcome, entry func([]*outcome) string, more ...func(level float64) string) [][]string {
	var out [][]string
	for _, level := range levels {
		row := fill([]subset{all}, fDivergences, filter(outcomes, atLevel(level)), entry)[0]
		row[0] = number(100*level, 4) + " %"
		for _, column := range more {
			row = append(row, column(level))
		}
		out = append(out, row)
	}
	return out
}
