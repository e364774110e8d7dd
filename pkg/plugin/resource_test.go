package plugin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
	"github.com/histodrift/histodrift/pkg/request"
)

// call calls a resource.
func call(ctx context.Context, t *testing.T, d *plugin.Datasource, method, path string, params url.Values) *backend.CallResourceResponse {
	t.Helper()
	var response *backend.CallResourceResponse
	target := path
	if len(params) > 0 {
		target += "?" + params.Encode()
	}
	err := d.CallResource(ctx, &backend.CallResourceRequest{Method: method, Path: path, URL: target},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error { response = r; return nil }))
	require.NoError(t, err)
	return response
}

func decoded(t *testing.T, response *backend.CallResourceResponse) map[string]any {
	t.Helper()
	var body map[string]any
	require.NoError(t, json.Unmarshal(response.Body, &body), string(response.Body))
	return body
}

func list(n int) string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf(`"m%04d_bucket"`, i)
	}
	return `{"status":"success","data":[` + strings.Join(names, ",") + `]}`
}

func TestMetrics(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{
		"__name__/values": says(200, `{"status":"success","data":["b_seconds_bucket","a_bucket"]}`),
		"metadata":        says(200, `{"status":"success","data":{"b_seconds":[{"type":"histogram","help":"Time.","unit":"seconds"}],"c":[]}}`),
	})
	d := newDatasource(t, server.URL, "")
	response := call(t.Context(), t, d, "GET", "metrics", url.Values{"search": {`s+"{}`}, "limit": {"7"}})
	require.Equal(t, 200, response.Status)
	require.JSONEq(t, `{"metrics":[{"name":"a","kind":"classic"},{"name":"b_seconds","kind":"classic","unit":"seconds","help":"Time."}],"truncated":false}`, string(response.Body))
	form := server.seen("__name__/values")[0].Form
	require.Equal(t, `{__name__=~"(?i:.*s\\+\"\\{\\}.*)_bucket"}`, form.Get("match[]"))
	require.Equal(t, "8", form.Get("limit"), "one more than shown tells whether there are more")
	require.NotEmpty(t, form.Get("start"))
	call(t.Context(), t, d, "GET", "metrics", nil)
	require.Len(t, server.seen("metadata"), 1, "metadata is kept for a while")
}

func TestMetricsAreLimited(t *testing.T) {
	for limit, want := range map[string]int{"": 100, "3": 3, "0": 100, "-1": 100, "x": 100, "99999": 1000} {
		server := newUpstream(t, map[string]http.HandlerFunc{"__name__/values": says(200, list(1500)), "metadata": says(404, "")})
		body := decoded(t, call(t.Context(), t, newDatasource(t, server.URL, ""), "GET", "metrics", url.Values{"limit": {limit}}))
		require.Len(t, body["metrics"], want, limit)
		require.Equal(t, true, body["truncated"])
	}
}

func TestLabels(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"api/v1/labels": says(200, `{"status":"success","data":["__name__","service","le","job"]}`)})
	d := newDatasource(t, server.URL, "")
	response := call(t.Context(), t, d, "GET", "labels", url.Values{"metric": {"m"}, "matchers": {`[{"label":"job","op":"=","value":"a\"} or {b=\"\\"}]`}})
	require.Equal(t, 200, response.Status, string(response.Body))
	require.JSONEq(t, `{"labels":["job","service"],"truncated":false}`, string(response.Body))
	require.Equal(t, `{__name__=~"m(_bucket)?",job="a\"} or {b=\"\\"}`, server.seen("api/v1/labels")[0].Form.Get("match[]"))
}

// Filters of a dashboard are about no metric in particular: their labels are those of all histograms.
func TestLookupsWithoutAMetric(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"api/v1/label": says(200, `{"status":"success","data":["a"]}`)})
	d := newDatasource(t, server.URL, "")
	require.Equal(t, 200, call(t.Context(), t, d, "GET", "labels", nil).Status)
	require.Equal(t, 200, call(t.Context(), t, d, "GET", "label-values", url.Values{"label": {"a"}}).Status)
	require.Len(t, server.seen("api/v1/label"), 2)
	for _, r := range server.seen("api/v1/label") {
		require.Equal(t, `{__name__=~".+_bucket"}`, r.Form.Get("match[]"))
	}
}

func TestLabelValues(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"/values": says(200, `{"status":"success","data":["Checkout","cart","api"]}`)})
	d := newDatasource(t, server.URL, "")
	for _, c := range []struct {
		label, search, limit, path, want string
	}{
		{"service", "", "", "/api/v1/label/service/values", `{"values":["Checkout","api","cart"],"truncated":false}`},
		{"service", "C", "", "/api/v1/label/service/values", `{"values":["Checkout","cart"],"truncated":false}`},
		{"service", "C", "1", "/api/v1/label/service/values", `{"values":["Checkout"],"truncated":true}`},
		{"service", "none", "", "/api/v1/label/service/values", `{"values":[],"truncated":false}`},
		{"http.status", "", "", "/api/v1/label/U__http_2e_status/values", `{"values":["Checkout","api","cart"],"truncated":false}`},
		{"..", "", "", "/api/v1/label/U___2e__2e_/values", `{"values":["Checkout","api","cart"],"truncated":false}`},
		{"../../admin", "", "", "/api/v1/label/U___2e__2e__2f__2e__2e__2f_admin/values", `{"values":["Checkout","api","cart"],"truncated":false}`},
	} {
		before := len(server.seen(""))
		response := call(t.Context(), t, d, "GET", "label-values", url.Values{"metric": {"m"}, "label": {c.label}, "search": {c.search}, "limit": {c.limit}})
		require.Equal(t, 200, response.Status, string(response.Body))
		require.JSONEq(t, c.want, string(response.Body))
		require.Equal(t, c.path, server.seen("")[before].URL.Path)
	}
}

func TestSchemaIsServed(t *testing.T) {
	response := call(t.Context(), t, newDatasource(t, "", ""), "GET", "schema", nil)
	require.Equal(t, 200, response.Status)
	require.Equal(t, []string{"application/schema+json"}, response.Headers["Content-Type"])
	require.JSONEq(t, string(request.Schema), string(response.Body))
}

func TestResourcesRefuse(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"/": says(403, "")})
	for _, c := range []struct {
		name, method, path string
		params             url.Values
		broken             bool
		status             int
		category, words    string
	}{
		{name: "unknown path", method: "GET", path: "api/v1/admin/tsdb/delete_series", status: 404, category: "notFound", words: "use metrics, labels"},
		{name: "the server's own path", method: "GET", path: "api/v1/query", status: 404, category: "notFound", words: "no such resource"},
		{name: "nothing", method: "GET", path: "", status: 404, category: "notFound", words: "no such resource"},
		{name: "below a resource", method: "GET", path: "metrics/x", status: 404, category: "notFound", words: "no such resource"},
		{name: "method", method: "POST", path: "metrics", status: 405, category: "query", words: "use GET"},
		{name: "method of the schema", method: "DELETE", path: "schema", status: 405, category: "query", words: "use GET"},
		{name: "no label", method: "GET", path: "label-values", params: url.Values{"metric": {"m"}}, status: 400, category: "query", words: "label: is missing"},
		{name: "label not UTF-8", method: "GET", path: "label-values", params: url.Values{"metric": {"m"}, "label": {"\xff"}}, status: 400, category: "query", words: "label: is not a label name"},
		{name: "matchers not JSON", method: "GET", path: "labels", params: url.Values{"metric": {"m"}, "matchers": {"[{"}}, status: 400, category: "query", words: "matchers: is not a JSON array"},
		{name: "matchers not an array", method: "GET", path: "labels", params: url.Values{"metric": {"m"}, "matchers": {`{"label":"a"}`}}, status: 400, category: "query", words: "write it like"},
		{name: "operator", method: "GET", path: "labels", params: url.Values{"metric": {"m"}, "matchers": {`[{"label":"a","op":"=}","value":"b"}]`}}, status: 400, category: "query", words: "current.matchers[0].op"},
		{name: "regular expression", method: "GET", path: "labels", params: url.Values{"metric": {"m"}, "matchers": {`[{"label":"a","op":"=~","value":"("}]`}}, status: 400, category: "query", words: "regular expression"},
		{name: "variable", method: "GET", path: "labels", params: url.Values{"metric": {"$m"}}, status: 400, category: "query", words: "$m"},
		{name: "kind of metric", method: "GET", path: "metrics", params: url.Values{"kind": {"native"}}, status: 400, category: "query", words: "kind: \"native\" is not known; use histogram or category"},
		{name: "type of the labels' metric", method: "GET", path: "labels", params: url.Values{"metric": {"m"}, "type": {"categoryGauge"}}, status: 400, category: "query", words: "type: \"categoryGauge\" is not known; use histogram or category"},
		{name: "type of the values' metric", method: "GET", path: "label-values", params: url.Values{"metric": {"m"}, "label": {"a"}, "type": {"x"}}, status: 400, category: "query", words: "use histogram or category"},
		{name: "the server refuses", method: "GET", path: "metrics", status: 403, category: "forbidden", words: "rights"},
		{name: "bad settings", method: "GET", path: "metrics", broken: true, status: 400, category: "settings", words: "url: is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			address := server.URL
			if c.broken {
				address = ""
			}
			response := call(t.Context(), t, newDatasource(t, address, ""), c.method, c.path, c.params)
			require.Equal(t, c.status, response.Status, string(response.Body))
			body := decoded(t, response)
			require.Equal(t, c.category, body["category"])
			require.Contains(t, body["message"], c.words)
		})
	}
}
