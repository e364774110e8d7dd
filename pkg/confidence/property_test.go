package confidence_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

const propertyRuns = 300

func TestLimitsAreInOrder(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		for _, kind := range kinds {
			for _, opt := range []confidence.Options{{Ordered: true}, {}, {KnownBaseline: true}} {
				v := estimate(t, kind, x, y, opt)
				if v.Insufficient {
					continue
				}
				require.GreaterOrEqual(t, v.Lower, 0.0)
				require.LessOrEqual(t, v.Lower, max(v.Estimate, 0))
				require.LessOrEqual(t, v.Estimate, v.Upper)
				require.Equal(t, math.IsInf(v.Upper, 1), v.UpperUnbounded)
				require.Equal(t, v.UpperUnbounded, len(v.UnboundedBins) > 0)
				require.Len(t, v.GroupOf, len(x))
				require.Equal(t, v.Groups, 1+slices.Max(v.GroupOf))
				require.Zero(t, slices.Min(v.GroupOf))
			}
		}
	}
}

func TestHigherLevelIsWider(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		for _, kind := range kinds {
			narrow := estimate(t, kind, x, y, confidence.Options{Ordered: true, Level: 0.8})
			wide := estimate(t, kind, x, y, confidence.Options{Ordered: true, Level: 0.99})
			require.LessOrEqual(t, wide.Lower, narrow.Lower)
			require.GreaterOrEqual(t, wide.Upper, narrow.Upper)
		}
	}
}

func TestReverseKLExchangesTheSamples(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		opt := confidence.Options{Ordered: true, DesignEffectCurrent: 2, DesignEffectBaseline: 3}
		exchanged := confidence.Options{Ordered: true, DesignEffectCurrent: 3, DesignEffectBaseline: 2}
		reverse, forward := estimate(t, confidence.KLReverse, x, y, opt), estimate(t, confidence.KL, y, x, exchanged)
		forward.MergedCurrent, forward.MergedBaseline = forward.MergedBaseline, forward.MergedCurrent
		forward.DesignEffectCurrent, forward.DesignEffectBaseline = forward.DesignEffectBaseline, forward.DesignEffectCurrent
		if forward.Insufficient {
			require.True(t, reverse.Insufficient)
			continue
		}
		require.Equal(t, forward, reverse)
	}
}

// The estimate and the lower limit of symmetric divergences are symmetric. The upper limit is in the absence of rare bins,
// which it treats as rare in P.
func TestJSIsSymmetric(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		v := estimate(t, confidence.JS, x, y, confidence.Options{Ordered: true})
		w := estimate(t, confidence.JS, y, x, confidence.Options{Ordered: true})
		if v.Insufficient {
			require.True(t, w.Insufficient)
			continue
		}
		requireNear(t, v.Estimate, w.Estimate, "estimate")
		requireNear(t, v.Lower, w.Lower, "lower")
		requireNear(t, v.UpperMerged, w.UpperMerged, "upper, merged")
		require.Equal(t, v.GroupOf, w.GroupOf)
		if slices.Min(x) >= 5 && slices.Min(y) >= 5 {
			requireNear(t, v.Upper, w.Upper, "upper")
		}
	}
}

func TestOrderOfCategoriesDoesNotMatter(t *testing.T) {
	source := newSource()
	rng := rand.New(source)
	for range propertyRuns {
		x, y := samples(source)
		order := rng.Perm(len(x))
		shuffledX, shuffledY := make([]float64, len(x)), make([]float64, len(x))
		for i, j := range order {
			shuffledX[i], shuffledY[i] = x[j], y[j]
		}
		for _, kind := range kinds {
			v, w := estimate(t, kind, x, y, confidence.Options{}), estimate(t, kind, shuffledX, shuffledY, confidence.Options{})
			if v.Insufficient {
				continue
			}
			requireNearLimits(t, v, w)
			requireNear(t, v.MergedCurrent, w.MergedCurrent, "merged")
			for i, j := range order {
				for k, l := range order {
					require.Equal(t, v.GroupOf[j] == v.GroupOf[l], w.GroupOf[i] == w.GroupOf[k])
				}
			}
		}
	}
}

func TestDesignEffectDividesTheCounts(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		halves, fifths := slices.Clone(x), slices.Clone(y)
		for i := range x {
			halves[i] /= 2
			fifths[i] /= 5
		}
		for _, kind := range kinds {
			v := estimate(t, kind, x, y, confidence.Options{DesignEffectCurrent: 2, DesignEffectBaseline: 5})
			require.Equal(t, 2.0, v.DesignEffectCurrent)
			require.Equal(t, 5.0, v.DesignEffectBaseline)
			if !v.Insufficient {
				v.DesignEffectCurrent, v.DesignEffectBaseline = 1, 1
				require.Equal(t, estimate(t, kind, halves, fifths, confidence.Options{}), v)
			}
		}
	}
}

func TestKnownBaselineIsTheLimitOfManyCounts(t *testing.T) {
	x, q := []float64{200, 320, 290, 190}, []float64{.2, .3, .3, .2}
	many := []float64{2e14, 3e14, 3e14, 2e14}
	for _, kind := range kinds {
		known := estimate(t, kind, x, q, confidence.Options{Ordered: true, KnownBaseline: true})
		counted := estimate(t, kind, x, many, confidence.Options{Ordered: true})
		require.InEpsilon(t, counted.Estimate, known.Estimate, 1e-6)
		require.InEpsilon(t, counted.Upper, known.Upper, 1e-6)
		require.Equal(t, known, estimate(t, kind, x, many, confidence.Options{Ordered: true, KnownBaseline: true}), "any weights will do")
	}
}

func TestArgumentsAreNotChangedAndResultsAreRepeatable(t *testing.T) {
	x, y := []float64{-1, 30, 0, 7, 200}, []float64{2, 3, 0, 9, 100}
	for _, kind := range kinds {
		first := estimate(t, kind, x, y, confidence.Options{Ordered: true, DesignEffectCurrent: 1.5})
		estimate(t, kind, y, x, confidence.Options{KnownBaseline: true})
		require.Equal(t, first, estimate(t, kind, x, y, confidence.Options{Ordered: true, DesignEffectCurrent: 1.5}))
	}
	require.Equal(t, []float64{-1, 30, 0, 7, 200}, x)
	require.Equal(t, []float64{2, 3, 0, 9, 100}, y)
}
