package scenario

import (
	"math"
	"time"
)

// Layout is how a histogram cuts its values into buckets.
type Layout struct {
	// Bounds are the finite upper bounds of the buckets, ascending; the +Inf bucket is implied. A native histogram has
	// them only if it is exported as a classic one, too.
	Bounds []float64
	// Schema is the resolution of a native histogram, −4 to 8: 2^Schema buckets for each power of two.
	Schema int
	// ZeroThreshold is the upper bound of a native histogram's zero bucket. Zero means DefaultZeroThreshold.
	ZeroThreshold float64
}

// DefaultZeroThreshold is that of Prometheus's client libraries, 2^-128.
const DefaultZeroThreshold = 0x1p-128

// Zero is the upper bound of the zero bucket, which reaches as far below zero.
func (l Layout) Zero() float64 {
	if l.ZeroThreshold == 0 {
		return DefaultZeroThreshold
	}
	return l.ZeroThreshold
}

// Relayout is a deploy that changes the layout of a group. All its pods restart at that moment: counters begin at zero
// in the new layout, and series that it lacks end.
type Relayout struct {
	// Before is how long before now it happens. Negative values lie after now.
	Before time.Duration
	Layout Layout
}

// LayoutAt returns the layout of a group at time t in a lab that was started at now.
func (m Metric) LayoutAt(g Group, now, t time.Time) Layout {
	layout := m.Layout
	for _, change := range g.Relayouts {
		if !t.Before(now.Add(-change.Before)) {
			layout = change.Layout
		}
	}
	return layout
}

// ExponentialBound is the upper bound of a native bucket: 2^(index · 2^−schema). Schemas share their bounds to the last
// bit, as the exponent is exact.
func ExponentialBound(schema, index int) float64 {
	return math.Exp2(math.Ldexp(float64(index), -schema))
}

// ExponentialIndex is the index of the native bucket that a positive value falls into.
func ExponentialIndex(schema int, value float64) int {
	index := int(math.Ceil(math.Ldexp(math.Log2(value), schema)))
	// The logarithm is rounded: a value at a bound may have come out on either side of it.
	for ExponentialBound(schema, index-1) >= value {
		index--
	}
	for ExponentialBound(schema, index) < value {
		index++
	}
	return index
}
