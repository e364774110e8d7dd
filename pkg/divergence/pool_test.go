package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestPool(t *testing.T) {
	ordered := divergence.Smoothing{Kind: divergence.PoolSmoothing, Ordered: true}
	categories := divergence.Smoothing{Kind: divergence.PoolSmoothing}
	for _, c := range []struct {
		name                        string
		smoothing                   divergence.Smoothing
		p, q                        []float64
		groupOf                     []int
		wantP, wantQ                []float64
		movedCurrent, movedBaseline float64
	}{
		{
			"nothing to pool, five is enough", ordered,
			[]float64{9, 1, 90},
			[]float64{1, 9, 90},
			[]int{0, 1, 2},
			[]float64{9, 1, 90},
			[]float64{1, 9, 90},
			0, 0,
		},
		{
			"tails join their neighbours", ordered,
			[]float64{1, 2, 50, 40, 0, 6, 1},
			[]float64{0, 1, 59, 38, 2, 0, 0},
			[]int{0, 0, 0, 1, 1, 1, 1},
			[]float64{53, 47},
			[]float64{60, 40},
			0.1, 0.03,
		},
		{
			"rare neighbours are enough together", ordered,
			[]float64{3, 4, 43},
			[]float64{2, 3, 45},
			[]int{0, 0, 1},
			[]float64{7, 43},
			[]float64{5, 45},
			3.0 / 50, 2.0 / 50,
		},
		{
			"one group where nothing is enough", ordered,
			[]float64{1, 1, 1},
			[]float64{0, 1, 1},
			[]int{0, 0, 0},
			[]float64{3},
			[]float64{2},
			2.0 / 3, 0.5,
		},
		{
			"a large baseline does not count for the small sample", ordered,
			[]float64{10, 0, 10},
			[]float64{900, 100, 1000},
			[]int{0, 1, 1},
			[]float64{10, 10},
			[]float64{900, 1100},
			0, 0.05,
		},
		{
			"rare categories make the last group", categories,
			[]float64{2, 40, 4, 54},
			[]float64{2, 60, 4, 34},
			[]int{2, 0, 2, 1},
			[]float64{40, 54, 6},
			[]float64{60, 34, 6},
			0.02, 0.02,
		},
		{
			"a rare category joins the smallest", categories,
			[]float64{2, 44, 54},
			[]float64{2, 32, 66},
			[]int{0, 0, 1},
			[]float64{46, 54},
			[]float64{34, 66},
			0.02, 0.02,
		},
		{
			"categories none of which is enough", categories,
			[]float64{1, 1},
			[]float64{1, 0},
			[]int{0, 0},
			[]float64{2},
			[]float64{1},
			0.5, 0,
		},
		{
			"expected under a known baseline",
			divergence.Smoothing{Kind: divergence.PoolSmoothing, Amount: 10, Ordered: true, KnownBaseline: true},
			[]float64{90, 5, 5},
			[]float64{0.5, 0.125, 0.375},
			[]int{0, 1, 2},
			[]float64{90, 5, 5},
			[]float64{0.5, 0.125, 0.375},
			0, 0,
		},
		{
			"not expected under a known baseline, whatever was seen",
			divergence.Smoothing{Kind: divergence.PoolSmoothing, Amount: 10, KnownBaseline: true},
			[]float64{50, 20, 30},
			[]float64{15, 1, 4},
			[]int{0, 1, 1},
			[]float64{50, 50},
			[]float64{15, 5},
			0.2, 0.05,
		},
		{"one bin", ordered, []float64{1}, []float64{1}, []int{0}, []float64{1}, []float64{1}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := divergence.Smooth(c.p, c.q, c.smoothing)
			require.NoError(t, err)
			require.Equal(t, c.groupOf, got.GroupOf)
			require.InDeltaSlice(t, c.wantP, got.P, 1e-15)
			require.InDeltaSlice(t, c.wantQ, got.Q, 1e-15)
			require.InDelta(t, c.movedCurrent, got.MovedCurrent, 1e-15)
			require.InDelta(t, c.movedBaseline, got.MovedBaseline, 1e-15)
		})
	}
}

func TestPoolProperties(t *testing.T) {
	rng := newRand()
	for range 300 {
		p, q := randomPair(rng, 1+rng.IntN(60))
		s := divergence.Smoothing{
			Kind: divergence.PoolSmoothing, Amount: math.Exp(2 + 2*rng.NormFloat64()), Ordered: rng.IntN(2) == 0, KnownBaseline: rng.IntN(2) == 0,
		}
		pooled, err := divergence.Smooth(p, q, s)
		require.NoError(t, err)
		require.Len(t, pooled.GroupOf, len(p))
		sumP, sumQ := make([]float64, len(pooled.P)), make([]float64, len(pooled.Q))
		for i, g := range pooled.GroupOf {
			sumP[g] += p[i]
			sumQ[g] += q[i]
			if s.Ordered && i > 0 {
				require.Contains(t, []int{0, 1}, g-pooled.GroupOf[i-1], "neighbours")
			}
		}
		require.InEpsilonSlice(t, sumsOrOne(sumP), sumsOrOne(pooled.P), 1e-12)
		require.InEpsilonSlice(t, sumsOrOne(sumQ), sumsOrOne(pooled.Q), 1e-12)
		totalP, totalQ := sumOf(p), sumOf(q)
		for g := range pooled.P {
			expected := (pooled.P[g] + pooled.Q[g]) * min(totalP, totalQ) / (totalP + totalQ)
			if s.KnownBaseline {
				expected = pooled.Q[g] / totalQ * totalP
			}
			if len(pooled.P) > 1 {
				require.GreaterOrEqual(t, expected, s.Amount*(1-1e-12))
			}
		}
		for _, name := range []string{"KL", "JS", "Hellinger", "TotalVariation", "KolmogorovSmirnov"} {
			if s.Ordered || name != "KolmogorovSmirnov" {
				require.LessOrEqual(t, value(t, measures[name], pooled.P, pooled.Q), value(t, measures[name], p, q)*(1+1e-12)+1e-15, name)
			}
		}
		lost := value(t, divergence.TotalVariation, p, q) - value(t, divergence.TotalVariation, pooled.P, pooled.Q)
		require.LessOrEqual(t, lost, pooled.MovedCurrent+pooled.MovedBaseline+1e-12, "what was not joined is as far apart as it was")
		if !s.Ordered {
			moved := shuffled(rng, p, q)
			other, err := divergence.Smooth(moved[0], moved[1], s)
			require.NoError(t, err)
			requireNear(t, value(t, divergence.JS, pooled.P, pooled.Q), value(t, divergence.JS, other.P, other.Q), 1e-11)
			require.InDelta(t, pooled.MovedCurrent, other.MovedCurrent, 1e-12)
			require.InDelta(t, pooled.MovedBaseline, other.MovedBaseline, 1e-12)
		}
	}
}

// sumsOrOne adds 1, for InEpsilonSlice takes no 0.
func sumsOrOne(sums []float64) []float64 {
	out := make([]float64, len(sums))
	for i, v := range sums {
		out[i] = 1 + v
	}
	return out
}

func sumOf(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}
