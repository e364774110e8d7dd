package distribution

import "math"

// repaired makes a histogram of the events between bounds. stands[b] tells in how many of the data cells bound b stood.
func repaired(upper, events []float64, stands []int32, data int32) (Histogram, Repair) {
	histogram, repair := stable(upper, events, stands, data)
	repair.Moved = forceMonotonic(histogram.Counts)
	repair.NoInfinity = !histogram.infinite()
	return histogram, repair
}

// countParts is the resolution of a window's counts: millionths of an event, well above what rounding leaves in sums.
const countParts = 1e6

// stable keeps the bounds that stood in all cells; between them every cell counted the same. Events above the last such
// bound were not counted in all cells and are left out.
func stable(upper, events []float64, stands []int32, data int32) (Histogram, Repair) {
	var histogram Histogram
	var repair Repair
	carried := 0.0
	for b, bound := range upper {
		carried += events[b]
		if stands[b] < data {
			if stands[b] > 0 {
				repair.Unstable++
			}
			continue
		}
		histogram.Upper = append(histogram.Upper, bound)
		histogram.Counts = append(histogram.Counts, math.Round(carried*countParts)/countParts)
		carried = 0
	}
	return histogram, repair
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
