package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// Looks at doublings spend no more than what one look would, however many there are.
func TestLooks(t *testing.T) {
	looks := confidence.NewLooks(0.95, 100)
	require.False(t, looks.Due(99))
	require.True(t, looks.Due(100))
	spent := 0.0
	for k := 1; k <= 100_000; k++ {
		level := looks.Level()
		require.Equal(t, level, looks.LevelAfter(0))
		if k <= 3 {
			require.InDelta(t, []float64{0, 0.9696036449, 0.9924009112, 0.9966226272}[k], level, 1e-10)
		}
		spent += 1 - level
		looks.Take(100)
	}
	require.InDelta(t, 0.05, spent, 1e-6)
	require.LessOrEqual(t, spent, 0.05)
	require.Equal(t, 100_000, looks.Taken())

	looks = confidence.NewLooks(0.95, 100)
	looks.Take(730) // Many came at once.
	require.InDelta(t, 1460, looks.Next(), 0)
	require.False(t, looks.Due(1459))
	require.Equal(t, looks.LevelAfter(2), 1-0.05*6/(math.Pi*math.Pi)/16)
}

// Levels beyond those that a query can ask for are computed, not clipped: limits go on getting wider.
func TestLimitsOfHighLevels(t *testing.T) {
	current, baseline := []float64{300, 500, 200}, []float64{5000, 4000, 1000}
	rows := func(counts []float64) [][]float64 {
		all := make([][]float64, 12)
		for r := range all {
			for _, count := range counts {
				all[r] = append(all[r], count/12*(1+0.3*math.Sin(float64(3*r+len(all[r])))))
			}
		}
		return all
	}
	lower, upper := [2]float64{1, 1}, [2]float64{}
	for _, level := range []float64{0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999} {
		options := confidence.Options{Level: level, Ordered: true}
		plain, err := confidence.Estimate(confidence.JS, current, baseline, options)
		require.NoError(t, err)
		replicated, err := confidence.EstimateReplicated(confidence.JS, confidence.Replicates{Current: rows(current), Baseline: rows(baseline)}, options)
		require.NoError(t, err)
		require.True(t, replicated.Replicated)
		for i, v := range []confidence.Interval{plain, replicated} {
			require.Greater(t, v.Upper, upper[i], level)
			require.True(t, v.Lower < lower[i] || v.Lower == 0, level)
			lower[i], upper[i] = v.Lower, v.Upper
		}
	}
}
