// Package distribution turns fetched bucket counts into histograms: the bins of each group and window, repaired where
// the counts contradict each other and brought to common bounds. It does no I/O and knows no clock.
package distribution

import "math"

// Histogram is the distribution of one window: counts of bins between ascending bounds.
type Histogram struct {
	Upper  []float64 // Upper bound of each bin; the last one is +Inf, unless the server has no such bucket.
	Counts []float64 // Events in each bin; not negative, fractional where increase() extrapolates.
}

// Total returns the number of events.
func (h Histogram) Total() float64 {
	total := 0.0
	for _, count := range h.Counts {
		total += count
	}
	return total
}

// infinite reports whether the last bin is open.
func (h Histogram) infinite() bool {
	return len(h.Upper) > 0 && math.IsInf(h.Upper[len(h.Upper)-1], 1)
}

// Lower returns the lower bound of bin i: the upper bound of the one before it. The first bin reaches down to 0 where
// its upper bound is positive, as Prometheus assumes, and to −Inf otherwise.
func (h Histogram) Lower(i int) float64 {
	switch {
	case i > 0:
		return h.Upper[i-1]
	case h.Upper[0] > 0:
		return 0
	}
	return math.Inf(-1)
}

// Repair says what had to be mended to make a histogram of a window's counts.
type Repair struct {
	Moved      float64 // Events that a bucket lacked although a lower one had counted them.
	Unstable   int     // Bounds that stood only in part of the window; their bins were merged upwards.
	NoInfinity bool    // There is no +Inf bucket: events above the highest bound are not counted.
	Invalid    int     // Cells left out because a count was NaN or infinite.
	Missing    float64 // Share of the window's cells without counts: before the data, after it, or in a gap.
}

// Add joins what was mended on two occasions.
func (r Repair) Add(other Repair) Repair {
	return Repair{
		Moved:      r.Moved + other.Moved,
		Unstable:   max(r.Unstable, other.Unstable),
		NoInfinity: r.NoInfinity || other.NoInfinity,
		Invalid:    r.Invalid + other.Invalid,
		Missing:    max(r.Missing, other.Missing),
	}
}
