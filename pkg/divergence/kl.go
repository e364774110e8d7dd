package divergence

import "math"

// KL is the Kullback–Leibler divergence of P from Q in nats,
//
//	KL(P‖Q) = Σ p ln(p/q),   p, q normalised to 1.
//
// It is ≥ 0, and 0 if and only if P = Q. KL(q, p) is the divergence in the other direction.
// Bins with p = 0 count 0, whatever q is (0·ln 0 = 0).
// A bin with q = 0 < p makes it +Inf.
//
// It is computed as Σ [p ln(p/q) − p + q], which is the same sum since P and Q have the same total, but has no term
// below 0: a small divergence does not drown in the rounding errors of large terms that cancel.
// Source: Kullback & Leibler 1951, On information and sufficiency, Ann. Math. Stat. 22.
func KL(p, q []float64) (float64, error) {
	return sumTerms(p, q, klTerm)
}

// klTerm is p ln(p/q) − p + q ≥ 0, one bin's part of KL.
//
// Where p and q are close the formula cancels: its terms are of the order q − p, their sum of its square. There it is
// computed with u = (q−p)/p and r = u/(2+u), for which ln(1+u) = 2 artanh r and u − 2r = u·r, as
// p[u − ln(1+u)] = p[u·r − 2(r³/3 + r⁵/5 + …)].
func klTerm(p, q float64) float64 {
	switch {
	case p <= 0:
		return q
	case q <= 0:
		return math.Inf(1)
	}
	u := (q - p) / p
	if math.Abs(u) > 0.5 {
		return (q - p) + float64(p*logRatio(p, q))
	}
	r := u / (2 + u)
	square := r * r
	tail, power := 0.0, r*square
	for k := 3.0; k < 50; k += 2 { // |r| ≤ 1/3: 17 steps are enough for every digit.
		next := tail + power/k
		if next == tail {
			break
		}
		tail, power = next, power*square
	}
	return p * (u*r - 2*tail)
}

// logRatio is ln(p/q) for p, q > 0, also where p/q leaves the range of a float64.
func logRatio(p, q float64) float64 {
	if ratio := p / q; ratio > 0 && !math.IsInf(ratio, 1) {
		return math.Log(ratio)
	}
	return math.Log(p) - math.Log(q)
}
