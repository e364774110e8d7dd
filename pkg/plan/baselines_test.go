package plan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
)

// atNoon is a panel whose only point is 12:00.
var atNoon = plan.Timing{From: now.Add(-time.Hour), To: now, Now: now, MaxDataPoints: 1}

func windowsAtNoon(t *testing.T, members string) []plan.Windows {
	t.Helper()
	p := built(t, `{"current":{"metric":"m"},"groupBy":["g"],`+members+`}`, atNoon)
	requireCovered(t, p)
	return p.Points[len(p.Points)-1].Windows
}

func TestSeasonalWindows(t *testing.T) {
	windows := windowsAtNoon(t, `"baseline":{"kind":"seasonal","period":"7d","count":3}`)
	require.Equal(t, []plan.Span{
		span("2026-11-17T11:00:00Z", "2026-11-17T12:00:00Z"),
		span("2026-11-10T11:00:00Z", "2026-11-10T12:00:00Z"),
		span("2026-11-03T11:00:00Z", "2026-11-03T12:00:00Z"),
	}, windows[0].Baseline)
}

// An hour in UTC is an hour, whatever clocks in Berlin do on 25 October 2026.
func TestWindowsKnowNoDaylightSaving(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	at := time.Date(2026, 10, 25, 12, 0, 30, 0, berlin)
	p := built(t, `{"current":{"metric":"m"},"window":"1h","baseline":{"kind":"seasonal","period":"1d","count":1}}`,
		plan.Timing{From: at.Add(-time.Hour), To: at, Now: at, MaxDataPoints: 1})
	windows := p.Points[0].Windows[0]
	require.Equal(t, span("2026-10-25T10:00:00Z", "2026-10-25T11:00:00Z"), windows.Current[0])
	require.Equal(t, span("2026-10-24T10:00:00Z", "2026-10-24T11:00:00Z"), windows.Baseline[0])
}

func TestRestIsReadFromTheSameSeries(t *testing.T) {
	p := built(t, `{"current":{"metric":"m"},"groupBy":["tenant"],"baseline":{"kind":"rest"}}`, atNoon)
	require.Equal(t, 1, len(p.Sources)-len(p.Censuses))
	require.Equal(t, p.Points[0].Windows[0].Current, p.Points[0].Windows[0].Baseline)
}

func TestStaticNeedsNoSource(t *testing.T) {
	p := built(t, `{"current":{"metric":"m"},"baseline":{"kind":"static","bounds":[1],"weights":[1,2]}}`, atNoon)
	require.Equal(t, 1, len(p.Sources)-len(p.Censuses))
	require.Equal(t, plan.None, p.Baseline)
	require.Empty(t, p.Points[0].Windows[0].Baseline)
}

func TestStaleBaselineIsSaid(t *testing.T) {
	old := `{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-08-01T00:00:00Z","to":"2026-08-08T00:00:00Z"}}`
	require.Equal(t, []string{"The fixed baseline ended 108 days ago: check that it still describes what is normal."}, built(t, old, atNoon).Notices)
}

func TestExcludedTimeIsLeftOut(t *testing.T) {
	for name, c := range map[string]struct {
		members       string
		current, left []plan.Span
		leftOut       time.Duration
	}{
		"in the middle, rounded to cells": {
			`{"offset":"1d","exclude":[{"from":"2026-11-23T11:20:30Z","to":"2026-11-23T11:29:00Z"}]}`,
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")},
			[]plan.Span{span("2026-11-23T11:00:00Z", "2026-11-23T11:20:00Z"), span("2026-11-23T11:30:00Z", "2026-11-23T12:00:00Z")},
			10 * time.Minute,
		},
		"at both ends": {
			`{"offset":"1d","exclude":[{"from":"2026-11-23T11:50:00Z","to":"2026-11-23T13:00:00Z"},{"from":"2026-11-23T10:00:00Z","to":"2026-11-23T11:10:00Z"}]}`,
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")},
			[]plan.Span{span("2026-11-23T11:10:00Z", "2026-11-23T11:50:00Z")},
			20 * time.Minute,
		},
		"all of it": {
			`{"offset":"1d","exclude":[{"from":"2026-11-23T00:00:00Z","to":"2026-11-24T00:00:00Z"}]}`,
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")},
			nil,
			time.Hour,
		},
		"one of several weeks": {
			`{"kind":"seasonal","count":2,"exclude":[{"from":"2026-11-17T00:00:00Z","to":"2026-11-18T00:00:00Z"}]}`,
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")},
			[]plan.Span{span("2026-11-10T11:00:00Z", "2026-11-10T12:00:00Z")},
			time.Hour,
		},
		"the current window of another baseline is left alone": {
			`{"offset":"1d","exclude":[{"from":"2026-11-24T11:00:00Z","to":"2026-11-24T12:00:00Z"}]}`,
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")},
			[]plan.Span{span("2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z")},
			0,
		},
		"both sides at the same time": {
			`{"kind":"rest","exclude":[{"from":"2026-11-24T11:10:00Z","to":"2026-11-24T11:30:00Z"}]}`,
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T11:10:00Z"), span("2026-11-24T11:30:00Z", "2026-11-24T12:00:00Z")},
			[]plan.Span{span("2026-11-24T11:00:00Z", "2026-11-24T11:10:00Z"), span("2026-11-24T11:30:00Z", "2026-11-24T12:00:00Z")},
			20 * time.Minute,
		},
		"a window that can't be cut goes as a whole": {
			`{"kind":"seasonal","period":"1d","count":2,"exclude":[{"from":"2026-11-23T11:30:00Z","to":"2026-11-23T11:31:00Z"}]},"window":"3593s"`,
			[]plan.Span{span("2026-11-24T11:00:07Z", "2026-11-24T12:00:00Z")},
			[]plan.Span{span("2026-11-22T11:00:07Z", "2026-11-22T12:00:00Z")},
			3593 * time.Second,
		},
	} {
		t.Run(name, func(t *testing.T) {
			windows := windowsAtNoon(t, `"baseline":`+c.members)[0]
			require.Equal(t, c.current, windows.Current)
			require.Equal(t, c.left, windows.Baseline)
			require.Equal(t, c.leftOut, windows.LeftOut)
		})
	}
}

// Leaving out what was left out already changes nothing, and what is left never holds what was left out.
func TestLeaveOut(t *testing.T) {
	p := built(t, `{"current":{"metric":"m"},"baseline":{"kind":"seasonal","period":"1d","count":5}}`, lastHours(3))
	out := []plan.Span{span("2026-11-21T10:00:00Z", "2026-11-21T11:00:00Z"), span("2026-11-22T11:30:00Z", "2026-11-22T11:40:00Z")}
	once := p.LeaveOut(out)
	require.Equal(t, once.Points[3].Windows[0].Baseline, once.LeaveOut(out).Points[3].Windows[0].Baseline)
	for i, point := range once.Points {
		for _, left := range point.Windows[0].Baseline {
			for _, gone := range out {
				require.False(t, left.Start.Before(gone.End) && gone.Start.Before(left.End), "%v %v", left, gone)
			}
		}
		require.Len(t, p.Points[i].Windows[0].Baseline, 5, "the plan itself stays as it was")
	}
}

func TestWiderWindows(t *testing.T) {
	for _, c := range []struct {
		name, members     string
		lengths           []time.Duration
		longestBaseline   time.Duration
		numberOfBaselines int
	}{
		{"not asked for", `"baseline":{"offset":"1d"}`, []time.Duration{time.Hour}, time.Hour, 1},
		{"doubled up to the limit", `"widenTo":"6h","baseline":{"offset":"1d"}`, []time.Duration{time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour}, 6 * time.Hour, 1},
		{"not into the baseline", `"widenTo":"6h","baseline":{"offset":"3h"}`, []time.Duration{time.Hour, 2 * time.Hour, 3 * time.Hour}, 3 * time.Hour, 1},
		{"whole multiples", `"widenTo":"150m","baseline":{"offset":"1d"}`, []time.Duration{time.Hour, 2 * time.Hour}, 2 * time.Hour, 1},
		{"the baseline grows alike", `"widenTo":"2h","baseline":{"offset":"1d","window":"3h"}`, []time.Duration{time.Hour, 2 * time.Hour}, 6 * time.Hour, 1},
		{"seasonal, up to the period", `"widenTo":"3d","baseline":{"kind":"seasonal","period":"2h","count":2}`, []time.Duration{time.Hour, 2 * time.Hour}, 2 * time.Hour, 2},
		{"cohort", `"widenTo":"2h","baseline":{"kind":"cohort","metric":"o"}`, []time.Duration{time.Hour, 2 * time.Hour}, 2 * time.Hour, 1},
		{"fixed stays as it is", `"widenTo":"2h","baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-01T05:00:00Z"}`, []time.Duration{time.Hour, 2 * time.Hour}, 5 * time.Hour, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			windows := windowsAtNoon(t, c.members)
			var lengths []time.Duration
			for _, one := range windows {
				lengths = append(lengths, one.Length)
				require.Equal(t, one.Length, one.Current[0].Length())
				require.Len(t, one.Baseline, c.numberOfBaselines)
				for _, baseline := range one.Baseline {
					require.False(t, one.Overlap)
					require.False(t, c.numberOfBaselines > 1 && baseline.End.After(one.Current[0].Start))
				}
			}
			require.Equal(t, c.lengths, lengths)
			require.Equal(t, c.longestBaseline, windows[len(windows)-1].Baseline[0].Length())
		})
	}
	_, err := plan.Build(parsed(t, `{"current":{"metric":"m"},"window":"3593s","widenTo":"2h"}`), atNoon, config)
	require.Equal(t, "widenTo", fault.From(err).Field)
}
