package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

func TestEachBaselineMeetsTheTruth(t *testing.T) {
	l, s := startLab(t, lab.Options{History: 40 * hour})
	selector := metric + `{service="cart"}`
	window := func(from, to time.Duration) truth.Side {
		return truth.Side{Selector: selector, From: labtest.Now.Add(-from), To: labtest.Now.Add(-to)}
	}
	// The cart's second mode lasted from 36 to 30 hours ago.
	for name, c := range map[string]struct {
		baseline map[string]any
		truth    truth.Side
	}{
		"previous, under drift": {map[string]any{"kind": "previous", "offset": "31h"}, window(32*hour, 31*hour)},
		"previous, before it":   {map[string]any{"kind": "previous", "offset": "37h"}, window(38*hour, 37*hour)},
		"previous, longer":      {map[string]any{"kind": "previous", "offset": "25h", "window": "10h"}, window(35*hour, 25*hour)},
		"fixed":                 {map[string]any{"kind": "fixed", "from": labtest.Now.Add(-35 * hour), "to": labtest.Now.Add(-33 * hour)}, window(35*hour, 33*hour)},
	} {
		t.Run(name, func(t *testing.T) {
			want, err := l.Truth().Divergence(window(hour, 0), c.truth)
			require.NoError(t, err)
			f := s.ask(t, panel{}, map[string]any{
				"current": side("service", "cart"), "baseline": c.baseline, "window": "1h", "instant": true, "measures": []string{"js"},
				"replicates": "none", // The truth is that of these very windows, one of which holds the end of a drift.
			})[0]
			require.InDelta(t, float64(want.JS), *column(t, f, "js")[0], 0.05*float64(want.JS)+1e-5)
			// The drift is far above the band's width, and the truth within the band.
			require.LessOrEqual(t, *column(t, f, "lower")[0], float64(want.JS)+1e-9)
			require.GreaterOrEqual(t, *column(t, f, "upper")[0], float64(want.JS))
		})
	}
}

func TestRestartsAreNoDrift(t *testing.T) {
	// Every pod restarts once in twenty minutes, so that each window holds resets of all counters.
	_, s := startLab(t, lab.Options{Scenarios: checkout(func(m *scenario.Metric) {
		m.Drifts = nil
		for i := range m.Groups {
			m.Groups[i].Restart = 20 * time.Minute
		}
	})})
	zero, n := 0, 0
	for _, one := range s.ask(t, panel{interval: 30 * time.Minute}, canary(map[string]any{"window": "30m", "measures": []string{"js"}})) {
		for _, lower := range column(t, one, "lower") {
			if lower != nil {
				n++
				if *lower == 0 {
					zero++
				}
			}
		}
	}
	require.Greater(t, n, 10)
	require.GreaterOrEqual(t, zero, n-1)
}

func TestGroupsOnOneSideHaveNoValue(t *testing.T) {
	_, s := startLab(t, lab.Options{Scenarios: checkout(func(m *scenario.Metric) {
		// Cart has no canary, search has nothing else.
		m.Groups = []scenario.Group{m.Groups[0], m.Groups[2], m.Groups[3], m.Groups[5]}
		m.Drifts = nil
	})})
	frames := s.ask(t, panel{}, canary(nil))
	require.Len(t, frames, 3)
	for service, notice := range map[string]string{"cart": "Only the baseline has this group", "search": "Only the current side has this group"} {
		alone := of(t, frames, "service", service)
		require.Contains(t, alone.Meta.Notices[0].Text, notice)
		require.Equal(t, alone.Rows(), recipe(t, alone).Status["nodata"])
		for _, value := range column(t, alone, "kl") {
			require.Nil(t, value)
		}
	}
	for _, value := range column(t, of(t, frames, "service", "payment"), "kl") {
		require.NotNil(t, value)
	}
}
