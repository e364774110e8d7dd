package divergence

import "math"

// Hellinger is the Hellinger distance, without unit,
//
//	H(P, Q) = √(½ Σ (√p − √q)²),   0 to 1.
//
// It is a metric, 1 if and only if P and Q share no bin, and bounds the total variation: H² ≤ TV ≤ √2·H.
// Packages that leave out the factor ½ give a distance that is √2 times as large.
// Source: Hellinger 1909, Neue Begründung der Theorie quadratischer Formen von unendlichvielen Veränderlichen,
// J. Reine Angew. Math. 136.
func Hellinger(p, q []float64) (float64, error) {
	squared, err := Hellinger2(p, q)
	return math.Sqrt(squared), err
}

// Hellinger2 is the squared Hellinger distance, without unit,
//
//	H²(P, Q) = ½ Σ (√p − √q)² = 1 − Σ √(pq),   0 to 1.
//
// It is an f-divergence, other than its root, which is the metric: see Hellinger.
func Hellinger2(p, q []float64) (float64, error) {
	squared, err := sumTerms(p, q, hellingerTerm)
	return min(squared, 1), err
}

// hellingerTerm is ½(√p − √q)², one bin's part of Hellinger2, with √p − √q = (p − q)/(√p + √q), which doesn't cancel.
func hellingerTerm(p, q float64) float64 {
	if p == q {
		return 0 // Both may be 0.
	}
	root := (p - q) / (math.Sqrt(p) + math.Sqrt(q))
	return 0.5 * root * root
}
