package ingest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/ingest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

// ledger is a store that keeps every sample by its series.
type ledger struct {
	floats     map[string][]float64
	histograms map[string][]*histogram.Histogram
}

func (l ledger) Appender(context.Context) storage.Appender { return entry{ledger: l} }

// entry is an appender of which only some methods are called.
type entry struct {
	storage.Appender
	ledger
}

func (entry) Commit() error { return nil }

func (l entry) Append(_ storage.SeriesRef, series labels.Labels, _ int64, v float64) (storage.SeriesRef, error) {
	l.floats[series.String()] = append(l.floats[series.String()], v)
	return 1, nil
}

func (l entry) AppendHistogram(
	_ storage.SeriesRef, series labels.Labels, _ int64, h *histogram.Histogram, _ *histogram.FloatHistogram,
) (storage.SeriesRef, error) {
	l.histograms[series.String()] = append(l.histograms[series.String()], h)
	return 1, nil
}

// ingested runs a scenario for some time up to now.
func ingested(t *testing.T, s scenario.Scenario, length time.Duration) ledger {
	pods, err := traffic.NewFleet([]scenario.Scenario{s}, traffic.Options{
		Seed: 1, Scrape: 15 * time.Second, Start: now.Add(-length), Now: now,
	})
	require.NoError(t, err)
	l := ledger{floats: map[string][]float64{}, histograms: map[string][]*histogram.Histogram{}}
	require.NoError(t, ingest.Advance(t.Context(), l, ingest.NewFeeds(pods), now))
	return l
}

func stale(samples []float64) (n int) {
	for _, v := range samples {
		if value.IsStaleNaN(v) {
			n++
		}
	}
	return n
}

func TestNativeAndClassicFormsOfOneMetric(t *testing.T) {
	l := ingested(t, scenario.Recommendation(), time.Hour)
	require.Len(t, l.histograms, 4+2)
	require.Len(t, l.floats, 4*14, "only the calls are exported as classic histograms, too")
	for _, pod := range []string{"ranking-0", "features-1"} {
		service := pod[:len(pod)-2]
		id := func(name string) string {
			return fmt.Sprintf(`{__name__=%q, job="recommendation", pod=%q, service=%q}`, name, pod, service)
		}
		native, counts, sums := l.histograms[id("rpc_duration_seconds")], l.floats[id("rpc_duration_seconds_count")], l.floats[id("rpc_duration_seconds_sum")]
		require.Len(t, native, 240)
		for i := range native {
			require.EqualValues(t, counts[i], native[i].Count)
			require.InDelta(t, sums[i], native[i].Sum, 0)
		}
	}
}

func TestSeriesThatALayoutLacksEnd(t *testing.T) {
	l := ingested(t, scenario.Catalog(), 7*time.Hour)
	bucket := func(le string) []float64 {
		return l.floats[fmt.Sprintf(`{__name__="query_duration_seconds_bucket", job="catalog", le=%q, pod="browse-0", service="browse"}`, le)]
	}
	old, added, common := bucket("0.025"), bucket("0.02"), bucket("0.1")
	require.InDelta(t, 241, len(old), 1)
	require.Equal(t, 1, stale(old))
	require.True(t, value.IsStaleNaN(old[len(old)-1]))
	require.InDelta(t, 6*240, len(added), 1)
	require.Zero(t, stale(added))
	require.Len(t, common, 7*240)
	require.Zero(t, stale(common))
}

func TestCategoriesBeginAndEndAsClientLibrariesHaveThem(t *testing.T) {
	s := scenario.Orders()
	for i := range s.Metrics[0].Groups {
		s.Metrics[0].Groups[i].Restart = 4 * time.Hour
	}
	l := ingested(t, s, 8*time.Hour)
	series := func(country string) []float64 {
		return l.floats[fmt.Sprintf(`{__name__="orders_total", %sdevice="tablet", job="orders", pod="orders-north", shop="north"}`, country)]
	}
	require.InDelta(t, 2*240, len(series(`country="NO", `)), 30)
	require.Positive(t, series(`country="NO", `)[0], "nothing announces a new series")
	// It takes rare categories more than a scrape until they are seen again after a restart.
	var ended int
	for id, samples := range l.floats {
		if strings.Contains(id, "orders_total") {
			ended += stale(samples)
			require.NotContains(t, samples, 0.0)
		}
	}
	require.Greater(t, ended, 20)
	require.Less(t, len(series("")), 8*240)
	gauge := l.floats[`{__name__="instances_running", instance_type="large", job="orders", pod="autoscaler", region="ap-south"}`]
	require.Len(t, gauge, 8*240)
	require.Zero(t, stale(gauge))
}
