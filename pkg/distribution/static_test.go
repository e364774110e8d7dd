package distribution_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

func TestStatic(t *testing.T) {
	n := 10.0
	for _, c := range []struct {
		name     string
		baseline request.Baseline
		labels   []string
		want     []string
		exact    bool
	}{
		{"bounds", request.Baseline{Bounds: []float64{1, 2}, Weights: []float64{3, 0, 5}}, nil, []string{"≤ 1: 3", "1–2: 0", "> 2: 5"}, true},
		{"one bound", request.Baseline{Bounds: []float64{1}, Weights: []float64{3, 5}}, nil, []string{"≤ 1: 3", "> 1: 5"}, true},
		{"bounds, of so many samples", request.Baseline{Bounds: []float64{1, 2}, Weights: []float64{0.25, 0.5, 0.25}, N: &n}, nil, []string{"≤ 1: 2.5", "1–2: 5", "> 2: 2.5"}, false},
		{
			"categories, in the order of windows",
			request.Baseline{Categories: []request.Category{{"FR"}, {""}, {"DE"}}, Weights: []float64{1, 2, 3}},
			[]string{"country"},
			[]string{"no country: 2", "DE: 3", "FR: 1"},
			true,
		},
		{
			"joint categories, of so many samples",
			request.Baseline{Categories: []request.Category{{"FR", "tv"}, {"DE", ""}}, Weights: []float64{1, 4}, N: &n},
			[]string{"country", "device"},
			[]string{"DE / no device: 8", "FR / tv: 2"},
			false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			side, err := distribution.Static(c.baseline, c.labels)
			require.NoError(t, err)
			for _, spans := range [][]plan.Span{nil, span(0, 1), span(5, 9)} {
				histogram, repair := windowOf(t, side, spans...)
				require.Equal(t, c.want, binned(histogram))
				require.Equal(t, c.exact, histogram.Exact)
				require.Equal(t, c.labels == nil, histogram.Ordered)
				require.False(t, histogram.Sparse)
				require.Equal(t, distribution.Repair{}, repair)
			}
		})
	}
}

// Only the answer tells how many labels an expression's categories have.
func TestStaticCategoriesOfOtherLabels(t *testing.T) {
	baseline := request.Baseline{Categories: []request.Category{{"DE", "tv"}, {"FR"}}, Weights: []float64{1, 2}}
	for _, c := range []struct {
		labels []string
		field  string
	}{
		{[]string{"country", "device"}, "baseline.categories[1]"},
		{[]string{"country"}, "baseline.categories[0]"},
		{nil, "baseline.categories[0]"},
	} {
		_, err := distribution.Static(baseline, c.labels)
		var known *fault.Error
		require.ErrorAs(t, err, &known)
		require.Equal(t, fault.Query, known.Category)
		require.Equal(t, c.field, known.Field)
	}
}

// What was written down is compared with windows: at the bounds that both have, and by the names of categories.
func TestStaticIsAligned(t *testing.T) {
	side, err := distribution.Static(request.Baseline{Bounds: []float64{1, 3}, Weights: []float64{1, 2, 4}}, nil)
	require.NoError(t, err)
	baseline, _ := windowOf(t, side)
	a, b, _ := distribution.Align(dense([]float64{1, 2, 3, inf}, 1, 2, 3, 4), baseline)
	require.Equal(t, []string{"≤ 1: 1", "1–3: 5", "> 3: 4"}, binned(a))
	require.Equal(t, []string{"≤ 1: 1", "1–3: 2", "> 3: 4"}, binned(b))
	require.True(t, b.Exact)

	side, err = distribution.Static(request.Baseline{Categories: []request.Category{{"FR"}, {"DE"}}, Weights: []float64{1, 3}}, []string{"country"})
	require.NoError(t, err)
	baseline, _ = windowOf(t, side)
	a, b, _ = distribution.Align(categories("DE", 5, "IT", 6), baseline)
	require.Equal(t, []string{"DE: 5", "FR: 0", "IT: 6"}, binned(a))
	require.Equal(t, []string{"DE: 3", "FR: 1", "IT: 0"}, binned(b))
}

// Only bounds that are meant to be the same are moved, and each to its own.
func TestSnap(t *testing.T) {
	stored := dense([]float64{1.0 / 3, 2.0 / 3, inf}, 1, 2, 3)
	for name, c := range map[string]struct {
		bounds []float64
		want   []float64
	}{
		"few digits":    {[]float64{0.3333333, 0.6666667}, []float64{1.0 / 3, 2.0 / 3}},
		"equal":         {[]float64{1.0 / 3, 2.0 / 3}, []float64{1.0 / 3, 2.0 / 3}},
		"another bound": {[]float64{0.333, 0.5}, []float64{0.333, 0.5}},
		"zero":          {[]float64{0, 2.0 / 3}, []float64{0, 2.0 / 3}},
	} {
		t.Run(name, func(t *testing.T) {
			side, err := distribution.Static(request.Baseline{Bounds: c.bounds, Weights: []float64{1, 2, 3}}, nil)
			require.NoError(t, err)
			baseline, _ := windowOf(t, side)
			snapped := baseline.Snap(stored)
			require.Equal(t, baseline.Counts, snapped.Counts)
			require.Equal(t, baseline.Exact, snapped.Exact)
			require.Equal(t, c.want, []float64{snapped.Bins[0].Upper, snapped.Bins[1].Upper})
			require.Equal(t, snapped.Bins[0].Upper, snapped.Bins[1].Lower)
		})
	}
}
