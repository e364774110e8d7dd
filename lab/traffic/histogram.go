package traffic

import "github.com/prometheus/prometheus/model/histogram"

// Histogram returns the counts as a native histogram, with memory of its own. Whether a counter was reset is left for
// the database to find out.
func (r Reading) Histogram() *histogram.Histogram {
	n := r.Bins.Native
	h := &histogram.Histogram{
		Schema: n.Schema, ZeroThreshold: n.ZeroThreshold, Sum: r.Sum, CustomValues: n.Custom,
	}
	positive, negative := make([]uint64, n.positive.size), make([]uint64, n.negative.size)
	for bin, count := range r.Counts {
		h.Count += count
		switch slot := n.slots[bin]; {
		case slot > 0:
			positive[slot-1] += count
		case slot < 0:
			negative[-slot-1] += count
		default:
			h.ZeroCount += count
		}
	}
	h.PositiveSpans, h.PositiveBuckets = spans(n.positive.first, positive)
	h.NegativeSpans, h.NegativeBuckets = spans(n.negative.first, negative)
	return h
}

// maxGap is how many empty buckets client libraries write out rather than begin another span.
const maxGap = 2

// spans writes a run of counts as native histograms have them: stretches of buckets in use, and in each bucket the
// difference from the one before.
func spans(first int, counts []uint64) ([]histogram.Span, []int64) {
	var out []histogram.Span
	var before int64
	deltas := make([]int64, 0, len(counts))
	next := 0 // The index after the last bucket written; the first span counts from index 0.
	for i, count := range counts {
		if count == 0 {
			continue
		}
		index := first + i
		gap := index - next
		if out == nil || gap > maxGap {
			out = append(out, histogram.Span{Offset: int32(gap)})
			gap = 0
		}
		for range gap {
			deltas, before = append(deltas, -before), 0
		}
		out[len(out)-1].Length += uint32(gap + 1)
		deltas, before = append(deltas, int64(count)-before), int64(count)
		next = index + 1
	}
	return out, deltas
}
