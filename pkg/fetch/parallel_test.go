package fetch_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
)

// Panels that ask for the same at the same time make one request.
func TestEqualFetchesRunOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const panels = 20
		release := make(chan struct{})
		server := clockwork()
		server.before = func(context.Context, promapi.RangeQuery) error { <-release; return nil }
		f := newFetcher(server)
		p := cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)})
		var all sync.WaitGroup
		for range panels {
			all.Go(func() {
				result, err := f.Run(t.Context(), p, "")
				if err != nil || len(result.Answers[0].Series) != 1 {
					t.Error("no answer", err)
				}
			})
		}
		synctest.Wait() // All panels wait for the answer.
		close(release)
		all.Wait()
		require.Len(t, server.requests(), 1)
	})
}

// One panel that goes away does not take the answer from the others.
func TestCancelingOneLeavesTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		server := clockwork()
		server.before = func(ctx context.Context, _ promapi.RangeQuery) error {
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
		synctest.Wait()
		go func() { _, err := f.Run(t.Context(), p, ""); second <- err }()
		synctest.Wait()
		leave()
		requireCategory(t, fault.Canceled, <-first)
		close(release)
		require.NoError(t, <-second)
		require.Len(t, server.requests(), 1)
	})
}

func TestAtMostEightRequestsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const sources = 30
		release := make(chan struct{})
		server := clockwork()
		server.before = func(context.Context, promapi.RangeQuery) error { <-release; return nil }
		f := newFetcher(server)
		done := make(chan error, 1)
		go func() { _, err := f.Run(t.Context(), manySources(sources), ""); done <- err }()
		synctest.Wait()
		require.Equal(t, 8, server.underway(), "as many as allowed")
		close(release)
		require.NoError(t, <-done)
		require.Equal(t, 8, server.most)
		require.Len(t, server.requests(), sources)
	})
}

func manySources(n int) plan.Plan {
	var p plan.Plan
	for i := range n {
		p.Sources = append(p.Sources, cells(strconv.Itoa(i), time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(6 * time.Hour)}).Sources...)
	}
	return p
}

// What waits for its turn leaves with its caller, as what is under way does, and all slots are free again.
func TestCancelingStopsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := clockwork()
		server.before = func(ctx context.Context, _ promapi.RangeQuery) error { <-ctx.Done(); return ctx.Err() }
		f := newFetcher(server)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { _, err := f.Run(ctx, manySources(30), ""); done <- err }()
		synctest.Wait()
		cancel()
		requireCategory(t, fault.Canceled, <-done)
		synctest.Wait()
		require.Zero(t, server.underway())
		server.do(nil)
		_, err := f.Run(t.Context(), manySources(20), "")
		require.NoError(t, err)
	})
}

// The first failure is the answer, not the cancellations it causes, and what failed is not kept.
func TestTheFirstFailureIsTold(t *testing.T) {
	server := clockwork()
	arrived := make(chan struct{})
	broken := fault.New(fault.Timeout, "too slow", "wait").Because(context.DeadlineExceeded)
	server.before = func(ctx context.Context, query promapi.RangeQuery) error {
		if query.Expr == "bad" {
			<-arrived
			return broken
		}
		close(arrived)
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
	require.Contains(t, string(panicked.Stack), "TestPanicIsAFault")
}
