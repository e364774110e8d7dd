package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/prometheus/prometheus/tsdb"
	"golang.org/x/sync/errgroup"
)

const (
	day = 24 * time.Hour
	// batch is what one commit holds. All pods reach its end before the next begins: a block in the making refuses
	// samples half a day older than its newest.
	batch = time.Hour
)

// History writes every scrape due from the pods' first up to and including end into blocks in dir, one for each UTC day.
// The pods are left at their first scrape after end, ready for Advance.
func History(ctx context.Context, dir string, feeds []*Feed, end time.Time, logger *slog.Logger) error {
	flushes, ctx := errgroup.WithContext(ctx)
	flushes.SetLimit(runtime.GOMAXPROCS(0))
	var err error
	for err == nil {
		begin, ok := earliest(feeds, end)
		if !ok {
			break
		}
		err = writeDay(ctx, flushes, dir, feeds, nextDay(begin, end), logger)
	}
	return errors.Join(err, flushes.Wait())
}

// writeDay writes all scrapes before a limit into one block. It leaves the last part, writing the block to disk, to run
// beside the next day.
func writeDay(
	ctx context.Context, flushes *errgroup.Group, dir string, feeds []*Feed, limit time.Time, logger *slog.Logger,
) error {
	block, err := tsdb.NewBlockWriter(logger, dir, day.Milliseconds())
	if err != nil {
		return fmt.Errorf("begin a block: %w", err)
	}
	if err := fill(ctx, block, feeds, limit); err != nil {
		return errors.Join(err, block.Close())
	}
	flushes.Go(func() error {
		_, err := block.Flush(ctx)
		if err != nil {
			err = fmt.Errorf("write a block: %w", err)
		}
		return errors.Join(err, block.Close())
	})
	return nil
}

func fill(ctx context.Context, block Store, feeds []*Feed, limit time.Time) error {
	for _, f := range feeds {
		f.Forget()
	}
	for {
		begin, ok := earliest(feeds, limit.Add(-time.Millisecond))
		if !ok {
			return nil
		}
		until := begin.Truncate(batch).Add(batch)
		if until.After(limit) {
			until = limit
		}
		if err := fillBatch(ctx, block, feeds, until); err != nil {
			return err
		}
	}
}

func fillBatch(ctx context.Context, block Store, feeds []*Feed, limit time.Time) error {
	pods, ctx := errgroup.WithContext(ctx)
	pods.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range feeds {
		pods.Go(func() error { return commit(ctx, block, limit.UnixMilli(), f) })
	}
	return pods.Wait()
}

// commit appends all scrapes of some feeds due before a limit, in milliseconds since the epoch: all of them or none.
func commit(ctx context.Context, store Store, limit int64, feeds ...*Feed) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	app := store.Appender(ctx)
	for _, f := range feeds {
		if err := f.until(app, limit); err != nil {
			return errors.Join(err, app.Rollback())
		}
	}
	return app.Commit()
}

// earliest is the first scrape that is due; ok is false if none is due up to and including end.
func earliest(feeds []*Feed, end time.Time) (first time.Time, ok bool) {
	for _, f := range feeds {
		due := time.UnixMilli(f.pod.Due())
		if !due.After(end) && (!ok || due.Before(first)) {
			first, ok = due, true
		}
	}
	return first, ok
}

// nextDay is the end of the UTC day that t lies in, or the moment just after end if that comes first.
func nextDay(t, end time.Time) time.Time {
	midnight, after := t.Truncate(day).Add(day), end.Add(time.Millisecond)
	if after.Before(midnight) {
		return after
	}
	return midnight
}
