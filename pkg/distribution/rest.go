package distribution

import "github.com/histodrift/histodrift/pkg/plan"

// rest is all groups but one.
type rest struct {
	total, own *History
	covered    []int32 // Prefix sums of the cells in which any of the others has counts.
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
		others := &rest{total: &total, own: own, covered: make([]int32, len(total.data))}
		for cell := range own.grid.Len() {
			others.covered[cell+1] = others.covered[cell]
			if others.data(cell+1)-others.data(cell) > 0 {
				others.covered[cell+1]++
			}
		}
		sides[i] = others
	}
	return sides
}

func (r *rest) data(cell int) int32 { return r.total.data[cell] - r.own.data[cell] }

// sum adds histories up.
func sum(histories []History) History {
	total := newHistory(histories[0].grid, histories[0].layout)
	for i := range histories {
		h := &histories[i]
		for b := range h.events {
			addTo(total.events[b], h.events[b])
		}
		for b := range h.stands {
			addTo(total.stands[b], h.stands[b])
			addTo(total.broken[b], h.broken[b])
		}
		addTo(total.data, h.data)
		addTo(total.invalid, h.invalid)
		addTo(total.negative, h.negative)
		addTo(total.unbinned, h.unbinned)
	}
	return total
}

func addTo[T int32 | float64](sum, values []T) {
	for i, value := range values {
		sum[i] += value
	}
}

// Window implements Side. All counts are multiples of 2⁻²⁴ (see settle), so that nothing is lost by subtracting.
func (r *rest) Window(spans []plan.Span) (Histogram, Repair, bool) {
	all, own := r.total.tally(spans), r.own.tally(spans)
	for b := range all.events {
		all.events[b] -= own.events[b]
	}
	for b := range all.stands {
		all.stands[b] -= own.stands[b]
		all.broken[b] -= own.broken[b]
	}
	all.data -= own.data
	all.invalid -= own.invalid
	all.negative -= own.negative
	all.unbinned -= own.unbinned
	all.covered = 0
	for _, span := range spans {
		if from, to, within := r.own.cells(span); within {
			all.covered += r.covered[to] - r.covered[from]
		}
	}
	histogram, repair, ok := r.total.histogram(all)
	// Cells that one of the others lacks are none that all of them lack.
	repair.Invalid = int(all.invalid)
	return histogram, repair, ok
}
