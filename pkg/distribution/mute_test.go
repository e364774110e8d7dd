package distribution_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/settings"
)

func TestMuted(t *testing.T) {
	for _, c := range []struct {
		name   string
		cell   time.Duration
		ranges []plan.Span
		rows   []row
		want   []plan.Span
	}{
		{"nothing answers", time.Minute, span(0, 4), nil, nil},
		{"any value but 0", time.Minute, span(0, 4), []row{{values: []float64{0, 1, -0.5, 0}}}, []plan.Span{minutes(1, 2), minutes(2, 3)}},
		{"no sample, NaN and infinity are no answer", time.Minute, span(0, 4), []row{{values: []float64{none, nan, inf, 1}}}, span(3, 4)},
		{"any of the series", time.Minute, span(0, 3), []row{le("1", 1, 0, 0), le("2", 0, nan, 1)}, []plan.Span{minutes(0, 1), minutes(2, 3)}},
		{"histograms", time.Minute, span(0, 3), []row{native(holding(), holding([3]float64{1, 2, 3}))}, span(1, 2)},
		{"values that tell of more than the time since the one before", 3 * time.Minute, span(3, 6), []row{{values: []float64{1, 1, 1, 0, 1, 0}}}, span(2, 5)},
		{"ranges far apart", time.Minute, []plan.Span{minutes(0, 2), minutes(7, 9)}, []row{{values: []float64{0, 1, 1, 1, 1, 1, 1, 1, 0}}}, []plan.Span{minutes(1, 2), minutes(7, 8)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := plan.Source{Expr: "x", Cell: c.cell, Scale: 1, Step: time.Minute, Ranges: c.ranges}
			f := fetch.New(server(c.rows), settings.DefaultLimits, func() time.Time { return start.Add(24 * time.Hour) })
			result, err := f.Run(t.Context(), plan.Plan{Sources: []plan.Source{source}}, "")
			require.NoError(t, err)
			require.Equal(t, c.want, distribution.Muted(result.Answers[0], source))
		})
	}
}
