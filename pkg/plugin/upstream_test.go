package plugin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// now is the time of all tests: a round hour, so that cells and points are easy to count.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// upstream is a Prometheus server whose answers are chosen by a word in the query: a metric's name or a path.
type upstream struct {
	*httptest.Server
	mu       sync.Mutex
	routes   map[string]http.HandlerFunc
	requests []*http.Request // With their forms parsed.
}

// newUpstream serves good_bucket, and the given routes before it.
func newUpstream(t *testing.T, routes map[string]http.HandlerFunc) *upstream {
	t.Helper()
	u := unstarted(routes)
	u.Start()
	t.Cleanup(u.Close)
	return u
}

func unstarted(routes map[string]http.HandlerFunc) *upstream {
	u := &upstream{routes: routes}
	u.Server = httptest.NewUnstartedServer(http.HandlerFunc(u.serve))
	u.Config.ErrorLog = silent
	return u
}

func (u *upstream) serve(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	u.mu.Lock()
	u.requests = append(u.requests, r)
	u.mu.Unlock()
	// Which series have which bounds, nobody knows, unless a test says so.
	if strings.HasPrefix(r.Form.Get("query"), "count by") && u.routes["count by"] == nil {
		answer()(w, r)
		return
	}
	for _, word := range slices.Sorted(maps.Keys(u.routes)) {
		if u.routes[word] != nil && strings.Contains(r.URL.Path+" "+r.Form.Get("query"), word) {
			u.routes[word](w, r)
			return
		}
	}
	answer(good...)(w, r)
}

// seen returns the requests whose path holds a word.
func (u *upstream) seen(word string) []*http.Request {
	u.mu.Lock()
	defer u.mu.Unlock()
	var found []*http.Request
	for _, r := range u.requests {
		if strings.Contains(r.URL.Path+" "+r.Form.Get("query"), word) {
			found = append(found, r)
		}
	}
	return found
}

// series is a series whose value at a time is a function of it; nil means no sample.
type series struct {
	labels map[string]string
	value  func(t time.Time) string
	native bool // Values are histograms.
}

func constant(text string) func(time.Time) string { return func(time.Time) string { return text } }

// bucket is the series of a bucket without a group.
func bucket(le, value string) series {
	return series{labels: map[string]string{"le": le}, value: constant(value)}
}

// good counts 100, 300 and 400 events in a window of 5 minutes: 25, 75 and 100 in 75 s are 20, 60 and 80 in a cell.
var good = []series{bucket("0.1", "25"), bucket("1", "75"), bucket("+Inf", "100")}

// answer is the answer to a range query.
func answer(all ...series) http.HandlerFunc { return answerWith("", all...) }

// answerWith adds members, such as warnings, to the answer.
func answerWith(members string, all ...series) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"status":"success",%s"data":{"resultType":"matrix","result":[%s]}}`, members, matrix(r, all))
	}
}

func matrix(r *http.Request, all []series) string {
	start, end, step := number(r, "start"), number(r, "end"), number(r, "step")
	if step <= 0 {
		return "" // Not a range query.
	}
	var rows []string
	for _, one := range all {
		member, format := "values", `[%v,%q]`
		if one.native {
			member, format = "histograms", `[%v,%s]`
		}
		var values []string
		for t := start; t <= end; t += step {
			if text := one.value(time.UnixMilli(int64(t * 1000))); text != "" {
				values = append(values, fmt.Sprintf(format, strconv.FormatFloat(t, 'f', -1, 64), text))
			}
		}
		labels, _ := json.Marshal(one.labels)
		if len(values) > 0 {
			rows = append(rows, fmt.Sprintf(`{"metric":%s,%q:[%s]}`, labels, member, strings.Join(values, ",")))
		}
	}
	return strings.Join(rows, ",")
}

func number(r *http.Request, name string) float64 {
	value, _ := strconv.ParseFloat(r.Form.Get(name), 64)
	return value
}

// says answers with a status and a text.
func says(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

// hangs gives no answer before the client leaves.
func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// newDatasource makes a data source that is disposed at the end of the test.
func newDatasource(t *testing.T, url, jsonData string) *plugin.Datasource {
	t.Helper()
	return newFrom(t, backend.DataSourceInstanceSettings{URL: url, JSONData: []byte(jsonData)})
}

func newFrom(t *testing.T, instance backend.DataSourceInstanceSettings) *plugin.Datasource {
	t.Helper()
	if len(instance.JSONData) == 0 {
		instance.JSONData = []byte(`{}`)
	}
	d, err := plugin.NewAt(t.Context(), instance, clock)
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	return d
}

// question is a query of one metric: windows of 5 minutes against those an hour ago.
func question(metric, members string) string {
	return fmt.Sprintf(`{"current":{"metric":%q},"window":"5m","baseline":{"offset":"1h"}%s}`, metric, members)
}

// dataQuery is a query over the last 10 minutes.
func dataQuery(refID, text string) backend.DataQuery {
	return backend.DataQuery{
		RefID: refID, JSON: []byte(text), Interval: time.Minute, MaxDataPoints: 100,
		TimeRange: backend.TimeRange{From: now.Add(-10 * time.Minute), To: now},
	}
}

func ask(ctx context.Context, t *testing.T, d *plugin.Datasource, queries ...backend.DataQuery) backend.Responses {
	t.Helper()
	response, err := d.QueryData(ctx, &backend.QueryDataRequest{Queries: queries})
	require.NoError(t, err)
	require.Len(t, response.Responses, len(queries))
	return response.Responses
}

// requireHealthy checks the answer to a query of good.
func requireHealthy(t *testing.T, response backend.DataResponse) {
	t.Helper()
	require.NoError(t, response.Error)
	require.Equal(t, backend.StatusOK, response.Status)
	require.Len(t, response.Frames, 1)
	require.Positive(t, response.Frames[0].Rows())
	value, err := response.Frames[0].FloatAt(1, response.Frames[0].Rows()-1)
	require.NoError(t, err)
	require.InDelta(t, 0, value, 1e-12, "the windows are equal")
}
