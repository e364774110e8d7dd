package exposition_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/exposition"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

const family = "http_request_duration_seconds"

func pods(t *testing.T, scrapes int) []*traffic.Pod {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	fleet, err := traffic.NewFleet(latency(), traffic.Options{Seed: 1, Scrape: 15 * time.Second, Start: now, Now: now})
	require.NoError(t, err)
	for _, p := range fleet {
		for range scrapes {
			p.Scrape()
		}
	}
	return fleet
}

func get(t *testing.T, fleet []*traffic.Pod, accept string) (page, contentType string) {
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	exposition.Handler(func() []*dto.MetricFamily { return exposition.Families(fleet) }).ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	require.NoError(t, err)
	return string(body), w.Header().Get("Content-Type")
}

func TestTextPageSaysWhatThePodsCount(t *testing.T) {
	fleet := pods(t, 200)
	page, contentType := get(t, fleet, "")
	require.True(t, strings.HasPrefix(contentType, "text/plain"), contentType)
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(page))
	require.NoError(t, err)
	found := families[family]
	require.Equal(t, dto.MetricType_HISTOGRAM, found.GetType())
	require.Equal(t, "Time from a request's arrival to its last byte.", found.GetHelp())
	require.Len(t, found.Metric, len(fleet))
	for i, m := range found.Metric {
		reading, _ := fleet[i].Last()
		var count uint64
		for bin, bucket := range m.Histogram.Bucket[:len(reading.Counts)-1] {
			count += reading.Counts[bin]
			require.Equal(t, count, bucket.GetCumulativeCount())
			require.Equal(t, fleet[i].Metric.Bounds[bin], bucket.GetUpperBound())
		}
		require.Equal(t, count+reading.Counts[len(reading.Counts)-1], m.Histogram.GetSampleCount())
		require.Equal(t, reading.Sum, m.Histogram.GetSampleSum())
		require.Len(t, m.Label, 4)
		for _, l := range m.Label {
			require.Equal(t, fleet[i].Labels[l.GetName()], l.GetValue())
		}
	}
}

func TestOpenMetricsPageTellsTheUnit(t *testing.T) {
	page, contentType := get(t, pods(t, 2), "application/openmetrics-text; version=1.0.0")
	require.Contains(t, contentType, "application/openmetrics-text")
	require.Contains(t, page, "# HELP "+family+" ")
	require.Contains(t, page, "# TYPE "+family+" histogram\n")
	require.Contains(t, page, "# UNIT "+family+" seconds\n")
	require.True(t, strings.HasSuffix(page, "# EOF\n"))
	require.Contains(t, page, `le="1.0"`)
}

func TestPodsBeforeTheirFirstScrapeAreLeftOut(t *testing.T) {
	page, _ := get(t, pods(t, 0), "")
	require.Empty(t, page)
}

// latency is the checkout without its status codes.
func latency() []scenario.Scenario {
	s := scenario.Checkout()
	s.Metrics = s.Metrics[:1]
	return []scenario.Scenario{s}
}
