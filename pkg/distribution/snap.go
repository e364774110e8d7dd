package distribution

import "math"

// Bounds that differ by less than this, relatively, are meant to be the same: people write them with a few digits.
const sameBound = 1e-6

// Snap moves the bounds of a histogram that was written down to those of another one that they are meant to be.
func (h Histogram) Snap(to Histogram) Histogram {
	if !h.Ordered || !to.Ordered {
		return h
	}
	snapped := emptyLike(h)
	for i, bin := range h.Bins {
		if !bin.IsCategory() {
			bin.Lower, bin.Upper = nearestBound(bin.Lower, to), nearestBound(bin.Upper, to)
		}
		snapped.add(bin, h.Counts[i])
	}
	return snapped
}

// nearestBound returns the bound of a histogram that a bound is meant to be; the bound itself where there is none.
func nearestBound(bound float64, of Histogram) float64 {
	if math.IsInf(bound, 0) {
		return bound
	}
	for _, bin := range of.Bins {
		for _, stored := range []float64{bin.Lower, bin.Upper} {
			if !math.IsInf(stored, 0) && math.Abs(bound-stored) <= sameBound*math.Abs(stored) {
				return stored
			}
		}
	}
	return bound
}
