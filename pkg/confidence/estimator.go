package confidence

import "math"

// pointEstimate is the nearly unbiased estimate of the divergence of the bins of t, without the small correction for
// empty bins (see moments.bias). It is signed, and +Inf if Q is known to be 0 where x > 0 and the divergence is
// logarithmic.
func pointEstimate(k Kind, t *table) float64 {
	switch k {
	case KL:
		return klEstimate(t)
	case Jeffreys:
		return jeffreysEstimate(t)
	case JS:
		return jsEstimate(t)
	default:
		return hellingerEstimate(t)
	}
}

// klEstimate is the estimator of Zhang & Grabchak in digamma form,
//
//	Σ p [ψ(x) − ψ(y+1)] − ψ(nx) + ψ(ny+1),   known Q: Σ p [ψ(x) − ln q] − ψ(nx).
//
// It is finite for y = 0. For Poisson counts the bias that is left is Σ p [E₁(nx p) − E₁(ny q)].
func klEstimate(t *table) float64 {
	d := 0.0
	for i, x := range t.x {
		if x <= 0 {
			continue
		}
		y := t.y[i]
		switch {
		case !t.known:
			d += x * t.a * (digamma(x) - digamma(y+1))
		case y > 0:
			d += x * t.a * (digamma(x) - math.Log(y))
		default:
			return math.Inf(1)
		}
	}
	d -= digamma(t.nx)
	if !t.known {
		d += digamma(t.ny + 1)
	}
	return d
}

// jeffreysEstimate is the sum of the estimates of KL in both directions.
func jeffreysEstimate(t *table) float64 {
	d := klEstimate(t)
	if !t.known {
		swapped := t.swapped()
		return d + klEstimate(&swapped)
	}
	for i, q := range t.y {
		if q > 0 {
			d += q * (math.Log(q) - digamma(t.x[i]+1))
		}
	}
	return d + digamma(t.nx+1)
}

// jsEstimate corrects the three entropies of JS, with g(t) = ψ(t) − ln t, m = (p+q)/2 and w = (p+q)²/(p a + q b):
//
//	Σ ½p[ln p + g(x)] + ½q[ln q + g(y)] − m[ln m + g(w)] − ½g(nx) − ½g(ny) + g(4/(a+b)).
//
// w is the number of events that a Poisson count with the variance of m's estimate would have.
// Source: Grassberger 1988, Finite sample corrections to entropy and dimension estimates, Phys. Lett. A 128, for one
// entropy.
func jsEstimate(t *table) float64 {
	d := 0.0
	for i, x := range t.x {
		p, q := x*t.a, t.y[i]/t.ny
		m, variance := 0.5*(p+q), p*t.a+q*t.b
		if m <= 0 {
			continue
		}
		if p > 0 {
			d += 0.5 * p * (math.Log(p) + digammaMinusLog(x))
		}
		if q > 0 {
			d += 0.5 * q * math.Log(q)
			if !t.known {
				d += 0.5 * q * digammaMinusLog(t.y[i])
			}
		}
		d -= m * math.Log(m)
		if variance > 0 {
			d -= m * digammaMinusLog((p+q)*(p+q)/variance)
		}
	}
	d -= 0.5 * digammaMinusLog(t.nx)
	if !t.known {
		d -= 0.5 * digammaMinusLog(t.ny)
	}
	return d + digammaMinusLog(4/(t.a+t.b))
}

// hellingerEstimate is 1 − (1 − a/8 − b/8) Σ h(x) h(y) √(ab) with h(t) = Γ(t+1)/Γ(t+½); for a known Q, √q stands for
// h(y)√b. Since Σ √(pq) = 1 − H², the sum is computed as 1 − H² + Σ [h(x) h(y) √(ab) − √(pq)], with
// H² = ½ Σ (√p − √q)²: all that is left to add up is of the order of the result.
func hellingerEstimate(t *table) float64 {
	plugin, excess := 0.0, 0.0
	for i, x := range t.x {
		y := t.y[i]
		p, q := x*t.a, y/t.ny
		d := math.Sqrt(p) - math.Sqrt(q)
		plugin += 0.5 * d * d
		switch {
		case t.known && x > 0:
			excess += math.Sqrt(p*q) * sqrtCountExcess(x)
		case t.known:
			excess += inverseSqrtPi * math.Sqrt(t.a*q)
		case x > 0 && y > 0:
			e, f := sqrtCountExcess(x), sqrtCountExcess(y)
			excess += math.Sqrt(p*q) * (e + f + e*f)
		default:
			excess += sqrtCount(x) * sqrtCount(y) * math.Sqrt(t.a*t.b)
		}
	}
	shrinkage := (t.a + t.b) / 8
	return plugin - excess + shrinkage*(1-plugin+excess)
}
