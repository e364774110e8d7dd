package confidence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/divergence"
)

// With counts so large that no bin needs a correction, the estimates are the textbook values, and their difference is KL.
func TestEntropiesOfLargeCounts(t *testing.T) {
	p, q := []float64{2e9, 3e9, 5e9}, []float64{5e9, 1e9, 4e9}
	options := confidence.Options{Level: 0.95}
	h, err := confidence.Entropy(p, options)
	require.NoError(t, err)
	cross, err := confidence.CrossEntropy(p, q, options)
	require.NoError(t, err)
	entropy := -(0.2*math.Log(0.2) + 0.3*math.Log(0.3) + 0.5*math.Log(0.5))
	crossed := -(0.2*math.Log(0.5) + 0.3*math.Log(0.1) + 0.5*math.Log(0.4))
	require.InDelta(t, entropy, h, 1e-9)
	require.InDelta(t, crossed, cross, 1e-9)
	kl, err := divergence.KL(p, q)
	require.NoError(t, err)
	require.InDelta(t, kl, cross-h, 1e-9)

	known, err := confidence.CrossEntropy(p, []float64{0.5, 0.1, 0.4}, confidence.Options{Level: 0.95, KnownBaseline: true})
	require.NoError(t, err)
	require.InDelta(t, crossed, known, 1e-12)
}

// Of few counts the textbook entropy is too low by about (K−1)/2n; the estimate is not.
func TestEntropyIsNearlyUnbiased(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const bins, n, runs = 20, 100, 4000
	sum := 0.0
	for range runs {
		counts := make([]float64, bins)
		for range n {
			counts[random.IntN(bins)]++
		}
		h, err := confidence.Entropy(counts, confidence.Options{Level: 0.95})
		require.NoError(t, err)
		sum += h
	}
	require.InDelta(t, math.Log(bins), sum/runs, 0.003, "the textbook value is 0.095 lower")
}

func TestEntropiesOfNothing(t *testing.T) {
	for _, c := range []struct{ p, q []float64 }{
		{[]float64{0, 0}, []float64{1, 2}},
		{[]float64{0.3, 0.3}, []float64{5, 5}},
		{[]float64{5, 5}, []float64{0, 0}},
	} {
		cross, err := confidence.CrossEntropy(c.p, c.q, confidence.Options{Level: 0.95})
		require.NoError(t, err)
		require.True(t, math.IsNaN(cross))
	}
	h, err := confidence.Entropy([]float64{7}, confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.Zero(t, h)
	h, err = confidence.CrossEntropy([]float64{1, 1}, []float64{1, 0}, confidence.Options{Level: 0.95, KnownBaseline: true})
	require.NoError(t, err)
	require.True(t, math.IsInf(h, 1))
	_, err = confidence.Entropy([]float64{math.NaN()}, confidence.Options{Level: 0.95})
	require.ErrorIs(t, err, confidence.ErrNotFinite)
}
