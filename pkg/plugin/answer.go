package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/fetch"
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
	case request.ViewExemplars:
		return d.exemplars(ctx, a)
	case request.ViewRanking:
		return d.ranking(ctx, a)
	case request.ViewExplain:
		return d.explain(ctx, a)
	case request.ViewSLO:
		return d.objectives(ctx, a)
	case request.ViewVerdict:
		return d.verdicts(ctx, a)
	case request.ViewEpisodes:
		return d.episodes(ctx, a)
	case request.ViewDivergence, request.ViewSensitivity, request.ViewContributions, request.ViewDistributions:
	}
	source, result, err := d.compare(ctx, a)
	if err != nil {
		return nil, err
	}
	switch a.query.View {
	case request.ViewContributions:
		return frame.Contributions(source, result)
	case request.ViewDistributions:
		return frame.Distributions(source, result)
	default:
		return frame.Divergence(source, result), nil
	}
}

// compare runs the stages: it plans, fetches, and compares the windows of each point. What it returns is what all views
// are made of.
func (d *Datasource) compare(ctx context.Context, a asked) (frame.Source, view.Result, error) {
	source, answers, err := d.gather(ctx, a)
	if err != nil {
		return frame.Source{}, view.Result{}, err
	}
	result, err := view.Divergence(ctx, source.Query, source.Plan, answers, d.config.Limits)
	return source, result, err
}

// gather runs the stages up to the comparison: it settles the query's types, plans and fetches.
func (d *Datasource) gather(ctx context.Context, a asked) (frame.Source, []fetch.Answer, error) {
	asked, err := a.query.WithLeast(d.config.SuppressBelow)
	if err != nil {
		return frame.Source{}, nil, err
	}
	query, remarks, err := d.types.settle(ctx, asked, a.timing, a.user)
	if err != nil {
		return frame.Source{}, nil, err
	}
	config := d.config
	if config.WholeIncrease, err = d.engine.wholeIncrease(ctx, a.user); err != nil {
		return frame.Source{}, nil, err
	}
	planned, err := plan.Build(query, a.timing, config)
	if err != nil {
		return frame.Source{}, nil, err
	}
	planned.Hint, planned.Notices = remarks.hint, append(planned.Notices, remarks.notices...)
	fetched, err := d.fetcher.Run(ctx, planned, a.user)
	if err != nil {
		return frame.Source{}, nil, err
	}
	return frame.Source{RefID: a.refID, UID: d.uid, Query: query, Plan: planned, Cost: fetched.Cost, Warnings: spoken(fetched.Warnings)}, fetched.Answers, nil
}
