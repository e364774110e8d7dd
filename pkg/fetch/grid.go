package fetch

import (
	"time"

	"github.com/histodrift/histodrift/pkg/plan"
)

// Grid says at which times the values of an answer stand. The ranges of a source may lie far apart (a fixed baseline of
// last month beside today), so the values of all ranges stand one behind the other, without the gaps between.
type Grid struct {
	Step   time.Duration // Distance of the evaluations.
	Cell   time.Duration // Length of time that one value counts: Step with cells, the window without.
	ranges []gridRange
	n      int
}

type gridRange struct {
	first int64 // Milliseconds since 1970 of the first evaluation.
	base  int   // Index of the first evaluation.
	n     int
}

func newGrid(source plan.Source) Grid {
	grid := Grid{Step: source.Step, Cell: source.Cell}
	for _, span := range source.Ranges {
		n := int(span.Length() / source.Step)
		grid.ranges = append(grid.ranges, gridRange{first: span.Start.Add(source.Step).UnixMilli(), base: grid.n, n: n})
		grid.n += n
	}
	return grid
}

// Len returns how many values each series has.
func (g Grid) Len() int { return g.n }

// Index returns where the value of the evaluation at t stands; ok is false where there is none.
func (g Grid) Index(t time.Time) (index int, ok bool) { return g.index(t.UnixMilli()) }

func (g Grid) index(t int64) (int, bool) {
	step := g.Step.Milliseconds()
	for _, r := range g.ranges {
		k := t - r.first
		if k < 0 || k >= int64(r.n)*step {
			continue
		}
		if k%step != 0 {
			return 0, false
		}
		return r.base + int(k/step), true
	}
	return 0, false
}
