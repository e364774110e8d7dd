package distribution

import "math"

// countParts is the resolution of a window's counts: millionths of an event, well above what rounding leaves in sums.
const countParts = 1e6

func roundCount(count float64) float64 { return math.Round(count*countParts) / countParts }

// stable adds the first n bins to a histogram, joined where a bound did not stand all the time: between the bounds left,
// every cell counted the same. Bins without events of native histograms are none: servers do not even send them.
func (l layout) stable(histogram *Histogram, sum tally, n int) Repair {
	var repair Repair
	var layouts crossings
	lower, carried, largest := math.Inf(-1), 0.0, 0.0
	vanished := math.NaN() // A bin without width has its bound in common with the one before.
	for b, bin := range l.bins[:n] {
		if b == 0 {
			lower = bin.Lower
		}
		carried += sum.events[b]
		largest = max(largest, sum.events[b])
		if l.crossed(sum, b) {
			if sum.stands[b] > 0 && bin.Upper != vanished {
				repair.Unstable++
				layouts.cross(sum.stands[b])
				vanished = bin.Upper
			}
			continue
		}
		if count := roundCount(carried); count > 0 || l.kind == classicKind {
			histogram.add(NumberBin(lower, bin.Upper), count)
		}
		repair.Joined += carried - largest
		layouts.end(carried)
		lower, carried, largest = bin.Upper, 0, 0
	}
	// Events above the last bound that stood were not counted in all cells and are left out.
	repair.Joined = max(0, roundCount(repair.Joined))
	if l.kind == classicKind {
		repair.Unkept = roundCount(layouts.unkept())
	}
	return repair
}

// crossed reports whether some cell did not keep the two sides of a bound apart.
func (l layout) crossed(sum tally, b int) bool {
	if l.kind == classicKind {
		return sum.stands[b] < sum.data || sum.lacking != nil && sum.lacking[b] > 0
	}
	return sum.broken[b] > 0
}

// smallMove is the share of all events up to which a negative bin is what rounding leaves, and not worth a notice; it is
// the tolerance of Prometheus' own repair.
const smallMove = 1e-12

// forceMonotonic repairs negative bins, where a bucket counted fewer events than the one below it, as Prometheus does:
// each cumulative count is raised to the one below. It returns how many events that moved.
func forceMonotonic(counts []float64) (moved float64) {
	cumulative, highest := 0.0, 0.0
	for i, count := range counts {
		cumulative += count
		if cumulative <= highest {
			moved += highest - cumulative
			counts[i] = 0
			continue
		}
		counts[i] = cumulative - highest
		highest = cumulative
	}
	if moved <= smallMove*highest {
		return 0
	}
	return moved
}
