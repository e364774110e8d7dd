package confidence

import "math"

// remainingBias is the bias of the point estimate at a pair, for Poisson counts. It comes from bins with few events, and
// vanishes exponentially as they fill.
func remainingBias(k Kind, t *table, at pair) float64 {
	bias := 0.0
	for i, p := range at.p {
		q := at.q[i]
		if p <= 0 || q <= 0 {
			continue
		}
		switch k {
		case KL:
			bias += klBias(p, q, t.nx, t.ny, t.known)
		case Jeffreys:
			bias += klBias(p, q, t.nx, t.ny, t.known)
			bias += jeffreysReverseBias(p, q, t)
		case JS:
			bias += jsBias(p, q, t)
		default:
			bias += hellingerBias(p, q, t)
		}
	}
	return bias
}

// klBias is p E₁(nx p) − p E₁(ny q), one bin's bias of klEstimate.
func klBias(p, q, nx, ny float64, known bool) float64 {
	bias := p * expIntegral(nx*p)
	if !known {
		bias -= p * expIntegral(atLeastHalf(ny*q, ny*p))
	}
	return bias
}

func jeffreysReverseBias(p, q float64, t *table) float64 {
	bias := -q * expIntegral(atLeastHalf(t.nx*p, t.nx*q))
	if !t.known {
		bias += q * expIntegral(t.ny*q)
	}
	return bias
}

// atLeastHalf is the mean of a bin's count, but not less than 0.56 unless the other distribution expects as little there.
// The estimator takes an empty bin for 0.56 events (see geometricCount); what lies below must not be extrapolated.
func atLeastHalf(mean, other float64) float64 { return max(mean, min(0.56, other)) }

func jsBias(p, q float64, t *table) float64 {
	sum := p + q
	events := sum / (p/sum*t.a + q/sum*t.b) // In this order: the square of a tiny share is 0.
	bias := 0.5*p*expIntegral(t.nx*p) - 0.5*sum*expIntegral(events)
	if !t.known {
		bias += 0.5 * q * expIntegral(t.ny*q)
	}
	return bias
}

// hellingerBias is √(ab)[√m √n − (√m + B(m))(√n + B(n))] with m = nx p, n = ny q and B = sqrtCountBias.
func hellingerBias(p, q float64, t *table) float64 {
	biasP := sqrtCountBias(t.nx * p)
	if t.known {
		return -biasP * math.Sqrt(q*t.a)
	}
	biasQ := sqrtCountBias(t.ny * q)
	return -(biasP*math.Sqrt(q*t.a) + biasQ*math.Sqrt(p*t.b) + biasP*biasQ*math.Sqrt(t.a*t.b))
}
