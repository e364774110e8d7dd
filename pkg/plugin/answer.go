package plugin

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// asked is a query with the time that it is about and who asks.
type asked struct {
	refID  string
	query  request.Query
	timing plan.Timing
	user   string
}

// answer returns the frames of a query's view.
func (d *Datasource) answer(ctx context.Context, a asked) (data.Frames, error) {
	switch a.query.View {
	case request.ViewDivergence, request.ViewSensitivity:
		source, result, err := d.compare(ctx, a)
		if err != nil {
			return nil, err
		}
		return frame.Divergence(source, result), nil
	case request.ViewExplain:
		return d.explain(ctx, a)
	default:
		return nil, fault.InField("view", fmt.Sprintf("%s is not built yet", a.query.View), "use divergence")
	}
}

// compare runs the stages: it plans, fetches, and compares the windows of each point. What it returns is what all views
// are made of.
func (d *Datasource) compare(ctx context.Context, a asked) (frame.Source, view.Result, error) {
	query, remarks, err := d.types.settle(ctx, a.query, a.timing, a.user)
	if err != nil {
		return frame.Source{}, view.Result{}, err
	}
	config := d.config
	if config.WholeIncrease, err = d.engine.wholeIncrease(ctx, a.user); err != nil {
		return frame.Source{}, view.Result{}, err
	}
	planned, err := plan.Build(query, a.timing, config)
	if err != nil {
		return frame.Source{}, view.Result{}, err
	}
	planned.Hint, planned.Notices = remarks.hint, append(planned.Notices, remarks.notices...)
	fetched, err := d.fetcher.Run(ctx, planned, a.user)
	if err != nil {
		return frame.Source{}, view.Result{}, err
	}
	result, err := view.Divergence(ctx, query, planned, fetched.Answers, config.Limits)
	return frame.Source{RefID: a.refID, Query: query, Plan: planned, Cost: fetched.Cost, Warnings: spoken(fetched.Warnings)}, result, err
}
