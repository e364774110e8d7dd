package divergence

import "math"

// TotalVariation is the total variation distance, without unit,
//
//	TV(P, Q) = ½ Σ |p − q|,   0 to 1:
//
// the share of the mass that has to move to make P of Q, and the largest difference between the probabilities that P and
// Q give to any set of bins. It is a metric, 1 if and only if P and Q share no bin.
// Source: Levin, Peres & Wilmer 2009, Markov Chains and Mixing Times, section 4.1.
func TotalVariation(p, q []float64) (float64, error) {
	d, err := sumTerms(p, q, totalVariationTerm)
	return min(d, 1), err
}

// totalVariationTerm is ½|p − q|, one bin's part of TotalVariation.
func totalVariationTerm(p, q float64) float64 { return 0.5 * math.Abs(p-q) }
