package view_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/view"
)

func namesOf(all []view.BinSeries) (names []string) {
	for _, one := range all {
		names = append(names, one.Bin.String())
	}
	return names
}

// Bins that not all points have stand in their order, without a value at the others.
func TestBinsOverTime(t *testing.T) {
	early := func(name string) row {
		return row{labels: map[string]string{"country": name}, at: func(at time.Time) float64 {
			if at.After(noon.Add(-5 * time.Minute)) {
				return none
			}
			return 30
		}}
	}
	late := row{labels: map[string]string{"country": "AT"}, at: func(at time.Time) float64 {
		if at.After(noon.Add(-3 * time.Minute)) {
			return 30
		}
		return none
	}}
	query := questionOf(t, byCountry, `,"baseline":{"offset":"5m"},"view":"contributions"`)
	query.Instant, query.Format = false, ""
	all, err := computed(t.Context(), t, query, server{"": {early("DE"), steady(country("FR", 0, 0), 50), late}}, 100)
	require.NoError(t, err)
	bins := all.Groups[0].Measures[0].Bins
	require.Equal(t, []string{"AT", "DE", "FR"}, namesOf(bins))
	for _, one := range bins {
		require.Len(t, one.Values, len(all.Times))
	}
	last := len(all.Times) - 1
	split, err := all.Groups[0].Measures[0].Last.Split("kl")
	require.NoError(t, err)
	for i, part := range split.Parts {
		require.InDelta(t, part.Value, bins[i].Values[last], 1e-15)
	}
	require.Positive(t, bins[0].Values[last])
	require.Positive(t, bins[1].Values[last], "it has lost mass, and adds to the divergence all the same")

	query.Instant = true
	all, err = computed(t.Context(), t, query, server{"": {steady(country("DE", 0, 0), 40), steady(country("FR", 0, 0), 50)}}, 100)
	require.NoError(t, err)
	require.Empty(t, all.Groups[0].Measures[0].Bins, "a moment has its split")
}

func TestLargestBins(t *testing.T) {
	nan := math.NaN()
	of := func(upper float64, parts ...float64) view.BinSeries {
		return view.BinSeries{Bin: distribution.NumberBin(upper-1, upper), Values: parts}
	}
	all := []view.BinSeries{of(1, 0.1, nan, nan), of(2, 0.2, 0.5, nan), of(3, 0.3, 0.1, nan), of(4, 0.05, nan, nan)}
	largest, others, merged := view.Largest(all, 2)
	require.Equal(t, []string{"1–2", "2–3"}, namesOf(largest), "in the order of the bins")
	require.Equal(t, 2, merged)
	require.InDelta(t, 0.15, others.Values[0], 1e-15)
	require.True(t, math.IsNaN(others.Values[1]))
	largest, others, merged = view.Largest(all, 4)
	require.Len(t, largest, 4)
	require.Nil(t, others)
	require.Zero(t, merged)
}
