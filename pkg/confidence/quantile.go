package confidence

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// maxSkewness is the skewness of χ² with one degree of freedom, √8, the largest that the quantile is used with.
const maxSkewness = 2.8284271247

// normalQuantile returns z such that a standard normal variable is within ±z with probability level.
func normalQuantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

// skewedQuantile is the quantile of a standardised variable of Pearson's type III (a shifted gamma distribution) with the
// given skewness, where z is the normal quantile of the same probability.
// Source: Wilson & Hilferty 1931, The distribution of chi-square, PNAS 17.
func skewedQuantile(z, skewness float64) float64 {
	if math.Abs(skewness) < 1e-6 {
		return z
	}
	b := max(1+skewness*z/6-skewness*skewness/36, 0)
	return 2 / skewness * (b*b*b - 1)
}

// poissonLower is the lower limit of a Poisson mean after count > 0 events, z the one-sided normal quantile.
// Source: Wilson & Hilferty 1931.
func poissonLower(count, z float64) float64 {
	b := max(1-1/(9*count)-z/(3*math.Sqrt(count)), 0.05)
	return count * b * b * b
}

// poissonUpper is the upper limit of a Poisson mean after count ≥ 0 events, z the one-sided normal quantile.
// Source: Wilson & Hilferty 1931.
func poissonUpper(count, z float64) float64 { return gammaQuantile(count+1, z) }

// gammaQuantile is the quantile of a gamma distribution with the given shape and scale 1, z the normal quantile of the
// same probability.
// Source: Wilson & Hilferty 1931.
func gammaQuantile(shape, z float64) float64 {
	b := 1 - 1/(9*shape) + z/(3*math.Sqrt(shape))
	return shape * b * b * b
}

// seriesEnds is the normal quantile of the level 99.9 %, up to the digits that rounding changes.
const seriesEnds = 3.2906

// studentQuantile is the quantile of Student's t with the given degrees of freedom, at least 3, by the expansion of Cornish
// and Fisher; z is the normal quantile of the same probability. For z up to 3 it is exact to 1 %, from 5 degrees on.
// Beyond the level 99.9 %, which later looks of a judgement need, the series gives out, and the quantile is found by the
// incomplete beta function, exactly.
// Source: Abramowitz & Stegun 26.7.5 and 26.7.1.
func studentQuantile(z, degrees float64) float64 {
	n, s := max(degrees, 3), z*z
	if z > seriesEnds && !math.IsInf(n, 1) {
		if share := mathext.InvRegIncBeta(n/2, 0.5, math.Erfc(z/math.Sqrt2)); share > 0 {
			return math.Sqrt(n * (1 - share) / share)
		}
	}
	return z * (1 + (s+1)/(4*n) + ((5*s+16)*s+3)/(96*n*n) + (((3*s+19)*s+17)*s-15)/(384*n*n*n))
}

// fQuantile is the quantile of F with k and m ≥ 3 degrees of freedom, z the normal quantile of the same probability.
// Source: Paulson 1942, An approximate normalization of the analysis of variance distribution, Ann. Math. Statistics 13.
func fQuantile(z, k, m float64) float64 {
	s, t := 2/(9*m), 2/(9*k)
	a, b := 1-s, 1-t
	u := (a*b + z*math.Sqrt(max(a*a*t+b*b*s-z*z*s*t, 0))) / max(a*a-z*z*s, 0.15)
	return u * u * u
}

// geometricCount is exp ψ(y+1), the count whose logarithm the estimator takes for that of y: the geometric mean of the
// Poisson means that y events leave possible. An empty bin counts as 0.56.
func geometricCount(y float64) float64 { return math.Exp(digamma(y + 1)) }

// logShortfall is how far the logarithm of a Poisson mean may lie below the one estimated from y > 0 events.
func logShortfall(y, z float64) float64 {
	return max(digamma(y+1)-math.Log(poissonLower(y, z)), 0)
}
