package confidence

import "math"

// shiftVariance is the variance of KL(P ‖ Q) − KL(P ‖ M) where no share has moved: what noise in the shares of the values makes
// of it, (1/n + 1/m) Var_p(g) with g(l) = Σ P Q(x|l)/M.
func (t *strata) shiftVariance() float64 {
	ratios := make([]float64, t.bins) // P/M.
	for b := range ratios {
		x, mass := 0.0, 0.0
		for v := range t.x {
			x += t.x[v][b] / t.n
			mass += t.nx[v] / t.n * t.y[v][b] / t.ny[v]
		}
		if mass > 0 {
			ratios[b] = x / mass
		}
	}
	mean, square := 0.0, 0.0
	for v := range t.x {
		p, g := t.nx[v]/t.n, 0.0
		for b, ratio := range ratios {
			g += ratio * t.y[v][b] / t.ny[v]
		}
		mean += p * g
		square += p * g * g
	}
	return max(square-mean*mean, 0) * (1/t.n + 1/t.m)
}

// missed is how many events more a bin of the baseline counts where the noise of a value's KL is asked for. The question is how
// much smaller the change may be than it looks, and for bins with few events or none the logarithm of their share is far less
// uncertain upwards than its variance says: at one event more, a bin that is clearly new stands out, and noise does not.
const missed = 1

// variances are those of the estimate of a value's KL: of a value that has not moved, ½ Σ (1/nx + P/Q/ny)² over its K bins,
// less one of K as the shares sum to 1; and what comes on top if it has, Var_P(ln P/Q)/nx + Var_Q(P/Q)/ny. In P/Q a bin
// of the baseline has missed events more, in ln P/Q an empty one half an event.
func (t *strata) variances(v int) (still, moving float64) {
	used, mean, square, ratios := 0.0, 0.0, 0.0, 0.0
	for b, x := range t.x[v] {
		y := t.y[v][b]
		if x+y <= 0 {
			continue
		}
		p, q := x/t.nx[v], max(y, 0.5)/t.ny[v]
		spread := 1/t.nx[v] + p/(y+missed)
		used++
		still += 0.5 * spread * spread
		if x > 0 {
			log := math.Log(p / q)
			mean += p * log
			square += p * log * log
			ratios += p * p / (y + missed) * t.ny[v]
		}
	}
	if used > 0 {
		still *= (used - 1) / used
	}
	return still, max(square-mean*mean, 0)/t.nx[v] + max(ratios-1, 0)/t.ny[v]
}
