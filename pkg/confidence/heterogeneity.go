package confidence

import (
	"fmt"
	"math"
)

// degreesOfFreedom checks a heterogeneity ζ, 0 standing for 1, and returns it with the degrees of freedom (K − 1)/ζ of a
// sum of squares over K ≥ 2 bins. Design effects correct the mean of such a sum; where they differ between directions, it
// is still spread like fewer squares than it has, each of them larger: ζ χ² with (K − 1)/ζ degrees of freedom has the same
// mean and variance. ζ is at most K − 1, where all the excess variance has one direction.
// Source: Rao & Scott 1984, On chi-squared tests for multiway contingency tables with cell proportions estimated from
// survey data, Ann. Stat. 12 (second-order correction, after Satterthwaite 1946).
func degreesOfFreedom(bins int, heterogeneity float64) (degrees, zeta float64, err error) {
	if heterogeneity == 0 {
		heterogeneity = 1
	}
	if !(heterogeneity >= 1) || math.IsInf(heterogeneity, 1) {
		return 0, 0, fmt.Errorf("%w: %v", ErrHeterogeneity, heterogeneity)
	}
	squares := float64(bins - 1)
	zeta = min(heterogeneity, squares)
	return squares / zeta, zeta, nil
}
