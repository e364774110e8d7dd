package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/pkg/divergence"
)

// The literals are what scipy 1.17.1 returns: entropy(p, q), entropy(q, p) and jensenshannon(p, q)**2.
var scipyCases = []struct {
	name            string
	p, q            []float64
	kl, reverse, js float64
}{
	{
		name: "latency", p: []float64{12, 48, 130, 290, 310, 140, 52, 14, 3, 1}, q: []float64{160, 610, 1490, 2900, 2700, 1350, 560, 170, 52, 8},
		kl: 0.007229257859519718, reverse: 0.007470525120555586, js: 0.0018332357525650688,
	},
	{
		name: "categories", p: []float64{500, 300, 120, 60, 20}, q: []float64{450, 340, 130, 55, 25},
		kl: 0.006284001614980506, reverse: 0.00634175160432561, js: 0.0015771740840067852,
	},
	{
		name: "proportions", p: []float64{.1, .2, .3, .4}, q: []float64{.25, .25, .25, .25},
		kl: 0.10644013528622315, reverse: 0.12177727428716865, js: 0.02786561345727673,
	},
	{
		name: "bin that is empty in p", p: []float64{0, 5, 10, 85}, q: []float64{5, 10, 20, 65},
		kl: 0.12405231152148558, reverse: math.Inf(1), js: 0.03675766884588714,
	},
	{
		name: "counts of 1e15", p: []float64{1e15, 2e15, 3e15}, q: []float64{2e15, 2e15, 2e15},
		kl: 0.08720802396075801, reverse: 0.09589402415059362, js: 0.02254805037907017,
	},
	{
		name: "fractional counts", p: []float64{0.5, 1.25, 7.75}, q: []float64{2.5, 0.125, 3.375},
		kl: 0.4368959003680246, reverse: 0.6145560823281773, js: 0.11441369107072351,
	},
	{
		name: "many magnitudes", p: []float64{1e-12, 1, 1e6}, q: []float64{1e6, 1, 1e-6},
		kl: 27.630993484936063, reverse: 41.44649022733251, js: 0.6931464873991423,
	},
}

func TestAgreesWithScipy(t *testing.T) {
	for _, c := range scipyCases {
		t.Run(c.name, func(t *testing.T) {
			requireClose(t, c.kl, value(t, divergence.KL, c.p, c.q), 1e-12)
			requireClose(t, c.reverse, value(t, divergence.KL, c.q, c.p), 1e-12)
			requireClose(t, c.js, value(t, divergence.JS, c.p, c.q), 1e-12)
		})
	}
}

func TestAgreesWithGonum(t *testing.T) {
	rng := newRand()
	for range 2000 {
		p := randomCounts(rng, 2+rng.IntN(160))
		q := randomCounts(rng, len(p))
		a, b := normalized(p), normalized(q)
		requireClose(t, stat.KullbackLeibler(a, b), value(t, divergence.KL, p, q), 1e-12)
		requireClose(t, stat.JensenShannon(a, b), value(t, divergence.JS, p, q), 1e-12)
	}
}

// A change of one part in 1e9 is a divergence of 3e-19, far below the rounding error of the sum Σ p ln(p/q), for which
// scipy gives 5.6e-17 one way, −5.5e-17 the other way and NaN for the Jensen–Shannon distance. The literals were
// computed with 50 digits.
func TestSmallChangesKeepTheirDigits(t *testing.T) {
	p, q := []float64{1e9 + 1, 1e9 - 1, 1e9}, []float64{1e9, 1e9, 1e9}
	requireClose(t, 3.3333333333333333339e-19, value(t, divergence.KL, p, q), 1e-6)
	requireClose(t, 3.333333333333333335e-19, value(t, divergence.KL, q, p), 1e-6)
	requireClose(t, 8.3333333333333333358e-20, value(t, divergence.JS, p, q), 1e-6)
}

func TestClosedForms(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name            string
		p, q            []float64
		kl, reverse, js float64
	}{
		{"one bin", []float64{7}, []float64{3}, 0, 0, 0},
		{"proportional counts", []float64{1, 2, 3}, []float64{10, 20, 30}, 0, 0, 0},
		{"nothing in common", []float64{1, 0}, []float64{0, 9}, inf, inf, math.Ln2},
		{"all mass in one bin", []float64{4, 0}, []float64{1, 1}, math.Ln2, inf, 0.5*math.Log(4.0/3) + 0.25*math.Log(2.0/3) + 0.25*math.Ln2},
		{"bins empty on both sides", []float64{0, 3, 1, 0}, []float64{0, 1, 3, 0}, 0.5 * math.Log(3), 0.5 * math.Log(3), 0.75*math.Log(1.5) + 0.25*math.Log(0.5)},
		{"smallest float", []float64{5e-324, 1}, []float64{1, 5e-324}, -math.Log(5e-324), -math.Log(5e-324), math.Ln2},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			requireClose(t, c.kl, value(t, divergence.KL, c.p, c.q), 1e-14)
			requireClose(t, c.reverse, value(t, divergence.KL, c.q, c.p), 1e-14)
			requireClose(t, c.js, value(t, divergence.JS, c.p, c.q), 1e-14)
		})
	}
}

func TestProperties(t *testing.T) {
	rng := newRand()
	for range 2000 {
		p := randomCounts(rng, 2+rng.IntN(60))
		q := randomCounts(rng, len(p))
		if rng.IntN(2) == 0 {
			p[rng.IntN(len(p))] = 0
		}
		kl, js := value(t, divergence.KL, p, q), value(t, divergence.JS, p, q)
		require.GreaterOrEqual(t, kl, 0.0)
		require.Zero(t, value(t, divergence.KL, p, p))
		require.Zero(t, value(t, divergence.JS, p, p))
		require.GreaterOrEqual(t, js, 0.0)
		require.LessOrEqual(t, js, math.Ln2)
		require.Equal(t, js, value(t, divergence.JS, q, p), "symmetric")

		half := normalized(p)
		for i, v := range normalized(q) {
			half[i] = 0.5 * (half[i] + v)
		}
		requireClose(t, js, 0.5*value(t, divergence.KL, p, half)+0.5*value(t, divergence.KL, q, half), 1e-12)

		factor := math.Exp(20 * rng.NormFloat64())
		requireClose(t, kl, value(t, divergence.KL, scaled(p, factor), q), 1e-12)
		requireClose(t, js, value(t, divergence.JS, p, scaled(q, factor)), 1e-12)

		bin := rng.IntN(len(p) - 1)
		require.LessOrEqual(t, value(t, divergence.KL, merged(p, bin), merged(q, bin)), kl*(1+1e-12)+1e-16)
		require.LessOrEqual(t, value(t, divergence.JS, merged(p, bin), merged(q, bin)), js*(1+1e-12)+1e-16)
	}
}

func TestArgumentsAreNotChanged(t *testing.T) {
	p, q := []float64{3, 1}, []float64{1, 1}
	value(t, divergence.KL, p, q)
	value(t, divergence.JS, p, q)
	_, err := divergence.Contributions(p, q)
	require.NoError(t, err)
	require.Equal(t, []float64{3, 1}, p)
	require.Equal(t, []float64{1, 1}, q)
}
