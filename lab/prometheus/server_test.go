package prometheus_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/client_golang/api"
	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/histodrift/histodrift/lab/prometheus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var end = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// open starts a server with an hour of one counter and one native histogram, and a client of its API.
func open(t *testing.T) (v1.API, string) {
	server, err := prometheus.Open(prometheus.Options{Metadata: []prometheus.Metadata{
		{Name: "jobs_seconds", Type: model.MetricTypeHistogram, Help: "Time of a job.", Unit: "seconds"},
		{Name: "jobs_total", Type: model.MetricTypeCounter, Help: "Jobs done."},
	}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	app := server.Appender(t.Context())
	for minute := range int64(61) {
		at := end.Add(-time.Hour).Add(time.Duration(minute) * time.Minute).UnixMilli()
		_, err := app.Append(0, labels.FromStrings("__name__", "jobs_total", "queue", "a"), at, float64(minute))
		require.NoError(t, err)
		native := &histogram.Histogram{
			Schema: 1, ZeroThreshold: 0.001, Count: uint64(minute), Sum: float64(minute),
			PositiveSpans: []histogram.Span{{Length: 1}}, PositiveBuckets: []int64{minute},
		}
		_, err = app.AppendHistogram(0, labels.FromStrings("__name__", "jobs_seconds", "queue", "a"), at, native, nil)
		require.NoError(t, err)
	}
	require.NoError(t, app.Commit())
	web := httptest.NewServer(server.Handler())
	t.Cleanup(web.Close)
	client, err := api.NewClient(api.Config{Address: web.URL, RoundTripper: http.DefaultTransport})
	require.NoError(t, err)
	return v1.NewAPI(client), web.URL
}

func TestQueries(t *testing.T) {
	prom, _ := open(t)
	value, _, err := prom.Query(t.Context(), `sum(increase(jobs_total[30m]))`, end)
	require.NoError(t, err)
	require.InDelta(t, 30, float64(value.(model.Vector)[0].Value), 1e-9)
	value, _, err = prom.QueryRange(t.Context(), `jobs_total`, v1.Range{Start: end.Add(-10 * time.Minute), End: end, Step: time.Minute})
	require.NoError(t, err)
	require.Len(t, value.(model.Matrix)[0].Values, 11)
	value, _, err = prom.Query(t.Context(), `jobs_seconds`, end)
	require.NoError(t, err)
	require.EqualValues(t, 60, value.(model.Vector)[0].Histogram.Count)
	_, _, err = prom.Query(t.Context(), `sum(`, end)
	var failure *v1.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, v1.ErrBadData, failure.Type)
}

func TestLookUps(t *testing.T) {
	prom, _ := open(t)
	from := end.Add(-time.Hour)
	series, _, err := prom.Series(t.Context(), []string{`jobs_total`}, from, end)
	require.NoError(t, err)
	require.Equal(t, []model.LabelSet{{"__name__": "jobs_total", "queue": "a"}}, series)
	names, _, err := prom.LabelNames(t.Context(), nil, from, end)
	require.NoError(t, err)
	require.Equal(t, model.LabelNames{"__name__", "queue"}, names)
	values, _, err := prom.LabelValues(t.Context(), "__name__", nil, from, end)
	require.NoError(t, err)
	require.Equal(t, model.LabelValues{"jobs_seconds", "jobs_total"}, values)
}

func TestMetadataAndBuild(t *testing.T) {
	prom, base := open(t)
	all, err := prom.Metadata(t.Context(), "", "")
	require.NoError(t, err)
	require.Equal(t, map[string][]v1.Metadata{
		"jobs_seconds": {{Type: "histogram", Help: "Time of a job.", Unit: "seconds"}},
		"jobs_total":   {{Type: "counter", Help: "Jobs done."}},
	}, all)
	one, err := prom.Metadata(t.Context(), "jobs_total", "")
	require.NoError(t, err)
	require.Len(t, one, 1)
	build, err := prom.Buildinfo(t.Context())
	require.NoError(t, err)
	require.Equal(t, prometheus.Version, build.Version)
	// What is not there answers emptily instead of failing.
	targets, err := prom.Targets(t.Context())
	require.NoError(t, err)
	require.Len(t, targets.Active, 1)
	for _, path := range []string{
		"/-/ready", "/-/healthy", "/api/v1/rules", "/api/v1/alerts", "/api/v1/alertmanagers", "/api/v1/status/config",
		"/api/v1/status/runtimeinfo", "/api/v1/status/flags", "/api/v1/status/tsdb", "/api/v1/status/tsdb/blocks",
		"/api/v1/status/walreplay", "/api/v1/scrape_pools", "/api/v1/targets/metadata", "/api/v1/query_exemplars?query=jobs_total&start=0&end=1",
		"/api/v1/features",
	} {
		answer, err := http.Get(base + path)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode, path)
	}
}

func TestRangeQueryByPost(t *testing.T) {
	_, base := open(t)
	answer, err := http.PostForm(base+"/api/v1/query_range", url.Values{
		"query": {"jobs_total"}, "start": {"2026-11-20T11:30:00Z"}, "end": {"2026-11-20T12:00:00Z"}, "step": {"60"},
	})
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusOK, answer.StatusCode)
}

func TestTemporaryDirectoryIsRemovedAndAGivenOneKept(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	server, err := prometheus.Open(prometheus.Options{})
	require.NoError(t, err)
	require.NoError(t, server.Close())
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)

	given := t.TempDir()
	server, err = prometheus.Open(prometheus.Options{Dir: given})
	require.NoError(t, err)
	require.NoError(t, server.Close())
	require.DirExists(t, filepath.Join(given, "wal"))

	_, err = prometheus.Open(prometheus.Options{Dir: filepath.Join(os.DevNull, "x")})
	require.ErrorContains(t, err, "open the database")
}
