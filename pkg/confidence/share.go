package confidence

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Share returns the limits of a share of which part out of n events was seen, at a two-sided level in (0, 1): the shares
// at which as many events or more, or as few or fewer, would be seen in (1 − level)/2 of all samples,
//
//	lower = I⁻¹(part, n − part + 1; (1 − level)/2),   upper = I⁻¹(part + 1, n − part; (1 + level)/2),
//
// with I⁻¹ the inverse of the regularised incomplete beta function. Each limit alone holds at (1 + level)/2 at least,
// however rare the events are: a rule that looks at the lower limit fires on what is certain. Which events count has to be
// settled beforehand. Counts may be fractional. Without events nothing is known: 0 and 1. The errors are ErrLevel and
// ErrNotFinite.
// Source: Clopper & Pearson 1934, The use of confidence or fiducial limits, Biometrika 26.
func Share(part, n, level float64) (lower, upper float64, err error) {
	if !(level > 0 && level < 1) {
		return 0, 0, fmt.Errorf("%w: %v", ErrLevel, level)
	}
	if math.IsNaN(part-part) || math.IsNaN(n-n) { // NaN, or infinite.
		return 0, 0, fmt.Errorf("%v of %v: %w", part, n, ErrNotFinite)
	}
	if n <= 0 {
		return 0, 1, nil
	}
	const trace = 1e-9 // Of an event: what rounding leaves.
	part = min(max(part, 0), n)
	tail, p := (1-level)/2, part/n
	lower, upper = 0, 1
	if part > trace {
		lower = inverseBeta(part, n-part+1, tail)
	}
	if n-part > trace {
		upper = inverseBeta(part+1, n-part, 1-tail)
	}
	return min(max(lower, 0), p), max(min(upper, 1), p), nil
}

// inverseBeta is I⁻¹(a, b; y). Beyond 10¹² events its series gives out, and the normal distribution is the same to six
// digits.
func inverseBeta(a, b, y float64) float64 {
	if n := a + b; n > 1e12 {
		mean := a / n
		return mean + math.Sqrt2*math.Erfinv(2*y-1)*math.Sqrt(mean*(1-mean)/n)
	}
	return mathext.InvRegIncBeta(a, b, y)
}
