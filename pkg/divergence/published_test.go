package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

// Numbers that other projects print in their documentation.
func TestPublishedNumbers(t *testing.T) {
	reverseKL := func(p, q []float64) (float64, error) { return divergence.KL(q, p) }
	jsBase2 := func(p, q []float64) (float64, error) {
		js, err := divergence.JSDistance(p, q)
		return js / math.Sqrt(math.Ln2), err
	}
	at := func(positions ...float64) pair {
		return func(p, q []float64) (float64, error) { return divergence.Wasserstein(p, q, positions) }
	}
	for _, c := range []struct {
		source   string
		measure  pair
		p, q     []float64
		want     float64
		relative float64
	}{
		{"scipy.stats.entropy, example", divergence.KL, []float64{1. / 2, 1. / 2}, []float64{9. / 10, 1. / 10}, 0.5108256237659907, 1e-12},
		{"scipy.spatial.distance.jensenshannon, first example, base 2", jsBase2, []float64{1, 0, 0}, []float64{0, 1, 0}, 1, 1e-12},
		{"scipy.spatial.distance.jensenshannon, second example", divergence.JSDistance, []float64{1, 0}, []float64{.5, .5}, 0.46450140402245893, 1e-12},
		{"scipy.stats.wasserstein_distance, first example", at(0, 1, 3, 5, 6, 8), []float64{1, 1, 1, 0, 0, 0}, []float64{0, 0, 0, 1, 1, 1}, 5, 1e-12},
		{"scipy.stats.wasserstein_distance, second example", at(0, 1), []float64{3, 1}, []float64{2, 2}, 0.25, 1e-12},
		{
			"scipy.stats.wasserstein_distance, third example", at(1.4, 3.4, 3.9, 4.5, 7.5, 7.8),
			[]float64{0, 1.4, 0.9, 0, 3.1, 7.2},
			[]float64{3.5, 0, 0, 3.2, 0, 0},
			4.0781331438047861, 1e-12,
		},
		{`scipy.stats.chi2_contingency, example with lambda_="log-likelihood"`, divergence.G, []float64{10, 10, 20}, []float64{20, 20, 20}, 2.7688587616781319, 1e-12},
		{"Wikipedia, Kullback–Leibler divergence, basic example", divergence.KL, []float64{9, 12, 4}, []float64{1, 1, 1}, 0.0852996, 1e-5},
		{"Wikipedia, the same reversed", reverseKL, []float64{9, 12, 4}, []float64{1, 1, 1}, 0.097455, 1e-5},
		{"D, std.numeric.kullbackLeiblerDivergence, example, bits", divergence.KL, []float64{.25, .25, .25, .25}, []float64{.2, .2, .2, .4}, divergence.Bits.ToNats(0.0719281), 1e-5},
		{"D, the same reversed", reverseKL, []float64{.25, .25, .25, .25}, []float64{.2, .2, .2, .4}, divergence.Bits.ToNats(0.0780719), 1e-5},
		{"Evidently, tests/stattests/test_stattests.py, test_freq_obs_eq_freq_exp", divergence.Hellinger, []float64{16, 18, 16, 14, 12, 12}, []float64{16, 16, 16, 16, 16, 8}, 0.06812, 1.4e-4},
	} {
		t.Run(c.source, func(t *testing.T) { requireClose(t, c.want, value(t, c.measure, c.p, c.q), c.relative) })
	}
}

// What scipy 1.17.1 returns: entropy(x), wasserstein_distance(positions, positions, x, y), chi2_contingency([x, y],
// correction=False, lambda_="log-likelihood") and power_divergence(x, shares·Σx, lambda_="log-likelihood").
func TestMeasuresAgreeWithScipy(t *testing.T) {
	x, y := scipyCases[0].p, scipyCases[0].q
	requireClose(t, 1.6991991402068218, entropy(t, x), 1e-12)
	requireClose(t, 0.0428163024158447, value(t, divergence.JSDistance, x, y), 1e-12)
	requireClose(t, 0.11320000000000004, value(t, stepwise, x, y), 1e-12)
	seconds, err := divergence.Wasserstein(x, y, []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5})
	require.NoError(t, err)
	requireClose(t, 0.011824999999999954, seconds, 1e-12)
	requireClose(t, 13.174506759132681, value(t, divergence.G, x, y), 1e-12)
	shares := []float64{.02, .06, .15, .29, .27, .13, .05, .02, .007, .003}
	requireClose(t, 22.326670816023118, value(t, divergence.GKnown, x, shares), 1e-12)
}
