// Package labtest gives tests a lab, or a Prometheus with series of their own, that is gone when the test ends.
package labtest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/prometheus"
)

// Now is the fixed clock of tests that set none: a Friday noon in UTC.
var Now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Lab is a lab behind an HTTP server.
type Lab struct {
	*lab.Lab
	// URL is the base URL of the data source, without a slash at the end.
	URL string
}

// Start starts a lab and serves all its paths. Without Now the clock is the package's Now, without History the data are
// six hours. The clock stands still until the test calls Advance.
func Start(t testing.TB, o lab.Options) *Lab {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = Now
	}
	if o.History == 0 {
		o.History = 6 * time.Hour
	}
	l, err := lab.Start(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	mux := http.NewServeMux()
	l.Mount(mux)
	return &Lab{l, serve(t, mux).URL}
}

// FromScript serves a Prometheus that holds the series of a script in Prometheus's own test language, such as
// "load 1m\n  x_total 0+5x60". The first sample lies at the epoch. Only load commands are allowed.
func FromScript(t testing.TB, script string, known ...prometheus.Metadata) *httptest.Server {
	t.Helper()
	storage := promqltest.LoadedStorage(t, script)
	return serve(t, prometheus.NewHandler(storage.DB, prometheus.Options{Metadata: known}))
}

func serve(t testing.TB, handler http.Handler) *httptest.Server {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}
