package promapi

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever arrives, the decoder neither panics nor takes for an answer what is not JSON, it counts what it hands on, and
// no histogram contradicts itself.
func FuzzDecode(f *testing.F) {
	f.Add(matrix, false)
	f.Add(native, false)
	f.Add(vector, true)
	f.Add(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[]}]}}`, false)
	f.Add(answerOf(`{"count":"2","buckets":[[0,"1","2","1"],[0,"1.5","3","1"]]}`), false)
	f.Add(answerOf(`{"count":"2","buckets":[[3,"-0","0","1"],[0,"NaN","3","-1"]]}`), false)
	f.Fuzz(func(t *testing.T, text string, instant bool) {
		result := matrixResult
		if instant {
			result = vectorResult
		}
		got, stats, _, err := collectAs(result, text)
		samples := 0
		for _, one := range got {
			samples += len(one.samples)
			for _, sample := range one.samples {
				if sample.Histogram != nil {
					samples += len(sample.Histogram.Buckets)
					requireOrdered(t, *sample.Histogram)
				}
			}
		}
		require.Len(t, got, stats.Series)
		require.Equal(t, stats.Samples, samples)
		if err == nil {
			require.True(t, json.Valid([]byte(text)))
		}
	})
}

// requireOrdered checks what Histogram promises.
func requireOrdered(t *testing.T, h Histogram) {
	t.Helper()
	require.True(t, h.Count >= 0 && h.Count <= math.MaxFloat64)
	last := math.Inf(-1)
	for i, bucket := range h.Buckets {
		require.False(t, h.Invalid)
		require.LessOrEqual(t, last, bucket.Lower)
		require.LessOrEqual(t, bucket.Lower, bucket.Upper)
		require.True(t, bucket.Count > 0 && bucket.Count <= math.MaxFloat64)
		if i > 0 {
			before := h.Buckets[i-1]
			require.False(t, before.Lower == bucket.Lower && before.Upper == bucket.Upper, "each by itself")
		}
		last = bucket.Upper
	}
}
