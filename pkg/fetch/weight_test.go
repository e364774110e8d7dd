package fetch

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// The cache is bounded by weights, so they must be near to what chunks take: less where many of them came in one answer
// and share their labels, more where each came by itself.
func TestWeightIsNearToMemory(t *testing.T) {
	for _, c := range []struct {
		name            string
		series, buckets int // No buckets: numbers.
		evaluations     int64
	}{
		{"numbers", 500, 0, cellsPerChunk},
		{"numbers of windows", 500, 0, 1},
		{"histograms", 20, 160, cellsPerChunk},
		{"histograms of windows", 20, 160, 1},
		{"small histograms", 500, 1, cellsPerChunk},
	} {
		const chunks = 20
		for _, answers := range []int{1, chunks} {
			before := heap()
			var kept []columns
			for range answers {
				kept = append(kept, cutAnswer(t, c.series, c.buckets, c.evaluations, chunks/answers)...)
			}
			taken, weight := float64(heap()-before), 0.0
			for _, chunk := range kept {
				weight += float64(chunk.weight())
			}
			t.Logf("%s in %d answers: %.2f of the weight", c.name, answers, taken/weight)
			require.Greater(t, taken/weight, 0.5, c.name)
			require.Less(t, taken/weight, 2.5, c.name)
		}
	}
}

// Labels and signature weigh once for all columns of a histogram.
func TestColumnsShareTheirLabels(t *testing.T) {
	weight := func(series, buckets int) int {
		return cutAnswer(t, series, buckets, cellsPerChunk, 1)[0].weight()
	}
	column := weight(1, 2) - weight(1, 1)
	require.Equal(t, column, weight(1, 3)-weight(1, 2))
	require.Greater(t, weight(2, 1)-weight(1, 1), 2*column, "another series has labels of its own")
	require.Equal(t, weight(1, 0)+column, weight(1, 1), "a histogram's count weighs as a number does")
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// cutAnswer cuts an answer to so many chunks.
func cutAnswer(t *testing.T, series, buckets int, evaluations int64, chunks int) []columns {
	t.Helper()
	line := timeline{step: time.Minute, chunk: evaluations}
	cut := newCutter(job{last: chunkID(chunks - 1)}, line, settings.DefaultLimits)
	var samples []promapi.Sample
	for k := range evaluations * int64(chunks) {
		sample := promapi.Sample{Time: line.time(k).UnixMilli()}
		if buckets > 0 {
			sample.Histogram = &promapi.Histogram{Count: float64(buckets)}
			for b := range buckets {
				sample.Histogram.Buckets = append(sample.Histogram.Buckets, promapi.Bucket{Lower: float64(b), Upper: float64(b + 1), Count: 1})
			}
		}
		samples = append(samples, sample)
	}
	for i := range series {
		labels := map[string]string{"service": fmt.Sprintf("checkout-%04d", i), "method": fmt.Sprintf("POST-%d", i)}
		require.NoError(t, cut.series(labels, samples))
	}
	var all []columns
	for _, chunk := range cut.chunks {
		all = append(all, chunk)
	}
	return all
}
