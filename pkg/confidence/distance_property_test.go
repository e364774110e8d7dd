package confidence_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// estimate95 is the estimate at a level of 95 % if the options have none.
func (d distance) estimate95(t testing.TB, x, y, widths []float64, opt confidence.Options) confidence.Interval {
	t.Helper()
	if opt.Level == 0 {
		opt.Level = 0.95
	}
	v, err := d.estimate(x, y, widths, opt)
	require.NoError(t, err)
	return v
}

// randomWidths have no order.
func randomWidths(source rand.Source, bins int) []float64 {
	rng := rand.New(source)
	widths := make([]float64, bins-1)
	for i := range widths {
		widths[i] = math.Exp(2 * rng.NormFloat64())
	}
	return widths
}

func TestDistanceLimitsAreInOrder(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		widths := randomWidths(source, len(x))
		for _, d := range distances {
			for _, opt := range []confidence.Options{{Ordered: true}, {}, {KnownBaseline: true}, {Ordered: true, DesignEffectCurrent: 7}} {
				v := d.estimate95(t, x, y, widths, opt)
				if v.Insufficient {
					continue
				}
				require.GreaterOrEqual(t, v.Lower, 0.0)
				require.LessOrEqual(t, v.Lower, v.Estimate)
				require.LessOrEqual(t, v.Estimate, v.Upper)
				require.False(t, math.IsInf(v.Upper, 1) || v.UpperUnbounded)
				require.Len(t, v.GroupOf, len(x))
				require.Equal(t, v.Groups, 1+slices.Max(v.GroupOf))
				require.Zero(t, slices.Min(v.GroupOf))
				if d.name != wasserstein.name {
					require.LessOrEqual(t, v.Upper, 1.0)
				}
				if len(x) < 40 {
					require.GreaterOrEqual(t, v.Upper, min(v.Estimate+v.Allowance, 1)-1e-12, "the allowance is part of the width")
				}
			}
		}
	}
}

func TestHigherLevelIsWiderForDistances(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		widths := randomWidths(source, len(x))
		for _, d := range distances {
			narrow := d.estimate95(t, x, y, widths, confidence.Options{Ordered: true, Level: 0.8})
			wide := d.estimate95(t, x, y, widths, confidence.Options{Ordered: true, Level: 0.99})
			require.LessOrEqual(t, wide.Lower, narrow.Lower, d.name)
			require.GreaterOrEqual(t, wide.Upper, narrow.Upper, d.name)
		}
	}
}

// Symmetric but for the upper limit of total variation, which treats rare bins as rare in P.
func TestDistancesAreSymmetric(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		widths := randomWidths(source, len(x))
		for _, d := range distances {
			opt := confidence.Options{Ordered: true, Level: 0.95}
			v, w := d.estimate95(t, x, y, widths, opt), d.estimate95(t, y, x, widths, opt)
			if v.Insufficient {
				require.True(t, w.Insufficient)
				continue
			}
			requireNear(t, v.Estimate, w.Estimate, "estimate")
			requireNear(t, v.Lower, w.Lower, "lower")
			requireNear(t, v.UpperMerged, w.UpperMerged, "upper, merged")
			if d.name != totalVariation.name || slices.Min(x) >= 5 && slices.Min(y) >= 5 {
				requireNear(t, v.Upper, w.Upper, "upper")
			}
			floor, err := d.floor(x, y, widths, opt)
			require.NoError(t, err)
			swapped, err := d.floor(y, x, widths, opt)
			require.NoError(t, err)
			requireNear(t, floor, swapped, "noise floor")
		}
	}
}

func TestWidthsAreTheUnitOfWasserstein(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		widths := randomWidths(source, len(x))
		for _, unit := range []float64{1e-90, 0.25, 1000, 1e90} {
			other := slices.Clone(widths)
			for i := range other {
				other[i] *= unit
			}
			v, w := wasserstein.estimate95(t, x, y, widths, confidence.Options{}), wasserstein.estimate95(t, x, y, other, confidence.Options{})
			requireNear(t, v.Estimate, w.Estimate/unit, "estimate")
			requireNear(t, v.Lower, w.Lower/unit, "lower")
			requireNear(t, v.Upper, w.Upper/unit, "upper")
			require.Equal(t, v.Unreliable, w.Unreliable)
		}
	}
}

// With two bins, the distances are one and the same difference of shares; with a width of 0, no distance is left.
func TestDistancesOfTwoBins(t *testing.T) {
	x, y := []float64{420, 580}, []float64{1500, 3500}
	tv := totalVariation.estimate95(t, x, y, nil, confidence.Options{})
	w := wasserstein.estimate95(t, x, y, []float64{2}, confidence.Options{})
	require.InEpsilon(t, tv.Estimate, w.Estimate/2, 1e-12)
	require.InEpsilon(t, tv.Lower, w.Lower/2, 0.01, "the kinks of two bins are one")
	require.InEpsilon(t, 0.12, kolmogorovSmirnov.estimate95(t, x, y, nil, confidence.Options{}).Estimate, 1e-12)
	nothing := wasserstein.estimate95(t, x, y, []float64{0}, confidence.Options{})
	require.Zero(t, nothing.Estimate)
	require.Zero(t, nothing.Upper)
}

func TestOrderOfCategoriesDoesNotMatterForTotalVariation(t *testing.T) {
	source := newSource()
	rng := rand.New(source)
	for range propertyRuns {
		x, y := samples(source)
		if rng.IntN(2) > 0 { // Fine bins, too.
			u, v := samples(source)
			x, y = append(x, u...), append(y, v...)
		}
		order := rng.Perm(len(x))
		shuffledX, shuffledY := make([]float64, len(x)), make([]float64, len(x))
		for i, j := range order {
			shuffledX[i], shuffledY[i] = x[j], y[j]
		}
		v := totalVariation.estimate95(t, x, y, nil, confidence.Options{})
		w := totalVariation.estimate95(t, shuffledX, shuffledY, nil, confidence.Options{})
		if !v.Insufficient {
			requireNearLimits(t, v, w)
		}
	}
}

func TestIdenticalSamplesAreNoDistance(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, _ := samples(source)
		tenfold := slices.Clone(x)
		for i := range tenfold {
			tenfold[i] *= 10
		}
		for _, y := range [][]float64{x, tenfold} {
			for _, d := range distances {
				v := d.estimate95(t, x, y, equalWidths(len(x)), confidence.Options{Ordered: true})
				require.InDelta(t, 0, v.Estimate, 1e-12, d.name)
				require.Zero(t, v.Lower, d.name)
				require.True(t, v.Upper > 0 || v.Unreliable != "", d.name)
				floor, err := d.floor(x, y, equalWidths(len(x)), confidence.Options{Level: 0.95})
				require.NoError(t, err)
				if d.name != kolmogorovSmirnov.name {
					require.Equal(t, slices.Max(x) < total(x), floor > 0, "noise unless all events lie in one bin")
				}
			}
		}
	}
}

func total(counts []float64) float64 {
	sum := 0.0
	for _, count := range counts {
		sum += count
	}
	return sum
}

func TestDesignEffectDividesTheCountsOfDistances(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		halves, fifths := slices.Clone(x), slices.Clone(y)
		for i := range x {
			halves[i] /= 2
			fifths[i] /= 5
		}
		for _, d := range distances {
			v := d.estimate95(t, x, y, equalWidths(len(x)), confidence.Options{DesignEffectCurrent: 2, DesignEffectBaseline: 5})
			if !v.Insufficient {
				require.Equal(t, d.estimate95(t, halves, fifths, equalWidths(len(x)), confidence.Options{}), v)
			}
		}
	}
}

func TestKnownBaselineIsTheLimitOfManyCountsForDistances(t *testing.T) {
	x, q := []float64{250, 320, 290, 140}, []float64{.2, .3, .3, .2}
	many := []float64{2e14, 3e14, 3e14, 2e14}
	for _, d := range distances {
		known := d.estimate95(t, x, q, equalWidths(4), confidence.Options{KnownBaseline: true})
		counted := d.estimate95(t, x, many, equalWidths(4), confidence.Options{})
		require.InEpsilon(t, counted.Estimate, known.Estimate, 1e-4, d.name)
		if d.name == kolmogorovSmirnov.name {
			continue // Its risk is shared out to two samples, even if one has no error.
		}
		require.InEpsilon(t, counted.Upper, known.Upper, 1e-4, d.name)
	}
}

func TestDistancesDoNotChangeArguments(t *testing.T) {
	x, y, widths := []float64{-1, 30, 0, 7, 200}, []float64{2, 3, 0, 9, 100}, []float64{1, 2, 0, 400}
	for _, d := range distances {
		first := d.estimate95(t, x, y, widths, confidence.Options{Ordered: true, DesignEffectCurrent: 1.5})
		d.estimate95(t, y, x, widths, confidence.Options{KnownBaseline: true})
		require.Equal(t, first, d.estimate95(t, x, y, widths, confidence.Options{Ordered: true, DesignEffectCurrent: 1.5}))
	}
	require.Equal(t, []float64{-1, 30, 0, 7, 200}, x)
	require.Equal(t, []float64{2, 3, 0, 9, 100}, y)
	require.Equal(t, []float64{1, 2, 0, 400}, widths)
}

// The noise floor is where the lower limit leaves 0, if both are of the same terms.
func TestNoiseFloorIsTheEndOfTheLowerLimit(t *testing.T) {
	source := newSource()
	decided := [2]int{}
	for range propertyRuns {
		x, y := samples(source)
		widths := equalWidths(len(x))
		opt := confidence.Options{Level: 0.95, Ordered: true}
		for _, d := range distances {
			v := d.estimate95(t, x, y, widths, opt)
			floor, err := d.floor(x, y, widths, opt)
			require.NoError(t, err)
			same := v.Groups == v.Bins && (d.name != wasserstein.name || slices.Min(x) >= 1 && slices.Min(y) >= 1)
			if v.Insufficient || !same || math.Abs(v.Estimate-floor) < 1e-4*floor {
				continue
			}
			require.Equal(t, v.Lower > 0, v.Estimate > floor, d.name)
			if v.Lower > 0 {
				decided[1]++
			} else {
				decided[0]++
			}
		}
	}
	require.Greater(t, min(decided[0], decided[1]), 50)
}
