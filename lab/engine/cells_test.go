package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// stages runs the stages of the query layer by hand, so that a plan can be changed on its way.
type stages struct {
	config settings.Settings
	client *promapi.Client
}

func newStages(t *testing.T, url string) stages {
	config, err := settings.Parse(url, nil)
	require.NoError(t, err)
	return stages{config, promapi.New(http.DefaultClient, config)}
}

func (s stages) plan(t *testing.T, question map[string]any, timing plan.Timing) (request.Query, plan.Plan) {
	text, err := json.Marshal(question)
	require.NoError(t, err)
	query, err := request.Parse(text)
	require.NoError(t, err)
	timing.Now = now
	planned, err := plan.Build(query, timing, s.config)
	require.NoError(t, err)
	return query, planned
}

func (s stages) run(t *testing.T, query request.Query, p plan.Plan) view.Result {
	fetched, err := fetch.New(s.client, s.config.Limits, func() time.Time { return now }).Run(t.Context(), p, "")
	require.NoError(t, err)
	result, err := view.Divergence(t.Context(), query, p, fetched.Answers, s.config.Limits)
	require.NoError(t, err)
	return result
}

// selector is that of all buckets.
const selector = metric + `_bucket{job="checkout"}`

// direct is the plan that asks for each window of a plan at once. The selector may reach further back than the window by
// some time; the values are scaled back, as those of cells are.
func direct(p plan.Plan, further time.Duration) plan.Plan {
	source := func(span func(plan.Point) plan.Span) plan.Source {
		first, last := span(p.Points[0]), span(p.Points[len(p.Points)-1])
		length := first.Length() + further
		return plan.Source{
			Expr: fmt.Sprintf("sum by (le, service) (increase(%s[%ds]))", selector, int(length.Seconds())),
			Cell: first.Length(), Scale: float64(first.Length()) / float64(length), Step: p.Step,
			Phase:  time.Duration(first.End.UnixNano() % int64(p.Step)),
			Ranges: []plan.Span{{Start: first.End.Add(-p.Step), End: last.End}},
		}
	}
	p.Sources = []plan.Source{
		source(func(point plan.Point) plan.Span { return point.Windows[0].Current[0] }),
		source(func(point plan.Point) plan.Span { return point.Windows[0].Baseline[0] }),
	}
	p.Current, p.Baseline, p.Censuses = 0, 1, nil
	return p
}

// distance is how far two results are apart at most.
type distance struct {
	count float64 // As a share of the count, of windows of more than 1000 events.
	kl    float64 // Nats.
}

func (d *distance) add(t *testing.T, want, got view.Result) {
	require.Equal(t, want.Times, got.Times)
	require.Len(t, got.Groups, len(want.Groups))
	for g := range want.Groups {
		a, b := want.Groups[g], got.Groups[g]
		require.Equal(t, a.Labels, b.Labels)
		require.Equal(t, a.Status, b.Status)
		for i := range want.Times {
			d.count = max(d.count, math.Abs(a.Current[i]/b.Current[i]-1), math.Abs(a.Baseline[i]/b.Baseline[i]-1))
			x, y := a.Measures[0].Values[i].PlugIn, b.Measures[0].Values[i].PlugIn
			if !math.IsInf(x, 1) || !math.IsInf(y, 1) {
				d.kl = max(d.kl, math.Abs(x-y))
			}
		}
	}
}

func TestCellsAndDirectWindowsAgree(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: 15 * hour, Scenarios: allKinds()[:1]})
	s := newStages(t, l.URL)
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(lengths ...string) string { return lengths[random.IntN(len(lengths))] }
	var same, plain distance
	for range 12 {
		question := map[string]any{
			"current": side("job", "checkout"), "groupBy": []string{"service"}, "window": pick("1h", "90m", "2h", "3h"),
			"baseline": map[string]any{"kind": "previous", "offset": pick("3h", "4h", "5h", "6h")},
		}
		from := labtest.Now.Add(-time.Duration(1+random.IntN(5)) * hour)
		query, byCells := s.plan(t, question, plan.Timing{From: from, To: labtest.Now, Interval: time.Duration(1+random.IntN(20)) * time.Minute})
		require.Equal(t, byCells.Sources[0].Cell, byCells.Sources[0].Step, "cells were planned")
		result := s.run(t, query, byCells)
		same.add(t, result, s.run(t, query, direct(byCells, s.config.ScrapeInterval)))
		plain.add(t, result, s.run(t, query, direct(byCells, 0)))
	}
	t.Logf("largest difference: the same increments %.2g of the counts, %.2g nats; plain increase() %.2g, %.2g nats", same.count, same.kl, plain.count, plain.kl)
	// Both add up the same increments. What is left is that increase() does not extrapolate a counter to below zero, so
	// that the first event of a rare bucket after a restart counts a little less, the more so in a short cell.
	require.Less(t, same.count, 1e-9)
	require.Less(t, same.kl, 2e-6)
	// Plain increase() guesses the first scrape interval of a window from the average of the rest: 15 s of an hour.
	require.Less(t, plain.count, 0.003)
	require.Less(t, plain.kl, 1e-4)
}
