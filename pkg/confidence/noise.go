package confidence

import "math"

// noise is how much the errors of counts exceed those of independent events with the same (effective) totals.
type noise struct {
	z       float64 // Normal quantile, one-sided.
	linearZ float64 // Quantile of the linear part: that of Student's t, where its variance comes from few replicates.
	// direction is the factor of the linear variance: counts may be noisier along the influence of the divergence than
	// their design effect, which is a mean over all directions, says.
	direction float64
	// heterogeneity is ζ ≥ 1, by which the squares of the design effects of all directions exceed the square of their mean.
	// The sum of squares then has (K−1)/ζ degrees of freedom.
	// Source: Satterthwaite 1946, An approximate distribution of estimates of variance components, Biometrics Bulletin 2.
	heterogeneity float64
	biasVariance  float64 // Relative variance of the bias that the estimate had subtracted, which rests on the design effects.
}

// independentEvents is the noise of multinomial counts.
func independentEvents(z float64) noise {
	return noise{z: z, linearZ: z, direction: 1, heterogeneity: 1}
}

// apply changes the moments of independent events on so many bins to those under n.
func (n *noise) apply(m *moments, bins int) {
	m.linear *= n.direction
	m.quadratic *= n.heterogeneity
	m.quadratic += n.biasVariance * m.quadratic * 0.5 * float64(bins-1) / n.heterogeneity
	m.quadraticSkew *= n.heterogeneity * n.heterogeneity
}

// quadraticZ is the quantile of the quadratic part for the lower limit. Since its scale is an estimate with
// m = 2/biasVariance degrees of freedom, the sum of squares is distributed like F(k, m) with k = (K−1)/ζ rather than like
// χ²/k: z grows by the ratio of the two, both in standard deviations, and never shrinks.
func (n *noise) quadraticZ(bins int) float64 {
	if n.biasVariance <= 0 {
		return n.z
	}
	k := float64(bins-1) / n.heterogeneity
	excess := gammaQuantile(k/2, n.z)/(k/2) - 1
	if excess <= 0 { // At a level so low that the quantile is no excess there is nothing to scale.
		return n.z
	}
	ratio := (fQuantile(n.z, k, max(2/n.biasVariance, 3)) - 1) / excess / math.Sqrt(1+0.5*n.biasVariance*k)
	return n.z * max(ratio, 1)
}
