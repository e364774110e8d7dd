package plugin

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// defaultConcurrentQueries bounds the queries of a request where Grafana does not say how many may run at once.
const defaultConcurrentQueries = 10

// QueryData answers the queries of a panel, of Explore or of a rule. Each one has its own response: one that fails does
// not hurt the others.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	user, numbers := identity(req.GetHTTPHeaders()), takesNumbers(req.Headers)
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(concurrentQueries(ctx))
	for _, query := range req.Queries {
		group.Go(func() error {
			frames, err := d.safely(ctx, query, user, numbers)
			mu.Lock()
			defer mu.Unlock()
			response.Responses[query.RefID] = responseOf(ctx, frames, err)
			return nil
		})
	}
	return response, group.Wait()
}

func concurrentQueries(ctx context.Context) int {
	n, err := config.GrafanaConfigFromContext(ctx).ConcurrentQueryCount()
	if err != nil || n < 1 {
		return defaultConcurrentQueries
	}
	return n
}

// safely keeps a defect in one query from taking the plugin down, and with it every panel.
func (d *Datasource) safely(ctx context.Context, query backend.DataQuery, user string, numbers bool) (frames data.Frames, err error) {
	defer fault.Recover(&err)
	return d.query(ctx, query, user, numbers)
}

// fromExpression is the header of requests on behalf of Grafana's expressions.
const fromExpression = "X-Grafana-From-Expr"

// takesNumbers reports whether an answer goes to a rule or an expression rather than a panel.
func takesNumbers(headers map[string]string) bool {
	for name, value := range headers {
		name = strings.TrimPrefix(name, "http_")
		if (strings.EqualFold(name, backend.FromAlertHeaderName) || strings.EqualFold(name, fromExpression)) && value == "true" {
			return true
		}
	}
	return false
}

// query reads a query and answers it. Where numbers are taken, a table is refused: what Grafana says of it names no field.
func (d *Datasource) query(ctx context.Context, query backend.DataQuery, user string, numbers bool) (data.Frames, error) {
	if d.broken != nil {
		return nil, d.broken
	}
	question, err := request.Parse(query.JSON)
	if err != nil {
		return nil, err
	}
	if numbers {
		if err := question.CheckNumbers(); err != nil {
			return nil, err
		}
	}
	timing := plan.Timing{From: query.TimeRange.From, To: query.TimeRange.To, Interval: query.Interval, MaxDataPoints: query.MaxDataPoints, Now: d.clock()}
	return d.answer(ctx, asked{refID: query.RefID, query: question, timing: timing, user: user})
}

// spoken passes on what the server said beside its answers.
func spoken(warnings []promapi.Warning) []view.Notice {
	var all []view.Notice
	for _, warning := range warnings {
		all = append(all, view.Notice{Text: "Prometheus: " + warning.Text, Warning: !warning.Info})
	}
	return all
}

// responseOf turns frames or a fault into a response. Faults of this plugin are logged with their cause; those of
// queries and servers are told to who asked.
func responseOf(ctx context.Context, frames data.Frames, err error) backend.DataResponse {
	if err == nil {
		return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
	}
	failed := fault.From(err)
	source := backend.ErrorSourceDownstream
	if !failed.Downstream() {
		source = backend.ErrorSourcePlugin
		stack := ""
		if panicked := (*fault.Panic)(nil); errors.As(failed, &panicked) {
			stack = string(panicked.Stack)
		}
		backend.Logger.FromContext(ctx).Error("Query failed", "error", failed.Error(), "stack", stack)
	}
	return backend.ErrDataResponseWithSource(backend.Status(failed.Status()), source, failed.Error())
}
