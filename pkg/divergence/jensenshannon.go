package divergence

import "math"

// JS is the Jensen–Shannon divergence in nats,
//
//	JS(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M),   M = ½(P + Q).
//
// It is symmetric, 0 if and only if P = Q, and at most ln 2 (1 bit), which it reaches if P and Q share no bin.
// Bins empty on one side are no special case: it is always finite.
// Its square root is a metric, the Jensen–Shannon distance, which other packages return under this name.
// Source: Lin 1991, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37.
func JS(p, q []float64) (float64, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return 0, err
	}
	var s sum
	for i := range p {
		a, b := p[i]/totalP, q[i]/totalQ
		m := max(a, b) - 0.5*math.Abs(a-b) // Not 0 where a or b is not, and the same for (b, a).
		s.add(0.5 * (klTerm(a, m) + klTerm(b, m)))
	}
	return min(s.value(), math.Ln2), nil
}
