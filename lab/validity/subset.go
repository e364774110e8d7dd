package main

import (
	"fmt"
	"slices"
)

// subset is a row of a table: the cells it is about.
type subset struct {
	name string
	has  func(c *cell) bool
}

var all = subset{"all", func(*cell) bool { return true }}

// by makes a subset of each value that some cells have, in the order of the cells.
func by(outcomes []*outcome, name string, value func(c *cell) string) []subset {
	var values []string
	for _, o := range outcomes {
		if v := value(o.cell); !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	subsets := make([]subset, len(values))
	for i, v := range values {
		subsets[i] = subset{name + v, func(c *cell) bool { return value(c) == v }}
	}
	return subsets
}

func byChange(outcomes []*outcome) []subset {
	return by(outcomes, "change: ", func(c *cell) string { return c.change })
}

func byShape(outcomes []*outcome) []subset {
	return by(outcomes, "", func(c *cell) string { return c.shape })
}

func bySize(outcomes []*outcome) []subset {
	return by(outcomes, "n = ", func(c *cell) string { return fmt.Sprint(c.n) })
}

func byRatio(outcomes []*outcome) []subset {
	return by(outcomes, "baseline × ", func(c *cell) string { return ratioName(c.ratio) })
}

// filter keeps the outcomes that all tests hold for.
func filter(outcomes []*outcome, tests ...func(o *outcome) bool) []*outcome {
	var out []*outcome
	for _, o := range outcomes {
		if !slices.ContainsFunc(tests, func(test func(*outcome) bool) bool { return !test(o) }) {
			out = append(out, o)
		}
	}
	return out
}

func (s subset) test(o *outcome) bool { return s.has(o.cell) }

func (m method) test(o *outcome) bool { return o.method.name == m.name }

func (m measure) test(o *outcome) bool { return o.measure.name == m.name }

func atLevel(level float64) func(*outcome) bool {
	return func(o *outcome) bool { return o.level == level }
}

func judged(o *outcome) bool { return o.judged() }

func isNull(o *outcome) bool { return o.truth == 0 }

func isChange(o *outcome) bool { return o.truth > 0 }
