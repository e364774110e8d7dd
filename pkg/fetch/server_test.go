package fetch_test

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

var now = time.Date(2026, 11, 24, 12, 0, 30, 0, time.UTC)

func at(ago time.Duration) time.Time { return now.Truncate(time.Hour).Add(-ago) }

// fake is a server whose series are functions of time. A value of skip is no sample.
type fake struct {
	mu       sync.Mutex
	asked    []promapi.RangeQuery
	under    int // Requests under way.
	most     int // Most of them at a time.
	series   []known
	before   func(ctx context.Context, query promapi.RangeQuery) error // Called while a request is under way.
	warnings []promapi.Warning
}

type known struct {
	labels    map[string]string
	value     func(t time.Time) float64
	histogram func(t time.Time) *promapi.Histogram // Nil for no sample.
}

// samples returns those of a series from one evaluation to another.
func (k known) samples(query promapi.RangeQuery) (samples []promapi.Sample) {
	for t := query.Start; !t.After(query.End); t = t.Add(query.Step) {
		if k.value != nil {
			if value := k.value(t); value != skip {
				samples = append(samples, promapi.Sample{Time: t.UnixMilli(), Value: value})
			}
		}
		if k.histogram != nil {
			if histogram := k.histogram(t); histogram != nil {
				samples = append(samples, promapi.Sample{Time: t.UnixMilli(), Histogram: histogram})
			}
		}
	}
	return samples
}

const skip = -12345

// seconds is the value that all tests can check: the time itself.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func clockwork() *fake {
	return &fake{series: []known{{labels: map[string]string{"le": "1"}, value: seconds}}}
}

func (f *fake) QueryRange(ctx context.Context, query promapi.RangeQuery, _ *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error) {
	f.mu.Lock()
	f.asked = append(f.asked, query)
	f.under++
	f.most = max(f.most, f.under)
	before := f.before
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.under--
	}()
	if before != nil {
		if err := before(ctx, query); err != nil {
			return promapi.Stats{}, nil, err
		}
	}
	stats := promapi.Stats{Bytes: 100}
	for _, one := range f.series {
		samples := one.samples(query)
		if len(samples) == 0 {
			continue
		}
		stats.Samples += len(samples)
		if err := sink(one.labels, samples); err != nil {
			return stats, nil, err
		}
		overwrite(samples)
	}
	return stats, f.warnings, nil
}

// overwrite does what the next series may do to the samples of this one.
func overwrite(samples []promapi.Sample) {
	for _, sample := range samples {
		if sample.Histogram != nil {
			clear(sample.Histogram.Buckets)
			*sample.Histogram = promapi.Histogram{}
		}
	}
	clear(samples)
}

// underway returns how many requests have no answer yet.
func (f *fake) underway() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.under
}

// do changes what happens while a request is under way.
func (f *fake) do(before func(context.Context, promapi.RangeQuery) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before = before
}

// requests returns those since the last call.
func (f *fake) requests() []promapi.RangeQuery {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked := f.asked
	f.asked = nil
	return asked
}

// watch is a clock that tests move.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func (w *watch) tell() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) move(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func newFetcher(server fetch.Server) *fetch.Fetcher {
	return fetch.New(server, settings.DefaultLimits, (&watch{now: now}).tell)
}

// cells is a plan of one source whose evaluations are the ends of cells in the ranges.
func cells(expr string, step time.Duration, ranges ...plan.Span) plan.Plan {
	return plan.Plan{Sources: []plan.Source{{Expr: expr, Cell: step, Scale: 1, Step: step, Ranges: ranges}}}
}

func run(t *testing.T, f *fetch.Fetcher, p plan.Plan) fetch.Result {
	t.Helper()
	result, err := f.Run(t.Context(), p, "")
	require.NoError(t, err)
	require.Len(t, result.Answers, len(p.Sources))
	return result
}

func requireCategory(t *testing.T, want fault.Category, err error) {
	t.Helper()
	var failed *fault.Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, want, failed.Category, failed.Error())
}

// requireTimes checks that the value at each index is that of its time, for all series of known functions.
func requireTimes(t *testing.T, source plan.Source, answer fetch.Answer, value func(time.Time) float64) {
	t.Helper()
	require.Equal(t, source.Evaluations(), answer.Grid.Len())
	require.Len(t, answer.Series, 1)
	require.Len(t, answer.Series[0].Values, answer.Grid.Len())
	seen := map[int]bool{}
	for _, span := range source.Ranges {
		for at := span.Start.Add(source.Step); !at.After(span.End); at = at.Add(source.Step) {
			index, ok := answer.Grid.Index(at)
			require.True(t, ok, at)
			require.False(t, seen[index], "each evaluation has its own place")
			seen[index] = true
			got, want := answer.Series[0].Values[index], value(at)
			switch {
			case want == skip:
				require.True(t, fetch.IsMissing(got), at)
				require.False(t, fetch.IsInvalid(got), at)
			case math.IsNaN(want) || math.IsInf(want, 0):
				require.True(t, fetch.IsInvalid(got), at)
				require.False(t, fetch.IsMissing(got), at)
			default:
				require.InDelta(t, want, got, 0, fmt.Sprint(at))
			}
		}
	}
	require.Len(t, seen, answer.Grid.Len())
}
