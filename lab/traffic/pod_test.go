package traffic_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func fleet(t testing.TB, s scenario.Scenario, change func(*traffic.Options)) []*traffic.Pod {
	o := traffic.Options{Seed: 1, Scrape: 15 * time.Second, Start: now.Add(-6 * time.Hour), Now: now}
	if change != nil {
		change(&o)
	}
	pods, err := traffic.NewFleet([]scenario.Scenario{s}, o)
	require.NoError(t, err)
	return pods
}

func scrapes(p *traffic.Pod, n int) []traffic.Reading {
	out := make([]traffic.Reading, n)
	for i := range out {
		out[i] = p.Scrape()
		out[i].Counts = slices.Clone(out[i].Counts)
	}
	return out
}

func total(counts []uint64) (sum uint64) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

func TestEqualOptionsGiveEqualReadings(t *testing.T) {
	a, b := fleet(t, scenario.Checkout(), nil), fleet(t, scenario.Checkout(), nil)
	other := fleet(t, scenario.Checkout(), func(o *traffic.Options) { o.Seed = 2 })
	for i := range a {
		readings := scrapes(a[i], 500)
		require.Equal(t, readings, scrapes(b[i], 500))
		require.NotEqual(t, readings, scrapes(other[i], 500))
	}
}

// What is counted between two scrapes must not depend on where the history began.
func TestIncrementsDoNotDependOnTheStart(t *testing.T) {
	early := fleet(t, scenario.Checkout(), nil)[0]
	late := fleet(t, scenario.Checkout(), func(o *traffic.Options) { o.Start = o.Start.Add(time.Hour) })[0]
	long, short := scrapes(early, 480), scrapes(late, 240)
	require.Equal(t, long[240].Millis, short[0].Millis)
	for i := range short {
		require.Equal(t, total(long[240+i].Counts)-total(long[240].Counts), total(short[i].Counts))
	}
}

func TestScrapesAreRegularStaggeredAndBeginAtZero(t *testing.T) {
	offsets := map[int64]bool{}
	for _, p := range fleet(t, scenario.Checkout(), nil) {
		_, ok := p.Last()
		require.False(t, ok)
		readings := scrapes(p, 20)
		require.Zero(t, total(readings[0].Counts))
		require.Zero(t, readings[0].Sum)
		require.WithinRange(t, time.UnixMilli(readings[0].Millis), now.Add(-6*time.Hour), now.Add(-6*time.Hour+15*time.Second))
		for i := 1; i < len(readings); i++ {
			require.EqualValues(t, 15_000, readings[i].Millis-readings[i-1].Millis)
		}
		last, ok := p.Last()
		require.True(t, ok)
		require.Equal(t, readings[19], last)
		offsets[readings[0].Millis%15_000] = true
	}
	require.Greater(t, len(offsets), 15)
}

func TestCountersFallAtRestartsOnly(t *testing.T) {
	for _, p := range fleet(t, scenario.Checkout(), func(o *traffic.Options) { o.Start = now.Add(-100 * time.Hour) }) {
		var restarts []int64
		readings := scrapes(p, 100*240)
		for i := 1; i < len(readings); i++ {
			if total(readings[i].Counts) < total(readings[i-1].Counts) {
				restarts = append(restarts, readings[i].Millis)
				require.LessOrEqual(t, total(readings[i].Counts), uint64(2000), "only what the interval brought")
			} else {
				require.GreaterOrEqual(t, readings[i].Sum, readings[i-1].Sum)
			}
		}
		require.GreaterOrEqual(t, len(restarts), 3, "%v", p.Labels)
		for i := 1; i < len(restarts); i++ {
			require.InDelta(t, (31 * time.Hour).Milliseconds(), restarts[i]-restarts[i-1], 15_000)
		}
	}
}

// increments returns the events of each interval of n scrapes of a pod that does not restart.
func increments(p *traffic.Pod, n int) []float64 {
	out := make([]float64, 0, n)
	p.Scrape()
	for before := uint64(0); len(out) < n; {
		after := total(p.Scrape().Counts)
		out = append(out, float64(after-before))
		before = after
	}
	return out
}

func steady(burst scenario.Burst) scenario.Scenario {
	s := latency()
	m := &s.Metrics[0]
	m.Drifts = nil
	for i := range m.Groups {
		m.Groups[i].Burst, m.Groups[i].Restart, m.Groups[i].Rate.Swing = burst, 0, 0
	}
	return s
}

func TestWithoutBurstsCountsArePoisson(t *testing.T) {
	for _, p := range fleet(t, steady(scenario.Burst{}), nil) {
		mean, variance := stat.MeanVariance(increments(p, 20_000), nil)
		require.InEpsilon(t, 1, variance/mean, 0.06, "%v: mean %v", p.Labels, mean)
	}
}

func TestBurstsSpreadCountsAndKeepTheirMean(t *testing.T) {
	burst := scenario.Burst{Length: 30 * time.Second, Traffic: 0.25}
	p := fleet(t, steady(burst), nil)[0] // 13.5 requests a second.
	mean, variance := stat.MeanVariance(increments(p, 20_000), nil)
	require.InEpsilon(t, 13.5*15, mean, 0.01)
	want := mean + 0.25*0.25*mean*mean
	require.InEpsilon(t, want, variance, 0.06)
}

func TestSumIsTheMeanTimesTheCount(t *testing.T) {
	p := fleet(t, steady(scenario.Burst{}), nil)[0]
	last := scrapes(p, 10_000)[9_999]
	mean := 0.85*0.040*math.Exp(0.125) + 0.15*0.120*math.Exp(0.18)
	require.InEpsilon(t, mean, last.Sum/float64(total(last.Counts)), 0.003)
}

func TestNewFleetRefusesWhatCannotRun(t *testing.T) {
	for want, o := range map[string]traffic.Options{
		"whole milliseconds": {Scrape: 1500 * time.Microsecond},
	} {
		_, err := traffic.NewFleet(scenario.All(), o)
		require.ErrorContains(t, err, want)
	}
	o := traffic.Options{Scrape: time.Second}
	_, err := traffic.NewFleet([]scenario.Scenario{scenario.Checkout(), scenario.Checkout()}, o)
	require.ErrorContains(t, err, "two pods export")
	_, err = traffic.NewFleet([]scenario.Scenario{{Name: "empty"}}, o)
	require.ErrorContains(t, err, "at least one metric")
}

// latency is the checkout without its status codes.
func latency() scenario.Scenario {
	s := scenario.Checkout()
	s.Metrics = s.Metrics[:1]
	return s
}
