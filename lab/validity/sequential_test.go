package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is said of verdicts holds in a small study, whose draws are always the same: by the rule of the view they err as
// rarely as they may, and by looking at each cell they do not.
func TestVerdictsErrAsRarelyAsTheyMay(t *testing.T) {
	const runs = 400
	cases := gateCases()
	independent := cases[:5]
	outcomes, err := gateStudy(t.Context(), independent, runs, 1)
	require.NoError(t, err)
	var told strings.Builder
	require.Zero(t, report(gateDoubts(outcomes), &told), told.String())
	for _, o := range outcomes {
		switch {
		case o.truth > 1:
			require.Equal(t, runs, o.fails, o.name)
			require.LessOrEqual(t, o.passes, runs/40, o.name)
		case o.truth == 0.5:
			require.LessOrEqual(t, o.fails, runs/40)
			require.GreaterOrEqual(t, o.passes+o.fails, runs, "what is below the threshold passes in the end")
		default:
			require.LessOrEqual(t, o.fails, runs/40, o.name)
			require.Greater(t, o.naive, runs/10, "looking at each cell errs: %s", o.name)
		}
	}
	twice, four := outcomes[3], outcomes[4]
	require.Less(t, mean(four.until), mean(twice.until), "a larger change is seen sooner")
	require.Less(t, mean(twice.until), 4*mean(twice.naiveUntil), "and not much later than by looking at each cell")

	again, err := gateStudy(t.Context(), independent[2:3], runs, 1)
	require.NoError(t, err)
	require.Equal(t, []int{outcomes[2].fails, outcomes[2].passes, outcomes[2].naive}, []int{again[0].fails, again[0].passes, again[0].naive}, "equal seeds give equal outcomes")
	require.Equal(t, outcomes[2].until, again[0].until)
}

func TestGateDoubts(t *testing.T) {
	wrong := &gateOutcome{gateCase: gateCase{"the threshold", 1, noises[0]}, runs: 1000, fails: 60, passes: 10}
	require.Equal(t, 1, report(gateDoubts([]*gateOutcome{wrong}), t.Output()))
	wrong.passes = 60
	require.Equal(t, 2, report(gateDoubts([]*gateOutcome{wrong}), t.Output()))
}

func TestSlowedTo(t *testing.T) {
	l := latencies[0]
	require.InDelta(t, 0.02, js.between(l.shares(slowedTo(l, 0.02), 1), l.shares(1, 1)), 1e-9)
}
