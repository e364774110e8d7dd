package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/pkg/frame"
)

// objective asks for the last 24 hours of the objective of each service and version: 24 windows. cart's ran over from 36 to
// 30 hours before now, payment's canary has since 3 hours.
func objective(changes map[string]any) map[string]any {
	question := drifting("slo", map[string]any{"slo": map[string]any{"period": "24h", "target": 0.9, "long": "6h", "short": "2h"}})
	for name, value := range changes {
		question[name] = value
	}
	return question
}

func standing(t testing.TB, custom any) frame.Standing {
	t.Helper()
	recipe, ok := custom.(frame.ObjectiveRecipe)
	require.True(t, ok)
	return recipe.Objective
}

// Each window is good or bad by the drifts injected: what remains of the budget follows from their hours.
func TestObjectivesFollowTheDriftsInjected(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 48 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	last := panel{from: now.Add(-6 * hour)}
	frames := s.ask(t, last, objective(nil))
	require.Len(t, frames, 6)
	for _, one := range frames {
		labels := one.Fields[1].Labels
		got := standing(t, one.Meta.Custom)
		if labels["service"] == "search" && labels["version"] == "canary" {
			require.Nil(t, got.Attainment, "the quiet canary has no window that can be judged")
			require.Equal(t, 24, got.Unknown)
			continue
		}
		bad := 0
		if labels["service"] == "payment" && labels["version"] == "canary" {
			bad = 3
		}
		require.Equal(t, 24, got.Judged)
		require.Equal(t, 24-bad, got.Good)
		require.InDelta(t, 1-float64(bad)/24, *got.Attainment, 1e-12)
		require.InDelta(t, 1-float64(bad)/24/0.1, *got.Budget, 1e-12)
		require.InDelta(t, float64(bad)/6/0.1, *got.BurnLong, 1e-12)
		require.InDelta(t, float64(min(bad, 2))/2/0.1, *got.BurnShort, 1e-12)
		require.Equal(t, "1d", got.Covers)
	}
	require.Contains(t, notices(frames[0]), "Windows of 1 of 6 groups can't be judged and do not count: too few samples (search / canary).")
	// Twelve hours ago the drift of cart still counted: 6 of 24 windows.
	cart := of(t, s.ask(t, panel{from: now.Add(-14 * hour), to: now.Add(-12 * hour)}, objective(nil)), "service", "cart")
	require.InDelta(t, 1-6.0/24, *standing(t, cart.Meta.Custom).Attainment, 1.0/24, "windows at its begin and end hold a part of it")

	// The good windows are those of the view divergence.
	line := map[string]any{"view": "divergence"}
	for name, value := range objective(nil) {
		if name != "slo" && name != "view" {
			line[name] = value
		}
	}
	for i, one := range s.ask(t, panel{from: now.Add(-24*hour + time.Minute), interval: hour}, line) {
		good := 0
		for _, value := range column(t, one, "js") {
			if value != nil && *value <= 0.005 {
				good++
			}
		}
		require.Equal(t, standing(t, frames[i].Meta.Custom).Good, good, one.Fields[1].Labels)
	}
}

// A rule that looks at the last minutes, a wide panel and a moment get the same numbers.
func TestRuleAndPanelGetTheSameObjective(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 30 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	recent := map[string]any{"kind": "fixed", "from": labtest.Now.Add(-29 * hour), "to": labtest.Now.Add(-26 * hour)}
	for _, alertOn := range []string{"attainment", "budget", "burnRate"} {
		question := objective(map[string]any{"alertOn": alertOn, "baseline": recent})
		want := s.ask(t, panel{points: 20, interval: 3 * hour}, question)
		for name, p := range map[string]panel{"rule": {from: now.Add(-5 * time.Minute)}, "wide": {from: now.Add(-20 * hour), points: 5000, interval: time.Minute}} {
			got := connect(t, s.url, now).ask(t, p, question)
			require.Len(t, got, len(want))
			for i := range want {
				require.Equal(t, standing(t, want[i].Meta.Custom), standing(t, got[i].Meta.Custom), name)
				require.Equal(t, labtest.Now, times(t, got[i])[got[i].Rows()-1])
			}
		}
		moment := s.ask(t, panel{}, with(question, "instant", true))
		for i := range want {
			require.Len(t, moment[i].Fields, 1)
			value := moment[i].Fields[0].Name
			values := column(t, want[i], value)
			requireSame(t, values[len(values)-1], column(t, moment[i], value)[0], value)
		}
	}
}

// Of all groups that can be judged, five, one is beyond; the sixth is unknown and does not count.
func TestObjectiveOverGroups(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 48 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	slo := map[string]any{"period": "24h", "target": 0.9, "long": "6h", "short": "2h", "over": "groups"}
	frames := s.ask(t, panel{}, objective(map[string]any{"slo": slo}))
	require.Len(t, frames, 1)
	require.Empty(t, frames[0].Fields[1].Labels)
	attainment := column(t, frames[0], "attainment")
	require.InDelta(t, 4.0/5, *attainment[len(attainment)-1], 1e-12)
	got := standing(t, frames[0].Meta.Custom)
	require.Equal(t, 5*24, got.Judged)
	require.Equal(t, 24, got.Unknown)
	require.Equal(t, 5*24-3, got.Good)
	require.Contains(t, notices(frames[0]), "1 of 6 groups are unknown at the last point: too few samples (search / canary)")
}

// History is younger than the period: it is said how much of it counts.
func TestObjectiveOfAYoungHistory(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 12 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	question := objective(map[string]any{"slo": map[string]any{"period": "7d"}, "groupBy": []string{"service"}, "baseline": map[string]any{"kind": "previous", "offset": "2h"}})
	cart := of(t, s.ask(t, panel{}, question), "service", "cart")
	require.Equal(t, "10h", standing(t, cart.Meta.Custom).Covers)
	require.Contains(t, notices(cart), "The objective covers 10h of 1w: there are no counts on both sides before.")
}
