package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func TestInputErrorsOfDistances(t *testing.T) {
	good, opt := []float64{10, 20}, confidence.Options{Level: 0.95}
	tests := []struct {
		name string
		x, y []float64
		opt  confidence.Options
		want error
		text string
	}{
		{"lengths", good, []float64{1}, opt, confidence.ErrLengthMismatch, "2 and 1"},
		{"no level", good, good, confidence.Options{}, confidence.ErrLevel, "0"},
		{"NaN", []float64{1, math.NaN()}, good, opt, confidence.ErrNotFinite, "current, bin 1"},
		{"infinite", good, []float64{math.Inf(1), 1}, opt, confidence.ErrNotFinite, "baseline, bin 0"},
		{"too large", []float64{1e101, 1}, good, opt, confidence.ErrTooLarge, "current"},
		{"design effect", good, good, confidence.Options{Level: 0.9, DesignEffectCurrent: 0.5}, confidence.ErrDesignEffect, "0.5"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			for _, d := range distances {
				_, err := d.estimate(c.x, c.y, []float64{1}, c.opt)
				require.ErrorIs(t, err, c.want)
				require.ErrorContains(t, err, c.text)
				_, err = d.floor(c.x, c.y, []float64{1}, c.opt)
				require.ErrorIs(t, err, c.want)
			}
		})
	}
}

func TestWidthErrors(t *testing.T) {
	counts, opt := []float64{10, 20, 30}, confidence.Options{Level: 0.95}
	tests := []struct {
		name   string
		widths []float64
		want   error
		text   string
	}{
		{"none", nil, confidence.ErrLengthMismatch, "0 widths for 3 bins"},
		{"as many as bins", []float64{1, 1, 1}, confidence.ErrLengthMismatch, "3 widths for 3 bins"},
		{"negative", []float64{1, -1}, confidence.ErrWidth, "-1 after bin 1"},
		{"NaN", []float64{math.NaN(), 1}, confidence.ErrWidth, "NaN after bin 0"},
		{"infinite", []float64{1, math.Inf(1)}, confidence.ErrWidth, "+Inf after bin 1"},
		{"too large", []float64{1e300, 1}, confidence.ErrTooLarge, "widths"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := confidence.Wasserstein(counts, counts, c.widths, opt)
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.text)
			_, err = confidence.NoiseFloorWasserstein(counts, counts, c.widths, opt)
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestInsufficientSamplesForDistances(t *testing.T) {
	tests := []struct {
		name string
		x, y []float64
		opt  confidence.Options
	}{
		{"no bins", nil, nil, confidence.Options{}},
		{"one bin", []float64{100}, []float64{100}, confidence.Options{}},
		{"empty current", []float64{0, 0}, []float64{10, 10}, confidence.Options{}},
		{"less than one effective event", []float64{5, 4}, []float64{50, 40}, confidence.Options{DesignEffectCurrent: 10}},
		{"known baseline without mass", []float64{5, 4}, []float64{0, -1}, confidence.Options{KnownBaseline: true}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			c.opt.Level = 0.95
			widths := equalWidths(len(c.x))
			for _, d := range distances {
				v := d.estimate95(t, c.x, c.y, widths, c.opt)
				require.True(t, v.Insufficient)
				require.True(t, math.IsNaN(v.Estimate))
				require.Zero(t, v.Lower)
				require.Equal(t, d.name == wasserstein.name, v.UpperUnbounded)
				require.Equal(t, v.UpperUnbounded, math.IsInf(v.Upper, 1))
				require.Equal(t, len(c.x), v.Bins)
				floor, err := d.floor(c.x, c.y, widths, c.opt)
				require.NoError(t, err)
				require.True(t, math.IsNaN(floor))
			}
		})
	}
}

func TestDistancesOfExtremeSamples(t *testing.T) {
	tests := []struct {
		name string
		x, y []float64
	}{
		{"one event each, the same bin", []float64{1, 0}, []float64{1, 0}},
		{"one event each, different bins", []float64{1, 0}, []float64{0, 1}},
		{"all mass in one bin", []float64{0, 1000, 0}, []float64{0, 5000, 0}},
		{"all mass in different bins", []float64{1000, 0, 0}, []float64{0, 0, 5000}},
		{"counts of 1e15", []float64{1e15, 2e15, 3e15}, []float64{1.1e15, 2e15, 2.9e15}},
		{"counts of 1e99", []float64{1e99, 2e99}, []float64{1e99, 1e99}},
		{"large and small sample", []float64{1, 1}, []float64{1e15, 1}},
		{"one event among 1e15", []float64{1e15, 1}, []float64{1e15, 0}},
		{"fractional counts", []float64{0.2, 0.7, 3.4}, []float64{0.9, 1.1, 0.05}},
		{"empty bins", []float64{0, 0, 5, 0}, []float64{0, 0, 0, 7}},
		{"all fine bins but one empty", append([]float64{9}, make([]float64, 60)...), append(make([]float64, 60), 9)},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			for _, d := range distances {
				for _, opt := range []confidence.Options{{Level: 0.95, Ordered: true}, {Level: 0.95}, {Level: 0.95, KnownBaseline: true}} {
					widths := equalWidths(len(c.x))
					v := d.estimate95(t, c.x, c.y, widths, opt)
					require.False(t, math.IsNaN(v.Upper) || math.IsInf(v.Upper, 1))
					require.GreaterOrEqual(t, v.Lower, 0.0)
					require.LessOrEqual(t, v.Lower, v.Estimate)
					require.LessOrEqual(t, v.Estimate, v.Upper)
					floor, err := d.floor(c.x, c.y, widths, opt)
					require.NoError(t, err)
					require.GreaterOrEqual(t, floor, 0.0)
				}
			}
		})
	}
}

// The numbers are those of the formula, and of D = |0.1 − 0.3| by hand.
func TestKolmogorovSmirnovByHand(t *testing.T) {
	x, y := []float64{10, 40, 50}, []float64{120, 160, 120}
	v := kolmogorovSmirnov.estimate95(t, x, y, nil, confidence.Options{})
	epsilon := math.Sqrt(math.Log(80)/200) + math.Sqrt(math.Log(80)/800)
	require.InEpsilon(t, 0.2, v.Estimate, 1e-12)
	require.Zero(t, v.Lower)
	require.InEpsilon(t, 0.2+epsilon, v.Upper, 1e-12)
	known := kolmogorovSmirnov.estimate95(t, x, y, nil, confidence.Options{KnownBaseline: true})
	require.InEpsilon(t, 0.2-math.Sqrt(math.Log(40)/200), known.Lower, 1e-12)
	apart := kolmogorovSmirnov.estimate95(t, []float64{100, 0}, []float64{0, 100}, nil, confidence.Options{})
	require.Equal(t, 1.0, apart.Estimate)
	require.Equal(t, 1.0, apart.Upper)
}

// Every second bin has lost what the others gained, which groups of them don't show: they hardly differ. With many events
// each bin is evidence on its own. Up to 39 bins nothing is grouped.
func TestTotalVariationOfFineBins(t *testing.T) {
	for _, bins := range []int{39, 40, 160} {
		for _, ordered := range []bool{true, false} {
			opt := confidence.Options{Ordered: ordered}
			x, y := alternating(bins, 400, 0), alternating(bins, 400, 1)
			truth := totalVariation.truth(normalized(x), normalized(y), nil)
			v := totalVariation.estimate95(t, x, y, nil, opt)
			require.GreaterOrEqual(t, v.Upper, truth)
			if bins < 40 {
				require.Equal(t, bins, v.Groups)
				require.InEpsilon(t, truth, v.Estimate, 0.05)
			} else {
				require.InDelta(t, 12, v.Groups, 2, "%d bins", bins)
				require.Less(t, v.Estimate, truth/2)
			}
			x, y = alternating(bins, 1e6, 0), alternating(bins, 1e6, 1)
			truth = totalVariation.truth(normalized(x), normalized(y), nil)
			v = totalVariation.estimate95(t, x, y, nil, opt)
			require.Equal(t, bins, v.Groups)
			require.InEpsilon(t, truth, v.Estimate, 0.01)
			require.InEpsilon(t, truth, v.Lower, 0.01)
		}
	}
}

// alternating are counts of about n, every second one 20 % higher.
func alternating(bins int, n float64, first int) []float64 {
	counts := make([]float64, bins)
	for i := range counts {
		counts[i] = n*(1+0.2*float64((i+first)%2)) + float64(i)
	}
	return counts
}

func normalized(counts []float64) []float64 {
	shares := make([]float64, len(counts))
	for i, count := range counts {
		shares[i] = count / total(counts)
	}
	return shares
}
