package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// simulate runs the cells side by side. The outcomes are in the order of the cells, whoever finishes first.
func simulate(ctx context.Context, cells []cell, seed uint64, progress io.Writer) ([]*outcome, error) {
	results := make([][]*outcome, len(cells))
	done := make(chan struct{}, len(cells))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0) + 1)
	group.Go(func() error {
		for i := range cells {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-done:
			}
			if (i+1)%50 == 0 || i+1 == len(cells) {
				fmt.Fprintf(progress, "%d of %d cells\n", i+1, len(cells))
			}
		}
		return nil
	})
	for i := range cells {
		group.Go(func() (err error) {
			if err := ctx.Err(); err != nil {
				return err
			}
			results[i], err = cells[i].simulate(seed)
			done <- struct{}{}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(results...), nil
}
