package confidence

import "math"

// NoiseFloorTV is the total variation distance that the estimate of TotalVariation exceeds with the probability
// (1−Level)/2 if there is no change at all: the estimate that belongs to the plug-in value T₀ at which the lower limit of
// the same bins leaves 0,
//
//	T₀ = μ + √V · w_z(γ),
//
// with the mean μ, the variance V and the skewness γ of Σ ½|σZ|. It depends on the shape of the observed deviations, by
// which the noise μ is taken off, but not on their size. From 40 bins on it is that of the groups that the estimate is
// computed on. 0 if the counts lie in a single bin or group. Input and errors are those of Estimate. NaN if the samples are
// insufficient.
func NoiseFloorTV(current, baseline []float64, opt Options) (float64, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newDistanceRequest(current, baseline, opt, w)
	if err != nil {
		return 0, err
	}
	if r.insufficient() {
		return math.NaN(), nil
	}
	bins := len(r.x)
	var v deviations
	if bins < fineBins {
		v = binDeviations(&r.table, w)
	} else {
		groups := r.distanceGroups(w.ints[:bins], w.takeFlags(bins), w.take(bins))
		v = r.groupDeviations(groups, w)
	}
	return v.noiseFloor(r.z), nil
}

// NoiseFloorWasserstein is the same as NoiseFloorTV for the estimate of Wasserstein, over all edges. Where that is
// Unreliable, it is exceeded more often.
func NoiseFloorWasserstein(current, baseline, widths []float64, opt Options) (float64, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newDistanceRequest(current, baseline, opt, w)
	if err != nil {
		return 0, err
	}
	unit, err := checkWidths(widths, len(current))
	if err != nil {
		return 0, err
	}
	if r.insufficient() {
		return math.NaN(), nil
	}
	v := edgeDeviations(&r.table, scaled(w.take(len(widths)), widths, unit), w)
	return unit * v.noiseFloor(r.z), nil
}

// noiseFloor moves the deviations to where their distance is T₀ and estimates it. Where there are none, they are taken to
// be distributed like noise: then the mean at the scale t is √(μ² + t² T₀²), so that the estimate is √(T₀² − μ²).
func (v *deviations) noiseFloor(z float64) float64 {
	f := newFoldedInversion(v)
	threshold := f.quantile(0, z)
	if f.observed*largestScale <= threshold {
		return math.Sqrt(max(threshold*threshold-f.null.mean*f.null.mean, 0))
	}
	return f.observed * f.scale(threshold, 0)
}

// NoiseFloorKS is the ε of KolmogorovSmirnov: its Lower is above 0 where its Estimate is above ε. Without any change that
// happens with a probability of at most 1 − Level, and in practice with a far smaller one. NaN if the samples are
// insufficient.
func NoiseFloorKS(current, baseline []float64, opt Options) (float64, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newDistanceRequest(current, baseline, opt, w)
	if err != nil {
		return 0, err
	}
	if r.insufficient() {
		return math.NaN(), nil
	}
	return r.uniformError(opt.Level), nil
}
