package scenario_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"

	"github.com/histodrift/histodrift/lab/scenario"
)

func TestNegativeModesAreMirrored(t *testing.T) {
	positive := scenario.Mode{Weight: 1, Median: 3, Sigma: 0.6}
	negative := positive
	negative.Negative = true
	above, below := positive.Bins([]float64{-2, 0, 1, 2, 5}), negative.Bins([]float64{-5, -2, -1, 0, 2})
	for i := range above {
		require.InDelta(t, above[i], below[len(below)-1-i], 1e-15)
	}
	require.InEpsilon(t, -floats.Sum(positive.Sums(bounds)), floats.Sum(negative.Sums([]float64{-5, -2, -1})), 1e-12)
}

func TestPointsAtZeroLieInTheBinOfZero(t *testing.T) {
	zero := scenario.Mode{Weight: 1}
	require.Equal(t, []float64{0, 1, 0}, zero.Bins([]float64{-1, 1}))
	require.Equal(t, []float64{1, 0}, zero.Bins([]float64{0}), "a bound belongs to the bin below it")
	require.Equal(t, []float64{0, 0, 0}, zero.Sums([]float64{-1, 1}))
	require.Equal(t, scenario.Mixture{zero}, scenario.Stretch{Factor: 3}.On(scenario.Mixture{zero}))
}

func TestReachLeavesHardlyAnythingOutside(t *testing.T) {
	m := scenario.Mixture{{Weight: 1}, {Weight: 2, Median: 5, Sigma: 0.4}, {Weight: 1, Median: 80, Sigma: 0.9, Negative: true}}
	positive, negative := m.Reach()
	for _, share := range []float64{
		m.Bins([]float64{positive.High})[1], m.Bins([]float64{-negative.High})[0],
		m.Bins([]float64{0, positive.Low})[1], m.Bins([]float64{-negative.Low, -1e-300})[1],
	} {
		require.InDelta(t, 0, share, 1e-12)
	}
	require.False(t, positive.Empty())
	only, none := scenario.Mixture{{Weight: 1, Median: 5, Sigma: 0.4}}.Reach()
	require.True(t, none.Empty())
	require.Equal(t, only, only.Join(none))
	require.Equal(t, only, none.Join(only))
}

func TestReachHoldsUnderEveryCombinationOfChanges(t *testing.T) {
	m := scenario.Recommendation().Metrics[1]
	business := m.Groups[1]
	_, before := business.Values.Reach()
	_, always := m.Reach(business)
	require.Greater(t, always.High, 1000.0)
	require.GreaterOrEqual(t, always.High, before.High)
	require.LessOrEqual(t, always.Low, before.Low)
}

func TestExponentialBucketsHoldTheirValues(t *testing.T) {
	for schema := -4; schema <= 8; schema++ {
		for _, value := range []float64{1e-6, 0.5, 1, 1.1, 2, 7, 1e9} {
			index := scenario.ExponentialIndex(schema, value)
			require.LessOrEqual(t, value, scenario.ExponentialBound(schema, index))
			require.Greater(t, value, scenario.ExponentialBound(schema, index-1))
		}
		// A coarser schema's bounds are every second one of the next finer schema, to the last bit.
		for index := -20; index < 20; index++ {
			require.Equal(t, scenario.ExponentialBound(schema, index), scenario.ExponentialBound(schema+1, 2*index))
		}
	}
	require.InEpsilon(t, math.Sqrt2, scenario.ExponentialBound(1, 1), 1e-15)
}
