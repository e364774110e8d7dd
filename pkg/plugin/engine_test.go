package plugin_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// VictoriaMetrics counts from the last sample before a range by itself: it is asked for cells alone, the others for one
// scrape more. It is asked once what it is, and a server that does not say is taken for a Prometheus.
func TestCellsFitTheServer(t *testing.T) {
	victoria := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Server-Hostname", "vm")
		_, _ = w.Write([]byte(`{"status":"success","data":{"version":"2.24.0"}}`))
	}
	for name, c := range map[string]struct {
		buildInfo http.HandlerFunc
		expr      string
		asked     int
	}{
		"VictoriaMetrics": {victoria, "increase(good_bucket[1m])", 1},
		"Prometheus":      {says(200, `{"status":"success","data":{"version":"3.7.3"}}`), "increase(good_bucket[1m15s])", 1},
		"404":             {says(404, ""), "increase(good_bucket[1m15s])", 2},
		"500":             {says(500, html), "increase(good_bucket[1m15s])", 2},
	} {
		t.Run(name, func(t *testing.T) {
			server := newUpstream(t, map[string]http.HandlerFunc{"buildinfo": c.buildInfo})
			d := newDatasource(t, server.URL, "")
			for range 2 {
				response := ask(t.Context(), t, d, dataQuery("A", question("good", "")))["A"]
				require.NoError(t, response.Error)
			}
			require.Contains(t, asks(server), c.expr)
			require.Len(t, server.seen("buildinfo"), c.asked)
		})
	}
}
