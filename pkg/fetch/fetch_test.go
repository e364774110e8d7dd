package fetch_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Requests start at multiples of 8 steps since 1970, whatever is asked, so that their answers fit other panels, too.
func TestRequestsAreCutAtFixedTimes(t *testing.T) {
	server := clockwork()
	span := plan.Span{Start: at(31 * time.Hour), End: at(25 * time.Hour)}
	run(t, newFetcher(server), cells("x", time.Minute, span))
	asked := server.requests()
	require.Len(t, asked, 1, "neighbours together")
	require.Zero(t, asked[0].Start.UnixNano()%int64(8*time.Minute))
	require.Equal(t, int64(7*time.Minute), asked[0].End.UnixNano()%int64(8*time.Minute))
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
	require.True(t, asked[0].Start.After(at(6*time.Hour+8*time.Minute)))
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
		chunk := 8 * step
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
	end := at(24 * time.Hour).Truncate(8 * step).Add(7 * step)
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

// The clock goes on between the plan and the request: what was asked for in part is not kept as a whole.
func TestPartsAreNotKeptAsAWhole(t *testing.T) {
	step := time.Minute
	end := at(24 * time.Hour).Truncate(8 * step).Add(7 * step)
	reads, server := 0, clockwork()
	f := fetch.New(server, settings.DefaultLimits, func() time.Time {
		reads++
		if reads == 1 {
			return end.Add(5 * time.Minute) // Open.
		}
		return end.Add(6 * time.Minute)
	})
	part := end.Add(-5 * step)
	run(t, f, cells("x", step, plan.Span{Start: part.Add(-10 * step), End: part}))
	require.Equal(t, part, server.requests()[0].End)
	p := cells("x", step, plan.Span{Start: end.Add(-10 * step), End: end})
	result := run(t, f, p)
	require.Len(t, server.requests(), 1)
	requireTimes(t, p.Sources[0], result.Answers[0], seconds)
}
