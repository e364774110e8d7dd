package scenario_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

func TestTrafficChangesTheRateAndNothingElse(t *testing.T) {
	m := scenario.Tenants().Metrics[1]
	for _, g := range m.Groups {
		factor := 1.0
		if g.Labels["plan"] == "batch" {
			factor = 4
		}
		require.InEpsilon(t, factor*g.Rate.PerSecond, m.RateAt(g, now, now).PerSecond, 1e-12)
		require.Equal(t, g.Rate, m.RateAt(g, now, hours(-24)))
		require.Equal(t, g.Values, m.Drifted(g, now, now), "the values of no plan change")
	}
}

func TestThreeTenantsAreTooQuietToJudge(t *testing.T) {
	hourly := map[string]float64{}
	for _, g := range scenario.Tenants().Metrics[0].Groups {
		hourly[g.Labels["tenant"]] += g.Rate.Expected(hours(2), hours(3)) // The busiest hour.
	}
	require.Len(t, hourly, 24)
	var quiet int
	for tenant, n := range hourly {
		if n < 100 {
			quiet++
			require.Less(t, n, 65.0, tenant)
			continue
		}
		require.Greater(t, n, 300.0, tenant)
	}
	require.Equal(t, 3, quiet)
}

func TestTrafficMustFitTheKind(t *testing.T) {
	spoil := func(s scenario.Scenario, factor float64) scenario.Scenario {
		s.Metrics[0].Drifts = []scenario.Drift{{
			Name: "busy", Effect: scenario.Traffic{Factor: factor}, Schedule: scenario.Schedule{Lasts: time.Hour},
		}}
		return s
	}
	require.NoError(t, spoil(scenario.Orders(), 2).Validate())
	require.ErrorContains(t, spoil(scenario.Orders(), 0).Validate(), "the rate must be positive")
	levels := scenario.Orders()
	levels.Metrics = levels.Metrics[1:]
	require.ErrorContains(t, spoil(levels, 2).Validate(), "does not fit the kind categoryGauge")
}
