package truth

import (
	"errors"
	"math"
	"slices"

	"github.com/histodrift/histodrift/lab/scenario"
)

// exponential are the buckets of native histograms over a range of values.
type exponential struct {
	schema             int
	zero               float64
	positive, negative scenario.Reach
}

func newExponential(m scenario.Metric, g scenario.Group, layout scenario.Layout) *exponential {
	e := &exponential{schema: layout.Schema, zero: layout.Zero()}
	e.positive, e.negative = m.Reach(g)
	return e
}

// join returns the finest buckets that both can be merged into.
func (e *exponential) join(other *exponential) *exponential {
	if e == nil {
		return other
	}
	return &exponential{
		schema: min(e.schema, other.schema), zero: max(e.zero, other.zero),
		positive: e.positive.Join(other.positive), negative: e.negative.Join(other.negative),
	}
}

// bounds are the upper bounds of all buckets that lie between others. The outermost buckets take what lies beyond.
func (e *exponential) bounds() []float64 {
	above := e.magnitudes(e.positive)
	below := e.magnitudes(e.negative)
	slices.Reverse(below)
	for i := range below {
		below[i] = -below[i]
	}
	return append(below, above...)
}

// magnitudes are the bounds on one side of zero, ascending: that of the zero bucket, then those of the schema.
func (e *exponential) magnitudes(reach scenario.Reach) []float64 {
	if reach.High <= e.zero {
		return nil
	}
	out := []float64{e.zero}
	last := scenario.ExponentialIndex(e.schema, reach.High)
	for index := scenario.ExponentialIndex(e.schema, max(reach.Low, e.zero)); index < last; index++ {
		if bound := scenario.ExponentialBound(e.schema, index); bound > e.zero {
			out = append(out, bound)
		}
	}
	return out
}

// has says whether a value is the bound of a bucket.
func (e *exponential) has(bound float64) bool {
	magnitude := math.Abs(bound)
	return magnitude == e.zero || magnitude > e.zero &&
		scenario.ExponentialBound(e.schema, scenario.ExponentialIndex(e.schema, magnitude)) == magnitude
}

// commonBounds are the bounds that the layouts of all pieces share: events can be told apart there and nowhere else.
func commonBounds(pieces []piece) ([]float64, error) {
	var native *exponential
	var common []float64
	var listed bool
	for _, p := range pieces {
		switch {
		case p.native != nil:
			native = native.join(p.native)
		case !listed:
			common, listed = slices.Clone(p.layout.Bounds), true
		default:
			common = slices.DeleteFunc(common, func(b float64) bool { return !slices.Contains(p.layout.Bounds, b) })
		}
	}
	switch {
	case !listed:
		return native.bounds(), nil
	case native != nil:
		common = slices.DeleteFunc(common, func(b float64) bool { return !native.has(b) })
	}
	if len(common) == 0 {
		return nil, errors.New("the selected series have no bound in common")
	}
	return common, nil
}
