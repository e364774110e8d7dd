package plan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const past = `,"confidence":{"expectedRange":true}`

// What is normal is told by the week before: windows side by side, none of which shares an event with the current one.
func TestPastWindows(t *testing.T) {
	for name, c := range map[string]struct {
		window string
		stride time.Duration
		n      int
	}{
		"an hour":      {"1h", time.Hour, 167},
		"five minutes": {"5m", time.Hour, 168}, // 12 times the window: no more than 168 of them.
		"seven hours":  {"7h", 7 * time.Hour, 23},
		"twelve hours": {"12h", 12 * time.Hour, 13},
	} {
		t.Run(name, func(t *testing.T) {
			p := built(t, `{"current":{"metric":"m"},"instant":true,"window":"`+c.window+`"`+past+`}`, lastHours(1))
			point := p.Points[0]
			times := p.PastOf(point.Time)
			require.Len(t, times, c.n)
			require.Len(t, p.Past, c.n)
			before := point.Windows[0].Current[0].Start
			for i, at := range times {
				require.Zero(t, at.Unix()%int64(c.stride.Seconds()), "all points share them")
				require.Equal(t, times[0].Add(-time.Duration(i)*c.stride), at)
				windows := p.Past[at]
				require.False(t, windows.Current[0].End.After(before), "no two windows share an event")
				require.Equal(t, at.Add(-24*time.Hour), windows.Baseline[0].End, "each has the baseline it had then")
				before = windows.Current[0].Start
			}
			// All of it is read.
			oldest := p.Past[times[c.n-1]].Baseline[0].Start
			require.False(t, p.Sources[p.Baseline].Ranges[0].Start.After(oldest))
		})
	}
}

// A panel of a day has as many past windows as a week and a day have, however many points it has.
func TestPointsShareTheirPastWindows(t *testing.T) {
	p := built(t, `{"current":{"metric":"m"}`+past+`}`, lastHours(24))
	require.Greater(t, len(p.Points), 300)
	require.LessOrEqual(t, len(p.Past), 8*24)
}

func TestPastWindowsAreReadOnDemandOnly(t *testing.T) {
	plain := built(t, `{"current":{"metric":"m"}}`, lastHours(1))
	require.Nil(t, plain.Past)
	require.Empty(t, plain.PastOf(plain.Points[0].Time))
	alerting := built(t, `{"current":{"metric":"m"},"alertOn":"aboveNormal"}`, lastHours(1))
	require.NotEmpty(t, alerting.Past)
}

func TestTooFewPastWindows(t *testing.T) {
	p := built(t, `{"current":{"metric":"m"},"window":"1d"`+past+`}`, lastHours(1))
	require.Nil(t, p.Past)
	require.Equal(t, []string{"There is no expected range: a week holds fewer than 12 windows of 1d. Use a window of 12h or less."}, p.Warnings)
}

// What is known to be abnormal is no part of what is normal: neither as a window nor as a baseline of one.
func TestPastWindowsLeaveOut(t *testing.T) {
	text := `{"current":{"metric":"m"},"instant":true` + past + `,"baseline":{"kind":"previous","offset":"1d","exclude":[{"from":"2026-11-20T08:00:00Z","to":"2026-11-20T10:00:00Z"}]}}`
	p := built(t, text, lastHours(1))
	require.Equal(t, 165, len(p.Past), "two windows lie in these two hours")
	day := time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)
	require.Empty(t, p.Past[day].Baseline, "a day later they are no baseline")
	require.Equal(t, time.Hour, p.Past[day].LeftOut)
}
