package lab_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

// steady returns the scenarios without bursts, so that the error of sampling is known.
func steady(scenarios ...scenario.Scenario) []scenario.Scenario {
	for _, s := range scenarios {
		for _, m := range s.Metrics {
			for i := range m.Groups {
				m.Groups[i].Burst = scenario.Burst{}
			}
		}
	}
	return scenarios
}

// requireDrawnFrom checks that counts may come from a distribution, by a χ² test.
func requireDrawnFrom(t *testing.T, want truth.Distribution, counts []float64) {
	t.Helper()
	require.InEpsilon(t, want.Expected, floats.Sum(counts), 0.05)
	statistic, freedom := chiSquared(counts, want.Probabilities)
	require.Less(t, distuv.ChiSquared{K: freedom}.CDF(statistic), 0.999, "χ² %.1f, %v degrees of freedom", statistic, freedom)
}

// native returns the counts of a native histogram in the bins of a distribution: that of each bucket is in the bin that
// holds the bucket's middle.
func native(t *testing.T, url, query string, at time.Time, bounds []float64) []float64 {
	v := vector(t, url, query, at)
	require.Len(t, v, 1, query)
	counts := make([]float64, len(bounds)+1)
	for _, b := range v[0].Histogram.Buckets {
		middle := (float64(b.Lower) + float64(b.Upper)) / 2
		bin := 0
		for bin < len(bounds) && bounds[bin] < middle {
			bin++
		}
		counts[bin] += float64(b.Count)
	}
	return counts
}

func side(selector string, window time.Duration, to time.Time, by ...string) truth.Side {
	return truth.Side{Selector: selector, From: to.Add(-window), To: to, By: by}
}

func TestNativeHistogramsConvergeToTheTruth(t *testing.T) {
	l := labtest.Start(t, lab.Options{
		History: 12 * hour, Scenarios: steady(scenario.Recommendation(), scenario.Catalog(), scenario.Telemetry()),
	})
	for _, c := range []struct {
		selector string
		ends     time.Duration
		window   time.Duration
	}{
		{`rpc_duration_seconds{service="ranking"}`, 0, hour},
		{`rpc_duration_seconds{service="ranking"}`, hour, 2 * hour}, // Half under drift.
		{`rpc_duration_seconds`, 4 * hour, 3 * hour},
		{`balance_change_euros{account="private"}`, 0, 4 * hour},
		{`balance_change_euros{account="business"}`, 0, 4 * hour},
		{`payload_bytes{service="export"}`, 0, hour},
		{`payload_bytes`, 5 * hour, 2 * hour},
		{`frame_time_seconds{pod="viewer-0"}`, 0, 2 * hour},
		{`frame_time_seconds{app="viewer"}`, 0, 2 * hour},        // Schemas 3 and 1.
		{`frame_time_seconds{app="editor"}`, 7 * hour, 3 * hour}, // The schema changes, and the pods restart.
	} {
		t.Run(fmt.Sprintf("%s %v before", c.selector, c.ends), func(t *testing.T) {
			to := labtest.Now.Add(-c.ends)
			want, err := l.Truth().Distribution(side(c.selector, c.window, to))
			require.NoError(t, err)
			query := fmt.Sprintf("sum(increase(%s[%s]))", c.selector, model.Duration(c.window))
			requireDrawnFrom(t, want, native(t, l.URL, query, to, want.Bounds))
			total := scalar(t, l.URL, fmt.Sprintf("histogram_count(%s)", query), to)
			require.InEpsilon(t, want.Expected, total, 0.05)
		})
	}
	native := scalar(t, l.URL, `sum(histogram_count(increase(rpc_duration_seconds[2h])))`, labtest.Now)
	classic := scalar(t, l.URL, `sum(increase(rpc_duration_seconds_count[2h]))`, labtest.Now)
	require.InEpsilon(t, classic, native, 1e-6)
}

func TestLayoutChangesLoseNoEvent(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: 12 * hour, Scenarios: steady(scenario.Catalog(), scenario.Telemetry())})
	for selector, query := range map[string]string{
		`query_duration_seconds{service="browse"}`: `sum(increase(query_duration_seconds_count{service="browse"}[11h]))`,
		`frame_time_seconds{pod="viewer-1"}`:       `sum(histogram_count(increase(frame_time_seconds{pod="viewer-1"}[11h])))`,
	} {
		want, err := l.Truth().Distribution(side(selector, 11*hour, labtest.Now))
		require.NoError(t, err)
		require.InEpsilon(t, want.Expected, scalar(t, l.URL, query, labtest.Now), 0.006)
	}
	// Common bounds go on across the deploy, so that what they count is whole.
	across, err := l.Truth().Distribution(side(`query_duration_seconds{service="browse"}`, 2*hour, labtest.Now.Add(-5*hour)))
	require.NoError(t, err)
	at := func(le string) float64 {
		return scalar(t, l.URL, `sum(increase(query_duration_seconds_bucket{service="browse",le="`+le+`"}[2h]))`, labtest.Now.Add(-5*hour))
	}
	var below float64
	for i, le := range []string{"0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0"} {
		below += across.Probabilities[i]
		require.InEpsilon(t, below, at(le)/across.Expected, 0.03, le)
	}
	gone := vector(t, l.URL, `query_duration_seconds_bucket{service="browse",le="0.025"}`, labtest.Now.Add(-6*hour+time.Minute))
	require.Empty(t, gone, "the series that the new layout lacks have ended")
}

// What every kind counts live is what it would have counted as history.
func TestEveryKindGoesOnLiveWithoutASeam(t *testing.T) {
	moved := func() []scenario.Scenario { // The clocks differ, so nothing may be counted from them.
		all := scenario.All()[1:]
		for _, s := range all {
			for i := range s.Metrics {
				s.Metrics[i].Drifts = nil
				for g := range s.Metrics[i].Groups {
					s.Metrics[i].Groups[g].Relayouts = nil
				}
			}
		}
		return all
	}
	later := labtest.Now.Add(50 * time.Minute)
	live := labtest.Start(t, lab.Options{Scenarios: moved(), History: hour})
	for _, step := range []time.Duration{time.Second, 17 * time.Minute, later.Sub(labtest.Now)} {
		require.NoError(t, live.Advance(t.Context(), minTime(later, live.Data().To.Add(step))))
	}
	whole := labtest.Start(t, lab.Options{Scenarios: moved(), Now: later, History: 110 * time.Minute})
	want, got := raw(t, whole.URL, later), raw(t, live.URL, later)
	require.Greater(t, len(want), 200)
	require.Equal(t, want, got)
}

// raw returns every sample of the new scenarios, as text, by series.
func raw(t *testing.T, url string, at time.Time) map[string]string {
	value, _, err := client(t, url).Query(t.Context(), `{job=~".+",job!="checkout"}[5h]`, at)
	require.NoError(t, err)
	out := map[string]string{}
	for _, stream := range value.(model.Matrix) {
		require.True(t, len(stream.Values) > 0 || len(stream.Histograms) > 0)
		out[stream.Metric.String()] = fmt.Sprint(stream.Values, stream.Histograms)
	}
	return out
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// A deploy that comes after now changes a lab's layouts while it is live.
func TestALayoutChangesLive(t *testing.T) {
	s := scenario.Catalog()
	s.Metrics[0].Groups[0].Relayouts[0].Before = -10 * time.Minute
	l := labtest.Start(t, lab.Options{History: hour, Scenarios: steady(s)})
	require.NotEmpty(t, vector(t, l.URL, `query_duration_seconds_bucket{service="browse",le="0.025"}`, labtest.Now))
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(20*time.Minute)))
	require.Empty(t, vector(t, l.URL, `query_duration_seconds_bucket{service="browse",le="0.025"}`, l.Data().To))
	require.NotEmpty(t, vector(t, l.URL, `query_duration_seconds_bucket{service="browse",le="0.02"}`, l.Data().To))
	want, err := l.Truth().Distribution(side(`query_duration_seconds{service="browse"}`, hour, l.Data().To))
	require.NoError(t, err)
	require.InEpsilon(t, want.Expected, scalar(t, l.URL, `sum(increase(query_duration_seconds_count{service="browse"}[1h]))`, l.Data().To), 0.02)
}

func TestMetadataOfEveryKind(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: -1})
	for name, kind := range map[string]string{
		"rpc_duration_seconds": "histogram", "payload_bytes": "histogram", "orders_total": "counter",
		"instances_running": "gauge", "promotion_active": "gauge",
	} {
		known, err := client(t, l.URL).Metadata(t.Context(), name, "")
		require.NoError(t, err)
		require.Len(t, known[name], 1, name)
		require.EqualValues(t, kind, known[name][0].Type, name)
	}
}
