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
	unknown, err := d.search(ctx, search, &source)
	if err != nil {
		return nil, err
	}
	if unknown != nil {
		return frame.Exemplars(source, result, nil, []view.Notice{*unknown}, nil), nil
	}
	chosen, notices := search.Chosen(source.Query.Limit)
	return frame.Exemplars(source, result, chosen, notices, d.config.Traces), nil
}

// search asks for exemplars. A server that has answered queries and does not answer this does not know of exemplars: that
// is no fault, but said in a notice.
func (d *Datasource) search(ctx context.Context, search *view.Search, source *frame.Source) (unknown *view.Notice, err error) {
	span, ok := search.Span()
	if !ok {
		return nil, nil //nolint:nilnil // There is nothing to look for.
	}
	selector := source.Plan.Sources[source.Plan.Current].Expr // The server takes the selectors out of it.
	if source.Query.Current.Expr == "" {
		if selector, err = plan.ExemplarSelector(source.Query.Current); err != nil {
			return nil, err
		}
	}
	stats, warnings, err := d.client.QueryExemplars(ctx, selector, span.Start, span.End, promapi.NewBudget(d.config.Limits.Bytes), search.Take)
	source.Cost.Requests++
	source.Cost.Samples += stats.Samples
	source.Cost.Bytes += stats.Bytes
	source.Warnings = append(source.Warnings, spoken(warnings)...)
	if err == nil {
		return nil, nil //nolint:nilnil // It knows.
	}
	failed := fault.From(err)
	cut := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) // It does know, and broke off.
	if !cut && slices.Contains([]fault.Category{fault.NotFound, fault.Rejected, fault.Protocol}, failed.Category) {
		return &view.Notice{Warning: true, Text: fmt.Sprintf("The server gave no answer at %s, so there are no exemplars: %s.", promapi.ExemplarsPath, failed.Message)}, nil
	}
	return nil, err
}
