package main

import "slices"

var rivals = []method{delta, deltaCorrected, bootstrap, posterior, ours}

// compared are the scenarios and sizes that the alternatives are tried on: they draw much.
var compared = struct {
	changes       []string
	sizes, ratios []float64
}{
	[]string{null, "20 % slower", "tail: 10 % × 10 slower", "one bin × 3", "new mode: 20 % at × 20"},
	[]float64{200, 1000, 10000},
	[]float64{1, 10},
}

// alternativeCells take a quarter of the runs.
func alternativeCells(runs int) []cell {
	questions := ask([]float64{usual}, []measure{kl, js}, rivals...)
	var cells []cell
	for _, c := range gridCells(max(runs/4, 1)) {
		if slices.Contains(compared.changes, c.change) && slices.Contains(compared.sizes, c.n) && slices.Contains(compared.ratios, c.ratio) {
			c.questions = questions
			cells = append(cells, c)
		}
	}
	return cells
}

// alternativeTables have a table a measure, a row a scenario and a column a method.
func alternativeTables(outcomes []*outcome) []table {
	var tables []table
	for _, m := range []measure{kl, js} {
		of := filter(outcomes, m.test)
		t := table{
			title: "**" + m.name + " against other methods** at 95 %: coverage in percent, least – mean of the cells, (mean misses: lower limit above + upper limit below), mean width relative to the " +
				"bias-corrected delta method. Of this band, only the finite ones count.",
			header: []string{"cells"},
		}
		for _, r := range rivals {
			t.header = append(t.header, r.name)
		}
		linear := widths(of)
		rows := slices.Concat([]subset{all}, bySize(of), byShape(of), byChange(of))
		for _, s := range rows {
			row := []string{s.name}
			for _, r := range rivals {
				row = append(row, rivalEntry(filter(of, s.test, r.test), linear))
			}
			t.rows = append(t.rows, row)
		}
		tables = append(tables, t)
	}
	return tables
}

func rivalEntry(outcomes []*outcome, linear map[spot]float64) string {
	values := coverages(outcomes)
	if len(values) == 0 {
		return "–"
	}
	return percent(values[0], 0) + " – " + percent(mean(values), 1) + " (" + missesEntry(outcomes) + "), " + number(relativeWidth(outcomes, linear), 3)
}
