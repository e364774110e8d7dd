package confidence

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Direction tells how the share of a bin changed from the baseline to the current sample, as far as the counts tell.
type Direction int

// The directions.
const (
	Undetermined Direction = iota // The counts allow for either, and for no change.
	Gained                        // p > q.
	Lost                          // p < q.
)

// String is the direction's name as it is shown.
func (d Direction) String() string {
	switch d {
	case Gained:
		return "gained"
	case Lost:
		return "lost"
	default:
		return "undetermined"
	}
}

// Contribution is one bin's part c = p ln(p/q) − p + q ≥ 0 of KL(P‖Q), in nats, with limits that hold for all bins at once.
type Contribution struct {
	// Value is c at the shares in the samples. A bin with less than half a baseline event counts as one with half of one.
	Value float64
	// Lower is the lower limit of c, 0 if the direction is undetermined.
	Lower float64
	// Upper is the upper limit of c. It is +Inf if the baseline has no event in the bin.
	Upper float64
	// Direction is Gained if RatioLower > 1, Lost if RatioUpper < 1.
	Direction Direction
	// RatioLower and RatioUpper are the limits of p/q: how many times as likely the bin has become. RatioUpper may be +Inf.
	RatioLower, RatioUpper float64
}

// Contributions splits KL(P‖Q) over the bins as they are, Σ c = KL, with simultaneous limits at the level of the options:
// in at least about that part of all samples (92 to 100 % at 95 %), every bin's c is within its limits.
//
// Of the s = x + y effective events of a bin, x are a binomial part with θ = nx p/(nx p + ny q). The Wilson interval of θ,
// at the normal quantile z of (1+Level)/2 divided up among K bins (1 − (1−Level)/2K, Bonferroni), gives limits of
// p/q = θ/(1−θ) · ny/nx, and at this s limits of c, which the Poisson error of s widens: it adds z²c²/s to the square of
// the distance of either (MOVER). If 1 is between the limits of the ratio, c may be 0.
// If the baseline is known exactly, x is a Poisson count, and its score interval takes the place of Wilson's.
//
// A bin without an event in either sample, effective ones, says nothing: c is 0, from 0 to +Inf, and so is the ratio. It is
// not counted in K. If the baseline is known to be 0 in a bin, it is the same; if that bin has an event, all of
// its values are +Inf: a fact. The contributions to KL(Q‖P) are those with the samples exchanged.
//
// The result has one value a bin; it is nil if the samples are insufficient (see Interval.Insufficient). Input and errors
// are those of Estimate.
// Source: Wilson 1927, Probable inference, the law of succession, and statistical inference, JASA 22. Zou & Donner 2008,
// Construction of confidence limits about effect measures: a general approach, Stat. in Medicine 27 (MOVER).
func Contributions(current, baseline []float64, opt Options) ([]Contribution, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newRequest(KL, current, baseline, opt, w)
	if err != nil {
		return nil, err
	}
	if r.insufficient() {
		return nil, nil
	}
	family := 0
	for i := range r.x {
		if r.seen(i) {
			family++
		}
	}
	z := -mathext.NormalQuantile((1 - opt.Level) / 2 / float64(family))
	parts := make([]Contribution, len(r.x))
	for i := range parts {
		switch {
		case !r.seen(i):
			parts[i] = Contribution{Upper: math.Inf(1), RatioUpper: math.Inf(1)}
		case r.known && r.y[i] <= 0:
			inf := math.Inf(1)
			parts[i] = Contribution{Value: inf, Lower: inf, Upper: inf, Direction: Gained, RatioLower: inf, RatioUpper: inf}
		case r.known:
			parts[i] = r.scoreLimits(i, z)
		default:
			parts[i] = r.wilsonLimits(i, z)
		}
	}
	return parts, nil
}

// seen tells whether there is anything in bin i.
func (t *table) seen(i int) bool { return t.x[i] > 0 || t.y[i] > 0 }

// wilsonLimits is the contribution of bin i if both samples are counted. The limits of θ and of 1−θ are computed from the
// counts, so that none of them is lost next to 1.
func (t *table) wilsonLimits(i int, z float64) Contribution {
	x, y := t.x[i], t.y[i]
	s := x + y
	root := z * math.Sqrt(x*(y/s)+0.25*z*z)
	least := func(n float64) float64 { return n * (n / s) / (n + 0.5*z*z + root) }
	most := func(n float64) float64 { return (n + 0.5*z*z + root) / (s + z*z) }
	c := Contribution{
		Value:      KL.term(x*t.a, max(y, 0.5)*t.b),
		RatioLower: least(x) / most(y) * (t.ny * t.a),
		RatioUpper: most(x) / least(y) * (t.ny * t.a), // +Inf if y is 0.
	}
	atLower, atUpper := KL.term(s*least(x)*t.a, s*most(y)*t.b), KL.term(s*most(x)*t.a, s*least(y)*t.b)
	c.within(x*t.a/(y*t.b), atLower, atUpper, z*z*c.Value*(c.Value/s))
	return c
}

// scoreLimits is the contribution of bin i if Q is known, and not 0 there.
func (t *table) scoreLimits(i int, z float64) Contribution {
	x, q := t.x[i], t.y[i]
	root := z * math.Sqrt(x+0.25*z*z)
	most := x + 0.5*z*z + root
	least := x * (x / most)
	c := Contribution{Value: KL.term(x*t.a, q), RatioLower: least * t.a / q, RatioUpper: most * t.a / q}
	c.within(x*t.a/q, KL.term(least*t.a, q), KL.term(most*t.a, q), 0)
	return c
}

// within sets direction and limits, given the ratio in the samples, c at the lower and at the upper limit of the ratio, and
// a variance that widens the limits.
func (c *Contribution) within(ratio, atLower, atUpper, extra float64) {
	c.RatioLower, c.RatioUpper = min(c.RatioLower, ratio), max(c.RatioUpper, ratio) // At low levels, rounding may cross them.
	lower, upper := 0.0, max(atLower, atUpper)
	switch {
	case c.RatioLower > 1:
		c.Direction, lower, upper = Gained, atLower, atUpper
	case c.RatioUpper < 1:
		c.Direction, lower, upper = Lost, atUpper, atLower
	}
	c.Lower, c.Upper = 0, math.Inf(1)
	if lower > 0 {
		c.Lower = max(c.Value-math.Sqrt((c.Value-lower)*(c.Value-lower)+extra), 0)
	}
	if !math.IsInf(upper, 1) {
		above := max(upper-c.Value, 0)
		c.Upper = c.Value + math.Sqrt(above*above+extra)
	}
}
