package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

func twoLabels() scenario.Shares {
	return scenario.Cross(
		scenario.ByLabel("country", map[string]float64{"DE": 0.5, "FR": 0.3, "": 0.2}),
		scenario.ByLabel("device", map[string]float64{"mobile": 0.6, "desktop": 0.4}))
}

// margin returns the probability of each value of a label.
func margin(s scenario.Shares, label string) map[string]float64 {
	out := map[string]float64{}
	for _, c := range s {
		out[c.Labels[label]] += c.Weight / s.Weight()
	}
	return out
}

func requireShares(t *testing.T, want, got map[string]float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for name, share := range want {
		require.InDelta(t, share, got[name], 1e-12, name)
	}
}

func TestShareEffectsDoWhatTheySay(t *testing.T) {
	before := twoLabels()
	countries, devices := margin(before, "country"), margin(before, "device")

	appeared := scenario.NewValue{Label: "country", Value: "NO", Share: 0.1}.On(before)
	requireShares(t, map[string]float64{"DE": 0.45, "FR": 0.27, "": 0.18, "NO": 0.1}, margin(appeared, "country"))
	requireShares(t, devices, margin(appeared, "device"))
	again := scenario.NewValue{Label: "country", Value: "DE", Share: 0.1}.On(before)
	requireShares(t, map[string]float64{"DE": 0.55, "FR": 0.27, "": 0.18}, margin(again, "country"))

	vanished := scenario.Vanish{Label: "country", Value: "DE"}.On(before)
	requireShares(t, map[string]float64{"DE": 0, "FR": 0.6, "": 0.4}, margin(vanished, "country"))
	require.Len(t, vanished, len(before), "its series stay")

	shifted := scenario.Shift{Where: scenario.Labels{"country": "FR", "device": "mobile"}, Factor: 2}.On(before)
	at := shifted.Find(scenario.Labels{"country": "FR", "device": "mobile"})
	require.InDelta(t, 0.36/1.18, shifted[at].Weight/shifted.Weight(), 1e-12)

	tied := scenario.Associate{
		Labels: [2]string{"country", "device"}, First: [2]string{"DE", "FR"}, Second: [2]string{"mobile", "desktop"}, Share: 0.05,
	}.On(before)
	requireShares(t, countries, margin(tied, "country"))
	requireShares(t, devices, margin(tied, "device"))
	require.InDelta(t, 0.35, tied[tied.Find(scenario.Labels{"country": "DE", "device": "mobile"})].Weight, 1e-12)
	require.Equal(t, twoLabels(), before, "effects leave their argument")
}

func TestNamesOfCategories(t *testing.T) {
	require.Equal(t, "DE, mobile", scenario.NameOf([]string{"country", "device"}, scenario.Labels{"country": "DE", "device": "mobile"}))
	require.Equal(t, ", mobile", scenario.NameOf([]string{"country", "device"}, scenario.Labels{"device": "mobile"}))
	require.Equal(t, "", scenario.NameOf([]string{"country"}, scenario.Labels{}))
}
