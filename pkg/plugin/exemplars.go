package plugin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/view"
)

// exemplars compares the windows first, which tells the bins to look in, and then asks for what lies there.
func (d *Datasource) exemplars(ctx context.Context, a asked) (data.Frames, error) {
	source, result, err := d.compare(ctx, a)
	if err != nil {
		return nil, err
	}
	search, err := view.NewSearch(source.Query, result)
	if err != nil {
		return nil, err
	}
	found, err := d.search(ctx, search, &source)
	if err != nil {
		return nil, err
	}
	return frame.Exemplars(source, result, found), nil
}

// search asks for exemplars. A server that has answered queries and does not answer this does not know of exemplars: that
// is no fault, but said in a notice.
func (d *Datasource) search(ctx context.Context, search *view.Search, source *frame.Source) (found frame.Found, err error) {
	span, ok := search.Span()
	if !ok {
		return found, nil // There is nothing to look for.
	}
	found = frame.Found{PromQL: source.Plan.Sources[source.Plan.Current].Expr, Traces: d.config.Traces} // The server takes the selectors out of it.
	if source.Query.Current.Expr == "" {
		if found.PromQL, err = plan.ExemplarSelector(source.Query.Current); err != nil {
			return found, err
		}
	}
	stats, warnings, err := d.client.QueryExemplars(ctx, found.PromQL, span.Start, span.End, promapi.NewBudget(d.config.Limits.Bytes), search.Take)
	source.Cost.Requests++
	source.Cost.Samples += stats.Samples
	source.Cost.Bytes += stats.Bytes
	source.Warnings = append(source.Warnings, spoken(warnings)...)
	switch {
	case err == nil:
		found.Exemplars, found.Notices = search.Chosen(source.Query.Limit)
		return found, nil
	case isUnknown(err):
		text := fmt.Sprintf("The server gave no answer at %s, so there are no exemplars: %s.", promapi.ExemplarsPath, fault.From(err).Message)
		found.Notices = []view.Notice{{Warning: true, Text: text}}
		return found, nil
	}
	return found, err
}

// isUnknown reports whether a fault is that of a server which does not know what it was asked. One whose answer breaks off
// does.
func isUnknown(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	return slices.Contains([]fault.Category{fault.NotFound, fault.Rejected, fault.Protocol}, fault.From(err).Category)
}
