package traffic

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

func TestPoissonFollowsItsDistribution(t *testing.T) {
	const draws = 200_000
	for _, mean := range []float64{0.02, 0.7, 3, 9.9, 10, 25, 300} {
		random := rand.New(rand.NewPCG(1, math.Float64bits(mean)))
		seen := map[uint64]float64{}
		for range draws {
			seen[poisson(random, mean)]++
		}
		reference := distuv.Poisson{Lambda: mean}
		var chi2, rest float64
		var bins int
		rest = draws
		for n, count := range seen {
			expected := draws * reference.Prob(float64(n))
			if expected < 10 {
				continue
			}
			chi2 += (count - expected) * (count - expected) / expected
			rest -= count
			bins++
		}
		require.Less(t, distuv.ChiSquared{K: float64(bins)}.CDF(chi2), 0.999, "mean %v", mean)
		require.Less(t, rest, 0.002*draws, "mean %v: values that should hardly occur", mean)
	}
	require.Zero(t, poisson(rand.New(rand.NewPCG(1, 1)), 0))
}

func TestNeighbouringMomentsAreUnrelated(t *testing.T) {
	var p Pod
	p.random = rand.New(&p.source)
	var before, product, square float64
	const draws = 100_000
	for moment := range int64(draws) {
		p.seed(saltCount, moment)
		x := p.random.Float64() - 0.5
		product += x * before
		square += x * x
		before = x
	}
	require.InDelta(t, 1.0/12, square/draws, 0.002)
	require.InDelta(t, 0, product/draws, 0.0015)
}
