package plugin_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

func health(t *testing.T, d *plugin.Datasource) (*backend.CheckHealthResult, plugin.Details) {
	t.Helper()
	result, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	require.NoError(t, err)
	var details plugin.Details
	require.NoError(t, json.Unmarshal(result.JSONDetails, &details))
	require.NotEmpty(t, details.VerboseMessage)
	return result, details
}

func build(info string) http.HandlerFunc { return says(200, `{"status":"success","data":`+info+`}`) }

func TestHealthNamesTheServer(t *testing.T) {
	victoria := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Server-Hostname", "vm")
		build(`{"version":"2.24.0"}`)(w, r)
	}
	for _, c := range []struct {
		name             string
		build            http.HandlerFunc
		flavour, version string
		message          string
	}{
		{"Prometheus", build(`{"version":"3.5.0","revision":"x"}`), "Prometheus", "3.5.0", "Connected to Prometheus 3.5.0: 2 histograms found."},
		{"Mimir", build(`{"application":"Grafana Mimir","version":"2.17.0"}`), "Mimir", "2.17.0", "Connected to Mimir 2.17.0: 2 histograms found."},
		{"Thanos", build(`{"version":"0.39.2"}`), "Thanos", "0.39.2", "Connected to Thanos 0.39.2: 2 histograms found."},
		{"VictoriaMetrics", victoria, "VictoriaMetrics", "2.24.0", "Connected to VictoriaMetrics 2.24.0: 2 histograms found."},
		{"no build info", says(404, ""), "a Prometheus-compatible server", "", "Connected to a Prometheus-compatible server: 2 histograms found."},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"buildinfo": c.build, "/values": says(200, `{"status":"success","data":["b_bucket","a_bucket"]}`)})
			result, details := health(t, newDatasource(t, server.URL, ""))
			require.Equal(t, backend.HealthStatusOk, result.Status)
			require.Equal(t, c.message, result.Message)
			require.Equal(t, c.flavour, details.Flavour)
			require.Equal(t, c.version, details.Version)
			require.Equal(t, 2, details.Histograms)
			require.Contains(t, details.VerboseMessage, "such as a.")
			require.Empty(t, details.Category)
		})
	}
}

func TestHealthCountsHistograms(t *testing.T) {
	for _, c := range []struct {
		answer  string
		count   int
		message string
		verbose string
	}{
		{`{"status":"success","data":[]}`, 0, "it has no histograms", "_bucket"},
		{`{"status":"success","data":null}`, 0, "it has no histograms", "tenant"},
		{`{"status":"success","data":["a_bucket"]}`, 1, ": 1 histogram found.", "has 1 histogram, such as a."},
		{list(1500), 1000, "1000 histograms found", "1000 or more histograms"},
	} {
		server := newUpstream(t, map[string]http.HandlerFunc{"/values": says(200, c.answer)})
		result, details := health(t, newDatasource(t, server.URL, ""))
		require.Equal(t, backend.HealthStatusOk, result.Status)
		require.Contains(t, result.Message, c.message)
		require.Contains(t, details.VerboseMessage, c.verbose)
		require.Equal(t, c.count, details.Histograms)
	}
}

// Each failure says what is wrong in its message, and what to do in its details.
func TestHealthFailures(t *testing.T) {
	gone := unstarted(nil)
	gone.Start()
	gone.Close()
	for _, c := range []struct {
		name               string
		handler            http.HandlerFunc
		url, jsonData      string
		category           string
		message, verbosely string
	}{
		{name: "401", handler: says(401, ""), category: "unauthorized", message: "does not accept the credentials", verbosely: "user, password or token"},
		{name: "403", handler: says(403, ""), category: "forbidden", message: "does not allow this", verbosely: "rights"},
		{name: "404", handler: says(404, ""), category: "notFound", message: "no Prometheus HTTP API", verbosely: "path prefix"},
		{name: "405", handler: says(405, ""), category: "rejected", message: "HTTP method", verbosely: "choose the other"},
		{name: "422", handler: says(422, prometheusError("execution", "no org id")), category: "rejected", message: "no org id", verbosely: "narrow"},
		{name: "429", handler: says(429, ""), category: "unavailable", message: "too often", verbosely: "refresh less"},
		{name: "503", handler: says(503, html), category: "unavailable", message: "can't serve now", verbosely: "log"},
		{name: "web page", handler: says(200, html), category: "protocol", message: "not that of a Prometheus HTTP API", verbosely: "login"},
		{name: "cut off", handler: hungUp, category: "protocol", message: "cut off", verbosely: "proxies"},
		{name: "timeout", handler: hangs, jsonData: `{"queryTimeout":"50ms"}`, category: "timeout", message: "no answer within 50ms", verbosely: "raise the query timeout"},
		{name: "refused", url: gone.URL, category: "unavailable", message: "connection was refused", verbosely: "URL is right"},
		{name: "no address", url: " ", category: "settings", message: "Url is empty", verbosely: "http://prometheus:9090"},
		{name: "method", jsonData: `{"httpMethod":"PUT"}`, category: "settings", message: "HttpMethod", verbosely: "POST or GET"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"/": c.handler})
			if c.url == "" {
				c.url = server.URL
			}
			result, details := health(t, newDatasource(t, c.url, c.jsonData))
			require.Equal(t, backend.HealthStatusError, result.Status)
			require.Contains(t, result.Message, c.message)
			require.Regexp(t, `\.$`, result.Message)
			require.Equal(t, c.category, details.Category)
			require.Contains(t, details.VerboseMessage, c.verbosely)
		})
	}
}

// A server that answers queries but no look-ups is not healthy: the pickers would be empty.
func TestHealthNeedsLookups(t *testing.T) {
	server := newUpstream(t, map[string]http.HandlerFunc{"/values": says(404, "")})
	result, details := health(t, newDatasource(t, server.URL, ""))
	require.Equal(t, backend.HealthStatusError, result.Status)
	require.Equal(t, "notFound", details.Category)
}
