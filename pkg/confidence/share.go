package confidence

import (
	"fmt"
	"math"
)

// Share returns the limits of a share of which part out of n events was seen, at a two-sided level in (0, 1): the score
// interval, (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). Which events count has to be settled beforehand. Without
// events nothing is known: 0 and 1. Source: Wilson 1927, Probable inference, JASA 22.
func Share(part, n, level float64) (lower, upper float64, err error) {
	if !(level > 0 && level < 1) {
		return 0, 0, fmt.Errorf("%w: %v", ErrLevel, level)
	}
	if !(n > 0) {
		return 0, 1, nil
	}
	p, z := min(max(part/n, 0), 1), normalQuantile(level)
	middle, width := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	lower, upper = (middle-width)/(1+z*z/n), (middle+width)/(1+z*z/n)
	// Rounding may leave a little where the formula gives 0 or 1.
	if p == 0 {
		lower = 0
	}
	if p == 1 {
		upper = 1
	}
	return max(lower, 0), min(upper, 1), nil
}
