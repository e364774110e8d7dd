package main

import (
	"context"
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// windows compares windows of a week with windows of an hour: as sums of cells, and direct.
func windows(ctx context.Context, w *world, n int) ([]row, error) {
	return compareAll(ctx, w, []comparison{
		// The shorter the panel, the more of what is read lies before it: 9 days here, against 2.
		{"by cells, 2 d panel", "", hours("7d"), hours("1h"), panel{2 * day, 10 * time.Minute}, n},
		// Lengths that nothing divides leave direct windows only.
		{"direct, 2 d panel, 1 service", "", payment("604787s"), payment("3593s"), panel{2 * day, 30 * time.Minute}, max(n/3, 1)},
	})
}

// month does so on a panel of 30 days, which has a lab of its own.
func month(ctx context.Context, w *world, n int) ([]row, error) {
	return compareAll(ctx, w, []comparison{
		{"by cells, 30 d panel", "≤ 1.3", hours("7d"), hours("1h"), panel{30 * day, time.Hour}, n},
	})
}

// comparison is one of two questions on the same panel.
type comparison struct {
	name, aim   string
	long, short map[string]any
	panel       panel
	repeat      int
}

// hours compares canary with stable in windows of some length.
func hours(window string) map[string]any {
	question := canary()
	question["window"] = window
	return question
}

// payment does so for one service.
func payment(window string) map[string]any {
	question := hours(window)
	question["current"] = selection("version", "canary", "service", "payment")
	return question
}

func compareAll(ctx context.Context, w *world, all []comparison) ([]row, error) {
	var rows []row
	for _, c := range all {
		one, err := compareWindows(ctx, w, c.repeat, c.panel, c.long, c.short)
		if err != nil {
			return nil, err
		}
		one.name, one.aim = "7 d window : 1 h window, "+c.name, c.aim
		rows = append(rows, one)
	}
	return rows, nil
}

func compareWindows(ctx context.Context, w *world, n int, p panel, long, short map[string]any) (row, error) {
	var got [2]answer
	var actions [2]action
	for i, question := range []map[string]any{long, short} {
		var d *plugin.Datasource
		actions[i] = action{prepare: func() (err error) {
			d, err = w.connect(ctx)
			return err
		}, do: func() (err error) {
			defer d.Dispose()
			got[i], err = w.ask(ctx, d, p, question)
			return err
		}}
	}
	one, err := paired(n, actions[0], actions[1])
	one.about = fmt.Sprintf("points %d : %d, cells %s : %s", got[0].points, got[1].points, got[0].recipe.Cell, got[1].recipe.Cell)
	return one, err
}
