package divergence

import "math"

// JS is the Jensen–Shannon divergence in nats,
//
//	JS(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M),   M = ½(P + Q).
//
// It is symmetric, 0 if and only if P = Q, and at most ln 2 (1 bit), which it reaches if P and Q share no bin.
// Bins empty on one side are no special case: it is always finite.
// Its square root is a metric: see JSDistance, which other packages return under this name.
// Source: Lin 1991, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37.
func JS(p, q []float64) (float64, error) {
	d, err := sumTerms(p, q, jsTerm)
	return min(d, math.Ln2), err
}

// JSDistance is the Jensen–Shannon distance, √JS(P, Q), in the root of nats: 0 to √(ln 2) ≈ 0.8326. It is a metric.
// To have it in the root of bits, as with base 2 elsewhere, divide it by √(ln 2); Unit converts divergences only.
// Source: Endres & Schindelin 2003, A new metric for probability distributions, IEEE Trans. Inf. Theory 49.
func JSDistance(p, q []float64) (float64, error) {
	js, err := JS(p, q)
	return math.Sqrt(js), err
}

// jsTerm is one bin's part of JS: ½ p ln(p/m) + ½ q ln(q/m), m = ½(p + q).
func jsTerm(p, q float64) float64 {
	m := max(p, q) - 0.5*math.Abs(p-q) // Not 0 where p or q is not, and the same for (q, p).
	return 0.5 * (klTerm(p, m) + klTerm(q, m))
}
