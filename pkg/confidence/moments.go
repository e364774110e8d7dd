package confidence

import "math"

// moments describe the distribution of the point estimate if the truth is a given pair of distributions.
type moments struct {
	divergence    float64 // D of the pair.
	bias          float64 // The bias of the point estimate that bins with few events leave.
	linear        float64 // Variance of the linear part (delta method).
	quadratic     float64 // Variance of the quadratic part.
	crossSkew     float64 // Third cumulant: quadratic part with the linear one twice.
	linearSkew    float64 // Third cumulant of the linear part.
	quadraticSkew float64 // Third cumulant of the quadratic part.
	continuity    float64 // Half an event of the bins that carry the linear variance, in units of the divergence.
}

// expansion is the second-order expansion of the divergence of a table at a pair, one value a bin.
type expansion struct {
	pair
	slopeP, slopeQ []float64 // dD/dp and dD/dq, centred: the influence of an event.
	curvature      []float64 // r f”(r).
}

// newMoments computes the moments at e.pair and fills the rest of e. rare marks bins whose linear error is left out,
// since allowances stand for it; nil if t is merged, so that there are none.
//
// The Hessian of a bin has rank one, with the eigenvalue τ = r f”(r) (a + r b). The quadratic part has the variance
// ½(K−1)/K Σ τ² φ, where φ is the excess variance of a bin with few events.
func newMoments(k Kind, t *table, e expansion, rare []bool) moments {
	m := moments{}
	meanP, meanQ, squares, cubes, bins := 0.0, 0.0, 0.0, 0.0, 0.0
	for i, p := range e.p {
		q := e.q[i]
		e.slopeP[i], e.slopeQ[i], e.curvature[i] = 0, 0, 0
		if p <= 0 || q <= 0 {
			if edge := k.edgeSlope(); p > 0 && edge > 0 {
				e.slopeP[i] = edge
				m.divergence += p * edge
				meanP += p * edge
			}
			continue
		}
		g := k.at(p, q)
		e.slopeP[i], e.slopeQ[i], e.curvature[i] = g.slopeP, g.slopeQ, g.curvature
		m.divergence += g.term
		meanP += p * g.slopeP
		meanQ += q * g.slopeQ
		tau := g.curvature * (t.a + p/q*t.b)
		excess := excessVariance(t.smallerCount(p, q), rare != nil)
		squares += tau * tau * excess
		cubes += tau * tau * tau * min(excess, 1)
		bins++
	}
	m.bias = remainingBias(k, t, e.pair)
	degrees := (bins - 1) / max(bins, 1)
	m.quadratic = 0.5 * squares * degrees
	m.quadraticSkew = cubes * degrees
	m.addLinear(t, e, rare, meanP, meanQ)
	return m
}

// addLinear centres the slopes and adds the moments of the linear part, which they carry.
func (m *moments) addLinear(t *table, e expansion, rare []bool, meanP, meanQ float64) {
	absolute := 0.0
	for i, p := range e.p {
		e.slopeP[i] -= meanP
		e.slopeQ[i] -= meanQ
		if rare != nil && rare[i] {
			continue
		}
		u, v := e.slopeP[i], e.slopeQ[i]
		varianceP, varianceQ := p*t.a*u*u, e.q[i]*t.b*v*v // In this order: v may be huge where b is 0.
		cubeP, cubeQ := varianceP*t.a*u, varianceQ*t.b*v
		m.linear += varianceP + varianceQ
		m.linearSkew += cubeP + cubeQ
		absolute += math.Abs(cubeP) + math.Abs(cubeQ)
		d := u*t.a - v*t.b
		m.crossSkew += 3 * e.curvature[i] * p * d * d
	}
	m.continuity = 0.5 * absolute / max(m.linear+m.quadratic, 1e-300)
}

// excessVariance is φ, the variance of the quadratic part of a bin that expects n events in the smaller sample, over that
// of a χ² variable: 1 + 1/n, n at least 2. Where bins are not merged they may expect less; the null variance of the
// estimator then falls with n, by a fit to the exact one.
func excessVariance(n float64, sparse bool) float64 {
	excess := 1 + 1/max(n, 2)
	if sparse && n < 2 {
		excess = min(excess, 1.2*n+min(0.2, 20*n))
	}
	return excess
}

// smallerCount is the number of events that a bin with the shares p and q expects in the smaller sample.
func (t *table) smallerCount(p, q float64) float64 {
	if t.known {
		return t.nx * p
	}
	return min(t.nx*p, t.ny*q)
}

// divergence is D of the pair, +Inf where a term is.
func (pq pair) divergence(k Kind) float64 {
	d := 0.0
	for i, p := range pq.p {
		d += k.term(p, pq.q[i])
	}
	return d
}

// first is the expansion's room for the first n bins.
func (e expansion) first(n int) expansion {
	return expansion{pair: pair{p: e.p[:n], q: e.q[:n]}, slopeP: e.slopeP[:n], slopeQ: e.slopeQ[:n], curvature: e.curvature[:n]}
}
