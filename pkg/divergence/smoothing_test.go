package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestSmooth(t *testing.T) {
	for _, c := range []struct {
		name                        string
		smoothing                   divergence.Smoothing
		p, q                        []float64
		wantP, wantQ                []float64
		movedCurrent, movedBaseline float64
	}{
		{"none", divergence.Smoothing{}, []float64{0, 3}, []float64{1, 1}, []float64{0, 3}, []float64{1, 1}, 0, 0},
		{"none has no amount", divergence.Smoothing{Amount: -1}, []float64{0, 3}, []float64{1, 1}, []float64{0, 3}, []float64{1, 1}, 0, 0},
		{
			"epsilon by default",
			divergence.Smoothing{Kind: divergence.EpsilonSmoothing},
			[]float64{0, 3},
			[]float64{1, 1},
			[]float64{1e-4 / 1.0001, 1 / 1.0001},
			[]float64{0.5, 0.5},
			1e-4 / 1.0001, 0,
		},
		{
			"epsilon raises what is less, too",
			divergence.Smoothing{Kind: divergence.EpsilonSmoothing, Amount: 0.25},
			[]float64{1, 0, 9},
			[]float64{25, 25, 50},
			[]float64{0.25 / 1.4, 0.25 / 1.4, 0.9 / 1.4},
			[]float64{0.25, 0.25, 0.5},
			0.9 - 0.9/1.4, 0,
		},
		{
			"epsilon on a known baseline",
			divergence.Smoothing{Kind: divergence.EpsilonSmoothing, Amount: 0.25, KnownBaseline: true},
			[]float64{1, 1},
			[]float64{1, 0},
			[]float64{0.5, 0.5},
			[]float64{0.8, 0.2},
			0, 0.2,
		},
		{
			"laplace by default",
			divergence.Smoothing{Kind: divergence.LaplaceSmoothing},
			[]float64{0, 3},
			[]float64{10, 20},
			[]float64{1, 4},
			[]float64{11, 21},
			0.2, 11.0/32 - 10.0/30,
		},
		{
			"laplace of a quarter",
			divergence.Smoothing{Kind: divergence.LaplaceSmoothing, Amount: 0.25},
			[]float64{0, 1.5},
			[]float64{1, 1},
			[]float64{0.25, 1.75},
			[]float64{1.25, 1.25},
			0.125, 0,
		},
		{
			"jeffreys has its own amount",
			divergence.Smoothing{Kind: divergence.JeffreysSmoothing, Amount: 7},
			[]float64{0, 4},
			[]float64{1, 1},
			[]float64{0.5, 4.5},
			[]float64{1.5, 1.5},
			0.1, 0,
		},
		{
			"jeffreys with a known baseline",
			divergence.Smoothing{Kind: divergence.JeffreysSmoothing, KnownBaseline: true},
			[]float64{0, 4},
			[]float64{0.75, 0.25},
			[]float64{0.5, 4.5},
			[]float64{0.75, 0.25},
			0.1, 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, q := append([]float64(nil), c.p...), append([]float64(nil), c.q...)
			got, err := divergence.Smooth(p, q, c.smoothing)
			require.NoError(t, err)
			require.InDeltaSlice(t, c.wantP, got.P, 1e-15)
			require.InDeltaSlice(t, c.wantQ, got.Q, 1e-15)
			require.InDelta(t, c.movedCurrent, got.MovedCurrent, 1e-15)
			require.InDelta(t, c.movedBaseline, got.MovedBaseline, 1e-15)
			require.Nil(t, got.GroupOf)

			got.P[0], got.Q[0] = -1, -1
			require.Equal(t, c.p, p, "arguments are not changed, nor shared")
			require.Equal(t, c.q, q)
		})
	}
}

func TestSmoothRefuses(t *testing.T) {
	p := []float64{1, 2}
	for _, c := range []struct {
		smoothing divergence.Smoothing
		want      error
	}{
		{divergence.Smoothing{Kind: 5}, divergence.ErrUnknownSmoothing},
		{divergence.Smoothing{Kind: -1}, divergence.ErrUnknownSmoothing},
		{divergence.Smoothing{Kind: divergence.EpsilonSmoothing, Amount: 1}, divergence.ErrAmount},
		{divergence.Smoothing{Kind: divergence.EpsilonSmoothing, Amount: -1e-9}, divergence.ErrAmount},
		{divergence.Smoothing{Kind: divergence.LaplaceSmoothing, Amount: math.NaN()}, divergence.ErrAmount},
		{divergence.Smoothing{Kind: divergence.LaplaceSmoothing, Amount: math.MaxFloat64}, divergence.ErrNotFinite},
		{divergence.Smoothing{Kind: divergence.PoolSmoothing, Amount: math.Inf(1)}, divergence.ErrAmount},
	} {
		_, err := divergence.Smooth(p, p, c.smoothing)
		require.ErrorIs(t, err, c.want)
	}
}

func TestParseSmoothing(t *testing.T) {
	for name, want := range map[string]divergence.SmoothingKind{
		"none": divergence.NoSmoothing, "epsilon": divergence.EpsilonSmoothing, "laplace": divergence.LaplaceSmoothing,
		"jeffreys": divergence.JeffreysSmoothing, "pool": divergence.PoolSmoothing,
	} {
		kind, err := divergence.ParseSmoothing(name)
		require.NoError(t, err)
		require.Equal(t, want, kind)
		require.Equal(t, name, kind.String())
	}
	for _, name := range []string{"", "Laplace", "SmoothingKind(0)", "dirichlet"} {
		_, err := divergence.ParseSmoothing(name)
		require.ErrorIs(t, err, divergence.ErrUnknownSmoothing)
	}
	_, err := divergence.ParseSmoothing("dirichlet")
	require.ErrorContains(t, err, `"dirichlet": want one of [none epsilon laplace jeffreys pool]`)
	require.Equal(t, "SmoothingKind(9)", divergence.SmoothingKind(9).String())
}

// With pseudo-counts or raised shares all divergences are finite, and less of either brings them closer to the bare one.
func TestSmoothedDivergencesAreFinite(t *testing.T) {
	rng := newRand()
	for range 300 {
		p, q := randomPair(rng, 1+rng.IntN(60))
		for _, kind := range []divergence.SmoothingKind{divergence.EpsilonSmoothing, divergence.LaplaceSmoothing, divergence.JeffreysSmoothing} {
			s, err := divergence.Smooth(p, q, divergence.Smoothing{Kind: kind})
			require.NoError(t, err)
			require.False(t, math.IsInf(value(t, divergence.Jeffreys, s.P, s.Q), 1))
			requireNear(t, value(t, divergence.TotalVariation, p, s.P), s.MovedCurrent, 1e-12)
			requireNear(t, value(t, divergence.TotalVariation, q, s.Q), s.MovedBaseline, 1e-12)
		}
		s, err := divergence.Smooth(p, q, divergence.Smoothing{Kind: divergence.LaplaceSmoothing, Amount: 1e-12})
		require.NoError(t, err)
		requireNear(t, value(t, divergence.JS, p, q), value(t, divergence.JS, s.P, s.Q), 1e-8)
	}
}

// feature-engine and Evidently replace empty shares by 0.0001 and don't normalise again: theirs is
//
//	Σ (p' − q') ln(p'/q') = a KL(P‖Q) + b KL(Q‖P) + (a − b) ln(a/b),
//
// with a and b the totals of p' and q', and P and Q the shares normalised again, as Smooth has them.
func TestEpsilonIsThePSIOfOthers(t *testing.T) {
	for _, c := range []struct {
		source            string
		baseline, current []float64
		psi               float64
	}{
		// tests/test_selection/test_drop_high_psi_features.py of feature-engine: expected_psi, whose bins are these.
		{"feature-engine, test_fit_attributes, drift_1", []float64{50, 50, 50, 50, 50, 50, 50, 50, 50, 50}, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 500}, 8.283089355027482},
		{"feature-engine, test_calculation_no_split_columns, A", []float64{2, 1, 2, 1, 2, 1, 1, 2, 1, 2}, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 15}, 7.745116608833365},
		{"feature-engine, test_calculation_no_split_columns, B", []float64{3, 3, 3, 2, 2, 2}, []float64{2, 2, 2, 3, 3, 3}, 0.1621860432432658},
		{"feature-engine, drift_cat_1", []float64{500, 0}, []float64{0, 500}, 18.41883867587797},
		// Computed with Evidently 0.7.23: psi of categories that occur as often as this.
		{"Evidently, new category", []float64{50, 30, 20, 0}, []float64{30, 30, 35, 5}, 0.49621643705477886},
		{"Evidently, new category in few", []float64{160, 610, 1490, 0}, []float64{12, 48, 130, 10}, 0.31554052991481296},
		{"Evidently, vanished category", []float64{500, 300, 120, 60, 20}, []float64{450, 340, 130, 0, 80}, 0.4774287265924275},
	} {
		t.Run(c.source, func(t *testing.T) {
			s, err := divergence.Smooth(c.current, c.baseline, divergence.Smoothing{Kind: divergence.EpsilonSmoothing})
			require.NoError(t, err)
			a, b := 1+1e-4*empty(c.current), 1+1e-4*empty(c.baseline)
			kl, reversed := value(t, divergence.KL, s.P, s.Q), value(t, divergence.KL, s.Q, s.P)
			requireClose(t, c.psi, a*kl+b*reversed+(a-b)*math.Log(a/b), 1e-12)
			requireClose(t, c.psi, value(t, divergence.Jeffreys, s.P, s.Q), 1e-4*float64(len(s.P)))
		})
	}
}

func empty(counts []float64) (bins float64) {
	for _, c := range counts {
		if c == 0 {
			bins++
		}
	}
	return bins
}

// Computed with Evidently 0.7.23: kl_div of the reference from the current data. It normalises, so that it is ours.
func TestEpsilonIsTheKLOfEvidently(t *testing.T) {
	for _, c := range []struct {
		reference, current []float64
		kl                 float64
	}{
		{[]float64{50, 30, 20, 0}, []float64{30, 30, 35, 5}, 0.14275391309492583},
		{[]float64{30, 30, 35, 5}, []float64{50, 30, 20, 0}, 0.3534482385690436},
		{[]float64{500, 300, 120, 60, 20}, []float64{450, 340, 130, 0, 80}, 0.36171607711279113},
	} {
		s, err := divergence.Smooth(c.reference, c.current, divergence.Smoothing{Kind: divergence.EpsilonSmoothing})
		require.NoError(t, err)
		requireClose(t, c.kl, value(t, divergence.KL, s.P, s.Q), 1e-12)
	}
}

// The shares are those of the worked example of add-1 smoothing on gvsu-cis635.github.io/samples/kl-divergence.html, the
// divergences what entropy(x + α, y + α) of scipy 1.17.1 returns.
func TestPseudoCountsOfOthers(t *testing.T) {
	laplace, jeffreys := divergence.Smoothing{Kind: divergence.LaplaceSmoothing}, divergence.Smoothing{Kind: divergence.JeffreysSmoothing}
	two := divergence.Smoothing{Kind: divergence.LaplaceSmoothing, Amount: 2}
	abcde, other := []float64{2, 0, 1, 1, 0}, []float64{2, 1, 0, 0, 2}
	x, y := []float64{4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1}, []float64{2, 3, 7, 1, 4, 3, 0, 2, 0, 1, 5}
	for _, c := range []struct {
		smoothing divergence.Smoothing
		p, q      []float64
		kl        float64
	}{
		{laplace, abcde, other, 0.21434154377024023},
		{jeffreys, abcde, other, 0.4418411152488617},
		{jeffreys, x, y, 0.29321773710441706},
		{laplace, x, y, 0.18931716059908973},
		{two, x, y, 0.10349539216175463},
	} {
		s, err := divergence.Smooth(c.p, c.q, c.smoothing)
		require.NoError(t, err)
		requireClose(t, c.kl, value(t, divergence.KL, s.P, s.Q), 1e-12)
	}
	s, err := divergence.Smooth(abcde, other, laplace)
	require.NoError(t, err)
	require.InDeltaSlice(t, []float64{1.0 / 3, 1.0 / 9, 2.0 / 9, 2.0 / 9, 1.0 / 9}, normalized(s.P), 1e-15)
	require.InDeltaSlice(t, []float64{0.3, 0.2, 0.1, 0.1, 0.3}, normalized(s.Q), 1e-15)
}
