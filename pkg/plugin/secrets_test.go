package plugin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"
)

// All secrets of these tests hold this word.
const secret = "hunter2"

// forwarding does what Grafana's SDK does with the user's headers before it calls a handler.
func forwarding(ctx context.Context, headers http.Header) context.Context {
	return httpclient.WithContextualMiddleware(ctx, httpclient.MiddlewareFunc(func(options httpclient.Options, next http.RoundTripper) http.RoundTripper {
		if !options.ForwardHTTPHeaders {
			return next
		}
		return httpclient.RoundTripperFunc(func(r *http.Request) (*http.Response, error) {
			for name, values := range headers {
				if r.Header.Get(name) == "" {
					r.Header[http.CanonicalHeaderKey(name)] = values
				}
			}
			return next.RoundTrip(r)
		})
	}))
}

// secretive is a data source with a secret in each place that can hold one.
func secretive(url string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{
		Type: "histodrift-divergence-datasource", UID: "u", Name: "Prometheus",
		URL: strings.Replace(url, "://", "://urluser:url"+secret+"@", 1), BasicAuthEnabled: true, BasicAuthUser: "user",
		JSONData:                []byte(`{"queryTimeout":"500ms","httpHeaderName1":"X-Api-Key","customQueryParameters":"token=param` + secret + `","limits":{"bytes":20000}}`),
		DecryptedSecureJSONData: map[string]string{"basicAuthPassword": "basic" + secret, "httpHeaderValue1": "header" + secret},
	}
}

// No secret of the data source or of the user is in an error, a notice, a health message or the log, whatever fails.
func TestNoSecretIsTold(t *testing.T) {
	logged.text()
	outcomes := map[string]http.HandlerFunc{
		"ok": answerWith(`"warnings":["some blocks are missing"],`, good...), "web page": says(200, html), "cut off": hungUp, "closed": closed,
		"hangs": hangs, "401": says(401, ""), "503": says(503, html), "too large": says(200, strings.Repeat(" ", 20_001)),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://histodrift.invalid/?"+secret, http.StatusFound)
		},
	}
	for name, outcome := range outcomes {
		t.Run(name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"/": outcome})
			requireDiscreet(t, server.URL)
			require.NotEmpty(t, server.seen("query_range"))
		})
	}
	t.Run("refused", func(t *testing.T) {
		server := unstarted(nil)
		server.Start()
		server.Close()
		requireDiscreet(t, server.URL)
	})
	t.Run("bad address", func(t *testing.T) { requireDiscreet(t, "http://[::1") })
	t.Run("bad certificate", func(t *testing.T) {
		server := unstarted(nil)
		server.StartTLS()
		t.Cleanup(server.Close)
		requireDiscreet(t, server.URL)
	})
}

func requireDiscreet(t *testing.T, url string) {
	t.Helper()
	d := newFrom(t, secretive(url))
	headers := http.Header{"Authorization": {"Bearer user" + secret}, "X-Id-Token": {"id" + secret}, "Cookie": {"session=" + secret}}
	ctx := forwarding(t.Context(), headers)
	request := &backend.QueryDataRequest{Queries: []backend.DataQuery{dataQuery("A", question("good", ""))}}
	for name, values := range headers {
		request.SetHTTPHeader(name, values[0])
	}
	response, err := d.QueryData(ctx, request)
	require.NoError(t, err)
	told, err := json.Marshal(response)
	require.NoError(t, err)
	health, err := d.CheckHealth(ctx, &backend.CheckHealthRequest{})
	require.NoError(t, err)
	resource := call(ctx, t, d, "GET", "metrics", nil)
	all := bytes.Join([][]byte{told, []byte(health.Message), health.JSONDetails, resource.Body, []byte(logged.text())}, []byte("\n"))
	require.NotContains(t, string(all), secret)
	require.NotContains(t, string(all), "urluser")
}

// What one user may see is not given to another from the cache.
func TestAnswersAreKeptForTheirUser(t *testing.T) {
	server := newUpstream(t, nil)
	d := newDatasource(t, server.URL, "")
	query := dataQuery("A", question("good", ""))
	query.TimeRange.From, query.TimeRange.To = now.Add(-30*24*60*60e9), now.Add(-29*24*60*60e9) // Settled.
	asked := func(name, value string) int {
		before := len(server.seen("good"))
		request := &backend.QueryDataRequest{Queries: []backend.DataQuery{query}, Headers: map[string]string{}}
		request.SetHTTPHeader(name, value)
		response, err := d.QueryData(t.Context(), request)
		require.NoError(t, err)
		require.NoError(t, response.Responses["A"].Error)
		return len(server.seen("good")) - before
	}
	require.Positive(t, asked("Authorization", "Bearer a"))
	require.Zero(t, asked("Authorization", "Bearer a"), "kept")
	require.Positive(t, asked("Authorization", "Bearer b"), "another user")
	require.Positive(t, asked("X-Id-Token", "a"), "another kind of credentials")
	require.Zero(t, asked("Authorization", "Bearer b"))
}
