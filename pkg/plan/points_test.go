package plan_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

const plain = `{"current":{"metric":"m"}}` // Cells of 2 minutes.

func TestPoints(t *testing.T) {
	hour := time.Hour
	for _, c := range []struct {
		name        string
		from, to    time.Duration // Before now.
		interval    time.Duration
		most        int64
		step        time.Duration
		first, last string
		count       int
	}{
		{name: "an hour", from: hour, interval: time.Minute, most: 500, step: 2 * time.Minute, first: "11:36:00", last: "12:34:00", count: 30},
		{name: "interval of the panel", from: hour, interval: 10 * time.Minute, most: 500, step: 10 * time.Minute, first: "11:40:00", last: "12:30:00", count: 6},
		{name: "interval between cells", from: hour, interval: 5 * time.Minute, most: 500, step: 6 * time.Minute, first: "11:36:00", last: "12:30:00", count: 10},
		{name: "few points", from: 6 * hour, interval: time.Second, most: 10, step: 36 * time.Minute, first: "06:36:00", last: "12:00:00", count: 10},
		{name: "nobody says", from: hour, step: 2 * time.Minute, first: "11:36:00", last: "12:34:00", count: 30},
		{name: "the past", from: 3 * hour, to: 2 * hour, interval: 20 * time.Minute, most: 500, step: 20 * time.Minute, first: "09:40:00", last: "10:20:00", count: 3},
		{name: "a rule of a minute", from: time.Minute, interval: time.Second, most: 43200, step: 2 * time.Minute, first: "12:34:00", last: "12:34:00", count: 1},
		{name: "shorter than the step", from: time.Minute, interval: hour, most: 1, step: hour, first: "12:00:00", last: "12:00:00", count: 1},
		{name: "into the future", from: hour, to: -hour, interval: time.Minute, most: 500, step: 2 * time.Minute, first: "11:36:00", last: "12:34:00", count: 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			timing := plan.Timing{From: now.Add(-c.from), To: now.Add(-c.to), Interval: c.interval, MaxDataPoints: c.most, Now: now}
			p := built(t, plain, timing)
			require.Equal(t, c.step.String(), p.Step.String())
			require.Equal(t, c.first, p.Points[0].Time.Format(time.TimeOnly))
			require.Equal(t, c.last, p.Points[len(p.Points)-1].Time.Format(time.TimeOnly))
			require.Len(t, p.Points, c.count)
			requirePoints(t, p, timing)
		})
	}
}

// A range that has not begun has no values, and the value of now is not one of them.
func TestTheFutureIsRefused(t *testing.T) {
	for _, members := range []string{``, `,"instant":true`} {
		query := parsed(t, `{"current":{"metric":"m"}`+members+`}`)
		_, err := plan.Build(query, plan.Timing{From: now.Add(time.Hour), To: now.Add(2 * time.Hour), Now: now}, config)
		require.ErrorContains(t, err, "lies in the future")
	}
}

func requirePoints(t *testing.T, p plan.Plan, timing plan.Timing) {
	t.Helper()
	require.NotEmpty(t, p.Points)
	for i, point := range p.Points {
		require.Zero(t, point.Time.UnixNano()%int64(p.Step), "multiples of the step since 1970")
		require.Equal(t, time.UTC, point.Time.Location())
		if i > 0 {
			require.Equal(t, p.Step, point.Time.Sub(p.Points[i-1].Time))
		}
	}
	last := p.Points[len(p.Points)-1].Time
	require.False(t, last.After(timing.To))
	require.False(t, last.After(timing.Now.Add(-25*time.Second)), "not before it is scraped and stored")
	if timing.MaxDataPoints > 0 {
		require.LessOrEqual(t, len(p.Points), int(timing.MaxDataPoints)+1)
	}
}

// The point of 12:34 is there as soon as a scrape interval and ten seconds have passed, and not before.
func TestTheLastPointIsScraped(t *testing.T) {
	for late, want := range map[time.Duration]string{24999 * time.Millisecond: "12:32:00", 25 * time.Second: "12:34:00"} {
		at := time.Date(2026, 11, 24, 12, 34, 0, 0, time.UTC).Add(late)
		for _, instant := range []string{"true", "false"} {
			p := built(t, `{"current":{"metric":"m"},"instant":`+instant+`}`, plan.Timing{From: at.Add(-time.Hour), To: at, Now: at})
			require.Equal(t, want, p.Points[len(p.Points)-1].Time.Format(time.TimeOnly))
		}
	}
}

func TestInstant(t *testing.T) {
	for name, timing := range map[string]plan.Timing{
		"a panel":       lastHours(6),
		"no range":      {From: now, To: now, Now: now},
		"wide interval": {From: now.Add(-time.Hour), To: now, Interval: time.Hour, MaxDataPoints: 1, Now: now},
	} {
		p := built(t, `{"current":{"metric":"m"},"instant":true}`, timing)
		require.Len(t, p.Points, 1, name)
		require.Equal(t, "12:34:00", p.Points[0].Time.Format(time.TimeOnly), name)
	}
}

// The same query gives the same point in a panel, whatever its other points, as in a rule.
func TestPanelAndRuleShareTheirPoints(t *testing.T) {
	windows := map[time.Time]plan.Point{}
	for _, timing := range []plan.Timing{lastHours(1), lastHours(3), lastHours(24), {From: now.Add(-time.Minute), To: now, Now: now}} {
		for _, point := range built(t, plain, timing).Points {
			if known, ok := windows[point.Time]; ok {
				require.Equal(t, known, point)
			}
			windows[point.Time] = point
		}
	}
}

func TestTooManyPoints(t *testing.T) {
	timing := plan.Timing{From: now.Add(-11_100 * 2 * time.Minute), To: now, Interval: time.Second, MaxDataPoints: 1_000_000, Now: now}
	_, err := plan.Build(parsed(t, plain), timing, config)
	require.Equal(t, fault.Limit, fault.From(err).Category)
	require.ErrorContains(t, err, "more than 11000")
	timing.From = now.Add(-10_900 * 2 * time.Minute)
	_, err = plan.Build(parsed(t, plain), timing, config)
	require.NoError(t, err)
}

func TestEmptyRange(t *testing.T) {
	for _, length := range []time.Duration{0, -time.Hour} {
		_, err := plan.Build(parsed(t, plain), plan.Timing{From: now, To: now.Add(length), Now: now}, config)
		require.Equal(t, fault.Query, fault.From(err).Category)
		require.ErrorContains(t, err, "time range is empty")
		_, err = plan.Build(parsed(t, `{"current":{"metric":"m"},"window":"$__range"}`), plan.Timing{From: now, To: now.Add(length), Now: now}, config)
		require.ErrorContains(t, err, "longer range")
	}
}

// $__range is the panel's range, up to a round length, so that it has cells.
func TestRange(t *testing.T) {
	for length, want := range map[time.Duration]time.Duration{
		6 * time.Hour: 6 * time.Hour, 24 * time.Hour: 24 * time.Hour, 7 * 24 * time.Hour: 7 * 24 * time.Hour, 15 * time.Minute: 15 * time.Minute,
		6*time.Hour + 17*time.Millisecond: 6*time.Hour + 5*time.Minute, 3*time.Hour - time.Second: 3 * time.Hour,
	} {
		p := built(t, `{"current":{"metric":"m"},"window":"$__range","instant":true}`, plan.Timing{From: now.Add(-length), To: now, Now: now})
		require.Equal(t, want, p.Points[0].Windows[0].Current[0].Length(), length)
		require.Equal(t, want, p.Points[0].Windows[0].Baseline[0].Length(), length)
		require.Equal(t, p.Points[0].Windows[0].Current[0].Start, p.Points[0].Windows[0].Baseline[0].End, "the range before")
		require.Equal(t, p.Sources[0].Step, p.Sources[0].Cell, "of cells")
	}
}

// Points and windows hold for any panel.
func FuzzBuild(f *testing.F) {
	f.Add(int64(3600), int64(60), int64(500), uint8(0), uint8(0))
	f.Add(int64(7), int64(1), int64(1), uint8(3), uint8(5))
	f.Add(int64(90*86400), int64(3601), int64(100000), uint8(6), uint8(1))
	windows := []string{"1m", "5m", "61s", "7m", "1h", "100m", "1d", "7d"}
	offsets := []string{"7d", "8d", "169h", "10081m", "604861s", "30d"}
	f.Fuzz(func(t *testing.T, length, interval, points int64, window, offset uint8) {
		if length < 1 || length > 400*86400 || interval < 0 || interval > 1e6 {
			return
		}
		timing := plan.Timing{From: now.Add(-time.Duration(length) * time.Second), To: now, Now: now, Interval: time.Duration(interval) * time.Second, MaxDataPoints: points}
		text := fmt.Sprintf(`{"current":{"metric":"m"},"window":%q,"baseline":{"offset":%q}}`, windows[int(window)%len(windows)], offsets[int(offset)%len(offsets)])
		p, err := plan.Build(parsed(t, text), timing, config)
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.From(err).Category, err)
			return
		}
		requirePoints(t, p, timing)
		if len(p.Points) < 200 {
			requireCovered(t, p)
		}
	})
}

// A long window is made of long cells, and the last of them may not be over yet.
func TestWindowsThatEndEarlySayIt(t *testing.T) {
	for length, told := range map[time.Duration]bool{time.Hour: false, 7 * 24 * time.Hour: true} {
		query, err := request.Parse([]byte(`{"current":{"metric":"m","type":"classic"},"instant":true,"window":"$__range","baseline":{"kind":"previous","offset":"7d"}}`))
		require.NoError(t, err)
		end := time.Date(2026, 11, 24, 17, 32, 0, 0, time.UTC)
		planned, err := plan.Build(query, plan.Timing{From: end.Add(-length), To: end, Now: end}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
		require.NoError(t, err)
		require.Equal(t, told, strings.Contains(strings.Join(planned.Notices, " "), "before the end of the range: it is made of whole cells of "), planned.Notices)
	}
}
