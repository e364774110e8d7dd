package view_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// now is late enough for the point of 12:00:00.
var now = time.Date(2026, 11, 24, 12, 0, 25, 0, time.UTC)

var noon = now.Truncate(time.Hour)

var nan = math.NaN()

const none = -98765

// row is a bucket: its events so far in a cell of a current window, after 11:30, and of a baseline, before.
type row struct {
	le, service       string
	current, baseline float64
	at                func(t time.Time) float64 // Instead of the two.
}

func (r row) value(t time.Time) float64 {
	switch {
	case r.at != nil:
		return r.at(t)
	case t.After(noon.Add(-30 * time.Minute)):
		return r.current
	}
	return r.baseline
}

// server answers by a word in the expression; "" stands for all others.
type server map[string][]row

func (s server) QueryRange(_ context.Context, query promapi.RangeQuery, _ *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error) {
	rows := s[""]
	for word, others := range s {
		if word != "" && strings.Contains(query.Expr, word) {
			rows = others
		}
	}
	for _, one := range rows {
		var samples []promapi.Sample
		for t := query.Start; !t.After(query.End); t = t.Add(query.Step) {
			if value := one.value(t); value != none {
				samples = append(samples, promapi.Sample{Time: t.UnixMilli(), Value: value * 1.25}) // A cell is 0.8 of what is asked for.
			}
		}
		labels := map[string]string{"le": one.le}
		if one.service != "" {
			labels["service"] = one.service
		}
		if err := sink(labels, samples); err != nil {
			return promapi.Stats{}, nil, err
		}
	}
	return promapi.Stats{}, nil, nil
}

// question is an instant query of windows of 5 cells of a minute.
func question(t *testing.T, members string) request.Query {
	t.Helper()
	query, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"5m","instant":true` + members + `}`))
	require.NoError(t, err)
	return query
}

const hourAgo = `,"baseline":{"offset":"1h"}`

func computed(ctx context.Context, t *testing.T, query request.Query, s server, maxGroups int) (view.Result, error) {
	t.Helper()
	p, err := plan.Build(query, plan.Timing{From: now.Add(-10 * time.Minute), To: now, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
	require.NoError(t, err)
	fetched, err := fetch.New(s, settings.DefaultLimits, func() time.Time { return now }).Run(t.Context(), p, "")
	require.NoError(t, err)
	return view.Divergence(ctx, query, p, fetched.Answers, maxGroups)
}

func result(t *testing.T, members string, rows ...row) view.Result {
	t.Helper()
	all, err := computed(t.Context(), t, question(t, members), server{"": rows}, 100)
	require.NoError(t, err)
	return all
}

func texts(notices []view.Notice) string {
	var all []string
	for _, notice := range notices {
		mark := "- "
		if notice.Warning {
			mark = "! "
		}
		all = append(all, mark+notice.Text)
	}
	return strings.Join(all, "\n")
}
