package distribution

import "slices"

// Alignment says what it took to compare two histograms.
type Alignment struct {
	CurrentBins, BaselineBins int // Bins before.
	Bins                      int // Bins after: those between common bounds.
	// Events above the highest common bound, which one side can't count; left out of the comparison.
	CurrentLost, BaselineLost float64
}

// Coarsened reports whether the two had different bounds.
func (a Alignment) Coarsened() bool { return a.CurrentBins != a.Bins || a.BaselineBins != a.Bins }

// minBins is the fewest bins that can differ.
const minBins = 2

// Comparable reports whether enough is left to compare.
func (a Alignment) Comparable() bool { return a.Bins >= minBins }

// Align brings two histograms to their common bounds. Merging bins never raises a divergence.
func Align(current, baseline Histogram) (Histogram, Histogram, Alignment) {
	alignment := Alignment{CurrentBins: len(current.Upper), BaselineBins: len(baseline.Upper)}
	if slices.Equal(current.Upper, baseline.Upper) {
		alignment.Bins = len(current.Upper)
		return current, baseline, alignment
	}
	var common []float64
	for _, bound := range current.Upper {
		if _, ok := slices.BinarySearch(baseline.Upper, bound); ok {
			common = append(common, bound)
		}
	}
	alignment.Bins = len(common)
	current, alignment.CurrentLost = coarsen(current, common)
	baseline, alignment.BaselineLost = coarsen(baseline, common)
	return current, baseline, alignment
}

// coarsen adds up the bins of a histogram between some of its bounds. Events above the last of them are lost.
func coarsen(h Histogram, bounds []float64) (Histogram, float64) {
	merged := Histogram{Upper: bounds, Counts: make([]float64, len(bounds))}
	lost := 0.0
	for i, bound := range h.Upper {
		at, _ := slices.BinarySearch(bounds, bound)
		if at == len(bounds) {
			lost += h.Counts[i]
			continue
		}
		merged.Counts[at] += h.Counts[i]
	}
	return merged, lost
}
