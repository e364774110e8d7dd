package distribution

import (
	"math"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
)

// layout is the bins of a history: those of all its cells.
type layout struct {
	bins   []Bin // Ascending, each ends where the next begins; or categories.
	kind   kind
	level  bool // Counts are means over the cells rather than sums.
	hasNil bool // The last bin is that of null values; the others are numbers.
}

// kind is what a history was made of.
type kind uint8

const (
	classicKind kind = iota
	nativeKind
	categoryKind
)

// numbers is how many of the bins are stretches of numbers.
func (l layout) numbers() int {
	switch {
	case l.kind == categoryKind:
		return 0
	case l.hasNil:
		return len(l.bins) - 1
	}
	return len(l.bins)
}

// History is the bins of one group over all cells of an answer. The counts of any window are a difference of two prefix
// sums, whatever its length.
type History struct {
	Labels map[string]string // The group: the group-by labels with their values.
	Key    string            // The same in one string, by which the groups of two answers are matched.

	layout
	grid     fetch.Grid
	events   [][]float64 // Prefix sums of the events of each bin; bins by cells + 1.
	stands   [][]int32   // Prefix sums of the cells in which the upper bound of each bin is one of the buckets'.
	broken   [][]int32   // Prefix sums of the cells in which a native bucket reaches across the upper bound of a bin.
	data     []int32     // Prefix sums of the cells with counts; of several groups, of all their cells.
	covered  []int32     // Prefix sums of the cells in which any group has counts; data itself for one group.
	invalid  []int32     // Prefix sums of the cells left out.
	negative []float64   // Prefix sums of the counts below 0 that were taken as 0.
	unbinned []float64   // Prefix sums of the events that lie in no bin.
	lacks    lacks       // Bounds that some series lack.
}

func newHistory(grid fetch.Grid, bins layout) History {
	n := grid.Len() + 1
	h := History{layout: bins, grid: grid, data: make([]int32, n), invalid: make([]int32, n), negative: make([]float64, n), unbinned: make([]float64, n)}
	h.covered = h.data
	h.events, h.stands = rows[float64](len(bins.bins), n), rows[int32](bins.numbers(), n)
	if bins.kind == nativeKind {
		h.broken = rows[int32](bins.numbers(), n)
	}
	return h
}

// Width returns how many bins there are.
func (h *History) Width() int { return len(h.bins) }

// isEmpty reports whether no cell has anything, not even counts that were left out.
func (h *History) isEmpty() bool {
	last := len(h.data) - 1
	return h.data[last] == 0 && h.invalid[last] == 0
}

func rows[T any](n, length int) [][]T {
	all := make([][]T, n)
	for i := range all {
		all[i] = make([]T, length)
	}
	return all
}

// begin carries the prefix sums on to a cell; what the cell counts is added to them.
func (h *History) begin(cell int) {
	carry(h.events, cell)
	carry(h.stands, cell)
	carry(h.broken, cell)
	h.data[cell+1], h.invalid[cell+1] = h.data[cell], h.invalid[cell]
	h.negative[cell+1], h.unbinned[cell+1] = h.negative[cell], h.unbinned[cell]
}

// open begins a cell of columns of values, of which those that are nil have none. It reports whether they count: a cell
// without any value was not seen, and one with a value that is no count, there or in a column beside, is left out.
func (h *History) open(cell int, columns [][]float64, beside []float64) bool {
	valid, known := beside == nil || !fetch.IsInvalid(beside[cell]), false
	for _, values := range columns {
		if values != nil {
			known = known || !fetch.IsMissing(values[cell])
			valid = valid && !fetch.IsInvalid(values[cell])
		}
	}
	h.begin(cell)
	switch {
	case !known:
		return false
	case !valid:
		h.invalid[cell+1]++
		return false
	}
	h.data[cell+1]++
	return true
}

func carry[T any](sums [][]T, cell int) {
	for _, sum := range sums {
		sum[cell+1] = sum[cell]
	}
}

// count adds events to a bin; below 0 there are none.
func (h *History) count(cell, bin int, events float64) {
	if events < 0 {
		h.negative[cell+1] -= events
		return
	}
	h.events[bin][cell+1] += events
}

// settle rounds the events of a bin to multiples of 2⁻²⁴: an event counts 1, or a fraction of it where
// increase() extrapolates. That removes what rounding has left of a difference of equal counts, and makes prefix sums up
// to 2²⁹ events exact, so that a window has the same counts wherever the sums began: a panel and a rule agree to the bit.
func settle(difference, cumulative float64) float64 {
	if math.Abs(difference) < 1e-12*math.Abs(cumulative) {
		return 0
	}
	const parts = 1 << 24
	return math.Round(difference*parts) / parts
}

// exactSum is the sum up to which prefix sums are exact.
const exactSum = 1 << 29

// tally is what a union of windows counted.
type tally struct {
	events             []float64
	stands, broken     []int32
	lacking            []int32 // Moments at which some series lacked the bound; nil: not known.
	data               int32   // Cells with counts, of all groups.
	covered            int32   // Cells in which any group has counts.
	seen               int32   // Cells in which any group has counts or some that were left out.
	cells              int     // Cells there are.
	invalid            int32
	negative, unbinned float64
}

// Window implements Side.
func (h *History) Window(spans []plan.Span) (Histogram, Repair, bool) {
	return h.histogram(h.tally(spans))
}

func (h *History) tally(spans []plan.Span) tally {
	sum := tally{events: make([]float64, len(h.bins)), stands: make([]int32, len(h.stands)), broken: make([]int32, len(h.broken))}
	for _, span := range spans {
		from, to, within := h.cells(span)
		if !within {
			continue
		}
		sum.cells += to - from
		sum.data += h.data[to] - h.data[from]
		sum.covered += h.covered[to] - h.covered[from]
		sum.invalid += h.invalid[to] - h.invalid[from]
		sum.negative += h.negative[to] - h.negative[from]
		sum.unbinned += h.unbinned[to] - h.unbinned[from]
		difference(sum.events, h.events, from, to)
		difference(sum.stands, h.stands, from, to)
		difference(sum.broken, h.broken, from, to)
	}
	sum.seen = sum.covered + sum.invalid
	sum.lacking = h.lacks.over(spans)
	return sum
}

// difference adds what prefix sums have gained between two cells.
func difference[T int32 | float64](to []T, sums [][]T, first, last int) {
	for b, sum := range sums {
		to[b] += sum[last] - sum[first]
	}
}

// histogram makes a histogram of what was counted.
func (l layout) histogram(sum tally) (Histogram, Repair, bool) {
	repair := Repair{Invalid: int(sum.invalid)}
	if sum.covered == 0 {
		return Histogram{}, repair, false
	}
	repair.Missing = float64(sum.cells-int(sum.seen)) / float64(sum.cells)
	repair.Negative, repair.Unbinned = roundCount(sum.negative), roundCount(sum.unbinned)
	if l.level {
		for b := range sum.events {
			sum.events[b] /= float64(sum.covered)
		}
	}
	histogram := Histogram{Ordered: l.kind != categoryKind, Sparse: l.kind == nativeKind}
	n := l.numbers()
	mended := l.stable(&histogram, sum, n)
	if l.kind == classicKind {
		mended.Moved = forceMonotonic(histogram.Counts)
		mended.NoInfinity = !math.IsInf(histogram.ceiling(), 1)
	}
	// Names that nobody used in this window are no bins of it; other windows of the same panel may know them.
	for b := n; b < len(l.bins); b++ {
		if count := roundCount(sum.events[b]); count > 0 {
			histogram.add(l.bins[b], count)
		}
	}
	return histogram, repair.Add(mended), true
}

// cells returns the half-open range of cells that a span covers. Values that count a whole window each stand alone: the
// one at the span's end is the span.
func (h *History) cells(span plan.Span) (from, to int, ok bool) {
	last, ok := h.grid.Index(span.End)
	if !ok || h.grid.Cell != h.grid.Step {
		return last, last + 1, ok
	}
	first, ok := h.grid.Index(span.Start.Add(h.grid.Step))
	return first, last + 1, ok
}
