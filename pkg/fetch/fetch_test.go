package fetch_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
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

// Requests start at multiples of 32 steps since 1970, whatever is asked, so that their answers fit other panels, too.
func TestRequestsAreCutAtFixedTimes(t *testing.T) {
	server := clockwork()
	span := plan.Span{Start: at(31 * time.Hour), End: at(25 * time.Hour)}
	run(t, newFetcher(server), cells("x", time.Minute, span))
	asked := server.requests()
	require.Len(t, asked, 1, "neighbours together")
	require.Zero(t, asked[0].Start.UnixNano()%int64(32*time.Minute))
	require.Equal(t, int64(31*time.Minute), asked[0].End.UnixNano()%int64(32*time.Minute))
	require.False(t, asked[0].Start.After(span.Start.Add(time.Minute)))
	require.False(t, asked[0].End.Before(span.End))
	require.Less(t, asked[0].End.Sub(asked[0].Start), span.Length()+64*time.Minute)
	require.Equal(t, time.Minute, asked[0].Step)
}

// Prometheus refuses more than 11,000 evaluations in a request.
func TestLongRangesAreCut(t *testing.T) {
	server := clockwork()
	p := cells("x", time.Minute, plan.Span{Start: at(25_000 * time.Minute), End: at(0)})
	result := run(t, newFetcher(server), p)
	asked := server.requests()
	require.Len(t, asked, 3)
	for _, query := range asked {
		require.LessOrEqual(t, query.End.Sub(query.Start)/query.Step, time.Duration(10_000))
	}
	require.Equal(t, 3, result.Cost.Requests)
	require.EqualValues(t, 300, result.Cost.Bytes)
	requireTimes(t, p.Sources[0], result.Answers[0], seconds)
}

func TestSettledChunksAreNotAskedAgain(t *testing.T) {
	server := clockwork()
	f := newFetcher(server)
	p := cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)})
	require.Zero(t, run(t, f, p).Cost.CacheHits)
	require.Len(t, server.requests(), 1)
	again := run(t, f, p)
	require.Empty(t, server.requests())
	require.Positive(t, again.Cost.CacheHits)
	require.Zero(t, again.Cost.Requests)
	requireTimes(t, p.Sources[0], again.Answers[0], seconds)
	// Another panel asks for a part and for more: only what is new is fetched.
	p = cells("x", time.Minute, plan.Span{Start: at(8 * time.Hour), End: at(4 * time.Hour)})
	result := run(t, f, p)
	asked := server.requests()
	require.Len(t, asked, 1)
	require.True(t, asked[0].Start.After(at(6*time.Hour+32*time.Minute)))
	requireTimes(t, p.Sources[0], result.Answers[0], seconds)
}

// A chunk without series is an answer, too.
func TestEmptyChunksAreKept(t *testing.T) {
	server := &fake{}
	f := newFetcher(server)
	p := cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)})
	require.Empty(t, run(t, f, p).Answers[0].Series)
	require.Len(t, server.requests(), 1)
	require.Empty(t, run(t, f, p).Answers[0].Series)
	require.Empty(t, server.requests())
}

// What differs in anything that can change the answer is asked for by itself.
func TestCacheKeepsApart(t *testing.T) {
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	base := cells("x", time.Minute, span)
	shifted := cells("x", time.Minute, plan.Span{Start: span.Start.Add(time.Second), End: span.End.Add(time.Second)})
	shifted.Sources[0].Phase = time.Second
	for name, other := range map[string]struct {
		p        plan.Plan
		identity string
	}{
		"expression": {cells("y", time.Minute, span), ""},
		"step":       {cells("x", 2*time.Minute, span), ""},
		"phase":      {shifted, ""},
		"identity":   {base, "somebody else"},
	} {
		server := clockwork()
		f := newFetcher(server)
		run(t, f, base)
		server.requests()
		result, err := f.Run(t.Context(), other.p, other.identity)
		require.NoError(t, err)
		require.Len(t, server.requests(), 1, name)
		requireTimes(t, other.p.Sources[0], result.Answers[0], seconds)
		_, err = f.Run(t.Context(), other.p, other.identity)
		require.NoError(t, err)
		require.Empty(t, server.requests(), name)
	}
}

// Samples may come late: what is younger than 5 minutes, or two steps, is asked for again.
func TestTheLastMinutesAreAskedAgain(t *testing.T) {
	for step, late := range map[time.Duration]time.Duration{15 * time.Second: 5 * time.Minute, time.Minute: 5 * time.Minute, 10 * time.Minute: 20 * time.Minute} {
		chunk := 32 * step
		end := at(24 * time.Hour).Truncate(chunk).Add(chunk - step) // Last evaluation of a chunk.
		p := cells("x", step, plan.Span{Start: end.Add(-chunk), End: end})
		server := clockwork()
		clock := &watch{now: end.Add(late)}
		f := fetch.New(server, settings.DefaultLimits, clock.tell)
		run(t, f, p)
		server.requests()
		run(t, f, p)
		require.Len(t, server.requests(), 1, "%s: still open", step)
		clock.move(time.Millisecond)
		run(t, f, p)
		require.Len(t, server.requests(), 1, "%s: settled, but asked for when it was not", step)
		run(t, f, p)
		require.Empty(t, server.requests(), "%s: settled", step)
	}
}

// Nothing after what the plan wants is asked for in an open chunk: the server may not have scraped it.
func TestOpenChunksEndWhereThePlanEnds(t *testing.T) {
	server := clockwork()
	run(t, newFetcher(server), cells("x", time.Minute, plan.Span{Start: at(2 * time.Hour), End: at(0)}))
	asked := server.requests()
	require.Equal(t, at(0), asked[len(asked)-1].End)
}

// A chunk that settles while the server answers was not asked for as a whole, or too early: it is not kept.
func TestChunksThatSettleMeanwhileAreNotKept(t *testing.T) {
	step := time.Minute
	end := at(24 * time.Hour).Truncate(32 * step).Add(31 * step)
	for name, last := range map[string]time.Time{"in part": end.Add(-5 * step), "whole": end} {
		clock := &watch{now: end.Add(5 * time.Minute)}
		server := clockwork()
		server.before = func(context.Context, promapi.RangeQuery) error { clock.move(time.Minute); return nil }
		f := fetch.New(server, settings.DefaultLimits, clock.tell)
		run(t, f, cells("x", step, plan.Span{Start: last.Add(-10 * step), End: last}))
		server.requests()
		p := cells("x", step, plan.Span{Start: end.Add(-10 * step), End: end})
		result := run(t, f, p)
		require.Len(t, server.requests(), 1, name)
		requireTimes(t, p.Sources[0], result.Answers[0], seconds)
	}
}

// Panels that ask for the same at the same time make one request.
func TestEqualFetchesRunOnce(t *testing.T) {
	const panels = 20
	release, arrived := make(chan struct{}), make(chan struct{}, panels)
	server := clockwork()
	server.before = func(context.Context, promapi.RangeQuery) error { arrived <- struct{}{}; <-release; return nil }
	f := newFetcher(server)
	p := cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)})
	var waiting, all sync.WaitGroup
	for range panels {
		waiting.Add(1)
		all.Go(func() {
			ctx := &counting{Context: t.Context(), waits: waiting.Done}
			result, err := f.Run(ctx, p, "")
			if err != nil || len(result.Answers[0].Series) != 1 {
				t.Error("no answer", err)
			}
		})
	}
	<-arrived
	waiting.Wait()
	close(release)
	all.Wait()
	require.Len(t, server.requests(), 1)
}

// counting is a context that tells once that somebody waits for it.
type counting struct {
	context.Context
	once  sync.Once
	waits func()
}

func (c *counting) Done() <-chan struct{} { c.once.Do(c.waits); return c.Context.Done() }

// One panel that goes away does not take the answer from the others.
func TestCancelingOneLeavesTheOthers(t *testing.T) {
	release, arrived := make(chan struct{}), make(chan struct{}, 2)
	server := clockwork()
	server.before = func(ctx context.Context, _ promapi.RangeQuery) error {
		arrived <- struct{}{}
		select {
		case <-release:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f := newFetcher(server)
	p := cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)})
	gone, leave := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() { _, err := f.Run(gone, p, ""); first <- err }()
	<-arrived
	var joined sync.WaitGroup
	joined.Add(1)
	go func() { _, err := f.Run(&counting{Context: t.Context(), waits: joined.Done}, p, ""); second <- err }()
	joined.Wait()
	leave()
	requireCategory(t, fault.Canceled, <-first)
	close(release)
	require.NoError(t, <-second)
}

func TestAtMostEightRequestsAtOnce(t *testing.T) {
	const sources = 30
	arrived, release := make(chan struct{}, sources), make(chan struct{})
	server := clockwork()
	server.before = func(context.Context, promapi.RangeQuery) error { arrived <- struct{}{}; <-release; return nil }
	f := newFetcher(server)
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	var p plan.Plan
	for i := range sources {
		p.Sources = append(p.Sources, cells(strconv.Itoa(i), time.Minute, span).Sources...)
	}
	done := make(chan error, 1)
	go func() { _, err := f.Run(t.Context(), p, ""); done <- err }()
	for range 8 {
		<-arrived
	}
	require.Empty(t, arrived)
	close(release)
	require.NoError(t, <-done)
	require.Equal(t, 8, server.most)
	require.Len(t, server.requests(), sources)
}

// What waits for its turn leaves with its caller, as what is under way does.
func TestCancelingStopsAll(t *testing.T) {
	const sources = 30
	arrived := make(chan struct{}, sources)
	server := clockwork()
	server.before = func(ctx context.Context, _ promapi.RangeQuery) error {
		arrived <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	f := newFetcher(server)
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	var p plan.Plan
	for i := range sources {
		p.Sources = append(p.Sources, cells(strconv.Itoa(i), time.Minute, span).Sources...)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { _, err := f.Run(ctx, p, ""); done <- err }()
	for range 8 {
		<-arrived
	}
	cancel()
	requireCategory(t, fault.Canceled, <-done)
	server.do(nil)
	run(t, f, cells("after", time.Minute, span)) // All slots are free again.
}

// The first failure is the answer, not the cancellations it causes, and what failed is not kept.
func TestTheFirstFailureIsTold(t *testing.T) {
	server := clockwork()
	broken := fault.New(fault.Timeout, "too slow", "wait").Because(context.DeadlineExceeded)
	server.before = func(ctx context.Context, query promapi.RangeQuery) error {
		if query.Expr == "bad" {
			return broken
		}
		<-ctx.Done()
		return ctx.Err()
	}
	f := newFetcher(server)
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	p := plan.Plan{Sources: append(cells("good", time.Minute, span).Sources, cells("bad", time.Minute, span).Sources...)}
	_, err := f.Run(t.Context(), p, "")
	require.Equal(t, broken, fault.From(err))
	server.requests()
	server.do(nil)
	run(t, f, p)
	require.Len(t, server.requests(), 2)
}

// A defect below is a fault, not the end of the plugin.
func TestPanicIsAFault(t *testing.T) {
	server := clockwork()
	server.before = func(context.Context, promapi.RangeQuery) error { panic("broken") }
	_, err := newFetcher(server).Run(t.Context(), cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}), "")
	requireCategory(t, fault.Internal, err)
	var panicked *fault.Panic
	require.True(t, errors.As(err, &panicked))
	require.Contains(t, string(panicked.Stack), "fetch_test.go")
}

func TestWarningsAreSaidOnce(t *testing.T) {
	server := clockwork()
	server.warnings = []promapi.Warning{{Text: "b"}, {Text: "a", Info: true}}
	span := plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}
	p := plan.Plan{Sources: append(cells("x", time.Minute, span).Sources, cells("y", time.Minute, span).Sources...)}
	require.Equal(t, []promapi.Warning{{Text: "a", Info: true}, {Text: "b"}}, run(t, newFetcher(server), p).Warnings)
}

// Whatever ranges, steps and phases are asked for, in whatever order: each value stands at its own time.
func TestValuesStandAtTheirTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	steps := []time.Duration{time.Second, 7 * time.Second, 15 * time.Second, time.Minute, 61 * time.Second, 5 * time.Minute, time.Hour, 24 * time.Hour}
	odd := func(t time.Time) float64 {
		switch k := t.Unix(); {
		case k%5 == 0:
			return skip
		case k%7 == 0:
			return math.NaN()
		case k%11 == 0:
			return math.Inf(1 - 2*int(k&1))
		default:
			return float64(k)
		}
	}
	for range 300 {
		server := &fake{series: []known{{labels: map[string]string{"le": "1"}, value: odd}}}
		f := newFetcher(server)
		for range 4 {
			step := steps[random.IntN(len(steps))]
			p := cells("x", step)
			source := &p.Sources[0]
			if random.IntN(2) == 0 {
				source.Phase = time.Duration(random.Int64N(int64(step/time.Second))) * time.Second
			}
			start := time.Unix(0, 0).UTC().Add(source.Phase) // Some years around 1970: times before it count, too.
			if random.IntN(3) > 0 {
				start = now.Truncate(24 * time.Hour).Add(source.Phase).Add(-200 * step)
				start = start.Add(-time.Duration((start.UnixNano() - int64(source.Phase)) % int64(step)))
			} else {
				start = start.Add(-150 * step)
			}
			for range 1 + random.IntN(3) {
				start = start.Add(time.Duration(1+random.IntN(40)) * step)
				end := start.Add(time.Duration(1+random.IntN(60)) * step)
				source.Ranges = append(source.Ranges, plan.Span{Start: start, End: end})
				start = end
			}
			requireOdd(t, *source, run(t, f, p).Answers[0], odd)
		}
	}
}

// requireOdd allows for a series all of whose values are missing: it is left out.
func requireOdd(t *testing.T, source plan.Source, answer fetch.Answer, value func(time.Time) float64) {
	t.Helper()
	if len(answer.Series) > 0 {
		requireTimes(t, source, answer, value)
		return
	}
	for _, span := range source.Ranges {
		for at := span.Start.Add(source.Step); !at.After(span.End); at = at.Add(source.Step) {
			require.EqualValues(t, skip, value(at), at)
		}
	}
}

// Times that are no evaluations of the plan have no place.
func TestGridKnowsItsTimes(t *testing.T) {
	answer := run(t, newFetcher(clockwork()), cells("x", time.Minute,
		plan.Span{Start: at(10 * time.Hour), End: at(9 * time.Hour)}, plan.Span{Start: at(2 * time.Hour), End: at(time.Hour)})).Answers[0]
	require.Equal(t, 120, answer.Grid.Len())
	for ago, want := range map[time.Duration]int{10*time.Hour - time.Minute: 0, 9 * time.Hour: 59, 2*time.Hour - time.Minute: 60, time.Hour: 119} {
		index, ok := answer.Grid.Index(at(ago))
		require.True(t, ok)
		require.Equal(t, want, index)
	}
	for _, ago := range []time.Duration{10 * time.Hour, 9*time.Hour - time.Minute, 2 * time.Hour, 0, 9*time.Hour + 30*time.Second, 11 * time.Hour} {
		_, ok := answer.Grid.Index(at(ago))
		require.False(t, ok, ago)
	}
}
