package divergence

import "math"

// Jeffreys is the Jeffreys divergence in nats, also known as population stability index (PSI),
//
//	J(P, Q) = Σ (p − q) ln(p/q) = KL(P‖Q) + KL(Q‖P).
//
// It is symmetric, ≥ 0, and 0 if and only if P = Q.
// Bins that are empty on both sides count 0.
// A bin that is empty on one side only makes it +Inf; tools that print a number there have smoothed the shares, see Smooth.
//
// No term is below 0, and where p and q are close ln(p/q) is ln(1 + (p−q)/q), so that nothing cancels.
// Source: Jeffreys 1946, An invariant form for the prior probability in estimation problems, Proc. R. Soc. A 186.
func Jeffreys(p, q []float64) (float64, error) {
	return sumTerms(p, q, jeffreysTerm)
}

// jeffreysTerm is (p − q) ln(p/q), one bin's part of Jeffreys, the same for (q, p).
func jeffreysTerm(p, q float64) float64 {
	low, high := min(p, q), max(p, q)
	switch {
	case high <= 0:
		return 0
	case low <= 0:
		return math.Inf(1)
	}
	difference := high - low
	if difference < low {
		return difference * math.Log1p(difference/low)
	}
	return difference * logRatio(high, low)
}
