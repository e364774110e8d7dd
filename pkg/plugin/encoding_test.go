package plugin_test

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// Grafana passes the browser's headers on to look-ups. If Accept-Encoding went along, net/http would take the answer for
// one that the caller wants compressed, and hand it out as it is.
func TestBrowserHeadersDoNotBreakCompressedAnswers(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			http.Error(w, "not compressed", http.StatusNotAcceptable)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		compressed := gzip.NewWriter(w)
		_, _ = compressed.Write([]byte(`{"status":"success","data":["requests_bucket"]}`))
		_ = compressed.Close()
	}))
	defer upstream.Close()
	source, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: upstream.URL, JSONData: []byte(`{}`)}, time.Now)
	require.NoError(t, err)
	defer source.Dispose()

	ctx := httpclient.WithContextualMiddleware(t.Context(), forwardHeader("Accept-Encoding", "gzip, deflate, br"))
	var answer *backend.CallResourceResponse
	sender := backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
		answer = response
		return nil
	})
	require.NoError(t, source.CallResource(ctx, &backend.CallResourceRequest{Method: http.MethodGet, Path: "metrics", URL: "metrics"}, sender))
	require.Equal(t, http.StatusOK, answer.Status, string(answer.Body))
	require.Contains(t, string(answer.Body), `"name":"requests"`)
}

// forwardHeader does what the SDK does with the headers of a call.
func forwardHeader(name, value string) httpclient.Middleware {
	return httpclient.MiddlewareFunc(func(_ httpclient.Options, next http.RoundTripper) http.RoundTripper {
		return httpclient.RoundTripperFunc(func(request *http.Request) (*http.Response, error) {
			if request.Header.Get(name) == "" {
				request.Header.Set(name, value)
			}
			return next.RoundTrip(request)
		})
	})
}
