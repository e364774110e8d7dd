package confidence

import (
	"fmt"
	"math"
)

// Share returns the limits of a share of which part out of n events was seen, at a two-sided level in (0, 1): the score
// interval, (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). Which events count has to be settled beforehand. Without
// events nothing is known: 0 and 1. Averaged over the shares there may be, it holds at its level; near 0 and 1 it is
// narrow: of very rare events, one seen by chance puts the lower limit above the truth. The errors are ErrLevel and
// ErrNotFinite.
// Sources: Wilson 1927, Probable inference, JASA 22. Brown, Cai & DasGupta 2001, Interval estimation for a binomial
// proportion, Stat. Sci. 16 (coverage).
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
	p, z := min(max(part/n, 0), 1), normalQuantile(level)
	// Both sides of the fraction times n: no term overflows, however few events there are.
	middle, width := n*p+z*z/2, z*math.Sqrt(n*p*(1-p)+z*z/4)
	lower, upper = (middle-width)/(n+z*z), (middle+width)/(n+z*z)
	// Rounding may leave a little where the formula gives 0, 1 or p itself.
	return min(max(lower, 0), p), max(min(upper, 1), p), nil
}
