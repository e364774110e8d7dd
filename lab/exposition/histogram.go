package exposition

import (
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/prometheus/model/histogram"
	"google.golang.org/protobuf/proto"

	"github.com/histodrift/histodrift/lab/traffic"
)

// histogramOf returns a reading as classic buckets, as a native histogram, or both. No format knows custom buckets: they
// are shown as classic ones, which a Prometheus turns back where convert_classic_histograms_to_nhcb is set.
func histogramOf(r traffic.Reading) *dto.Histogram {
	h := &dto.Histogram{SampleSum: proto.Float64(r.Sum)}
	var count uint64
	for _, n := range r.Counts {
		count += n
	}
	h.SampleCount = proto.Uint64(count)
	bounds, cumulative := r.Bins.Classic, r.Cumulative()
	native := r.Bins.Native
	if native != nil && native.Custom != nil {
		bounds, cumulative, native = native.Custom, running(r.Counts), nil
	}
	for i, bound := range bounds {
		h.Bucket = append(h.Bucket, &dto.Bucket{UpperBound: proto.Float64(bound), CumulativeCount: &cumulative[i]})
	}
	if native != nil {
		addNative(h, r.Histogram())
	}
	return h
}

// running returns the sums of the counts up to each of them.
func running(counts []uint64) []uint64 {
	out := make([]uint64, len(counts))
	var sum uint64
	for i, n := range counts {
		sum += n
		out[i] = sum
	}
	return out
}

func addNative(to *dto.Histogram, h *histogram.Histogram) {
	to.Schema = &h.Schema
	to.ZeroThreshold = &h.ZeroThreshold
	to.ZeroCount = &h.ZeroCount
	to.PositiveSpan, to.PositiveDelta = spans(h.PositiveSpans), h.PositiveBuckets
	to.NegativeSpan, to.NegativeDelta = spans(h.NegativeSpans), h.NegativeBuckets
	if len(to.PositiveSpan)+len(to.NegativeSpan) == 0 {
		// A span without buckets is how the format says that a histogram without events is a native one.
		to.PositiveSpan = []*dto.BucketSpan{{Offset: proto.Int32(0), Length: proto.Uint32(0)}}
	}
}

func spans(of []histogram.Span) []*dto.BucketSpan {
	out := make([]*dto.BucketSpan, len(of))
	for i, s := range of {
		out[i] = &dto.BucketSpan{Offset: proto.Int32(s.Offset), Length: proto.Uint32(s.Length)}
	}
	return out
}
