package plan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

var now = time.Date(2026, 11, 24, 12, 34, 56, 789e6, time.UTC)

var config = settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits}

// lastHours is a panel over the last hours.
func lastHours(n int) plan.Timing {
	return plan.Timing{From: now.Add(-time.Duration(n) * time.Hour), To: now, Interval: time.Minute, MaxDataPoints: 500, Now: now}
}

func parsed(t *testing.T, text string) request.Query {
	t.Helper()
	query, err := request.Parse([]byte(text))
	require.NoError(t, err)
	return query
}

func built(t *testing.T, text string, timing plan.Timing) plan.Plan {
	t.Helper()
	p, err := plan.Build(parsed(t, text), timing, config)
	require.NoError(t, err)
	return p
}

func span(from, to string) plan.Span {
	parse := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			panic(err)
		}
		return at
	}
	return plan.Span{Start: parse(from), End: parse(to)}
}

func TestWindowsOfBaselines(t *testing.T) {
	timing := plan.Timing{From: now.Add(-time.Hour), To: now, Now: now, MaxDataPoints: 1}
	// The window ends at the last multiple of the hour before now.
	current := span("2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")
	for _, c := range []struct {
		name, baseline string
		want           plan.Span
		sources        int
		overlap        bool
	}{
		{"previous", `{"offset":"1d"}`, span("2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z"), 1, false},
		{"previous, touching", `{"offset":"1h"}`, span("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"), 1, false},
		{"previous, longer", `{"offset":"1h","window":"3h"}`, span("2026-11-24T08:00:00Z", "2026-11-24T11:00:00Z"), 1, false},
		{"previous, shorter", `{"offset":"7d","window":"30m"}`, span("2026-11-17T11:30:00Z", "2026-11-17T12:00:00Z"), 1, false},
		{"fixed", `{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z"}`, span("2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z"), 1, false},
		{"fixed, touching", `{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T11:00:00Z"}`, span("2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"), 1, false},
		{"fixed, overlapping", `{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T11:10:00Z"}`, span("2026-11-24T10:00:00Z", "2026-11-24T11:10:00Z"), 1, true},
		{"fixed, rounded into the window", `{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T11:00:01Z"}`, span("2026-11-24T10:00:00Z", "2026-11-24T11:02:00Z"), 1, true},
		{"fixed, in another zone", `{"kind":"fixed","from":"2026-11-01T02:00:00+02:00","to":"2026-11-08T02:00:00+02:00"}`, span("2026-11-01T00:00:00Z", "2026-11-08T00:00:00Z"), 1, false},
		{"cohort", `{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"b"}]}`, current, 2, false},
		{"cohort of another metric", `{"kind":"cohort","metric":"other"}`, current, 2, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := built(t, `{"current":{"metric":"m"},"baseline":`+c.baseline+`}`, timing)
			last := p.Points[len(p.Points)-1]
			require.Equal(t, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), last.Time)
			require.Equal(t, []plan.Span{current}, last.Windows[0].Current)
			require.Equal(t, []plan.Span{c.want}, last.Windows[0].Baseline)
			require.Equal(t, c.overlap, last.Windows[0].Overlap)
			require.Equal(t, c.sources, len(p.Sources)-len(p.Censuses))
			require.Equal(t, c.sources-1, p.Baseline)
			requireCovered(t, p)
		})
	}
}

// requireCovered checks that each window can be had from its source: with cells, all evaluations in it; without, the one
// at its end.
func requireCovered(t *testing.T, p plan.Plan) {
	t.Helper()
	for _, side := range []struct {
		source  plan.Source
		windows func(plan.Windows) []plan.Span
	}{
		{p.Sources[p.Current], func(w plan.Windows) []plan.Span { return w.Current }},
		{p.Sources[p.Baseline], func(w plan.Windows) []plan.Span { return w.Baseline }},
	} {
		evaluations := 0
		for i, one := range side.source.Ranges {
			require.Positive(t, one.Length())
			require.Zero(t, one.Length()%side.source.Step)
			require.Equal(t, int64(side.source.Phase), one.End.UnixNano()%int64(side.source.Step), "%v", one)
			if i > 0 {
				require.True(t, side.source.Ranges[i-1].End.Before(one.Start), "ranges are apart and in order")
			}
			evaluations += int(one.Length() / side.source.Step)
		}
		require.Equal(t, evaluations, side.source.Evaluations())
		for _, point := range p.Points {
			for _, window := range all(point, side.windows) {
				first := window.Start.Add(side.source.Step)
				if side.source.Cell != side.source.Step {
					require.Equal(t, side.source.Cell, window.Length())
					first = window.End
				}
				for at := first; !at.After(window.End); at = at.Add(side.source.Step) {
					require.Truef(t, holds(side.source.Ranges, at), "%s of the window %v", at, window)
				}
				if side.source.Cell == side.source.Step {
					require.Zero(t, window.Length()%side.source.Cell, "a window is a whole number of cells")
				}
			}
		}
	}
}

// all returns the windows of a side, those asked for and the wider ones.
func all(point plan.Point, side func(plan.Windows) []plan.Span) []plan.Span {
	var spans []plan.Span
	for _, windows := range point.Windows {
		spans = append(spans, side(windows)...)
	}
	return spans
}

func holds(ranges []plan.Span, at time.Time) bool {
	for _, one := range ranges {
		if at.After(one.Start) && !at.After(one.End) {
			return true
		}
	}
	return false
}

func TestRoundedBaselineIsSaid(t *testing.T) {
	p := built(t, `{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:30Z","to":"2026-11-08T00:00:00Z"}}`, lastHours(1))
	require.Equal(t, []string{"The baseline was rounded to whole cells of 2m: 2026-11-01T00:00:00Z to 2026-11-08T00:00:00Z."}, p.Notices)
	p = built(t, `{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z"}}`, lastHours(1))
	require.Empty(t, p.Notices)
}

// The window and its offset have no common cell: each window is asked for by itself, with one scrape more.
func TestDirectWindows(t *testing.T) {
	for _, c := range []struct {
		name, members string
		sources       int
		window        string
	}{
		{"same phase", `"window":"61s","baseline":{"offset":"10m"}`, 1, "1m16s"},
		{"other phase", `"window":"61s","baseline":{"offset":"61s"}`, 2, "1m16s"},
		{"other length", `"window":"61s","baseline":{"offset":"10m","window":"62s"}`, 2, "1m16s"},
		{"no cell of everyday use", `"window":"95s","baseline":{"offset":"95s"}`, 2, "1m50s"},
		{"too many cells", `"window":"7d","baseline":{"offset":"604860s"}`, 1, "7d15s"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := built(t, `{"current":{"metric":"m"},`+c.members+`}`, plan.Timing{From: now.Add(-time.Hour), To: now, Now: now, Interval: 10 * time.Second, MaxDataPoints: 60})
			require.Equal(t, time.Minute, p.Step)
			require.Equal(t, c.sources, len(p.Sources)-len(p.Censuses))
			require.Equal(t, "sum by (le) (increase(m_bucket["+c.window+"]))", p.Sources[p.Current].Expr)
			window := p.Sources[p.Current].Cell.Seconds()
			require.InDelta(t, window/(window+15), p.Sources[p.Current].Scale, 1e-15)
			requireCovered(t, p)
		})
	}
}

func TestImpossibleWindows(t *testing.T) {
	for _, c := range []struct{ members, field, words string }{
		{`"window":"59s"`, "window", "59s holds fewer than 4 scrapes of 15s; use 1m or more"},
		{`"baseline":{"window":"30s"}`, "baseline.window", "30s holds fewer than 4 scrapes"},
		{`"window":"2m","scrapeInterval":"1m"`, "window", "use 4m or more"},
		{`"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-01T00:00:30Z"}`, "baseline.to", "30s holds fewer"},
		{`"baseline":{"kind":"fixed","from":"2026-11-25T00:00:00Z","to":"2026-11-26T00:00:00Z"}`, "baseline.from", "lies in the future; use a range that is over"},
		{`"baseline":{"kind":"fixed","from":"2026-11-23T00:00:00Z","to":"2026-11-26T00:00:00Z"}`, "baseline.to", "lies in the future"},
	} {
		_, err := plan.Build(parsed(t, `{"current":{"metric":"m"},`+c.members+`}`), lastHours(1), config)
		failed := fault.From(err)
		require.NotNil(t, failed, c.members)
		require.Equal(t, fault.Query, failed.Category)
		require.Equal(t, c.field, failed.Field)
		require.Contains(t, failed.Error(), c.words)
	}
}

func TestLimitOnCells(t *testing.T) {
	query := parsed(t, `{"current":{"metric":"m"}}`)
	limited := config
	limited.Limits.Cells = built(t, `{"current":{"metric":"m"}}`, lastHours(6)).Sources[0].Evaluations()
	_, err := plan.Build(query, lastHours(6), limited)
	require.NoError(t, err)
	limited.Limits.Cells--
	_, err = plan.Build(query, lastHours(6), limited)
	require.Equal(t, fault.Limit, fault.From(err).Category)
	require.ErrorContains(t, err, fmt.Sprintf("needs %d cells of 2m, more than the limit of %d", limited.Limits.Cells+1, limited.Limits.Cells))
	require.ErrorContains(t, err, "limits.cells")
}
