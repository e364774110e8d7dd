package main

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// small is a world that is drawn in a moment.
var small = worldOptions{days: 1, groups: 4, seed: 1}

func parsed(t *testing.T, members string) request.Query {
	t.Helper()
	query, err := request.Parse([]byte(`{"current":{"metric":"` + histogramName + `","type":"classic"},"groupBy":["` + groupLabel + `"],` + members + `}`))
	require.NoError(t, err)
	return query
}

// What an evaluation sees in the simulation is what the instant query of a rule at that moment computes.
func TestAnswersAreThoseOfInstantQueries(t *testing.T) {
	w, err := newWorld(small)
	require.NoError(t, err)
	query := parsed(t, `"window":"1h","scrapeInterval":"1m","measures":["js"],"alertOn":"lower"`)
	asked := asks{request.MeasureJS, request.StatisticLower}
	all, err := w.answers(t.Context(), query, []asks{asked}, nil)
	require.NoError(t, err)
	query.Instant = true
	seen := 0
	for _, minutes := range []int{0, 1, 6, 7, 60, 611, 1439} {
		now := begin.Add(time.Duration(minutes) * time.Minute)
		config := settings.Settings{ScrapeInterval: time.Minute, Limits: limits, WholeIncrease: true}
		planned, err := plan.Build(query, plan.Timing{From: now.Add(-time.Hour), To: now, Now: now}, config)
		require.NoError(t, err)
		answers, err := fetch.New(server{w, w.groups}, limits, func() time.Time { return now }).Run(t.Context(), planned, "")
		require.NoError(t, err)
		result, err := view.Divergence(t.Context(), query, planned, answers.Answers, limits)
		require.NoError(t, err)
		for g, one := range result.Groups {
			got := all[asked].at(g, now)
			if !one.Status[0].Judged() {
				require.True(t, math.IsNaN(got), "%v %v", now, one.Labels)
				continue
			}
			seen++
			require.InDelta(t, one.Measures[0].Values[0].Lower, got, 1e-7, "%v %v", now, one.Labels)
		}
	}
	require.Greater(t, seen, 10)
}

// What is asked for in stretches is the same as if all of it were.
func TestStretchesAreParts(t *testing.T) {
	w, err := newWorld(small)
	require.NoError(t, err)
	query := parsed(t, `"window":"15m","measures":["kl"],"alertOn":"lower"`)
	asked := asks{request.MeasureKL, request.StatisticLower}
	whole, err := w.answers(t.Context(), query, []asks{asked}, nil)
	require.NoError(t, err)
	from, to := begin.Add(5*time.Hour+3*time.Minute), begin.Add(6*time.Hour)
	part, err := w.answers(t.Context(), query, []asks{asked}, func(int) []plan.Span { return []plan.Span{{Start: from, End: to}} })
	require.NoError(t, err)
	last := len(w.groups) - 1
	for at := from; !at.After(to); at = at.Add(time.Minute) {
		require.Equal(t, whole[asked].at(last, at), part[asked].at(last, at))
		require.False(t, math.IsNaN(part[asked].at(last, at)))
	}
	require.True(t, math.IsNaN(part[asked].at(last, to.Add(time.Hour))))
}

func TestWindowsThatReachTooFarAreRefused(t *testing.T) {
	w, err := newWorld(small)
	require.NoError(t, err)
	_, err = w.answers(t.Context(), parsed(t, `"window":"1h","baseline":{"kind":"seasonal","period":"7d","count":4}`), nil, nil)
	require.ErrorContains(t, err, "more than the 22 days that are drawn")
}
