package view

import (
	"cmp"
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/distribution"
)

// BinSeries is what one bin adds to a measure at each point of time.
type BinSeries struct {
	Bin    distribution.Bin
	Values []float64 // NaN where the point has no such bin, or could not be judged.
}

// binSeries are those of a measure, in the order of their bins: the union of the bins of all points.
type binSeries []BinSeries

// add notes the parts of point i of n. Points have the same bins as a rule, so each is looked for behind the one before.
func (b *binSeries) add(i, n int, parts []Part) {
	all := *b
	next := 0
	for _, part := range parts {
		if next >= len(all) || distribution.CompareBins(all[next].Bin, part.Bin) != 0 {
			var known bool
			next, known = slices.BinarySearchFunc(all, part.Bin, func(one BinSeries, bin distribution.Bin) int { return distribution.CompareBins(one.Bin, bin) })
			if !known {
				all = slices.Insert(all, next, newBinSeries(part.Bin, n))
			}
		}
		all[next].Values[i] = part.Value
		next++
	}
	*b = all
}

func newBinSeries(bin distribution.Bin, n int) BinSeries {
	one := BinSeries{Bin: bin, Values: make([]float64, n)}
	for i := range one.Values {
		one.Values[i] = math.NaN()
	}
	return one
}

// Largest tells bins by the largest part that they ever had, the first n of them, in the order of the bins; all others
// are added up. others is nil where there are none.
func Largest(all []BinSeries, n int) (largest []BinSeries, others *BinSeries, merged int) {
	if len(all) <= n {
		return all, nil, 0
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	peaks := make([]float64, len(all))
	for i, one := range all {
		for _, value := range one.Values {
			if !math.IsNaN(value) {
				peaks[i] = max(peaks[i], math.Abs(value))
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(peaks[b], peaks[a]) })
	for _, i := range slices.Sorted(slices.Values(order[:n])) {
		largest = append(largest, all[i])
	}
	rest := newBinSeries(distribution.Bin{}, len(all[0].Values))
	for _, i := range order[n:] {
		for t, value := range all[i].Values {
			switch {
			case math.IsNaN(value):
			case math.IsNaN(rest.Values[t]):
				rest.Values[t] = value
			default:
				rest.Values[t] += value
			}
		}
	}
	return largest, &rest, len(order) - n
}
