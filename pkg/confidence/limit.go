package confidence

import "math"

const (
	limitTolerance = 1e-7  // Relative width of the bracket at which a limit is found.
	limitSteps     = 120   // Doublings and bisections together; a limit takes about 30.
	smallestD      = 1e-14 // A divergence below is taken for 0.
)

// inversion finds the true divergences that a point estimate is no surprise under. If the truth is t ≥ 0, the estimate
// has mean t, variance (V₁/D) t + V₂ and third cumulant κ₁ (t/D) + κ₂ (t/D)^1.5 + κ₃: the moments at a pair of divergence
// D, the linear ones scaled to t. Noise beyond that of independent events changes V₁, V₂, κ₃ and the quantiles.
type inversion struct {
	moments
	atZero     float64 // The ratio V₁/D that belongs to D → 0, 2 f”(1) (a + b).
	z          float64 // Normal quantile, one-sided.
	linearZ    float64 // What takes its place for the linear part of the variance,
	quadraticZ float64 // and, below the lower limit, for the quadratic one.
}

func newInversion(k Kind, t *table, m moments, n noise) inversion {
	n.apply(&m, len(t.x))
	return inversion{
		moments: m, atZero: 2 * k.curvatureAtOne() * (t.a + t.b) * n.direction,
		z: n.z, linearZ: n.linearZ, quadraticZ: n.quadraticZ(len(t.x)),
	}
}

// tail is a side of the distribution of the estimate.
type tail float64

const (
	upperTail tail = 1
	lowerTail tail = -1
)

// quantile is the quantile of the estimate if the truth is t.
func (v *inversion) quantile(t float64, side tail) float64 {
	slope, ratio := v.atZero, 0.0
	if v.divergence > smallestD {
		slope, ratio = v.linear/v.divergence, t/v.divergence
	}
	variance := slope*t + v.quadratic
	sd := math.Sqrt(variance)
	cube := variance * sd
	if cube <= 0 {
		return t
	}
	third := v.crossSkew*ratio + v.linearSkew*ratio*math.Sqrt(ratio) + v.quadraticSkew
	skewness := min(max(third/cube, -maxSkewness), maxSkewness)
	linear := slope * t / variance
	z := v.z + (v.linearZ-v.z)*linear
	if side == upperTail {
		z += (v.quadraticZ - v.z) * (v.quadratic / variance)
	}
	return t + sd*skewedQuantile(float64(side)*z, skewness)
}

// lower is the smallest t ≥ 0 whose upper quantile reaches the estimate.
func (v *inversion) lower(estimate float64) float64 {
	return v.solve(estimate, upperTail, max(estimate, 0)+1e-12)
}

// upper is the smallest t ≥ 0 whose lower quantile reaches the estimate.
func (v *inversion) upper(estimate float64) float64 {
	return v.solve(estimate, lowerTail, max(estimate, 0)+8*math.Sqrt(v.linear+v.quadratic)+1e-12)
}

// solve finds t with quantile(t, side) = estimate: it doubles high until it brackets t, bisects, and takes the secant of what
// is left. The secant makes the limit a smooth function of its arguments, where bisection alone would jump by the
// tolerance over the last digit of one of them.
func (v *inversion) solve(estimate float64, side tail, high float64) float64 {
	low, below := 0.0, v.quantile(0, side)-estimate
	if below >= 0 {
		return 0
	}
	above := v.quantile(high, side) - estimate
	steps := 2
	for ; steps < limitSteps && above < 0; steps++ {
		low, below, high = high, above, 2*high
		above = v.quantile(high, side) - estimate
	}
	for ; steps < limitSteps && high-low >= limitTolerance*high+1e-15; steps++ {
		middle := 0.5 * (low + high)
		if f := v.quantile(middle, side) - estimate; f >= 0 {
			high, above = middle, f
		} else {
			low, below = middle, f
		}
	}
	return low + (high-low)*min(max(below/(below-above), 0), 1)
}
