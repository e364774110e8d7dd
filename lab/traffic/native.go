package traffic

import (
	"math"
	"slices"

	"github.com/prometheus/prometheus/model/histogram"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Native says which buckets of a native histogram the bins belong to.
type Native struct {
	Schema        int32
	ZeroThreshold float64
	// Custom are the bounds of a histogram with custom buckets.
	Custom []float64

	positive, negative side
	slots              []int // For each bin: 0 is the zero bucket, k the k-th positive and −k the k-th negative one.
}

// exponential returns the buckets of a native histogram that can ever hold an event of the group. The outermost ones
// take what little lies beyond.
func exponential(m scenario.Metric, g scenario.Group, layout scenario.Layout) *Native {
	n := &Native{Schema: int32(layout.Schema), ZeroThreshold: layout.Zero()}
	positive, negative := m.Reach(g)
	n.positive, n.negative = n.side(positive), n.side(negative)
	return n
}

// bounds are the upper bounds of all buckets that lie between others.
func (n *Native) bounds() []float64 {
	var out []float64
	for _, side := range []struct {
		buckets side
		sign    float64
	}{{n.negative, -1}, {n.positive, 1}} {
		if side.buckets.size == 0 {
			continue
		}
		out = append(out, side.sign*n.ZeroThreshold)
		for i := range side.buckets.size - 1 {
			out = append(out, side.sign*scenario.ExponentialBound(int(n.Schema), side.buckets.first+i))
		}
	}
	return out
}

// side returns the buckets that reach over a range of magnitudes.
func (n *Native) side(reach scenario.Reach) side {
	if reach.Empty() || reach.High <= n.ZeroThreshold {
		return side{}
	}
	first := scenario.ExponentialIndex(int(n.Schema), max(reach.Low, n.ZeroThreshold*(1+1e-9)))
	return side{first: first, size: scenario.ExponentialIndex(int(n.Schema), reach.High) - first + 1}
}

// place says for each bin which bucket it lies in.
func (n *Native) place(bounds []float64) {
	low := math.Inf(-1)
	for _, high := range append(slices.Clip(bounds), math.Inf(1)) {
		n.slots = append(n.slots, n.slot(low, high))
		low = high
	}
	if histogram.IsCustomBucketsSchema(n.Schema) {
		n.positive.size = len(bounds) + 1
	}
}

// slot returns the bucket that holds (low, high]: 0 is the zero bucket, k the k-th positive and −k the k-th negative one.
func (n *Native) slot(low, high float64) int {
	switch {
	case histogram.IsCustomBucketsSchema(n.Schema):
		return len(n.slots) + 1
	case n.positive.size > 0 && low >= n.ZeroThreshold:
		return 1 + n.positive.clip(int(n.Schema), high)
	case n.negative.size > 0 && high <= -n.ZeroThreshold:
		return -1 - n.negative.clip(int(n.Schema), -low)
	}
	return 0
}

// side is a run of buckets on one side of zero.
type side struct{ first, size int }

// clip returns the place in the run of the bucket that a bin up to some magnitude lies in.
func (s side) clip(schema int, magnitude float64) int {
	if math.IsInf(magnitude, 1) {
		return s.size - 1
	}
	return min(max(scenario.ExponentialIndex(schema, magnitude)-s.first, 0), s.size-1)
}
