package plugin_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

// A defect costs the query that has it, wherever it runs: before fetching, or in the goroutine of a fetch. The clock is
// read in both.
func TestPanicStaysWithItsQuery(t *testing.T) {
	for _, fatal := range []int64{1, 2, 3, 4} {
		server := newUpstream(t, nil)
		var reads atomic.Int64
		d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: server.URL, JSONData: []byte(`{}`)}, func() time.Time {
			if reads.Add(1) == fatal {
				panic("the clock stopped")
			}
			return now
		})
		require.NoError(t, err)
		t.Cleanup(d.Dispose)
		logged.text()
		broken := ask(t.Context(), t, d, dataQuery("A", question("bad", "")))["A"]
		require.Errorf(t, broken.Error, "read %d", fatal)
		require.Equal(t, backend.StatusInternal, broken.Status)
		require.Equal(t, backend.ErrorSourcePlugin, broken.ErrorSource)
		require.ErrorContains(t, broken.Error, "the clock stopped")
		require.ErrorContains(t, broken.Error, "please report it")
		require.NotContains(t, broken.Error.Error(), "\n", "the stack is for the log")
		require.Contains(t, logged.text(), "panic_test.go", "the log has the stack")
		requireHealthy(t, ask(t.Context(), t, d, dataQuery("B", question("good", "")))["B"])
	}
}

// Both queries of one request; which of them meets the defect is not known, but it is one.
func TestPanicHurtsNoOtherQuery(t *testing.T) {
	server := newUpstream(t, nil)
	var reads atomic.Int64
	d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: server.URL, JSONData: []byte(`{}`)}, func() time.Time {
		if reads.Add(1) == 1 {
			panic("the clock stopped")
		}
		return now
	})
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	failures := 0
	for _, response := range ask(t.Context(), t, d, dataQuery("A", question("good", "")), dataQuery("B", question("other", ""))) {
		if response.Error != nil {
			failures++
			continue
		}
		requireHealthy(t, response)
	}
	require.Equal(t, 1, failures)
}

// The server hangs up in the middle of a POST on a connection that was kept: it is sent again, and nobody notices.
func TestClosedConnectionIsTriedAgain(t *testing.T) {
	var calls atomic.Int64
	server := newUpstream(t, map[string]http.HandlerFunc{"good": func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 2 {
			panic(http.ErrAbortHandler)
		}
		answer(good...)(w, r)
	}})
	d := newDatasource(t, server.URL, "")
	first := dataQuery("A", question("good", `,"groupBy":["service"]`))
	first.TimeRange.From = now.Add(-time.Hour)
	requireHealthy(t, ask(t.Context(), t, d, dataQuery("A", `{"current":{"metric":"good"},"window":"5m","baseline":{"kind":"cohort","metric":"best"}}`))["A"])
	requireHealthy(t, ask(t.Context(), t, d, first)["A"])
	require.GreaterOrEqual(t, calls.Load(), int64(3))
	require.True(t, strings.HasPrefix(server.seen("good")[0].Header.Get("Content-Type"), "application/x-www-form"))
}
