package plugin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// catalogued answers metadata of metrics, given as name and type.
func catalogued(pairs ...string) http.HandlerFunc {
	var all []string
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, fmt.Sprintf(`%q:[{"type":%q,"help":"About %s."}]`, pairs[i], pairs[i+1], pairs[i]))
	}
	return says(200, `{"status":"success","data":{`+strings.Join(all, ",")+`}}`)
}

// several answers look-ups by a word in what they match.
func several(t *testing.T, answers map[string]http.HandlerFunc) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		for word, answer := range answers {
			if strings.Contains(r.Form.Get("match[]"), word) {
				answer(w, r)
				return
			}
		}
		found()(w, r)
	}
}

// Native histograms have no sign of it in their names: those that the targets call histograms are looked for.
func TestNativesAreFoundByMetadata(t *testing.T) {
	metadata := catalogued("both", "histogram", "n.x", "histogram", "gone", "histogram", "depth", "gaugehistogram", "requests", "counter", "other", "summary")
	server := newUpstream(t, map[string]http.HandlerFunc{
		"/metadata": metadata,
		"/values":   several(t, map[string]http.HandlerFunc{`_bucket"`: found("classic_bucket", "both_bucket"), "depth": found("n.x", "depth")}),
	})
	d := newDatasource(t, server.URL, "")
	response := call(t.Context(), t, d, "GET", "metrics", url.Values{"kind": {"histogram"}})
	require.Equal(t, 200, response.Status, string(response.Body))
	require.JSONEq(t, `{"metrics":[
		{"name":"both","kind":"classic","help":"About both."},{"name":"classic","kind":"classic"},
		{"name":"depth","kind":"native","help":"About depth."},{"name":"n.x","kind":"native","help":"About n.x."}
	],"truncated":false}`, string(response.Body))
	require.Equal(t, `{__name__=~"depth|gone|n\\.x"}`, server.seen("/values")[1].Form.Get("match[]"), "with samples, and not as a pattern")
	require.Equal(t, "101", server.seen("/values")[1].Form.Get("limit"), "one more than shown tells whether there are more")

	call(t.Context(), t, d, "GET", "metrics", url.Values{"search": {"N."}})
	require.Equal(t, `{__name__=~"n\\.x"}`, server.seen("/values")[3].Form.Get("match[]"), "in any case")
	call(t.Context(), t, d, "GET", "metrics", url.Values{"search": {"zzz"}})
	require.Len(t, server.seen("/values"), 5, "none to look for")

	// A server that fails here has shown its classic ones.
	server = newUpstream(t, map[string]http.HandlerFunc{"/metadata": metadata, "/values": several(t, map[string]http.HandlerFunc{`_bucket"`: found("classic_bucket"), "depth": says(503, html)})})
	response = call(t.Context(), t, newDatasource(t, server.URL, ""), "GET", "metrics", nil)
	require.JSONEq(t, `{"metrics":[{"name":"classic","kind":"classic"}],"truncated":false}`, string(response.Body))
}

func TestCountableMetrics(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{
		"/metadata": catalogued("orders_total", "counter", "sales", "counter", "machines", "gauge", "latency", "histogram", "depth", "gaugehistogram", "old", "summary", "x", "unknown"),
		"/values":   found("sales_total", "orders_total", "machines", "latency", "depth", "old", "x", "y"),
	})
	d := newDatasource(t, server.URL, "")
	response := call(t.Context(), t, d, "GET", "metrics", url.Values{"kind": {"category"}, "search": {"s+"}})
	require.Equal(t, 200, response.Status, string(response.Body))
	require.JSONEq(t, `{"metrics":[
		{"name":"machines","kind":"gauge","help":"About machines."},{"name":"orders_total","kind":"counter","help":"About orders_total."},
		{"name":"sales_total","kind":"counter","help":"About sales."},{"name":"x","kind":"unknown","help":"About x."},{"name":"y","kind":"unknown"}
	],"truncated":false}`, string(response.Body))
	require.Equal(t, `{__name__!~".*_(bucket|sum|count)",__name__=~"(?i:.*s\\+.*)"}`, server.seen("/values")[0].Form.Get("match[]"))
}

// A list that may be cut says so, wherever it was cut: by the server, before what is left out here, or in what is looked
// for.
func TestPickersSayWhenThereIsMore(t *testing.T) {
	var natives, metadata []string
	for i := range 300 {
		name := fmt.Sprintf("n%03d", i)
		natives, metadata = append(natives, name), append(metadata, name, "histogram")
	}
	for _, c := range []struct {
		name             string
		params           url.Values
		values, metadata http.HandlerFunc
		shown            int
		truncated        bool
	}{
		{name: "all fit", params: url.Values{"limit": {"3"}}, values: found("a_bucket", "b_bucket", "c_bucket"), shown: 3},
		{name: "one too many", params: url.Values{"limit": {"2"}}, values: found("a_bucket", "b_bucket", "c_bucket"), shown: 2, truncated: true},
		{name: "natives among them", params: url.Values{"limit": {"2"}}, values: several(t, map[string]http.HandlerFunc{`_bucket"`: found("a_bucket"), "n000": found(natives[:2]...)}), metadata: catalogued(metadata[:4]...), shown: 2, truncated: true},
		{name: "more natives than are looked for", params: url.Values{"limit": {"500"}}, values: several(t, map[string]http.HandlerFunc{"n000": found(natives[:200]...)}), metadata: catalogued(metadata...), shown: 200, truncated: true},
		{name: "cut by the server before the histograms are left out", params: url.Values{"limit": {"2"}, "kind": {"category"}}, values: found("a", "n000", "n001"), metadata: catalogued(metadata[:4]...), shown: 1, truncated: true},
		{name: "all that can be counted", params: url.Values{"limit": {"3"}, "kind": {"category"}}, values: found("a", "n000", "n001"), metadata: catalogued(metadata[:4]...), shown: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.metadata == nil {
				c.metadata = says(404, "")
			}
			server := newUpstream(t, map[string]http.HandlerFunc{"/values": c.values, "/metadata": c.metadata})
			body := decoded(t, call(t.Context(), t, newDatasource(t, server.URL, ""), "GET", "metrics", c.params))
			require.Len(t, body["metrics"], c.shown)
			require.Equal(t, c.truncated, body["truncated"])
		})
	}
}

// Labels are those of the metric as what it is read: a histogram by either name, a counter by its own only.
func TestLookupsByType(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"api/v1/label": found("country", "le", "__name__")})
	d := newDatasource(t, server.URL, "")
	for _, c := range []struct{ kind, match string }{
		{"", `{__name__=~"m(_bucket)?"}`},
		{"histogram", `{__name__=~"m(_bucket)?"}`},
		{"category", `{__name__="m"}`},
	} {
		for _, path := range []string{"labels", "label-values"} {
			before := len(server.seen(""))
			response := call(t.Context(), t, d, "GET", path, url.Values{"metric": {"m"}, "type": {c.kind}, "label": {"country"}})
			require.Equal(t, 200, response.Status, string(response.Body))
			require.Equal(t, c.match, server.seen("")[before].Form.Get("match[]"))
		}
	}
	body := decoded(t, call(t.Context(), t, d, "GET", "labels", url.Values{"metric": {"m"}, "type": {"category"}}))
	require.Equal(t, []any{"country"}, body["labels"])
}

func TestHealthWithNativesOnly(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{
		"/metadata": catalogued("latency", "histogram", "size", "histogram"),
		"/values":   several(t, map[string]http.HandlerFunc{"latency": found("latency", "size")}),
		"buildinfo": build(`{"version":"3.5.0"}`),
	})
	result, details := health(t, newDatasource(t, server.URL, ""))
	require.Equal(t, backend.HealthStatusOk, result.Status)
	require.Equal(t, "Connected to Prometheus 3.5.0: 2 histograms found.", result.Message)
	require.Equal(t, 2, details.Histograms)
	require.Contains(t, details.VerboseMessage, "has 2 histograms, such as latency.")
}
