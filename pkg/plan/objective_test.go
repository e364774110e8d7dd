package plan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
)

const objective = `{"view":"slo","threshold":0.1,"current":{"metric":"m"},"slo":{"period":"6h","long":"3h","short":"1h"}`

// An objective counts the same windows whatever asks: they end on multiples of the window, a window apart, and reach back
// a period before the first point of the range.
func TestWindowsOfAnObjective(t *testing.T) {
	for name, c := range map[string]struct {
		members     string
		timing      plan.Timing
		first, last string
		lead        int
	}{
		"panel":        {``, plan.Timing{From: now.Add(-3 * time.Hour), To: now, Interval: 17 * time.Second, MaxDataPoints: 3, Now: now}, "05:00", "12:00", 5},
		"narrow panel": {``, plan.Timing{From: now.Add(-3 * time.Hour), To: now, Interval: 5 * time.Hour, MaxDataPoints: 1, Now: now}, "05:00", "12:00", 5},
		"rule":         {``, plan.Timing{From: now.Add(-5 * time.Minute), To: now, Now: now}, "07:00", "12:00", 5},
		"moment":       {`,"instant":true`, plan.Timing{From: now.Add(-3 * time.Hour), To: now, Now: now}, "07:00", "12:00", 5},
	} {
		p := built(t, objective+c.members+`}`, c.timing)
		require.Equal(t, time.Hour, p.Step, name)
		require.Equal(t, c.lead, p.Lead, name)
		require.Equal(t, c.first, p.Points[0].Time.Format("15:04"), name)
		require.Equal(t, c.last, p.Points[len(p.Points)-1].Time.Format("15:04"), name)
		for i, point := range p.Points {
			require.Equal(t, p.Points[0].Time.Add(time.Duration(i)*time.Hour), point.Time, name)
		}
	}
}

func TestAnObjectiveOfTooManyWindows(t *testing.T) {
	query := parsed(t, `{"view":"slo","threshold":0.1,"current":{"metric":"m"},"window":"5m","slo":{"period":"60d"}}`)
	_, err := plan.Build(query, lastHours(6), config)
	var known *fault.Error
	require.ErrorAs(t, err, &known)
	require.Equal(t, fault.Limit, known.Category)
	require.Equal(t, "slo.period", known.Field)
	require.ErrorContains(t, err, "17351 windows of 5m in 60d and the range, more than 11000; use a shorter period or range, or a longer window")
}

// Episodes are looked for at a quarter of a window, so that none is missed whatever the width of the panel; in long ranges
// less often, but never so that windows leave time out.
func TestStrideOfEpisodes(t *testing.T) {
	for hours, want := range map[int]time.Duration{3: 12 * time.Minute, 24 * 25: 12 * time.Minute, 24 * 26: 30 * time.Minute, 24 * 60: 30 * time.Minute, 24 * 90: time.Hour, 24 * 400: time.Hour} {
		timing := lastHours(hours)
		timing.MaxDataPoints = 10
		limited := config
		limited.Limits.Cells = 1e9
		p, err := plan.Build(parsed(t, `{"view":"episodes","threshold":0.1,"current":{"metric":"m"}}`), timing, limited)
		require.NoError(t, err)
		require.Equal(t, want, p.Step, hours)
		require.Zero(t, p.Lead)
	}
	_, err := plan.Build(parsed(t, `{"view":"episodes","threshold":0.1,"current":{"metric":"m"}}`), lastHours(24*500), config)
	require.ErrorContains(t, err, "12000 windows of 1h, more than 11000; choose a shorter range or a longer window")
}
