package scenario_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

func TestAllScenariosAreValid(t *testing.T) {
	names := map[string]bool{}
	for _, s := range scenario.All() {
		require.NoError(t, s.Validate())
		require.False(t, names[s.Name], s.Name)
		names[s.Name] = true
	}
}

// A drift is injected by its name.
func TestEveryDriftHasANameOfItsOwn(t *testing.T) {
	names := map[string]bool{}
	for _, s := range scenario.All() {
		for _, m := range s.Metrics {
			for _, d := range m.Drifts {
				require.False(t, names[d.Name], d.Name)
				names[d.Name] = true
			}
		}
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		want  string
		spoil func(*scenario.Metric)
	}{
		{"bounds must be finite and ascending", func(m *scenario.Metric) { m.Bounds = []float64{2, 1} }},
		{"bounds must be finite and ascending", func(m *scenario.Metric) { m.Bounds = nil }},
		{`pod "cart-stable-0" occurs twice`, func(m *scenario.Metric) { m.Groups[1].Pods[0] = "cart-stable-0" }},
		{"at least one pod", func(m *scenario.Metric) { m.Groups[0].Pods = nil }},
		{"the rate must be positive", func(m *scenario.Metric) { m.Groups[0].Rate.PerSecond = 0 }},
		{"a burst needs a length", func(m *scenario.Metric) { m.Groups[0].Burst.Length = 0 }},
		{"a mixture needs a mode", func(m *scenario.Metric) { m.Groups[0].Values = nil }},
		{"sigma must be positive", func(m *scenario.Metric) { m.Groups[0].Values = scenario.Mixture{{Weight: 1, Median: 1}} }},
		{"no group has the labels map[service:nobody]", func(m *scenario.Metric) { m.Drifts[0].Where = scenario.Labels{"service": "nobody"} }},
		{"an effect is needed", func(m *scenario.Metric) { m.Drifts[0].Effect = nil }},
		{"lasts longer than", func(m *scenario.Metric) { m.Drifts[0].Schedule.Every = time.Minute }},
		{"must not be negative", func(m *scenario.Metric) { m.Drifts[0].Effect = scenario.Tail{Share: 2, Factor: 1} }},
	} {
		t.Run(c.want, func(t *testing.T) {
			s := scenario.Checkout()
			c.spoil(&s.Metrics[0])
			require.ErrorContains(t, s.Validate(), c.want)
			require.ErrorContains(t, s.Validate(), `scenario "checkout"`)
		})
	}
	require.ErrorContains(t, scenario.Scenario{}.Validate(), "a name and at least one metric")
}

// The demo's baselines rely on these times.
func TestCheckoutDriftsNowButNotInItsUsualBaselines(t *testing.T) {
	var active []string
	for _, d := range slices.Concat(scenario.Checkout().Metrics[0].Drifts, scenario.Checkout().Metrics[1].Drifts) {
		if d.Schedule.Active(now, now) {
			active = append(active, d.Name)
		}
		for _, back := range []float64{24, 168} {
			touched := d.Schedule.Intervals(now, hours(-back-6), hours(-back))
			require.Empty(t, touched, "%s, the six hours up to %v h before", d.Name, back)
		}
	}
	require.Equal(t, []string{"payment-slow-tail", "payment-errors"}, active)
}
