package plugin

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
)

// seriesTypes finds out of which type the series of a metric are, where a query leaves that open. No other look-up comes
// before a plan; what it finds is kept for a while.
type seriesTypes struct {
	client    *promapi.Client
	catalogue *catalogue
	clock     func() time.Time
	mu        sync.Mutex
	kept      *simplelru.LRU[typeKey, keptNames]
}

// typeKey holds the hours of the range, too: a metric that has become native was classic before.
type typeKey struct {
	match, user string
	from, to    int64
}

type keptNames struct {
	fetched time.Time
	names   []string
}

// Bounds of what is kept.
const (
	typesAge = 5 * time.Minute
	typesMax = 1000
)

func newSeriesTypes(client *promapi.Client, catalogue *catalogue, clock func() time.Time) *seriesTypes {
	t := &seriesTypes{client: client, catalogue: catalogue, clock: clock}
	t.kept, _ = simplelru.NewLRU[typeKey, keptNames](typesMax, nil) // Fails for sizes below 1 alone.
	return t
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
		return t.ofCategories(ctx, side.Metric, user, all), nil
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

// ofCategories tells counters from gauges by what the targets say about the metric.
func (t *seriesTypes) ofCategories(ctx context.Context, metric, user string, all *remarks) request.SeriesType {
	switch about(t.catalogue.metadata(ctx, user), metric).Type {
	case "gauge":
		return request.CategoryGauge
	case "counter":
	default:
		all.notices = append(all.notices, fmt.Sprintf("The server does not know of which type %s is: it is read as a counter. Set type to categoryGauge if it is a gauge.", metric))
	}
	return request.CategoryCounter
}

// names returns which of the two names that a histogram may have there are. A server that does not answer this is
// taken to have classic ones only; one that does not answer at all says so.
func (t *seriesTypes) names(ctx context.Context, side request.Selection, timing plan.Timing, user string) ([]string, error) {
	match, err := plan.SeriesSelector(side)
	if err != nil {
		return nil, err
	}
	key := typeKey{match, user, timing.From.Truncate(time.Hour).Unix(), timing.To.Truncate(time.Hour).Unix()}
	t.mu.Lock()
	known, ok := t.kept.Get(key)
	t.mu.Unlock()
	if ok && t.clock().Sub(known.fetched) < typesAge {
		return known.names, nil
	}
	names, err := t.client.LabelValues(ctx, model.MetricNameLabel, promapi.Lookup{Match: match, Start: timing.From.Add(-recently), End: timing.To, Limit: 2})
	if err != nil {
		switch fault.From(err).Category {
		case fault.NotFound, fault.Rejected, fault.Forbidden, fault.Protocol, fault.Limit:
			return nil, nil
		}
		return nil, err
	}
	if len(names) > 0 {
		t.mu.Lock()
		t.kept.Add(key, keptNames{t.clock(), names})
		t.mu.Unlock()
	}
	return names, nil
}
