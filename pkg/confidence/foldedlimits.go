package confidence

import "math"

const (
	scaleTolerance = 1e-5 // Relative width of the bracket at which a scale is found.
	scaleSteps     = 60   // Doublings and bisections together; a scale takes about 20.
	largestScale   = 1e12 // Deviations that would have to be larger by more are rounding errors.
	kinkSkewness   = 1.32 // The skewness of Σ w |σ Z|, over the ratio of its standard deviation to its mean.
)

// foldedInversion finds the true distances that an observed one is no surprise under: the scales t of the observed
// deviations at which it is the mean, or a quantile, of its distribution.
type foldedInversion struct {
	*deviations
	observed float64       // T.
	null     foldedMoments // At the scale 0.
	skewness float64       // At the scale 0. The linear part has none.
}

func newFoldedInversion(v *deviations) foldedInversion {
	f := foldedInversion{deviations: v, observed: v.distance(), null: v.at(0)}
	if f.null.mean > 0 {
		f.skewness = kinkSkewness * math.Sqrt(f.null.quadratic) / f.null.mean
	}
	return f
}

// estimate is the distance whose mean is the observed one; 0 where that is no more than noise.
func (f *foldedInversion) estimate() float64 { return f.observed * f.scale(f.observed, 0) }

// lower is the distance whose upper quantile is the observed one.
func (f *foldedInversion) lower(z float64) float64 { return f.observed * f.scale(f.observed, z) }

// upper is the distance whose lower quantile is the observed one, or where that is less than the mean noise, the mean
// noise. One scale for all deviations shrinks the well-determined ones too much, so it is at least the limit of the delta
// method around the plug-in value, which is biased upward.
func (f *foldedInversion) upper(z float64) float64 {
	delta := f.observed + z*math.Sqrt(f.at(1).variance())
	return max(f.observed*f.scale(max(f.observed, f.null.mean), -z), delta)
}

// quantile is that of the distance at the scale t, the upper one for a z > 0; the mean for 0.
func (f *foldedInversion) quantile(t, z float64) float64 {
	m := f.at(t)
	variance := m.variance()
	if z == 0 || variance <= 0 {
		return m.mean
	}
	share := m.quadratic / variance
	return m.mean + math.Sqrt(variance)*skewedQuantile(z, f.skewness*share*math.Sqrt(share))
}

// scale is the smallest one whose quantile reaches a distance: it doubles until it brackets it, and bisects.
func (f *foldedInversion) scale(distance, z float64) float64 {
	if f.observed <= 0 || f.quantile(0, z) >= distance {
		return 0
	}
	low, high, steps := 0.0, 1.0, 1
	for ; steps < scaleSteps && f.quantile(high, z) < distance; steps++ {
		low, high = high, 2*high
		if high > largestScale {
			return high
		}
	}
	middle := 0.5 * (low + high)
	for ; steps < scaleSteps && high-low >= scaleTolerance*high; steps++ {
		if f.quantile(middle, z) >= distance {
			high = middle
		} else {
			low = middle
		}
		middle = 0.5 * (low + high)
	}
	return middle
}
