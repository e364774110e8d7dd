package distribution

import (
	"slices"

	"github.com/histodrift/histodrift/pkg/plan"
)

// rest is all groups but one.
type rest struct {
	total, own *History
	covered    []int32 // Prefix sums of the cells in which any of the others has counts.
	seen       []int32 // Prefix sums of the cells in which any of the others has counts or some that were left out.
}

// Rest returns, for each history, all the others together. The histories share their bins (Reading.Shared).
func Rest(histories []History) []Side {
	sides := make([]Side, len(histories))
	if len(histories) == 0 {
		return sides
	}
	total := sum(histories)
	for i := range histories {
		own := &histories[i]
		others := &rest{total: &total, own: own, covered: make([]int32, len(total.data)), seen: make([]int32, len(total.data))}
		for cell := range own.grid.Len() {
			data := gained(total.data, cell) - gained(own.data, cell)
			invalid := gained(total.invalid, cell) - gained(own.invalid, cell)
			others.covered[cell+1] = others.covered[cell] + min(data, 1)
			others.seen[cell+1] = others.seen[cell] + min(data+invalid, 1)
		}
		sides[i] = others
	}
	return sides
}

func gained(sums []int32, cell int) int32 { return sums[cell+1] - sums[cell] }

// sum adds histories up.
func sum(histories []History) History {
	total := newHistory(histories[0].grid, histories[0].layout)
	for i := range histories {
		h := &histories[i]
		addRows(total.events, h.events)
		addRows(total.stands, h.stands)
		addRows(total.broken, h.broken)
		total.lacks.add(h.lacks)
		addTo(total.data, h.data)
		addTo(total.invalid, h.invalid)
		addTo(total.negative, h.negative)
		addTo(total.unbinned, h.unbinned)
	}
	return total
}

func addRows[T int32 | float64](sum, values [][]T) {
	for b := range values {
		addTo(sum[b], values[b])
	}
}

func addTo[T int32 | float64](sum, values []T) {
	for i, value := range values {
		sum[i] += value
	}
}

// Window implements Side. All counts are multiples of 2⁻²⁴ (see settle), so that nothing is lost by subtracting, unless
// their sums had to be rounded.
func (r *rest) Window(spans []plan.Span) (Histogram, Repair, bool) {
	all, own := r.total.tally(spans), r.own.tally(spans)
	takeFrom(all.events, own.events)
	takeFrom(all.stands, own.stands)
	takeFrom(all.broken, own.broken)
	if own.lacking != nil {
		takeFrom(all.lacking, own.lacking)
	}
	all.data -= own.data
	all.invalid -= own.invalid
	all.negative -= own.negative
	all.unbinned -= own.unbinned
	for b, sums := range r.total.events {
		if sum := sums[len(sums)-1]; sum > exactSum {
			all.events[b] = settle(all.events[b], sum)
		}
	}
	all.covered, all.seen = 0, 0
	for _, span := range spans {
		if from, to, within := r.own.cells(span); within {
			all.covered += r.covered[to] - r.covered[from]
			all.seen += r.seen[to] - r.seen[from]
		}
	}
	return r.total.histogram(all)
}

func takeFrom[T int32 | float64](sum, values []T) {
	for i, value := range values {
		sum[i] -= value
	}
}

// Together returns histories added up. They share their bins (Reading.Shared), and there is at least one.
func Together(histories []History) Side {
	none := newHistory(histories[0].grid, histories[0].layout)
	sides := Rest(append(slices.Clip(histories), none))
	return sides[len(histories)]
}
