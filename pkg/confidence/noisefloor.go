package confidence

import "math"

// NoiseFloor is the value that the bias-corrected estimate of a divergence exceeds with the probability (1−Level)/2 if
// there is no change at all: the quantile of a sum of squares with K−1 degrees of freedom, at the samples' sizes and their
// pooled distribution m,
//
//	√V · w_z(γ),   V = ½ ζ e² (K−1)/K Σ [1 + 1/max(2, m min(nx, ny))],   e = f”(1)(a + b),   γ = (K−1) e³ ζ²/V^1.5,
//
// w the Wilson–Hilferty quantile and ζ the heterogeneity of the design effects. Bins that are empty in both samples are no degrees of freedom: neither K nor the sum
// counts them. If only one bin is not, there is no noise. Lower > 0 is the same test, made exact by merging rare bins.
// Input and errors are those of Estimate. NaN if the samples are insufficient.
func NoiseFloor(kind Kind, current, baseline []float64, opt Options) (float64, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newRequest(kind, current, baseline, opt, w)
	if err != nil {
		return 0, err
	}
	if r.insufficient() {
		return math.NaN(), nil
	}
	scale := r.kind.curvatureAtOne() * (r.a + r.b)
	excess, bins := 0.0, 0.0
	for i := range r.x {
		if n := r.nullCount(i); n > 0 {
			excess += excessVariance(n, false)
			bins++
		}
	}
	if bins < 2 {
		return 0, nil
	}
	variance := 0.5 * scale * scale * excess * (bins - 1) / bins * r.heterogeneity
	sd := math.Sqrt(variance)
	skewness := min((bins-1)*scale*scale*scale*r.heterogeneity*r.heterogeneity/(variance*sd), maxSkewness)
	return sd * skewedQuantile(r.z, skewness), nil
}

// nullCount is the number of events that bin i expects in the smaller sample if there is no change.
func (t *table) nullCount(i int) float64 {
	if t.known {
		return t.y[i] * t.nx
	}
	return (t.x[i] + t.y[i]) / (t.nx + t.ny) * min(t.nx, t.ny)
}
