package divergence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func newRand() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// randomCounts returns counts that spread over four orders of magnitude, whole numbers or not.
func randomCounts(rng *rand.Rand, bins int) []float64 {
	counts := make([]float64, bins)
	whole := rng.IntN(2) == 0
	for i := range counts {
		counts[i] = math.Exp(2*rng.NormFloat64() + 4)
		if whole {
			counts[i] = math.Ceil(counts[i])
		}
	}
	return counts
}

func normalized(counts []float64) []float64 {
	total := 0.0
	for _, v := range counts {
		total += v
	}
	return scaled(counts, 1/total)
}

func scaled(counts []float64, factor float64) []float64 {
	out := make([]float64, len(counts))
	for i, v := range counts {
		out[i] = v * factor
	}
	return out
}

// merged returns the counts with bin and the one after it made one.
func merged(counts []float64, bin int) []float64 {
	out := append([]float64(nil), counts[:bin+1]...)
	out[bin] += counts[bin+1]
	return append(out, counts[bin+2:]...)
}

func value(t *testing.T, measure func(p, q []float64) (float64, error), p, q []float64) float64 {
	t.Helper()
	v, err := measure(p, q)
	require.NoError(t, err)
	return v
}

// requireClose requires equality up to a relative error; where 0 or +Inf is wanted it requires just that, but for 1e-17.
func requireClose(t *testing.T, want, got, relative float64) {
	t.Helper()
	if math.IsInf(want, 0) {
		require.Equal(t, want, got)
		return
	}
	require.LessOrEqual(t, math.Abs(got-want), relative*math.Abs(want)+1e-17, "want %v, got %v", want, got)
}
