package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/promapi"
)

// An answer counts what happened between its evaluations, once: buckets are cumulative, categories are not.
func TestAnswersCountEachEventOnce(t *testing.T) {
	w, err := newWorld(small)
	require.NoError(t, err)
	last := w.groups[len(w.groups)-1]
	from := int(begin.Sub(w.start) / time.Minute)
	want := last.requests(from, from+60)
	require.Greater(t, want, 1000)
	for _, c := range []struct {
		expr, label string
		total       func(values map[string]float64) float64
	}{
		{"sum by (group, le) (increase(" + histogramName + "_bucket[5m]))", "le", func(values map[string]float64) float64 { return values["+Inf"] }},
		{"sum by (bin, group) (increase(" + categoryName + "[5m]))", categoryLabel, func(values map[string]float64) (sum float64) {
			for _, v := range values {
				sum += v
			}
			return sum
		}},
	} {
		values := map[string]float64{}
		query := promapi.RangeQuery{Expr: c.expr, Start: begin.Add(5 * time.Minute), End: begin.Add(time.Hour), Step: 5 * time.Minute}
		_, _, err := server{w, w.groups}.QueryRange(t.Context(), query, nil, func(labels map[string]string, samples []promapi.Sample) error {
			require.Len(t, samples, 12)
			for _, sample := range samples {
				if labels[groupLabel] == last.name {
					values[labels[c.label]] += sample.Value
				}
			}
			return nil
		})
		require.NoError(t, err)
		require.Len(t, values, bins)
		require.InDelta(t, want, c.total(values), 2, c.expr)
	}
	_, _, err = server{w, w.groups}.QueryRange(t.Context(), promapi.RangeQuery{Expr: "up", Step: time.Minute}, nil, nil)
	require.ErrorContains(t, err, "the simulation has no up")
}
