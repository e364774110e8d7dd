package main

import (
	"context"
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// refresh compares a panel that is asked again with one asked for the first time.
func refresh(ctx context.Context, w *world, n int) ([]row, error) {
	var rows []row
	for _, c := range []struct {
		window string
		panel  panel
	}{{"1h", panel{day, 2 * time.Minute}}, {"7d", panel{2 * day, 10 * time.Minute}}} {
		one, err := compareRefresh(ctx, w, n, c.panel, hours(c.window))
		if err != nil {
			return nil, err
		}
		one.name = fmt.Sprintf("refresh : first query, %d d of %s windows", c.panel.length/day, c.window)
		rows = append(rows, one)
	}
	return rows, nil
}

func compareRefresh(ctx context.Context, w *world, n int, p panel, question map[string]any) (row, error) {
	kept, err := w.connect(ctx)
	if err != nil {
		return row{}, err
	}
	defer kept.Dispose()
	var empty *plugin.Datasource
	var again, first answer
	one, err := paired(n, action{do: func() (err error) {
		again, err = w.ask(ctx, kept, p, question)
		return err
	}}, action{prepare: func() (err error) {
		empty, err = w.connect(ctx)
		return err
	}, do: func() (err error) {
		defer empty.Dispose()
		first, err = w.ask(ctx, empty, p, question)
		return err
	}})
	one.about = fmt.Sprintf("samples %d : %d", again.recipe.Cost.Samples, first.recipe.Cost.Samples)
	return one, err
}
