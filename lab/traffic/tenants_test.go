package traffic_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

func TestAScenarioMayBeScrapedLessOftenAndBeginLater(t *testing.T) {
	weeks := func(o *traffic.Options) { o.Start = now.Add(-22 * 24 * time.Hour) }
	first := fleet(t, scenario.Tenants(), weeks)[0]
	a, b := first.Scrape().Millis, first.Scrape().Millis
	require.EqualValues(t, time.Minute.Milliseconds(), b-a)
	require.WithinRange(t, time.UnixMilli(a), now.Add(-8*24*time.Hour), now.Add(-8*24*time.Hour+time.Minute))
	coarse := fleet(t, scenario.Tenants(), func(o *traffic.Options) { o.Scrape = 2 * time.Minute })[0]
	a, b = coarse.Scrape().Millis, coarse.Scrape().Millis
	require.EqualValues(t, 2*time.Minute.Milliseconds(), b-a)
	require.WithinRange(t, time.UnixMilli(a), now.Add(-6*time.Hour), now.Add(-6*time.Hour+2*time.Minute))
}

func TestMoreTrafficIsCounted(t *testing.T) {
	for _, p := range fleet(t, scenario.Tenants(), nil) {
		if p.Metric.Name != "api_response_size_bytes" || p.Labels["region"] != "eu" {
			continue
		}
		start, middle, end := total(at(p, 5*time.Hour).Counts), total(at(p, 4*time.Hour).Counts), total(at(p, 3*time.Hour).Counts)
		want := 1.0
		if p.Labels["plan"] == "batch" {
			want = 4
		}
		rhythm := p.Metric.Groups[0].Rate.Expected(now.Add(-4*time.Hour), now.Add(-3*time.Hour)) / p.Metric.Groups[0].Rate.Expected(now.Add(-5*time.Hour), now.Add(-4*time.Hour))
		require.InEpsilon(t, want*rhythm, float64(end-middle)/float64(middle-start), 0.05, p.Labels["plan"])
	}
}
