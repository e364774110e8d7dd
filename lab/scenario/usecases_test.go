package scenario_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

// busiest is the most events that a group has in an hour.
func busiest(g scenario.Group) float64 {
	var most float64
	for from := range 24 {
		most = max(most, g.Rate.Expected(hours(float64(from)), hours(float64(from+1))))
	}
	return most
}

// leastQuarter is the fewest events that a group has in 15 minutes.
func leastQuarter(g scenario.Group) float64 {
	least := g.Rate.Expected(now, hours(0.25))
	for quarter := range 96 {
		from := float64(quarter) / 4
		least = min(least, g.Rate.Expected(hours(from), hours(from+0.25)))
	}
	return least
}

// What is too quiet to judge never reaches 100 events in an hour; everything else has 300 in a quarter of one.
func TestTheTrafficOfTheUseCases(t *testing.T) {
	var quiet []string
	for _, s := range scenario.All()[7:] {
		for _, m := range s.Metrics {
			if m.KindOf() == scenario.CategoryGauge || m.KindOf() == scenario.Switch || m.Name == "model_requests_total" {
				continue
			}
			for _, g := range m.Groups {
				switch {
				case g.Rate.PerSecond < 0.1:
					require.Less(t, busiest(g), 70.0, "%s %v", m.Name, g.Labels)
					if m.KindOf() == scenario.Classic {
						quiet = append(quiet, g.Labels["tenant"]+g.Labels["model"])
					}
				default:
					require.Greater(t, leastQuarter(g), 300.0, "%s %v", m.Name, g.Labels)
				}
			}
		}
	}
	require.Len(t, quiet, 21)
	require.Equal(t, "shadow", quiet[0])
	require.False(t, slices.Contains(quiet, "t-003"), "an outage there has to be seen")
}

func TestADriftHitsAnyOfItsValues(t *testing.T) {
	m := scenario.Saas().Metrics[0]
	hits := map[string]int{}
	for _, d := range m.Drifts {
		for _, g := range m.Groups {
			if d.Hits(m, g) {
				hits[d.Name]++
				require.Greater(t, busiest(g), 100.0, "%s hits %v, which is too quiet to judge", d.Name, g.Labels)
			}
		}
	}
	require.Equal(t, map[string]int{"noisy-neighbours": 8, "tenant-outage": 1, "many-tenants-slow": 40}, hits)
}

func TestRenameMovesAllEvents(t *testing.T) {
	m := scenario.ETL().Metrics[1]
	before := m.Groups[0].Shares
	after := m.Drifts[0].Effect.(scenario.ShareEffect).On(before)
	require.Zero(t, after[after.Find(scenario.Labels{"currency": "EUR"})].Weight)
	require.InDelta(t, before[before.Find(scenario.Labels{"currency": "EUR"})].Weight, after[after.Find(scenario.Labels{"currency": "eur"})].Weight, 1e-12)
	require.InDelta(t, before.Weight(), after.Weight(), 1e-12)
	require.Equal(t, `currency "EUR" becomes "eur"`, m.Drifts[0].Effect.String())
	// To a value that is there already.
	joined := scenario.Rename{Label: "currency", From: "EUR", To: "USD"}.On(before)
	require.Len(t, joined, len(before))
	require.InDelta(t, 0.82, joined[joined.Find(scenario.Labels{"currency": "USD"})].Weight, 1e-12)
}

func TestSeveralApplyOneAfterAnother(t *testing.T) {
	m := scenario.Payments().Metrics[1]
	after := m.Drifts[0].Effect.(scenario.ShareEffect).On(m.Groups[0].Shares)
	require.InDelta(t, 0.025*(1-0.015), after[after.Find(scenario.Labels{"device": "emulator"})].Weight/after.Weight(), 1e-12)
	require.InDelta(t, 0.015, after[after.Find(scenario.Labels{"device": "headless"})].Weight/after.Weight(), 1e-12)
	require.Equal(t, `device "emulator" takes 2.5 % of events; device "headless" takes 1.5 % of events`, m.Drifts[0].Effect.String())
}
