package plugin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// Bounds of what an explanation asks for.
const (
	mostSplits  = 3        // Labels that are fetched at the same time.
	mostPattern = 32 << 10 // Bytes of the values that are told apart in one expression.
)

// explain answers a query of the view explain: it splits the counts by each label that may account for the change.
func (d *Datasource) explain(ctx context.Context, a asked) (data.Frames, error) {
	source, result, err := d.compare(ctx, a)
	if err != nil {
		return nil, err
	}
	e := explainer{Datasource: d, asked: a, query: source.Query, result: result, cost: source.Cost}
	var splits []view.LabelSplit
	if e.hasJudged() {
		if splits, err = e.splits(ctx, source.Plan); err != nil {
			return nil, err
		}
	}
	explanation, err := view.Explain(e.query, result, splits)
	if err != nil {
		return nil, err
	}
	explanation.Notices = append(e.notices, explanation.Notices...)
	source.Cost = e.cost
	return frame.Explanation(source, result, explanation), nil
}

// explainer gathers the counts by label of one query.
type explainer struct {
	*Datasource
	asked
	query  request.Query // Its types of series settled.
	result view.Result

	labelled plan.Labelled
	mu       sync.Mutex // Guards what follows.
	cost     fetch.Cost
	notices  []view.Notice
}

// hasJudged reports whether there is a group to explain.
func (e *explainer) hasJudged() bool {
	return slices.ContainsFunc(e.result.Groups, func(group view.Group) bool { return group.Status[len(group.Status)-1].Judged() })
}

// splits tells the counts apart by each candidate. A label that costs more than the limits allow is left out, and said.
func (e *explainer) splits(ctx context.Context, p plan.Plan) ([]view.LabelSplit, error) {
	var err error
	if e.labelled, err = p.LabelledBy(e.query); err != nil {
		return nil, err
	}
	candidates, err := e.candidates(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]*view.LabelSplit, len(candidates))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(mostSplits)
	for i, one := range candidates {
		group.Go(func() (err error) {
			defer fault.Recover(&err)
			split, err := e.split(ctx, one)
			if err != nil && fault.From(err).Category == fault.Limit {
				e.say(true, "%s was left out: %s.", one.name, strings.TrimSuffix(fault.From(err).Error(), "."))
				return nil
			}
			all[i] = &split
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var splits []view.LabelSplit
	for _, split := range all {
		if split != nil {
			splits = append(splits, *split)
		}
	}
	return splits, nil
}

func (e *explainer) say(warning bool, format string, args ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.notices = append(e.notices, view.Notice{Warning: warning, Text: fmt.Sprintf(format, args...)})
}

// charge adds what a look-up cost.
func (e *explainer) charge(stats promapi.Stats) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cost.Requests++
	e.cost.Samples += stats.Samples
	e.cost.Bytes += stats.Bytes
}

// split fetches the counts by one label. Where it has very many values, those with most samples are asked for alone.
func (e *explainer) split(ctx context.Context, one candidate) (view.LabelSplit, error) {
	split := view.LabelSplit{Label: one.name, Count: one.count}
	var values []string
	if one.count > e.query.Explain.MaxValues {
		var err error
		if values, err = e.top(ctx, one.name); err != nil {
			return split, err
		}
		split.Chosen = values != nil
	}
	query, err := plan.SplitBy(e.query, one.name, values)
	if err != nil {
		return split, err
	}
	planned, fetched, limits, err := e.run(ctx, query)
	if err != nil {
		return split, err
	}
	split.Expr = planned.Sources[planned.Current].Expr
	return split.Tabulate(query, planned, fetched.Answers, limits, e.result, e.query.Explain.MaxValues)
}

// run takes a query through plan and fetch, with the windows of the one that was asked.
func (e *explainer) run(ctx context.Context, query request.Query) (plan.Plan, fetch.Result, settings.Limits, error) {
	config := e.config
	var err error
	if config.WholeIncrease, err = e.engine.wholeIncrease(ctx, e.user); err != nil {
		return plan.Plan{}, fetch.Result{}, config.Limits, err
	}
	planned, err := plan.Build(query, e.timing, config)
	if err != nil {
		return plan.Plan{}, fetch.Result{}, config.Limits, err
	}
	fetched, err := e.fetcher.Run(ctx, planned, e.user)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cost.Requests += fetched.Cost.Requests
	e.cost.Samples += fetched.Cost.Samples
	e.cost.Bytes += fetched.Cost.Bytes
	e.cost.CacheHits += fetched.Cost.CacheHits
	return planned, fetched, config.Limits, err
}

// top returns the values of a label with most samples on either side; nil where the server does not tell.
func (e *explainer) top(ctx context.Context, name string) ([]string, error) {
	most := e.query.Explain.MaxValues
	weights := map[string]float64{}
	current, baseline := e.labelled.TopValues(name, most)
	for _, expr := range []string{current, baseline} {
		own, total := map[string]float64{}, 0.0
		stats, _, err := e.client.Query(ctx, expr, e.timing.To, promapi.NewBudget(lookupBytes), func(labels map[string]string, samples []promapi.Sample) error {
			if len(samples) > 0 && samples[0].Value > 0 {
				own[labels[name]] = samples[0].Value
				total += samples[0].Value
			}
			return nil
		})
		if isRefusal := err != nil && isRefused(err); isRefusal {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
		e.charge(stats)
		for value, count := range own {
			weights[value] += count / total
		}
	}
	values := make([]string, 0, len(weights))
	for value := range weights {
		values = append(values, value)
	}
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(weights[b], weights[a]), strings.Compare(a, b)) })
	values = values[:min(len(values), most)]
	length := 0
	for i, value := range values {
		if length += 2 * len(value); length > mostPattern { // Quoted, a value is at most twice as long.
			return values[:i], nil
		}
	}
	return values, nil
}
