package distribution

import (
	"cmp"
	"math"
	"slices"
)

// Onto returns the counts of h on other bins, those that a longer window of the same series has: each count goes to the
// bin that holds the upper end of its own. Names that are none of the bins go to "other" where there is one, and are left
// out elsewhere, as is what lies above the highest bound. The counts may be those of h: not to be changed.
func (h Histogram) Onto(bins []Bin) []float64 {
	if slices.EqualFunc(h.Bins, bins, sameBin) {
		return h.Counts // As most stretches have.
	}
	if h.Joint {
		return h.ontoParts(bins)
	}
	counts := make([]float64, len(bins))
	numbers := slices.IndexFunc(bins, Bin.IsCategory)
	if numbers < 0 {
		numbers = len(bins)
	}
	names := make(map[string]int, len(bins)-numbers)
	for b, bin := range bins[numbers:] {
		names[bin.key] = numbers + b
	}
	for i, bin := range h.Bins {
		to, ok := 0, false
		if bin.IsCategory() {
			if to, ok = names[bin.key]; !ok {
				to, ok = names[otherBin.key]
			}
		} else {
			to, ok = holding(bins[:numbers], bin)
		}
		if ok {
			counts[to] += h.Counts[i]
		}
	}
	return counts
}

// holding returns which of some ascending bins of numbers holds the upper end of another one.
func holding(bins []Bin, one Bin) (index int, ok bool) {
	index, _ = slices.BinarySearchFunc(bins, one, func(bin, one Bin) int { return cmp.Compare(bin.Upper, one.Upper) })
	// A bin without width ends where the one before it ends.
	if one.Lower == one.Upper && index+1 < len(bins) && bins[index+1].Lower == bins[index+1].Upper && bins[index+1].Upper == one.Upper {
		index++
	}
	return index, index < len(bins) && (bins[index].Lower < one.Upper || bins[index].Lower == bins[index].Upper && bins[index].Upper == one.Upper)
}

// Positions returns where the mass of each bin of numbers is taken to lie, in the metric's unit, ascending: in the middle
// of the bin. A bin without lower end is taken to begin at 0 where it ends above that, as in Prometheus's quantiles, and to
// lie at its end elsewhere; one without upper end lies at its lower one, however far beyond it the samples were.
func Positions(bins []Bin) []float64 {
	positions := make([]float64, len(bins))
	for i, bin := range bins {
		switch {
		case math.IsInf(bin.Lower, -1) && math.IsInf(bin.Upper, 1):
			positions[i] = 0
		case math.IsInf(bin.Upper, 1):
			positions[i] = bin.Lower
		case math.IsInf(bin.Lower, -1):
			positions[i] = bin.Upper - 0.5*max(bin.Upper, 0)
		default:
			positions[i] = bin.Lower + 0.5*(bin.Upper-bin.Lower)
		}
	}
	return positions
}

// Numbers returns the pair without its bin of nulls, which lies nowhere among numbers.
func (p Pair) Numbers() Pair {
	n := slices.IndexFunc(p.Current.Bins, Bin.IsCategory)
	if n < 0 {
		return p
	}
	numbers := p
	numbers.Current.Bins, numbers.Current.Counts = p.Current.Bins[:n], p.Current.Counts[:n]
	numbers.Baseline.Bins, numbers.Baseline.Counts = p.Baseline.Bins[:n], p.Baseline.Counts[:n]
	return numbers
}
