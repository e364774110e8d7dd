package confidence

import "math"

// generator is the function f of an f-divergence Σ q f(r), r = p/q, up to second order at a pair of shares. Each f has
// f'(1) = 0, so that no term q f(p/q) is negative. KLReverse has none of its own: the samples are swapped instead.
//
//	KL:          f = r ln r − r + 1                        r f” = 1
//	Jeffreys:    f = (r − 1) ln r                          r f” = 1 + 1/r
//	JS:          f = ½[r ln r − (1+r) ln((1+r)/2)]         r f” = ½/(1+r)
//	Hellinger2:  f = ½(√r − 1)²                            r f” = ¼/√r
type generator struct {
	term      float64 // q f(r), the part of one bin.
	slopeP    float64 // f'(r), its derivative by p.
	slopeQ    float64 // f(r) − r f'(r), its derivative by q.
	curvature float64 // r f”(r).
}

// at expands the generator at p, q > 0. Near p = q all parts are computed from p − q, for the formulas cancel there.
func (k Kind) at(p, q float64) generator {
	d := p - q
	switch k {
	case KL:
		return generator{term: relativeEntropy(p, q), slopeP: logRatio(p, q), slopeQ: -d / q, curvature: 1}
	case Jeffreys:
		l := logRatio(p, q)
		return generator{term: d * l, slopeP: l + d/p, slopeQ: -l - d/q, curvature: 1 + q/p}
	case JS:
		m := 0.5 * (p + q)
		return generator{
			term:   0.5 * (relativeEntropy(p, m) + relativeEntropy(q, m)),
			slopeP: 0.5 * logRatio(p, m), slopeQ: 0.5 * logRatio(q, m), curvature: 0.5 * q / (p + q),
		}
	default:
		u, v := math.Sqrt(p), math.Sqrt(q)
		e := d / (u + v) // √p − √q.
		return generator{term: 0.5 * e * e, slopeP: 0.5 * e / u, slopeQ: -0.5 * e / v, curvature: 0.25 * v / u}
	}
}

// curvatureAtOne is f”(1).
func (k Kind) curvatureAtOne() float64 { return k.at(1, 1).curvature }

// term is q f(p/q) ≥ 0, the part of one bin, for any shares. It is +Inf if one of them is 0 and the divergence infinite.
func (k Kind) term(p, q float64) float64 {
	switch {
	case k == totalVariation:
		return 0.5 * math.Abs(p-q)
	case p > 0 && q > 0:
		return k.at(p, q).term
	case k == KL && p <= 0:
		return q
	case k.logarithmic() && (p > 0 || q > 0):
		return math.Inf(1)
	default:
		return k.edgeSlope() * (p + q)
	}
}

// edgeSlope is the part of a bin that is empty on one side, divided by its share on the other, for divergences that stay
// finite there; else 0.
func (k Kind) edgeSlope() float64 {
	switch k {
	case JS:
		return 0.5 * math.Ln2
	case Hellinger2:
		return 0.5
	default:
		return 0
	}
}

// logRatio is ln(p/q) for p, q > 0.
func logRatio(p, q float64) float64 {
	if u := (p - q) / q; math.Abs(u) < 0.1 {
		return math.Log1p(u)
	}
	return math.Log(p / q)
}

// relativeEntropy is p ln(p/q) − p + q ≥ 0 for p, q > 0. Near p = q it is of second order in u = (q−p)/p, and the formula
// cancels: there it is p[u − ln(1+u)] = p[u r − 2(r³/3 + r⁵/5 + …)] with r = u/(2+u), since ln(1+u) = 2 artanh r.
func relativeEntropy(p, q float64) float64 {
	u := (q - p) / p
	if math.Abs(u) > 0.1 {
		return p*math.Log(p/q) - p + q
	}
	r := u / (2 + u)
	s := r * r
	return p * (u*r - 2*r*s*(1.0/3+s*(1.0/5+s*(1.0/7+s*(1.0/9+s*(1.0/11+s/13))))))
}
