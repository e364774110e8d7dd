package view_test

import (
	"context"
	"maps"
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

// row is a bucket: its events so far in a cell of a current window, after 11:30, and of a baseline, before. Or it is one
// of the values of a label, or a native histogram.
type row struct {
	le, service       string
	current, baseline float64
	at                func(t time.Time) float64 // Instead of the two.
	labels            map[string]string         // Instead of le.
	buckets           []promapi.Bucket          // Counts are shares of the row's value.
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

func (r row) sample(t time.Time, value float64) promapi.Sample {
	if r.buckets == nil {
		return promapi.Sample{Time: t.UnixMilli(), Value: value}
	}
	histogram := &promapi.Histogram{Count: value}
	for _, bucket := range r.buckets {
		bucket.Count *= value
		histogram.Buckets = append(histogram.Buckets, bucket)
	}
	return promapi.Sample{Time: t.UnixMilli(), Histogram: histogram}
}

// country is the events of one category.
func country(name string, current, baseline float64) row {
	return row{labels: map[string]string{"country": name}, current: current, baseline: baseline}
}

// steady has as many events in every cell.
func steady(one row, value float64) row {
	one.at = func(time.Time) float64 { return value }
	return one
}

// server answers by a word in the expression; "" stands for all others.
type server map[string][]row

func (s server) QueryRange(_ context.Context, query promapi.RangeQuery, _ *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error) {
	if strings.HasPrefix(query.Expr, "count") {
		return promapi.Stats{}, nil, nil // Nobody knows which series have which bounds.
	}
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
				samples = append(samples, one.sample(t, value*1.25)) // A cell is 0.8 of what is asked for.
			}
		}
		labels := maps.Clone(one.labels)
		switch {
		case labels == nil && one.buckets == nil:
			labels = map[string]string{"le": one.le}
		case labels == nil:
			labels = map[string]string{}
		}
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
	return questionOf(t, `{"metric":"m"}`, members)
}

func questionOf(t *testing.T, current, members string) request.Query {
	t.Helper()
	for name, value := range map[string]string{"window": `"5m"`, "replicates": `"none"`} {
		if !strings.Contains(members, `"`+name+`":"`) {
			members += `,"` + name + `":` + value
		}
	}
	query, err := request.Parse([]byte(`{"current":` + current + `,"instant":true` + members + `}`))
	require.NoError(t, err)
	return query
}

// replicated is a question that says by itself what shows bursts.
func replicated(t *testing.T, members string) request.Query {
	t.Helper()
	query, err := request.Parse([]byte(`{"current":{"metric":"ours"},"instant":true` + members + `}`))
	require.NoError(t, err)
	return query
}

const (
	hourAgo = `,"baseline":{"offset":"1h"}`
	// byCountry and native are current sides.
	histogram = `{"metric":"m"}`
	byCountry = `{"metric":"m","category":["country"],"type":"categoryCounter"}`
	native    = `{"metric":"m","type":"native"}`
)

func planned(t *testing.T, query request.Query) plan.Plan {
	t.Helper()
	p, err := plan.Build(query, plan.Timing{From: now.Add(-10 * time.Minute), To: now, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
	require.NoError(t, err)
	return p
}

func computed(ctx context.Context, t *testing.T, query request.Query, s server, maxGroups int) (view.Result, error) {
	t.Helper()
	return computedBy(ctx, t, planned(t, query), query, s, maxGroups)
}

func computedBy(ctx context.Context, t *testing.T, p plan.Plan, query request.Query, s server, maxGroups int) (view.Result, error) {
	t.Helper()
	fetched, err := fetch.New(s, settings.DefaultLimits, func() time.Time { return now }).Run(t.Context(), p, "")
	require.NoError(t, err)
	limits := settings.DefaultLimits
	limits.Groups = maxGroups
	return view.Divergence(ctx, query, p, fetched.Answers, limits)
}

// only is the only group of an answer.
func only(t *testing.T, query request.Query, s server) view.Group {
	t.Helper()
	all, err := computed(t.Context(), t, query, s, 100)
	require.NoError(t, err)
	require.Len(t, all.Groups, 1)
	require.Empty(t, texts(all.Notices))
	return all.Groups[0]
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
