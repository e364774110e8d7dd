package scenario_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/lab/scenario"
)

var bounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

func TestBinsAreDifferencesOfTheDistributionFunction(t *testing.T) {
	mode := scenario.Mode{Weight: 3, Median: 0.12, Sigma: 0.7}
	reference := distuv.LogNormal{Mu: math.Log(mode.Median), Sigma: mode.Sigma}
	bins := mode.Bins(bounds)
	var low float64
	for i, bound := range bounds {
		require.InDelta(t, reference.CDF(bound)-low, bins[i], 1e-14)
		low = reference.CDF(bound)
	}
	require.InDelta(t, 1-low, bins[len(bounds)], 1e-14)
}

func TestBinsOfAMixtureWeighItsModes(t *testing.T) {
	fast, slow := scenario.Mode{Weight: 3, Median: 0.05, Sigma: 0.4}, scenario.Mode{Weight: 1, Median: 0.9, Sigma: 0.3}
	bins := scenario.Mixture{fast, slow}.Bins(bounds)
	require.InDelta(t, 1, floats.Sum(bins), 1e-14)
	for i := range bins {
		require.InDelta(t, 0.75*fast.Bins(bounds)[i]+0.25*slow.Bins(bounds)[i], bins[i], 1e-15)
	}
}

func TestFarTailsKeepTheirPrecision(t *testing.T) {
	mode := scenario.Mode{Weight: 1, Median: 1, Sigma: 0.1}
	bins := mode.Bins([]float64{0.5, 2, 2.1})
	// Above 2 and below 1/2 lies the same tail, by symmetry on the logarithmic axis.
	require.InEpsilon(t, bins[0], bins[2]+bins[3], 1e-12)
	require.Positive(t, bins[3])
	require.Less(t, bins[3], 1e-12)
}

func TestSumsAreExpectedValues(t *testing.T) {
	mode := scenario.Mode{Weight: 1, Median: 0.12, Sigma: 0.7}
	reference := distuv.LogNormal{Mu: math.Log(mode.Median), Sigma: mode.Sigma}
	sums := mode.Sums(bounds)
	require.InEpsilon(t, reference.Mean(), floats.Sum(sums), 1e-12)
	byIntegral := quad.Fixed(func(x float64) float64 { return x * reference.Prob(x) }, 0.1, 0.25, 200, nil, 0)
	require.InEpsilon(t, byIntegral, sums[5], 1e-9)
}

func TestEffectsKeepTheWeightAndTheirArgument(t *testing.T) {
	before := scenario.Mixture{{Weight: 3, Median: 0.05, Sigma: 0.4}, {Weight: 1, Median: 0.9, Sigma: 0.3}}
	for _, effect := range []scenario.ValueEffect{
		scenario.Stretch{Factor: 1.5}, scenario.Tail{Share: 0.1, Factor: 6}, scenario.Extra{Share: 0.25, Median: 2, Sigma: 0.2},
	} {
		t.Run(effect.String(), func(t *testing.T) {
			given := append(scenario.Mixture{}, before...)
			after := effect.On(given)
			require.Equal(t, before, given)
			require.InDelta(t, before.Weight(), after.Weight(), 1e-12)
			require.NotEqual(t, before.Bins(bounds), after.Bins(bounds))
		})
	}
}

func TestEffectsDoWhatTheySay(t *testing.T) {
	base := scenario.Mixture{{Weight: 2, Median: 0.1, Sigma: 0.4}}
	above := func(m scenario.Mixture, bound float64) float64 { return m.Bins([]float64{bound})[1] }
	require.InDelta(t, 0.5, above(scenario.Stretch{Factor: 3}.On(base), 0.3), 1e-12)
	slow := scenario.Tail{Share: 0.1, Factor: 100}.On(base)
	require.InDelta(t, 0.1, above(slow, 1), 1e-7)
	require.InDelta(t, 0.2, above(scenario.Extra{Share: 0.2, Median: 50, Sigma: 0.1}.On(base), 5), 1e-9)
}
