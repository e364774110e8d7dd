package view_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// splitOf splits the first measure of the only group.
func splitOf(t *testing.T, query request.Query, rows []row) (view.Split, *view.Snapshot) {
	t.Helper()
	measure := only(t, query, server{"": rows}).Measures[0]
	require.NotNil(t, measure.Last)
	split, err := measure.Last.Split(measure.Name)
	require.NoError(t, err)
	return split, measure.Last
}

// fifths has the shares 0.2, 0.3, 0.5 against 0.5, 0.25, 0.25, of 500 and 400 samples.
var fifths = []row{{le: "1", current: 20, baseline: 40}, {le: "2", current: 50, baseline: 60}, {le: "+Inf", current: 100, baseline: 80}}

func TestSplitByHand(t *testing.T) {
	split, last := splitOf(t, question(t, hourAgo+`,"view":"contributions"`), fifths)
	p, q := []float64{0.2, 0.3, 0.5}, []float64{0.5, 0.25, 0.25}
	total := 0.0
	for i, part := range split.Parts {
		want := p[i]*math.Log(p[i]/q[i]) - p[i] + q[i]
		total += want
		require.InDelta(t, want, part.Value, 1e-15)
		require.InDelta(t, p[i], part.Current, 1e-15)
		require.InDelta(t, q[i], part.Baseline, 1e-15)
		require.InDelta(t, math.Log(p[i]/q[i]), part.LogRatio(), 1e-14)
		require.Positive(t, part.Value)
		require.LessOrEqual(t, part.Lower, part.Value)
		require.GreaterOrEqual(t, part.Upper, part.Value)
	}
	require.InDelta(t, total, split.Total, 1e-15)
	require.InDelta(t, last.Value.PlugIn, split.Total, 1e-14)
	require.InDelta(t, last.Value.Estimate, split.Total+split.Correction(), 1e-15)
	require.Negative(t, split.Correction(), "counts spread, and the textbook value is too large by that")
	require.Equal(t, []view.Movement{view.Down, view.Up, view.Up}, []view.Movement{split.Parts[0].Movement, split.Parts[1].Movement, split.Parts[2].Movement})
	require.InDelta(t, -split.Parts[0].Value, split.Parts[0].Signed(), 0)
	require.InDelta(t, 1, split.Share(0)+split.Share(1)+split.Share(2), 1e-14)
	require.Equal(t, [2]float64{100, 200}, split.Parts[0].N)
	require.Equal(t, 0, split.Ranks[0], "0.117 certainly, against 0.097: by the lower limit")
}

// Whatever the counts and the measure: the parts and the correction sum to the estimate.
func TestPartsSumToTheEstimate(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, measure := range request.Measures {
		if !measure.AddsUp() {
			continue
		}
		for _, estimator := range []string{"corrected", "none", "epsilon", "laplace", "jeffreys", "pool"} {
			for range 5 {
				var rows []row
				current, baseline := 0.0, 0.0
				for i := range 8 {
					current, baseline = current+float64(rng.IntN(40)), baseline+float64(rng.IntN(40))
					rows = append(rows, row{le: fmt.Sprint(i), current: current, baseline: baseline})
				}
				rows = append(rows, row{le: "+Inf", current: current + 1, baseline: baseline})
				members := hourAgo + fmt.Sprintf(`,"view":"contributions","estimator":%q,"measures":[%q]`, estimator, measure)
				all, err := computed(t.Context(), t, question(t, members), server{"": rows}, 100)
				require.NoError(t, err)
				last := all.Groups[0].Measures[0].Last
				if last == nil {
					continue
				}
				split, err := last.Split(measure)
				require.NoError(t, err)
				if math.IsInf(last.Value.Estimate, 1) {
					require.True(t, math.IsInf(split.Total, 1), "%s %s", measure, estimator)
					require.True(t, math.IsNaN(split.Correction()))
					continue
				}
				correction := split.Correction()
				if split.Exact {
					require.True(t, math.IsNaN(correction))
					correction = 0
				}
				require.InDelta(t, last.Value.Estimate, split.Total+correction, 1e-12, "%s %s", measure, estimator)
				for _, part := range split.Parts {
					require.GreaterOrEqual(t, part.Value, 0.0, "%s %s", measure, estimator)
				}
			}
		}
	}
}

// A bin that the baseline's sample lacks has a finite part, the same as the one that its limits are about.
func TestUnseenIsNotImpossible(t *testing.T) {
	split, last := splitOf(t, questionOf(t, byCountry, hourAgo+`,"view":"contributions"`), moved)
	limited, err := confidence.Contributions(last.Current.Counts, last.Baseline.Counts, confidence.Options{Level: 0.95, DesignEffectCurrent: 1, DesignEffectBaseline: 1})
	require.NoError(t, err)
	movements := map[string]view.Movement{}
	for i, part := range split.Parts {
		require.InDelta(t, limited[i].Value, part.Value, 1e-14, part.Bin)
		movements[part.Bin.String()] = part.Movement
		require.Equal(t, part.Bin.String() == "BR", part.Halved)
	}
	require.Equal(t, view.New, movements["BR"])
	require.Equal(t, view.Vanished, movements["FR"])
	require.True(t, math.IsInf(last.Value.PlugIn, 1), "the textbook value is infinite")
	require.False(t, math.IsInf(split.Total, 1))

	reverse, _ := splitOf(t, questionOf(t, byCountry, hourAgo+`,"view":"contributions","measures":["klReverse"]`), moved)
	limited, err = confidence.Contributions(last.Baseline.Counts, last.Current.Counts, confidence.Options{Level: 0.95, DesignEffectCurrent: 1, DesignEffectBaseline: 1})
	require.NoError(t, err)
	for i, part := range reverse.Parts {
		require.InDelta(t, limited[i].Value, part.Value, 1e-14, part.Bin)
		require.InDelta(t, limited[i].Lower, part.Lower, 1e-14, part.Bin)
		require.Equal(t, part.Bin.String() == "FR", part.Halved)
	}
	jeffreys, _ := splitOf(t, questionOf(t, byCountry, hourAgo+`,"view":"contributions","measures":["psi"]`), moved)
	for i, part := range jeffreys.Parts {
		require.InDelta(t, split.Parts[i].Value+reverse.Parts[i].Value, part.Value, 1e-14)
		require.True(t, math.IsNaN(part.Lower), "there are no limits of its parts")
	}
}

// Weights that are known exactly rule a bin out.
func TestImpossibleIsInfinite(t *testing.T) {
	members := `,"view":"contributions","baseline":{"kind":"static","bounds":[1,2],"weights":[1,3,0]}`
	split, _ := splitOf(t, question(t, members), fifths)
	require.True(t, math.IsInf(split.Parts[2].Value, 1))
	require.Equal(t, 2, split.Ranks[0])
	require.True(t, math.IsNaN(split.Correction()))
	require.True(t, math.IsNaN(split.Share(0)))
	require.True(t, math.IsNaN(split.Parts[0].N[1]), "weights have no sample size")
}

// Nulls lie nowhere among numbers, and are carried nowhere.
func TestNullsAreNotCarried(t *testing.T) {
	pair := distribution.Pair{Current: counted(30, 90, 180), Baseline: counted(200, 100, 100)}
	want, err := view.Contributions(request.MeasureWasserstein, pair)
	require.NoError(t, err)
	null := distribution.CategoryBin([]string{"a"}, []string{"null"})
	pair.Current.Bins, pair.Baseline.Bins = append(pair.Current.Bins, null), append(pair.Baseline.Bins, null)
	pair.Current.Counts, pair.Baseline.Counts = append(pair.Current.Counts, 100), append(pair.Baseline.Counts, 0)
	got, err := view.Contributions(request.MeasureWasserstein, pair)
	require.NoError(t, err)
	for i := range want {
		require.InDelta(t, want[i].Value, got[i].Value, 1e-15)
	}
	require.Zero(t, got[3].Value)
	require.InDelta(t, 0.25, got[3].Current, 1e-15, "of all samples")
}

func counted(counts ...float64) distribution.Histogram {
	return distribution.Histogram{
		Ordered: true, Counts: counts,
		Bins: []distribution.Bin{distribution.NumberBin(math.Inf(-1), 1), distribution.NumberBin(1, 2), distribution.NumberBin(2, math.Inf(1))},
	}
}
