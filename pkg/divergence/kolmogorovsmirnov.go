package divergence

import "math"

// KolmogorovSmirnov is the largest difference between the cumulative distributions at the ends of the bins, without unit,
//
//	KS(P, Q) = max |F_P − F_Q|,   0 to 1.
//
// The bins come in order. It is a metric, and at most the total variation.
// Within a bin nothing is known: it is a lower bound of the statistic of the values that were put into the bins, which
// may differ more somewhere inside of one. A test that takes it for that statistic is conservative.
// One bin gives 0.
// Source: Smirnov 1948, Table for estimating the goodness of fit of empirical distributions, Ann. Math. Stat. 19.
func KolmogorovSmirnov(p, q []float64) (float64, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return 0, err
	}
	largest := 0.0
	eachGap(p, q, totalP, totalQ, func(_ int, gap float64) { largest = max(largest, math.Abs(gap)) })
	return min(largest, 1), nil
}
