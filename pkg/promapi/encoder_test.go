package promapi

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	jsoniter "github.com/json-iterator/go"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/util/jsonutil"
	"github.com/stretchr/testify/require"
)

// encode writes histograms at 1, 2, … seconds as a series, as Prometheus does.
func encode(histograms []*histogram.FloatHistogram) string {
	stream := jsoniter.NewStream(jsoniter.ConfigCompatibleWithStandardLibrary, nil, 512)
	stream.WriteRaw(`{"metric":{},"histograms":[`)
	for i, h := range histograms {
		if i > 0 {
			stream.WriteMore()
		}
		stream.WriteArrayStart()
		jsonutil.MarshalTimestamp(int64(1000*(i+1)), stream)
		stream.WriteMore()
		jsonutil.MarshalHistogram(h, stream)
		stream.WriteArrayEnd()
	}
	stream.WriteRaw(`]}`)
	return string(stream.Buffer())
}

// requireSame checks a decoded histogram against Prometheus' own walk over its buckets.
func requireSame(t *testing.T, want *histogram.FloatHistogram, got Histogram) {
	t.Helper()
	require.False(t, got.Invalid)
	require.InDelta(t, want.Count, got.Count, 0)
	i := 0
	for it := want.AllBucketIterator(); it.Next(); {
		bucket := it.At()
		if bucket.Count == 0 {
			continue
		}
		require.Less(t, i, len(got.Buckets))
		require.True(t, bucket.Lower == got.Buckets[i].Lower && bucket.Upper == got.Buckets[i].Upper && bucket.Count == got.Buckets[i].Count,
			"%v is not %v", got.Buckets[i], bucket)
		i++
	}
	require.Len(t, got.Buckets, i)
}

// What Prometheus writes for any histograms of its own is read as the same buckets, in however many series.
func FuzzPrometheusWrites(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, int8(seed%14)-5, seed%3 == 0)
	}
	f.Fuzz(func(t *testing.T, seed uint64, schema int8, custom bool) {
		random := rand.New(rand.NewPCG(seed, 1))
		var want [3][]*histogram.FloatHistogram
		var texts []string
		for i := range want {
			for range 1 + random.IntN(12) {
				h := exponential(random, int32(schema))
				if custom {
					h = customBuckets(random)
				}
				require.NoError(t, h.Validate())
				want[i] = append(want[i], h)
			}
			texts = append(texts, encode(want[i]))
		}
		got, _, _, err := collect(`{"status":"success","data":{"resultType":"matrix","result":[` + strings.Join(texts, ",") + `]}}`)
		require.NoError(t, err)
		require.Len(t, got, len(want))
		for i, histograms := range want {
			require.Len(t, got[i].samples, len(histograms))
			for k, h := range histograms {
				require.EqualValues(t, 1000*(k+1), got[i].samples[k].Time)
				requireSame(t, h, *got[i].samples[k].Histogram)
			}
		}
	})
}

// exponential returns a histogram of both signs whose zero bucket is narrower than its other buckets, or reaches into
// the first ones of them.
func exponential(random *rand.Rand, schema int32) *histogram.FloatHistogram {
	schema = histogram.ExponentialSchemaMin + (schema&0x7f)%(histogram.ExponentialSchemaMax-histogram.ExponentialSchemaMin+1)
	h := &histogram.FloatHistogram{Schema: schema}
	first := random.Int32N(40)
	if random.IntN(3) > 0 {
		first -= 60
	}
	h.PositiveSpans, h.PositiveBuckets = spans(random, first)
	h.NegativeSpans, h.NegativeBuckets = spans(random, first)
	switch random.IntN(3) {
	case 0: // Within the first buckets there may be.
		lower, upper := bounds(schema, first)
		h.ZeroThreshold = lower + random.Float64()*(upper-lower)
	case 1:
		h.ZeroThreshold = math.Ldexp(1, -1060)
	}
	if random.IntN(2) == 0 {
		h.ZeroCount = count(random)
	}
	h.Count = h.ZeroCount
	for _, buckets := range [][]float64{h.PositiveBuckets, h.NegativeBuckets} {
		for _, one := range buckets {
			h.Count += one
		}
	}
	return h
}

// bounds returns those of a bucket.
func bounds(schema, index int32) (lower, upper float64) {
	h := histogram.FloatHistogram{Schema: schema, PositiveSpans: []histogram.Span{{Offset: index, Length: 1}}, PositiveBuckets: []float64{1}}
	it := h.PositiveBucketIterator()
	it.Next()
	return it.At().Lower, it.At().Upper
}

// spans returns runs of buckets with gaps between them, from the given index on.
func spans(random *rand.Rand, first int32) (spans []histogram.Span, buckets []float64) {
	for i := range random.IntN(4) {
		span := histogram.Span{Offset: random.Int32N(5), Length: 1 + random.Uint32N(6)}
		if i == 0 {
			span.Offset += first
		}
		spans = append(spans, span)
		for range span.Length {
			buckets = append(buckets, count(random))
		}
	}
	return spans, buckets
}

// count returns whole numbers, fractions, and none.
func count(random *rand.Rand) float64 {
	switch random.IntN(4) {
	case 0:
		return 0
	case 1:
		return random.ExpFloat64() * math.Pow(10, float64(random.IntN(40)-20))
	}
	return float64(random.IntN(1000))
}

func customBuckets(random *rand.Rand) *histogram.FloatHistogram {
	h := &histogram.FloatHistogram{Schema: histogram.CustomBucketsSchema}
	bound := random.NormFloat64()
	for range 1 + random.IntN(12) {
		h.CustomValues = append(h.CustomValues, bound)
		bound += math.Abs(random.NormFloat64()) + 1e-9
	}
	h.PositiveSpans = []histogram.Span{{Length: uint32(len(h.CustomValues) + 1)}}
	for range len(h.CustomValues) + 1 {
		h.PositiveBuckets = append(h.PositiveBuckets, count(random))
		h.Count += h.PositiveBuckets[len(h.PositiveBuckets)-1]
	}
	return h
}
