package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
)

// The kinds of baseline, each by the members of a question that compares one service with something.
var kinds = map[string]map[string]any{
	"previous": {"current": side("job", "checkout"), "baseline": map[string]any{"kind": "previous", "offset": "3h"}, "groupBy": []string{"service"}, "window": "1h"},
	"fixed": {"current": side("job", "checkout"), "groupBy": []string{"service"}, "window": "1h", "baseline": map[string]any{
		"kind": "fixed", "from": labtest.Now.Add(-11 * hour), "to": labtest.Now.Add(-9 * hour),
	}},
	"cohort": canary(nil),
}

// with returns a question with one more member.
func with(question map[string]any, name string, value any) map[string]any {
	changed := map[string]any{name: value}
	for key, old := range question {
		if key != name {
			changed[key] = old
		}
	}
	return changed
}

// requireSame accepts the last digits of a float64, which depend on where the running sums of cells began.
func requireSame(t *testing.T, want, got *float64, of string) {
	t.Helper()
	if want == nil || got == nil {
		require.Equal(t, want, got, of)
		return
	}
	require.InDelta(t, *want, *got, 0, of)
}

func TestRuleAndPanelGetTheSameNumber(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 12 * hour})
	for kind, question := range kinds {
		t.Run(kind, func(t *testing.T) {
			overTime := s.ask(t, panel{}, question)
			// A rule looks at the last minutes only.
			atOnce := s.ask(t, panel{from: now.Add(-5 * time.Minute)}, with(question, "instant", true))
			require.Len(t, atOnce, len(overTime))
			for i := range overTime {
				for _, name := range []string{"kl", "lower", "upper"} {
					values := column(t, overTime[i], name)
					requireSame(t, values[len(values)-1], column(t, atOnce[i], name)[0], name)
				}
				require.Equal(t, overTime[i].Fields[1].Labels, atOnce[i].Fields[0].Labels)
				require.Equal(t, labtest.Now, times(t, overTime[i])[overTime[i].Rows()-1])
			}
		})
	}
}

func TestPanelWidthChangesNoValue(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 12 * hour})
	for kind, question := range kinds {
		t.Run(kind, func(t *testing.T) {
			known := map[time.Time]*float64{}
			shared := 0
			for _, p := range []panel{
				{points: 2000},
				{points: 50},
				{interval: 7 * time.Minute},
				{interval: 30 * time.Minute},
				{from: labtest.Now.Add(-100 * time.Minute), to: labtest.Now.Add(-13 * time.Minute), points: 97},
			} {
				// A source of its own has an empty cache.
				f := of(t, connect(t, s.url, now).ask(t, p, question), "service", "payment")
				values := column(t, f, "kl")
				for i, at := range times(t, f) {
					if before, ok := known[at]; ok {
						requireSame(t, before, values[i], at.String())
						shared++
					}
					known[at] = values[i]
				}
			}
			require.Greater(t, shared, 40)
		})
	}
}

func TestRefreshAsksForNewCellsOnly(t *testing.T) {
	l, s := startLab(t, lab.Options{History: 30 * hour})
	day := func() panel { return panel{from: s.now.Add(-24 * hour), to: s.now} }
	cold := recipe(t, s.ask(t, day(), kinds["cohort"])[0]).Cost
	require.Zero(t, cold.CacheHits)
	warm := recipe(t, s.ask(t, day(), kinds["cohort"])[0]).Cost
	require.Positive(t, warm.CacheHits)
	require.LessOrEqual(t, warm.Requests, cold.Requests)
	require.Less(t, warm.Samples, cold.Samples/8)

	// A minute later the answer is the one that a source without a cache gives.
	s.now = s.now.Add(4 * time.Minute)
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(4*time.Minute)))
	refreshed := s.ask(t, day(), kinds["cohort"])
	fresh := connect(t, l.URL, s.now).ask(t, day(), kinds["cohort"])
	require.Less(t, recipe(t, refreshed[0]).Cost.Samples, recipe(t, fresh[0]).Cost.Samples/8)
	for i := range fresh {
		for _, name := range []string{"kl", "lower", "upper", "n current", "n baseline"} {
			want, got := column(t, fresh[i], name), column(t, refreshed[i], name)
			require.Len(t, got, len(want))
			for k := range want {
				requireSame(t, want[k], got[k], name)
			}
		}
	}
	t.Logf("samples: cold %d, warm %d, requests %d and %d", cold.Samples, warm.Samples, cold.Requests, warm.Requests)
}
