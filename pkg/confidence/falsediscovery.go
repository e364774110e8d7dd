package confidence

import (
	"math"
	"slices"
)

// FalseDiscovery adjusts the p-values of m tests for their number: the q-value of a test is the smallest false discovery
// rate at which it would be called a discovery. With the p-values in ascending order,
//
//	q₍ᵢ₎ = min over j ≥ i of min(1, m p₍ⱼ₎/j).
//
// Those with q ≤ 0.05 are a list in which, on average, at most 5 % are false, if the tests are independent or positively
// dependent.
// The q-values have the order of the p-values, equal ones for equal ones, and don't depend on the order they come in.
// NaN, and what is no probability (below 0 or above 1), is no test: its q-value is NaN, and it does not count in m.
// Source: Benjamini & Hochberg 1995, Controlling the false discovery rate, J. R. Stat. Soc. B 57. Yekutieli & Benjamini
// 1999, Resampling-based false discovery rate controlling multiple test procedures, J. Stat. Plan. Inference 82 (adjusted
// p-values).
func FalseDiscovery(p []float64) []float64 {
	q := make([]float64, len(p))
	order := make([]int, 0, len(p))
	for i, v := range p {
		q[i] = math.NaN()
		if v >= 0 && v <= 1 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		switch {
		case p[i] < p[j]:
			return -1
		case p[i] > p[j]:
			return 1
		default:
			return 0
		}
	})
	tests, least := float64(len(order)), 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, tests/float64(rank)*p[i])
		q[i] = least
	}
	return q
}
