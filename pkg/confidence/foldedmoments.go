package confidence

import "math"

// foldedMoments are the moments of T = Σ w |t d + σ Z|, Z standard normal: what is observed of a distance if the truth is
// t times the deviations d. Each term is a folded normal variable.
// Source: Leone, Nelson & Nottingham 1961, The folded normal distribution, Technometrics 3.
type foldedMoments struct {
	mean      float64
	linear    float64 // Variance that is due to the slopes of |d| (delta method).
	quadratic float64 // Variance that their kinks add.
}

func (m foldedMoments) variance() float64 { return m.linear + m.quadratic }

// kinkVariance is the factor by which all orders of Hermite polynomials together exceed the second one in the covariance
// of two |Z|, for the correlations that occur.
const kinkVariance = 1.14

// at returns the moments at the scale t. With u = t d/σ and S the influence of an event in a bin, the sum of w (2Φ(u) − 1)
// over the terms that count it,
//
//	mean       Σ w [t d (2Φ(u) − 1) + 2σ φ(u)]
//	linear     a Var_p(S) + b Var_q(S)
//	quadratic  2 · 1.14 ΣΣ A A' ρ²,   A = w σ φ(u).
//
// With the odds o of the pooled shares, ρ² = o o' for two bins and o/o' for two edges, the first to the left. So the
// double sum takes one sweep.
func (v *deviations) at(t float64) foldedMoments {
	var m foldedMoments
	left := 0.0
	for i, d := range v.d {
		w, sd, o := v.w[i], v.sd[i], v.odds[i]
		if sd <= 0 {
			v.influence[i] = 0
			m.mean += w * math.Abs(t*d)
			continue
		}
		slope, density := foldedSlope(t * d / sd)
		v.influence[i] = w * slope
		m.mean += w * (t*d*slope + 2*sd*density)
		a := w * sd * density
		if v.cumulative {
			m.quadratic += a * (a + 2*left/o)
		} else {
			m.quadratic += a * (a + 2*left*o)
		}
		left += a * o
	}
	m.quadratic *= 2 * kinkVariance
	m.linear = v.linearVariance()
	return m
}

// foldedSlope is 2Φ(u) − 1, the slope of E|u + Z|, and the density φ(u). Beyond 8 they are ±1 and 0 to the last place.
func foldedSlope(u float64) (slope, density float64) {
	if math.Abs(u) > 8 {
		return math.Copysign(1, u), 0
	}
	return math.Erf(u * (math.Sqrt2 / 2)), math.Exp(-0.5*u*u) / math.Sqrt(2*math.Pi)
}

// linearVariance takes the influence of the terms. Of edges a bin has that of all those to its right.
func (v *deviations) linearVariance() float64 {
	if v.cumulative {
		sum := 0.0
		v.influence[len(v.d)] = 0
		for i := len(v.d) - 1; i >= 0; i-- {
			sum += v.influence[i]
			v.influence[i] = sum
		}
	}
	meanP, meanQ, squareP, squareQ := 0.0, 0.0, 0.0, 0.0
	for i, s := range v.influence {
		p, q := v.p[i]*s, v.q[i]*s
		meanP += p
		meanQ += q
		squareP += p * s
		squareQ += q * s
	}
	return max(squareP-meanP*meanP, 0)*v.a + max(squareQ-meanQ*meanQ, 0)*v.b
}
