package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func TestInputErrors(t *testing.T) {
	good, opt := []float64{10, 20}, confidence.Options{Level: 0.95}
	tests := []struct {
		name string
		kind confidence.Kind
		x, y []float64
		opt  confidence.Options
		want error
		text string
	}{
		{"kind", 5, good, good, opt, confidence.ErrUnknownKind, "Kind(5)"},
		{"negative kind", -1, good, good, opt, confidence.ErrUnknownKind, "Kind(-1)"},
		{"lengths", confidence.KL, good, []float64{1}, opt, confidence.ErrLengthMismatch, "2 and 1"},
		{"no level", confidence.KL, good, good, confidence.Options{}, confidence.ErrLevel, "0"},
		{"level 1", confidence.KL, good, good, confidence.Options{Level: 1}, confidence.ErrLevel, "1"},
		{"level NaN", confidence.KL, good, good, confidence.Options{Level: math.NaN()}, confidence.ErrLevel, "NaN"},
		{"NaN", confidence.JS, []float64{1, math.NaN()}, good, opt, confidence.ErrNotFinite, "current, bin 1"},
		{"infinite", confidence.JS, good, []float64{math.Inf(1), 1}, opt, confidence.ErrNotFinite, "baseline, bin 0"},
		{"minus infinite", confidence.JS, good, []float64{math.Inf(-1), 1}, opt, confidence.ErrNotFinite, "baseline, bin 0"},
		{"reverse: the sides keep their names", confidence.KLReverse, good, []float64{1, math.NaN()}, opt, confidence.ErrNotFinite, "baseline, bin 1"},
		{"infinite weight", confidence.JS, good, []float64{math.Inf(1), 1}, confidence.Options{Level: 0.9, KnownBaseline: true}, confidence.ErrNotFinite, "baseline, bin 0"},
		{"too large", confidence.KL, []float64{1e101, 1}, good, opt, confidence.ErrTooLarge, "current"},
		{"weights too large", confidence.KL, good, []float64{math.MaxFloat64, math.MaxFloat64}, confidence.Options{Level: 0.9, KnownBaseline: true}, confidence.ErrTooLarge, "baseline"},
		{"design effect", confidence.KL, good, good, confidence.Options{Level: 0.9, DesignEffectCurrent: 0.5}, confidence.ErrDesignEffect, "0.5"},
		{"design effect NaN", confidence.KL, good, good, confidence.Options{Level: 0.9, DesignEffectBaseline: math.NaN()}, confidence.ErrDesignEffect, "NaN"},
		{"heterogeneity", confidence.KL, good, good, confidence.Options{Level: 0.9, Heterogeneity: 0.5}, confidence.ErrHeterogeneity, "0.5"},
		{"design effect infinite", confidence.KL, good, good, confidence.Options{Level: 0.9, DesignEffectBaseline: math.Inf(1)}, confidence.ErrDesignEffect, "Inf"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := confidence.Estimate(c.kind, c.x, c.y, c.opt)
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.text)
			_, err = confidence.NoiseFloor(c.kind, c.x, c.y, c.opt)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestInsufficientSamples(t *testing.T) {
	tests := []struct {
		name string
		x, y []float64
		opt  confidence.Options
	}{
		{"no bins", nil, nil, confidence.Options{}},
		{"one bin", []float64{100}, []float64{100}, confidence.Options{}},
		{"empty current", []float64{0, 0}, []float64{10, 10}, confidence.Options{}},
		{"empty baseline", []float64{10, 10}, []float64{0, 0}, confidence.Options{}},
		{"negative counts are none", []float64{10, 10}, []float64{-5, -5}, confidence.Options{}},
		{"less than one effective event", []float64{5, 4}, []float64{50, 40}, confidence.Options{DesignEffectCurrent: 10}},
		{"less than one event in the baseline", []float64{5, 4}, []float64{0.5, 0.4}, confidence.Options{}},
		{"known baseline without mass", []float64{5, 4}, []float64{0, -1}, confidence.Options{KnownBaseline: true}},
		{"empty current, known baseline", []float64{0, 0}, []float64{1, 1}, confidence.Options{KnownBaseline: true}},
	}
	suprema := map[confidence.Kind]float64{
		confidence.KL: math.Inf(1), confidence.KLReverse: math.Inf(1), confidence.Jeffreys: math.Inf(1), confidence.JS: math.Ln2, confidence.Hellinger2: 1,
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range kinds {
				c.opt.Level = 0.95
				v := estimate(t, kind, c.x, c.y, c.opt)
				require.True(t, v.Insufficient)
				require.True(t, math.IsNaN(v.Estimate))
				require.Zero(t, v.Lower)
				require.Equal(t, suprema[kind], v.Upper)
				require.Equal(t, len(c.x), v.Bins)
				floor, err := confidence.NoiseFloor(kind, c.x, c.y, c.opt)
				require.NoError(t, err)
				require.True(t, math.IsNaN(floor))
			}
		})
	}
}

// Samples that only just suffice, or are far from what the approximations were made for, still get finite estimates.
func TestExtremeSamples(t *testing.T) {
	tests := []struct {
		name string
		x, y []float64
	}{
		{"one event each, the same bin", []float64{1, 0}, []float64{1, 0}},
		{"one event each, different bins", []float64{1, 0}, []float64{0, 1}},
		{"all mass in one bin", []float64{0, 1000, 0}, []float64{0, 5000, 0}},
		{"all mass in different bins", []float64{1000, 0, 0}, []float64{0, 0, 5000}},
		{"counts of 1e15", []float64{1e15, 2e15, 3e15}, []float64{1.1e15, 2e15, 2.9e15}},
		{"counts of 1e15, no change", []float64{1e15, 2e15, 3e15}, []float64{1e15, 2e15, 3e15}},
		{"counts of 1e99", []float64{1e99, 2e99}, []float64{1e99, 1e99}},
		{"large and small sample", []float64{1, 1}, []float64{1e15, 1}},
		{"fractional counts", []float64{0.2, 0.7, 3.4}, []float64{0.9, 1.1, 0.05}},
		{"residues of rounding", []float64{1e-12, 30, 5e-324}, []float64{20, 1e-17, 10}},
		{"empty bins", []float64{0, 0, 5, 0}, []float64{0, 0, 0, 7}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range kinds {
				for _, ordered := range []bool{true, false} {
					v := estimate(t, kind, c.x, c.y, confidence.Options{Ordered: ordered})
					require.False(t, math.IsNaN(v.Estimate) || math.IsInf(v.Estimate, 0))
					require.GreaterOrEqual(t, v.Lower, 0.0)
					require.LessOrEqual(t, v.Lower, max(v.Estimate, 0))
					require.LessOrEqual(t, v.Estimate, v.Upper)
					require.GreaterOrEqual(t, v.UpperMerged, 0.0)
					require.GreaterOrEqual(t, v.Allowance, 0.0)
				}
			}
		})
	}
}

func TestResidueOfRoundingIsNoEvent(t *testing.T) {
	want := estimate(t, confidence.KL, []float64{30, 40, 0}, []float64{35, 25, 10}, confidence.Options{Ordered: true})
	got := estimate(t, confidence.KL, []float64{30, 40, 1e-12}, []float64{35, 25, 10}, confidence.Options{Ordered: true})
	require.Equal(t, want, got)
}

func TestNegativeCountsAreNone(t *testing.T) {
	want := estimate(t, confidence.JS, []float64{30, 40, 0}, []float64{35, 25, 10}, confidence.Options{Ordered: true})
	got := estimate(t, confidence.JS, []float64{30, 40, -3}, []float64{35, 25, 10}, confidence.Options{Ordered: true})
	require.Equal(t, want, got)
}

// A bin with current counts that the baseline is known not to have makes KL infinite, whatever the count: a fact.
func TestImpossibleBins(t *testing.T) {
	q := []float64{.5, .3, .2, 0}
	for _, count := range []float64{1, 3, 50} {
		for _, kind := range []confidence.Kind{confidence.KL, confidence.Jeffreys} {
			v := estimate(t, kind, []float64{50, 30, 20, count}, q, confidence.Options{Ordered: true, KnownBaseline: true})
			require.Equal(t, math.Inf(1), v.Estimate)
			require.Equal(t, math.Inf(1), v.Lower)
			require.Equal(t, math.Inf(1), v.Upper)
			require.True(t, v.UpperUnbounded)
			require.Equal(t, []int{3}, v.UnboundedBins)
		}
		for _, kind := range []confidence.Kind{confidence.JS, confidence.Hellinger2} {
			v := estimate(t, kind, []float64{50, 30, 20, count}, q, confidence.Options{Ordered: true, KnownBaseline: true})
			require.Less(t, v.Upper, 1.0)
			require.Empty(t, v.UnboundedBins)
		}
	}
	v := estimate(t, confidence.KL, []float64{50, 30, 20, 0}, q, confidence.Options{Ordered: true, KnownBaseline: true})
	require.False(t, v.UpperUnbounded)
}

func TestUnboundedBins(t *testing.T) {
	x, y := []float64{50, 30, 20, 4, 0, 0}, []float64{60, 25, 0, 0.9, 8, 0}
	tests := map[confidence.Kind][]int{
		confidence.KL: {2, 3}, confidence.KLReverse: {4}, confidence.Jeffreys: {2, 3, 4}, confidence.JS: nil, confidence.Hellinger2: nil,
	}
	for kind, want := range tests {
		v := estimate(t, kind, x, y, confidence.Options{Ordered: true})
		require.Equal(t, want, v.UnboundedBins, kind)
		require.Equal(t, want != nil, v.UpperUnbounded, kind)
		require.False(t, v.AssumedFloor, kind)
	}
	v := estimate(t, confidence.KL, []float64{50, 30, 0}, []float64{60, 25, 0}, confidence.Options{Ordered: true})
	require.False(t, v.UpperUnbounded)
	require.True(t, v.AssumedFloor, "a bin that is empty in both samples")
}
