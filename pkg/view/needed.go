package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// mostDoublings is how many doublings of the samples are looked ahead for a decision: a million times as many.
const mostDoublings = 20

// nextLook is about at how many samples of current the next look is.
func (c *court) nextLook(held Held, looks confidence.Looks) float64 {
	if held.Look == nil {
		return looks.Next()
	}
	return held.Look.N[0] * looks.Next() / c.grows(held.Look.Counted)
}

// needed is about how many more samples of current decide, if what was estimated is the truth and both sides go on as they
// do: up to the first look whose band would lie on one side of the threshold. Band and limits get narrower with the root of
// the samples, and wider with the level of later looks. NaN where a million times as many would not do: the estimate lies too
// close to the threshold, or the measure has no upper limit.
func (c *court) needed(held Held, looks confidence.Looks) float64 {
	look := held.Look
	if look == nil {
		if missing := math.Ceil(looks.Next() - c.grows(held.N)); missing > 0 {
			return missing
		}
		return math.NaN()
	}
	if look.Parity != nil && look.Parity.Failed {
		return math.NaN()
	}
	for more := range mostDoublings {
		times := math.Pow(2, float64(more+1))
		wider := confidence.NormalQuantile(looks.LevelAfter(more)) / confidence.NormalQuantile(look.Level)
		if c.decides(look, wider*c.narrower(look, times)) {
			return max(math.Ceil(times*look.N[0]-held.N[0]), 1)
		}
	}
	return math.NaN()
}

// narrower is the factor by which a band gets narrower with so many times the samples. A fixed baseline has no more.
func (c *court) narrower(look *Look, times float64) float64 {
	a, b := 1/look.Effective[0], 0.0
	if !math.IsNaN(look.Effective[1]) {
		b = 1 / look.Effective[1]
	}
	after := a/times + b/times
	if c.fixedBaseline() {
		after = a/times + b
	}
	return math.Sqrt(after / (a + b))
}

// decides reports whether a look with so much narrower a band would decide.
func (c *court) decides(look *Look, factor float64) bool {
	threshold, value := *c.query.Threshold, look.Value
	value.Estimate = max(value.Estimate, 0) // A divergence is not below 0, so that it can't pass below a threshold of 0 either.
	at := func(nats float64) float64 { return InUnit(c.query.Measures[0], c.query.Unit, nats) }
	if value.Upper < math.Inf(1) && at(value.Estimate+(value.Upper-value.Estimate)*factor) < threshold {
		return true
	}
	if at(value.Estimate-(value.Estimate-value.Lower)*factor) <= threshold {
		return false
	}
	if look.Worse == nil {
		return true
	}
	shift := look.Worse.Shift
	return shift.Estimate-(shift.Estimate-shift.Lower)*factor > 0 || shift.Estimate+(shift.Upper-shift.Estimate)*factor < 0
}
