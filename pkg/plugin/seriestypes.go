package plugin

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
)

// seriesTypes finds out of which type the series of a metric are, where a query leaves that open. It is the one look-up
// that comes before a plan; what it finds is kept for a while.
type seriesTypes struct {
	client    *promapi.Client
	catalogue *catalogue
	clock     func() time.Time
	kept      *memory
}

func newSeriesTypes(client *promapi.Client, catalogue *catalogue, clock func() time.Time) *seriesTypes {
	return &seriesTypes{client: client, catalogue: catalogue, clock: clock, kept: newMemory()}
}

// remarks are what a person should know about the types that were found.
type remarks struct {
	hint    string
	notices []string
}

// settle replaces "auto" in both sides of a query.
func (t *seriesTypes) settle(ctx context.Context, query request.Query, timing plan.Timing, user string) (request.Query, remarks, error) {
	var all remarks
	var err error
	if query.Current.Expr == "" {
		if query.Current.Type, err = t.typeOf(ctx, query.Current, timing, user, &all); err != nil {
			return query, all, err
		}
	}
	if query.Baseline.Kind == request.Cohort && query.Baseline.Expr == "" && (query.Baseline.Metric != "" || query.Baseline.Type != "") {
		query.Baseline.Type, err = t.typeOf(ctx, query.BaselineSelection(), timing, user, &all)
	}
	return query, all, err
}

func (t *seriesTypes) typeOf(ctx context.Context, side request.Selection, timing plan.Timing, user string, all *remarks) (request.SeriesType, error) {
	switch {
	case side.Type != request.AutoSeries && side.Type != "":
		return side.Type, nil
	case len(side.Category) > 0:
		return t.ofCategories(ctx, side, timing, user, all)
	}
	names, err := t.names(ctx, side, timing, user)
	if err != nil {
		return "", err
	}
	classic, native := slices.Contains(names, side.Metric+plan.BucketSuffix), slices.Contains(names, side.Metric)
	if !native {
		return request.ClassicSeries, nil
	}
	if classic {
		all.hint = fmt.Sprintf("%s is there as a native and as a classic histogram, and the native one was read: type classic reads the other.", side.Metric)
	}
	return request.NativeSeries, nil
}

// ofCategories tells counters from gauges by what the targets say about the metric; where they say nothing, as after
// remote write or in recorded series, by how its values move.
func (t *seriesTypes) ofCategories(ctx context.Context, side request.Selection, timing plan.Timing, user string, all *remarks) (request.SeriesType, error) {
	switch about(t.catalogue.metadata(ctx, user), side.Metric).Type {
	case "gauge":
		return request.CategoryGauge, nil
	case "counter":
		return request.CategoryCounter, nil
	}
	falls, err := t.falls(ctx, side, timing, user)
	if err != nil {
		return "", err
	}
	if falls {
		all.notices = append(all.notices, fmt.Sprintf("The server does not say of which type %s is. Its values fall as they rise, so it is read as a gauge; set type to categoryCounter if it is a counter.", side.Metric))
		return request.CategoryGauge, nil
	}
	all.notices = append(all.notices, fmt.Sprintf("The server does not say of which type %s is. Its values do not fall, so it is read as a counter; set type to categoryGauge if it is a gauge.", side.Metric))
	return request.CategoryCounter, nil
}

// Bounds of what tells a gauge: over an hour, a fifth of its changes are falls. A counter falls when its target restarts.
const (
	fallsLength = time.Hour
	fallsShare  = 0.2
)

// falls reports whether the values of a metric fall about as often as they rise.
func (t *seriesTypes) falls(ctx context.Context, side request.Selection, timing plan.Timing, user string) (bool, error) {
	expr, err := plan.Falls(side, fallsLength)
	if err != nil {
		return false, err
	}
	names, err := t.kept.recall(keyOf(expr, user, timing), t.clock(), func() ([]string, error) {
		answer := []string{"rises"}
		_, _, err := t.client.Query(ctx, expr, timing.To, promapi.NewBudget(lookupBytes), func(_ map[string]string, samples []promapi.Sample) error {
			if len(samples) > 0 && samples[0].Value >= fallsShare {
				answer[0] = "falls"
			}
			return nil
		})
		return answer, err
	})
	return slices.Contains(names, "falls"), err
}

// lookupBytes bounds an answer of one number.
const lookupBytes = 1 << 20

// names returns which of the two names that a histogram may have there are. A server that does not answer this is
// taken to have classic ones only; one that does not answer at all says so.
func (t *seriesTypes) names(ctx context.Context, side request.Selection, timing plan.Timing, user string) ([]string, error) {
	match, err := plan.SeriesSelector(side)
	if err != nil {
		return nil, err
	}
	return t.kept.recall(keyOf(match, user, timing), t.clock(), func() ([]string, error) {
		return t.client.LabelValues(ctx, model.MetricNameLabel, promapi.Lookup{Match: match, Start: timing.From.Add(-recently), End: timing.To, Limit: 2})
	})
}
