package confidence

import "math"

// deviations are the terms of a distance T = Σ w |d| that is not smooth where a d is 0.
//
// For total variation there is a term a bin, w = ½ and d = p − q. For Wasserstein's distance there is one an edge between
// bins, w the distance across the edge and d = F_P − F_Q, the difference of the shares to the left of it.
type deviations struct {
	pair                 // The observed shares of the bins.
	a, b       float64   // The scales of their variances.
	cumulative bool      // The terms belong to edges, not to bins.
	w          []float64 // The weight of a term.
	d, sd      []float64 // The deviation and its standard error.
	odds       []float64 // The odds of the pooled share, which the correlation of two terms follows from.
	influence  []float64 // Scratch space for a number a bin.
}

// largestOdds bounds the odds of a pooled share that is 1 up to rounding.
const largestOdds = 1e12

// binDeviations are the terms of total variation.
func binDeviations(t *table, w *workspace) deviations {
	bins := len(t.x)
	v := newDeviations(t, bins, w)
	v.w = w.take(bins)
	for i, p := range v.p {
		v.w[i] = 0.5
		v.compare(t, i, p, v.q[i])
	}
	return v
}

// edgeDeviations are the terms of Wasserstein's distance. It keeps widths.
func edgeDeviations(t *table, widths []float64, w *workspace) deviations {
	v := newDeviations(t, len(widths), w)
	v.w, v.cumulative = widths, true
	leftP, leftQ := 0.0, 0.0
	for i := range widths {
		leftP += v.p[i]
		leftQ += v.q[i]
		v.compare(t, i, leftP, leftQ)
	}
	return v
}

func newDeviations(t *table, terms int, w *workspace) deviations {
	bins, sumQ := len(t.x), total(t.y)
	v := deviations{
		pair: w.takePair(bins), a: t.a, b: t.b,
		d: w.take(terms), sd: w.take(terms), odds: w.take(terms), influence: w.take(bins),
	}
	for i, x := range t.x {
		v.p[i], v.q[i] = x/t.nx, t.y[i]/sumQ
	}
	return v
}

// compare fills term i, which compares the shares p and q. One pooled event is added to each sample for the standard
// error, so that an empty bin has one, too.
func (v *deviations) compare(t *table, i int, p, q float64) {
	v.d[i] = p - q
	pooled := t.pooledShare(p, q)
	p = (p*t.nx + pooled) / (t.nx + 1)
	variance := max(p*(1-p), 0) / t.nx
	if !t.known {
		q = (q*t.ny + pooled) / (t.ny + 1)
		variance += max(q*(1-q), 0) / t.ny
	}
	v.sd[i] = math.Sqrt(variance)
	pooled = min(max(pooled, 1/largestOdds), 1-1/largestOdds)
	v.odds[i] = pooled / (1 - pooled)
}

// pooledShare is the share of both samples together, or q if it is known.
func (t *table) pooledShare(p, q float64) float64 {
	if t.known {
		return q
	}
	return (p*t.nx + q*t.ny) / (t.nx + t.ny)
}

// distance is T, the plug-in value.
func (v *deviations) distance() float64 {
	sum := 0.0
	for i, d := range v.d {
		sum += v.w[i] * math.Abs(d)
	}
	return sum
}

// noise is Σ w σ, which the mean of T is proportional to where there is no change.
func (v *deviations) noise() float64 {
	sum := 0.0
	for i, sd := range v.sd {
		sum += v.w[i] * sd
	}
	return sum
}
