package scenario_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

func TestValidateKnowsTheKinds(t *testing.T) {
	for _, c := range []struct {
		want  string
		of    scenario.Scenario
		spoil func(*scenario.Metric)
	}{
		{`kind "heatmap" is unknown`, scenario.Checkout(), func(m *scenario.Metric) { m.Kind = "heatmap" }},
		{"only a native histogram", scenario.Checkout(), func(m *scenario.Metric) { m.AlsoClassic = true }},
		{"category labels are needed for categories", scenario.Checkout(), func(m *scenario.Metric) { m.Categories = []string{"x"} }},
		{"a schema within −4 and 8", scenario.Recommendation(), func(m *scenario.Metric) { m.Schema = 9 }},
		{"bounds must be finite", scenario.Recommendation(), func(m *scenario.Metric) { m.Bounds = nil }},
		{"bounds must be finite", scenario.Catalog(), func(m *scenario.Metric) { m.Groups[0].Relayouts[0].Layout.Bounds = []float64{2, 1} }},
		{"in the order of time", scenario.Catalog(), func(m *scenario.Metric) {
			m.Groups[0].Relayouts = append(m.Groups[0].Relayouts, m.Groups[0].Relayouts[0])
		}},
		{"only a histogram has a layout", scenario.Orders(), func(m *scenario.Metric) { m.Groups[0].Relayouts = []scenario.Relayout{{}} }},
		{"a category with a weight", scenario.Orders(), func(m *scenario.Metric) { m.Groups[0].Shares = nil }},
		{"occurs twice", scenario.Orders(), func(m *scenario.Metric) {
			m.Groups[0].Shares = append(m.Groups[0].Shares, m.Groups[0].Shares[0])
		}},
		{`"device" is no category label`, scenario.Orders(), func(m *scenario.Metric) { m.Categories = []string{"country"} }},
		{"does not fit the kind categoryCounter", scenario.Orders(), func(m *scenario.Metric) { m.Drifts[0].Effect = scenario.Stretch{Factor: 2} }},
		{"does not fit the kind classic", scenario.Checkout(), func(m *scenario.Metric) { m.Drifts[0].Effect = scenario.Vanish{} }},
		{"must not be negative", scenario.Orders(), func(m *scenario.Metric) {
			m.Drifts[2].Effect = scenario.Associate{
				Labels: [2]string{"country", "device"}, First: [2]string{"DE", "FR"}, Second: [2]string{"mobile", "desktop"}, Share: 0.5,
			}
		}},
		{"follow the calendar", scenario.Store(), func(m *scenario.Metric) { m.Rhythms[0].Schedule.Calendar = false }},
	} {
		t.Run(c.want, func(t *testing.T) {
			c.spoil(&c.of.Metrics[0])
			require.ErrorContains(t, c.of.Validate(), c.want)
		})
	}
	s := scenario.Orders()
	s.Metrics[1].Groups[0].Level.Holds = 0
	require.ErrorContains(t, s.Validate(), "a positive mean level")
	s = scenario.Store()
	s.Metrics[1].Groups[0].On = scenario.Schedule{}
	require.ErrorContains(t, s.Validate(), "a schedule with a positive length")
	s = scenario.Store()
	s.Metrics[1].Drifts = s.Metrics[0].Drifts
	require.ErrorContains(t, s.Validate(), "does not fit the kind switch")
}

func TestCalendarDoesNotDependOnNow(t *testing.T) {
	weekend := scenario.Store().Metrics[0].Rhythms[0].Schedule
	evening := scenario.Store().Metrics[0].Rhythms[1].Schedule
	for at := now.Add(-30 * 24 * time.Hour); at.Before(now.Add(10 * 24 * time.Hour)); at = at.Add(30 * time.Minute) {
		isWeekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
		for _, started := range []time.Time{now, now.Add(31 * time.Hour)} {
			require.Equal(t, isWeekend, weekend.Active(started, at), "%v", at)
			require.Equal(t, at.Hour() >= 17 && at.Hour() < 22, evening.Active(started, at), "%v", at)
		}
	}
	next, ok := weekend.Next(now, now)
	require.True(t, ok)
	require.Equal(t, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), next.From.UTC())
}

func TestLayoutsChangeAtTheDeploy(t *testing.T) {
	m := scenario.Catalog().Metrics[0]
	require.Equal(t, m.Layout, m.LayoutAt(m.Groups[0], now, hours(-6.01)))
	require.Equal(t, m.Groups[0].Relayouts[0].Layout, m.LayoutAt(m.Groups[0], now, hours(-6)))
	require.Equal(t, m.Layout, m.LayoutAt(m.Groups[1], now, now))
}

// dirty are the drifts that are meant to lie in some baselines, by the hours that the baselines lie before now.
var dirty = map[string][]float64{"promotion": {168}, "scores-shift": {24}, "labels-shift": {24}}

// What a fresh lab shows, and that baselines of one day and of three weeks are clean but for those that shall not be.
func TestDriftsOfTheScenariosAreOnNow(t *testing.T) {
	var active []string
	for _, s := range scenario.All()[1:] {
		for _, m := range s.Metrics {
			for _, d := range m.Drifts {
				if d.Schedule.Active(now, now.Add(-time.Second)) && d.Schedule.Active(now, hours(2)) {
					active = append(active, d.Name)
				}
				for _, back := range []float64{24, 168, 336, 504} {
					if slices.Contains(dirty[d.Name], back) {
						require.True(t, d.Schedule.Active(now, hours(-back)), "%s, %v h before", d.Name, back)
						continue
					}
					require.Empty(t, d.Schedule.Intervals(now, hours(-back-6), hours(-back)), "%s, %v h before", d.Name, back)
				}
			}
		}
	}
	require.Equal(t, []string{
		"ranking-slow-tail", "business-large-debits", "export-larger-answers", "country-appears", "country-vanishes",
		"devices-change-hands", "large-instances", "station-small-baskets", "editor-stutters",
		"acme-slow-in-eu", "batch-takes-over",
		"dwell-time-collapses", "scores-shift", "labels-shift", "model-errors", "flag-slow", "flag-funnel",
		"cheap-canary", "cheap-canary-cpu", "cheap-canary-cost", "noisy-neighbours", "noisy-neighbours-errors",
		"new-devices", "exfiltration", "nulls-in-discount", "under-provisioned",
		"clicks-shift", "new-model-mix", "new-model-clicks", "sdk-five-size", "sdk-five-calls",
	}, active)
}
