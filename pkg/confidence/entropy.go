package confidence

import "math"

// Entropy estimates the entropy of the current distribution in nats from its counts,
//
//	H̃(P) = ψ(nx) − Σ p ψ(x).
//
// It is the part of the estimator of KL that does not speak of the baseline: CrossEntropy − Entropy is the estimate of
// KL(P‖Q) without the correction for empty bins. It has no band. NaN if there is less than one effective event.
// Source: Grassberger 1988, Finite sample corrections to entropy and dimension estimates, Phys. Lett. A 128.
// Input and errors are those of Estimate.
func Entropy(current []float64, opt Options) (float64, error) {
	opt.KnownBaseline = false
	return entropyPart(current, current, opt, func(t *table) float64 {
		h := digamma(t.nx)
		for _, x := range t.x {
			if x > 0 {
				h -= x * t.a * digamma(x)
			}
		}
		return h
	})
}

// CrossEntropy estimates the cross-entropy of the current distribution under the baseline in nats,
//
//	H̃(P, Q) = ψ(ny+1) − Σ p ψ(y+1),   known Q: −Σ p ln q.
//
// Bins that the baseline never saw keep it finite, unless it is known exactly: then they make it +Inf. It has no band. NaN
// if there is less than one effective event on a side.
// Source: Zhang & Grabchak 2014, Nonparametric estimation of Kullback–Leibler divergence, Neural Computation 26.
// Input and errors are those of Estimate.
func CrossEntropy(current, baseline []float64, opt Options) (float64, error) {
	return entropyPart(current, baseline, opt, func(t *table) float64 {
		h := 0.0
		if !t.known {
			h = digamma(t.ny + 1)
		}
		for i, x := range t.x {
			switch y := t.y[i]; {
			case x <= 0:
			case !t.known:
				h -= x * t.a * digamma(y+1)
			case y > 0:
				h -= x * t.a * math.Log(y)
			default:
				return math.Inf(1)
			}
		}
		return h
	})
}

func entropyPart(current, baseline []float64, opt Options, of func(*table) float64) (float64, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newRequest(KL, current, baseline, opt, w)
	if err != nil {
		return 0, err
	}
	if r.nx < 1 || !r.known && r.ny < 1 || r.known && total(r.y) <= 0 {
		return math.NaN(), nil
	}
	return of(&r.table), nil
}
