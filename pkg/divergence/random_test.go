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

// randomSparse returns counts some of which are 0, but not all.
func randomSparse(rng *rand.Rand, bins int) []float64 {
	counts := randomCounts(rng, bins)
	kept := rng.IntN(bins)
	for i := range counts {
		if i != kept && rng.IntN(8) == 0 {
			counts[i] = 0
		}
	}
	return counts
}

// randomPositions returns positions in ascending order, some of them the same.
func randomPositions(rng *rand.Rand, bins int) []float64 {
	positions := make([]float64, bins)
	x := 10 * rng.NormFloat64()
	for i := range positions {
		positions[i] = x
		if rng.IntN(6) > 0 {
			x += math.Exp(rng.NormFloat64())
		}
	}
	return positions
}

// shuffled returns the counts in another order, the same for all of them.
func shuffled(rng *rand.Rand, counts ...[]float64) [][]float64 {
	order := rng.Perm(len(counts[0]))
	out := make([][]float64, len(counts))
	for k, c := range counts {
		out[k] = make([]float64, len(c))
		for i, from := range order {
			out[k][i] = c[from]
		}
	}
	return out
}
