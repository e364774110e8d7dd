package lab_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
)

func withoutDrifts() []scenario.Scenario {
	s := scenario.Checkout()
	for i := range s.Metrics {
		s.Metrics[i].Drifts = nil
	}
	return []scenario.Scenario{s}
}

// A lab that went on live must hold, sample for sample, what a lab that was started later generates as history.
func TestLiveSamplesGoOnWithoutASeam(t *testing.T) {
	later := labtest.Now.Add(90 * time.Minute)
	live := labtest.Start(t, lab.Options{Scenarios: withoutDrifts(), History: hour})
	for _, step := range []time.Duration{time.Second, 8 * time.Second, 61 * time.Second, time.Millisecond, 47 * time.Minute, hour} {
		to := live.Data().To.Add(step)
		if to.After(later) {
			to = later
		}
		require.NoError(t, live.Advance(t.Context(), to))
	}
	require.NoError(t, live.Advance(t.Context(), labtest.Now), "a moment in the past changes nothing")
	require.Equal(t, later, live.Data().To)

	whole := labtest.Start(t, lab.Options{Scenarios: withoutDrifts(), Now: later, History: 150 * time.Minute})
	want := samples(t, whole.URL, `{job="checkout"}`, 5*hour, later)
	require.Equal(t, want, samples(t, live.URL, `{job="checkout"}`, 5*hour, later))
	latency := samples(t, whole.URL, `{job="checkout",__name__=~"`+metric+`_.*"}`, 5*hour, later)
	require.Len(t, latency, 18*14)
	for series, points := range latency {
		require.Len(t, points, 600, series)
	}
	require.Greater(t, len(want), 18*14+6, "status codes, too")
}

func TestLiveCountersOnlyFallAtRestarts(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(2*hour)))
	var restarts int
	for series, points := range samples(t, l.URL, metric+`_count`, 3*hour, l.Data().To) {
		require.Len(t, points, 720, series)
		for i := 1; i < len(points); i++ {
			require.EqualValues(t, 15_000, points[i].Timestamp-points[i-1].Timestamp, series)
			if points[i].Value < points[i-1].Value {
				restarts++
			}
		}
	}
	require.Less(t, restarts, 6, "18 pods, 3 of 31 hours")
}

func TestRunFollowsTheClock(t *testing.T) {
	l := labtest.Start(t, lab.Options{Now: time.Now().Add(-time.Minute), History: 10 * time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	require.NoError(t, l.Run(ctx))
	require.WithinDuration(t, time.Now(), l.Data().To, 10*time.Second)
	require.InDelta(t, 18*44, scalar(t, l.URL, `sum(count_over_time(`+metric+`_count[20m]))`, time.Now()), 18)
}

func TestScrapePageShowsTheNewestCounters(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: hour})
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(time.Minute)))
	answer, err := http.Get(l.URL + "/metrics")
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(answer.Body)
	require.NoError(t, err)
	var page float64
	for _, m := range families[metric].Metric {
		page += float64(m.Histogram.GetSampleCount())
	}
	require.Equal(t, scalar(t, l.URL, `sum(`+metric+`_count)`, l.Data().To), page)
}

func TestWorksWithoutHistory(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: -1})
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(10*time.Minute)))
	require.Positive(t, scalar(t, l.URL, `sum(increase(`+metric+`_count[5m]))`, l.Data().To))
}

func TestALabIsLostNowhere(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	empty := func() {
		left, err := os.ReadDir(temporary)
		require.NoError(t, err)
		require.Empty(t, left)
	}
	l, err := lab.Start(t.Context(), lab.Options{Now: labtest.Now, History: hour})
	require.NoError(t, err)
	require.NoError(t, l.Close())
	empty()

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = lab.Start(ctx, lab.Options{Now: labtest.Now})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	empty()

	_, err = lab.Start(t.Context(), lab.Options{Scenarios: []scenario.Scenario{{Name: "empty"}}})
	require.ErrorContains(t, err, "at least one metric")
	_, err = lab.Start(t.Context(), lab.Options{Scrape: time.Microsecond})
	require.ErrorContains(t, err, "whole milliseconds")
	_, err = lab.Start(t.Context(), lab.Options{Dir: filepath.Join(os.DevNull, "x")})
	require.ErrorContains(t, err, "make the directory")
	empty()
}
