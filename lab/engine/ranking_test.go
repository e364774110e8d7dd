package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/pkg/frame"
)

// The only group that drifts now comes first and is the only one that changed; the quiet one is unknown and listed last.
func TestRankingFindsTheDriftInjected(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 48 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	question := drifting("ranking", map[string]any{"alertOn": "estimate"})
	frames := s.ask(t, panel{}, question)
	require.Len(t, frames, 1)
	table := frames[0]
	require.Equal(t, 6, table.Rows())
	require.Equal(t, "payment", textAt(t, table, "service", 0))
	require.Equal(t, "canary", textAt(t, table, "version", 0))
	require.Equal(t, "1–2.5", textAt(t, table, "top bin", 0))
	require.Equal(t, "gained", textAt(t, table, "direction", 0))
	require.Equal(t, "search", textAt(t, table, "service", 5))
	require.Equal(t, "canary", textAt(t, table, "version", 5))
	require.Equal(t, "insufficient", textAt(t, table, "status", 5))
	changed, _ := table.FieldByName("changed")
	within, _ := table.FieldByName("within")
	for i := range 5 {
		require.Equal(t, i == 0, *changed.At(i).(*bool), i)
		require.Equal(t, i > 0, *within.At(i).(*bool), i)
	}
	require.Nil(t, changed.At(5))
	recipe := table.Meta.Custom.(frame.RankingRecipe)
	require.Equal(t, []int{6, 5, 1, 4, 1}, []int{recipe.Groups, recipe.Judged, recipe.Changed, *recipe.Within, recipe.Unknown})
	require.Contains(t, notices(table), "1 of 5 judged groups changed (false discoveries ≤ 5 %).")
	require.Contains(t, notices(table), "4 of 5 judged groups are within 0.005 nats (80 %); 1 unknown: too few samples.")

	// The share of groups within is that of the table, and that of an objective over groups at the same moment.
	share := s.ask(t, panel{}, with(with(question, "format", "numeric"), "alertOn", "attainment"))
	require.Len(t, share, 1)
	require.InDelta(t, 4.0/5, *column(t, share[0], "attainment")[0], 1e-15)
	objective := s.ask(t, panel{}, drifting("slo", map[string]any{"alertOn": "attainment", "instant": true, "slo": map[string]any{"over": "groups", "period": "1d"}}))
	requireSame(t, column(t, share[0], "attainment")[0], column(t, objective[0], "attainment")[0], "attainment")

	// So are the samples of each group.
	for _, one := range s.ask(t, panel{}, with(with(question, "view", "divergence"), "alertOn", "samples")) {
		for i := range table.Rows() {
			if textAt(t, table, "service", i) == one.Fields[1].Labels["service"] && textAt(t, table, "version", i) == one.Fields[1].Labels["version"] {
				values := column(t, one, "n current")
				requireSame(t, values[len(values)-1], column(t, table, "n current")[i], "n current")
			}
		}
	}

	// Numbers for rules, and the view divergence, are the same.
	numbers := s.ask(t, panel{}, with(question, "format", "numeric"))
	lines := s.ask(t, panel{}, with(question, "view", "divergence"))
	require.Len(t, numbers, 6)
	for i, one := range numbers {
		require.Equal(t, table.Fields[0].At(i), one.Fields[0].Labels["service"])
		requireSame(t, column(t, table, "js")[i], column(t, one, "js")[0], "js")
		for _, line := range lines {
			if line.Fields[1].Labels.Equals(one.Fields[0].Labels) {
				for _, name := range []string{"js", "lower", "upper"} {
					values := column(t, line, name)
					requireSame(t, values[len(values)-1], column(t, table, name)[i], name)
				}
			}
		}
	}
}
