package divergence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

// randomPair returns two distributions on the same bins, one in two of them sparse, and some of them close.
func randomPair(rng *rand.Rand, bins int) (p, q []float64) {
	if rng.IntN(2) == 0 {
		p, q = randomCounts(rng, bins), randomCounts(rng, bins)
	} else {
		p, q = randomSparse(rng, bins), randomSparse(rng, bins)
	}
	if rng.IntN(3) == 0 {
		for i := range q {
			q[i] = p[i] * (1 + 0.01*rng.Float64())
		}
	}
	return p, q
}

func TestIdentities(t *testing.T) {
	rng := newRand()
	for range 2000 {
		p, q := randomPair(rng, 1+rng.IntN(60))
		kl, reversed := value(t, divergence.KL, p, q), value(t, divergence.KL, q, p)
		js, tv := value(t, divergence.JS, p, q), value(t, divergence.TotalVariation, p, q)
		h2, h := value(t, divergence.Hellinger2, p, q), value(t, divergence.Hellinger, p, q)
		ks, w1 := value(t, divergence.KolmogorovSmirnov, p, q), value(t, stepwise, p, q)

		if math.IsInf(kl, 1) {
			require.Equal(t, kl, value(t, divergence.CrossEntropy, p, q))
		} else {
			difference := value(t, divergence.CrossEntropy, p, q) - entropy(t, p)
			require.InDelta(t, kl, difference, 1e-13*(1+entropy(t, p)), "H(P, Q) − H(P) = KL")
		}
		requireClose(t, kl+reversed, value(t, divergence.Jeffreys, p, q), 1e-11)
		requireClose(t, entropy(t, p), value(t, divergence.CrossEntropy, p, p), 1e-13)

		atMost := func(least, most float64) { // But for rounding.
			t.Helper()
			require.LessOrEqual(t, least, most*(1+1e-12)+1e-14)
		}
		atMost(tv*tv, kl/2) // Pinsker.
		atMost(h2, tv)
		atMost(tv, math.Sqrt2*h)
		atMost(js, math.Ln2*tv)
		atMost(ks, tv)
		atMost(w1, float64(len(p)-1)*tv)
		require.LessOrEqual(t, js, math.Ln2)
		require.LessOrEqual(t, entropy(t, p), math.Log(float64(len(p))))
		for _, bounded := range []float64{tv, h2, h, ks} {
			require.LessOrEqual(t, bounded, 1.0)
		}
	}
}

func TestSymmetry(t *testing.T) {
	rng := newRand()
	for range 1000 {
		p, q := randomPair(rng, 1+rng.IntN(60))
		for _, name := range []string{"Jeffreys", "JS", "JSDistance", "TotalVariation", "Hellinger", "Hellinger2", "KolmogorovSmirnov", "Wasserstein"} {
			require.Equal(t, value(t, measures[name], p, q), value(t, measures[name], q, p), name)
		}
		requireClose(t, value(t, divergence.G, p, q), value(t, divergence.G, q, p), 1e-11)
		for name, measure := range measures {
			if name != "CrossEntropy" {
				require.Zero(t, value(t, measure, p, p), name)
			}
		}
	}
}

func TestTriangleInequality(t *testing.T) {
	rng := newRand()
	for range 2000 {
		p, q := randomPair(rng, 2+rng.IntN(20))
		between := randomSparse(rng, len(p))
		if rng.IntN(2) == 0 {
			for i := range between {
				between[i] = p[i] + q[i]
			}
		}
		for _, name := range []string{"JSDistance", "TotalVariation", "Hellinger", "KolmogorovSmirnov", "Wasserstein"} {
			measure := measures[name]
			way := value(t, measure, p, between) + value(t, measure, between, q)
			require.LessOrEqual(t, value(t, measure, p, q), way*(1+1e-12), name)
		}
	}
}

func TestInvariance(t *testing.T) {
	rng := newRand()
	for range 500 {
		p, q := randomPair(rng, 2+rng.IntN(60))
		moved := shuffled(rng, p, q)
		factor := math.Exp(20 * rng.NormFloat64())
		for name, measure := range measures {
			want := value(t, measure, p, q)
			switch name {
			case "KolmogorovSmirnov", "Wasserstein":
			default:
				requireClose(t, want, value(t, measure, moved[0], moved[1]), 1e-12)
			}
			switch name {
			case "G":
				requireNear(t, factor*want, value(t, measure, scaled(p, factor), scaled(q, factor)), 1e-8)
			case "GKnown":
				requireNear(t, factor*want, value(t, measure, scaled(p, factor), q), 1e-8)
			default:
				requireNear(t, want, value(t, measure, scaled(p, factor), q), 1e-10)
				requireNear(t, want, value(t, measure, p, scaled(q, factor)), 1e-10)
			}
		}
		requireNear(t, entropy(t, p), entropy(t, scaled(moved[0], factor)), 1e-12)
	}
}

// Joining bins never raises an f-divergence, nor G, which is one of the table.
func TestMergingNeverRaisesAnFDivergence(t *testing.T) {
	rng := newRand()
	for range 1000 {
		p, q := randomPair(rng, 2+rng.IntN(60))
		bin := rng.IntN(len(p) - 1)
		for _, name := range []string{"KL", "Jeffreys", "JS", "JSDistance", "TotalVariation", "Hellinger", "Hellinger2", "G", "GKnown", "KolmogorovSmirnov"} {
			measure := measures[name]
			require.LessOrEqual(t, value(t, measure, merged(p, bin), merged(q, bin)), value(t, measure, p, q)*(1+1e-12)+1e-15, name)
		}
	}
}

// Moving and stretching the positions moves nothing and stretches the distance.
func TestWassersteinFollowsThePositions(t *testing.T) {
	rng := newRand()
	for range 500 {
		p, q := randomPair(rng, 1+rng.IntN(60))
		positions := randomPositions(rng, len(p))
		w1, err := divergence.Wasserstein(p, q, positions)
		require.NoError(t, err)
		length := positions[len(p)-1] - positions[0]
		require.LessOrEqual(t, w1, length*value(t, divergence.TotalVariation, p, q)*(1+1e-12))
		other := make([]float64, len(p))
		for i, x := range positions {
			other[i] = 3*x - 7
		}
		stretched, err := divergence.Wasserstein(p, q, other)
		require.NoError(t, err)
		requireNear(t, 3*w1, stretched, 1e-10)
	}
}

// requireNear is requireClose for values that lose digits where P and Q are close: it allows 1e-14 more.
func requireNear(t *testing.T, want, got, relative float64) {
	t.Helper()
	if math.IsInf(want, 0) {
		require.Equal(t, want, got)
		return
	}
	require.LessOrEqual(t, math.Abs(got-want), relative*math.Abs(want)+1e-14*max(1, math.Abs(want)), "want %v, got %v", want, got)
}
