package divergence

import "math"

// Entropy is the Shannon entropy in nats,
//
//	H(P) = −Σ p ln p,   0 to ln K with K bins.
//
// It is 0 if and only if all mass lies in one bin, and ln K if all bins hold the same.
// Bins with p = 0 count 0 (0·ln 0 = 0).
// Source: Shannon 1948, A mathematical theory of communication, Bell Syst. Tech. J. 27.
func Entropy(p []float64) (float64, error) {
	if len(p) == 0 {
		return 0, ErrNoBins
	}
	totalP, err := total("p", p)
	if err != nil {
		return 0, err
	}
	var s sum
	for _, x := range p {
		s.add(crossEntropyTerm(x/totalP, x, totalP))
	}
	return min(s.value(), math.Log(float64(len(p)))), nil
}

// CrossEntropy is the cross-entropy of Q relative to P in nats,
//
//	H(P, Q) = −Σ p ln q = H(P) + KL(P‖Q):
//
// the mean length of a code that is made for Q where P holds. It is ≥ H(P), with equality if and only if P = Q, and not
// symmetric.
// Bins with p = 0 count 0, whatever q is.
// A bin with q = 0 < p makes it +Inf.
// Source: Cover & Thomas 2006, Elements of Information Theory, theorem 5.4.3.
func CrossEntropy(p, q []float64) (float64, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return 0, err
	}
	var s sum
	for i := range p {
		s.add(crossEntropyTerm(p[i]/totalP, q[i], totalQ))
	}
	return s.value(), nil
}

// crossEntropyTerm is −p ln(y/totalQ) ≥ 0. A bin that holds most of Q keeps its digits: the rest is (totalQ − y)/y, which
// does not cancel as 1 − q would.
func crossEntropyTerm(p, y, totalQ float64) float64 {
	switch {
	case p <= 0:
		return 0
	case y/totalQ <= 0:
		return math.Inf(1)
	case y > 0.5*totalQ:
		return p * math.Log1p(max(0, totalQ-y)/y)
	}
	return p * logRatio(totalQ, y)
}
