// Package engine_test asks the query layer through Grafana's call, against the real Prometheus engine, a fixed clock and
// data whose truth is known.
package engine_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plugin"
)

func TestMain(m *testing.M) {
	log.DefaultLogger = log.NewWithLevel(log.NoLevel)
	goleak.VerifyTestMain(m, goleak.Cleanup(func(int) { http.DefaultTransport.(*http.Transport).CloseIdleConnections() }))
}

const (
	hour   = time.Hour
	metric = "http_request_duration_seconds"
)

// now is when questions are asked: late enough after the last sample that it counts as scraped.
var now = labtest.Now.Add(30 * time.Second)

// source is a data source whose clock stands still until it is set.
type source struct {
	*plugin.Datasource
	url string
	now time.Time
}

// connect makes a data source.
func connect(t testing.TB, url string, at time.Time) *source {
	t.Helper()
	s := &source{url: url, now: at}
	var err error
	s.Datasource, err = plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{UID: "lab", Type: plugin.ID, URL: url, JSONData: []byte(`{}`)}, func() time.Time { return s.now })
	require.NoError(t, err)
	t.Cleanup(s.Dispose)
	return s
}

// panel is where a question is asked from. The zero value is the last three hours.
type panel struct {
	from, to time.Time
	interval time.Duration
	points   int64
}

func (p panel) query(s *source, text string) backend.DataQuery {
	if p.to.IsZero() {
		p.to = s.now
	}
	if p.from.IsZero() {
		p.from = p.to.Add(-3 * hour)
	}
	return backend.DataQuery{
		RefID: "A", JSON: []byte(text), Interval: p.interval, MaxDataPoints: p.points,
		TimeRange: backend.TimeRange{From: p.from, To: p.to},
	}
}

// ask asks one question and returns its frames, which must be an answer.
func (s *source) ask(t testing.TB, p panel, question map[string]any) data.Frames {
	t.Helper()
	text, err := json.Marshal(question)
	require.NoError(t, err)
	response, err := s.QueryData(context.WithoutCancel(t.Context()), &backend.QueryDataRequest{Queries: []backend.DataQuery{p.query(s, string(text))}})
	require.NoError(t, err)
	require.NoError(t, response.Responses["A"].Error)
	return response.Responses["A"].Frames
}

// side selects series by labels that have to be equal.
func side(labels ...string) map[string]any {
	matchers := make([]map[string]string, 0, len(labels)/2)
	for i := 0; i < len(labels); i += 2 {
		matchers = append(matchers, map[string]string{"label": labels[i], "op": "=", "value": labels[i+1]})
	}
	return map[string]any{"metric": metric, "matchers": matchers}
}

// canary compares canary with stable, for each service, with changes.
func canary(changes map[string]any) map[string]any {
	stable := map[string]any{"kind": "cohort", "matchers": side("version", "stable")["matchers"]}
	question := map[string]any{"current": side("version", "canary"), "baseline": stable, "groupBy": []string{"service"}, "window": "1h", "measures": []string{"kl"}}
	for name, value := range changes {
		question[name] = value
	}
	return question
}

// allKinds are scenarios with every kind of series, layout and drift.
func allKinds() []scenario.Scenario {
	return []scenario.Scenario{
		scenario.Checkout(), scenario.Recommendation(), scenario.Catalog(), scenario.Orders(), scenario.Store(), scenario.Telemetry(), scenario.Tenants(),
	}
}

// checkout returns the checkout, changed.
func checkout(change func(*scenario.Metric)) []scenario.Scenario {
	s := scenario.Checkout()
	change(&s.Metrics[0])
	return []scenario.Scenario{s}
}

// startLab starts a lab and a data source on it. Without scenarios of their own tests have those of all kinds of series, and
// not those of the use cases.
func startLab(t testing.TB, o lab.Options) (*labtest.Lab, *source) {
	t.Helper()
	if o.Scenarios == nil {
		o.Scenarios = allKinds()
	}
	l := labtest.Start(t, o)
	return l, connect(t, l.URL, now)
}

// of returns the frame whose value field has a label, such as the service "cart".
func of(t testing.TB, frames data.Frames, label, value string) *data.Frame {
	t.Helper()
	for _, one := range frames {
		for _, field := range one.Fields {
			if field.Labels[label] == value {
				return one
			}
		}
	}
	require.FailNow(t, "no frame", "%s=%s in %d frames", label, value, len(frames))
	return nil
}

// column returns the values of a field of a frame.
func column(t testing.TB, f *data.Frame, name string) []*float64 {
	t.Helper()
	field, index := f.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, "field %s", name)
	values := make([]*float64, field.Len())
	for i := range values {
		value, err := field.NullableFloatAt(i)
		require.NoError(t, err)
		values[i] = value
	}
	return values
}

// times returns the moments of a frame's points.
func times(t testing.TB, f *data.Frame) []time.Time {
	t.Helper()
	var all []time.Time
	for i := range f.Rows() {
		at, ok := f.Fields[0].ConcreteAt(i)
		require.True(t, ok)
		all = append(all, at.(time.Time))
	}
	return all
}

func recipe(t testing.TB, f *data.Frame) frame.Recipe {
	t.Helper()
	r, ok := f.Meta.Custom.(frame.Recipe)
	require.True(t, ok)
	return r
}
