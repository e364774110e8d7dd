// Package distribution turns fetched counts into histograms: the bins of each group and window, repaired where the
// counts contradict each other, brought to common bins and joined as the query asks. It does no I/O and knows no clock.
package distribution

import (
	"math"

	"github.com/histodrift/histodrift/pkg/plan"
)

// Histogram is the distribution of one window: the counts of bins in ascending order, or of categories by name.
type Histogram struct {
	Bins   []Bin
	Counts []float64 // Events in each bin; not negative, fractional where increase() extrapolates.
	// Ordered says that the bins are stretches of numbers; a bin "null" may stand behind them.
	Ordered bool
	// Sparse says that what lies between the bins, and beyond them, was counted, too: there was nothing. Otherwise there
	// is nothing between the bins, and nobody knows what lay above the last one.
	Sparse bool
	// Joint says that the bins are those of several parts, one behind the other, each in its order; Numeric, that those of
	// each part are stretches of numbers.
	Joint, Numeric bool
	// Exact says that the counts are weights without sampling error.
	Exact bool
}

// Total returns the number of events.
func (h Histogram) Total() float64 {
	total := 0.0
	for _, count := range h.Counts {
		total += count
	}
	return total
}

// ceiling is the bound above which the histogram does not count.
func (h Histogram) ceiling() float64 {
	if h.Sparse || !h.Ordered {
		return math.Inf(1)
	}
	top := math.Inf(-1)
	for _, bin := range h.Bins {
		if !bin.IsCategory() {
			top = bin.Upper
		}
	}
	return top
}

func (h *Histogram) add(bin Bin, count float64) {
	h.Bins, h.Counts = append(h.Bins, bin), append(h.Counts, count)
}

// Side is one side of a group: it knows the histogram of any union of windows.
type Side interface {
	// Window returns the histogram of the union of spans; ok is false where no cell of it has counts.
	Window(spans []plan.Span) (histogram Histogram, repair Repair, ok bool)
}

// Repair says what had to be mended to make a histogram of a window's counts.
type Repair struct {
	Moved      float64 // Events that a bucket lacked although a lower one had counted them.
	Unstable   int     // Bounds that stood only in part of the window; their bins were joined with the next.
	Joined     float64 // Events that changed their bin by that: all but those of the largest of the bins joined.
	Unkept     float64 // Events in bins that none of the layouts of the window had: each of them gave something up.
	NoInfinity bool    // There is no +Inf bucket: events above the highest bound are not counted.
	Invalid    int     // Cells left out because a count was NaN or infinite.
	Negative   float64 // Counts below 0, taken as 0.
	Unbinned   float64 // Events that lie in no bin: observations of NaN.
	Missing    float64 // Share of the window's cells without counts: before the data, after it, or in a gap.
}

// Add joins what was mended on two occasions.
func (r Repair) Add(other Repair) Repair {
	return Repair{
		Moved:      r.Moved + other.Moved,
		Unstable:   max(r.Unstable, other.Unstable),
		Joined:     r.Joined + other.Joined,
		Unkept:     r.Unkept + other.Unkept,
		NoInfinity: r.NoInfinity || other.NoInfinity,
		Invalid:    r.Invalid + other.Invalid,
		Negative:   r.Negative + other.Negative,
		Unbinned:   r.Unbinned + other.Unbinned,
		Missing:    max(r.Missing, other.Missing),
	}
}
