package scenario_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func hours(n float64) time.Time { return now.Add(time.Duration(n * float64(time.Hour))) }

func TestScheduleIsActiveInItsOccurrences(t *testing.T) {
	daily := scenario.Schedule{Starts: 3 * time.Hour, Lasts: 4 * time.Hour, Every: 24 * time.Hour}
	once := scenario.Schedule{Starts: -2 * time.Hour, Lasts: time.Hour}
	for _, c := range []struct {
		name     string
		schedule scenario.Schedule
		at       float64
		want     bool
	}{
		{"before it begins", daily, -3.001, false},
		{"the beginning belongs to it", daily, -3, true},
		{"now", daily, 0, true},
		{"the end does not", daily, 1, false},
		{"a day before", daily, -26, true},
		{"many days before", daily, -24*40 - 3, true},
		{"days after", daily, 24*5 + 0.5, true},
		{"between two", daily, -12, false},
		{"once, to come", once, 2.5, true},
		{"once, not a day later", once, 26.5, false},
		{"once, not now", once, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, c.schedule.Active(now, hours(c.at)))
		})
	}
}

func TestIntervalsAgreeWithActive(t *testing.T) {
	s := scenario.Schedule{Starts: 3 * time.Hour, Lasts: 4 * time.Hour, Every: 10 * time.Hour}
	for from := -30.0; from < 10; from += 0.5 {
		intervals := s.Intervals(now, hours(from), hours(from+12))
		for at := from; at < from+12; at += 0.25 {
			inside := false
			for _, i := range intervals {
				inside = inside || (!hours(at).Before(i.From) && hours(at).Before(i.To))
			}
			require.Equal(t, s.Active(now, hours(at)), inside, "from %v at %v", from, at)
		}
	}
}

func TestIntervalsOfASingleOccurrence(t *testing.T) {
	once := scenario.Schedule{Starts: 5 * time.Hour, Lasts: time.Hour}
	require.Equal(t, []scenario.Interval{{From: hours(-5), To: hours(-4)}}, once.Intervals(now, hours(-4.5), now))
	require.Empty(t, once.Intervals(now, hours(-4), now))
	require.Empty(t, once.Intervals(now, hours(-9), hours(-5)))
}

func TestNextBeginsAfterTheMoment(t *testing.T) {
	s := scenario.Schedule{Starts: 3 * time.Hour, Lasts: time.Hour, Every: 10 * time.Hour}
	next, ok := s.Next(now, now)
	require.True(t, ok)
	require.Equal(t, scenario.Interval{From: hours(7), To: hours(8)}, next)
	next, _ = s.Next(now, hours(7))
	require.Equal(t, hours(17), next.From)
	_, ok = scenario.Schedule{Starts: time.Hour, Lasts: time.Hour}.Next(now, now)
	require.False(t, ok)
}

func TestNeverIsAtNoTime(t *testing.T) {
	never := scenario.Never()
	require.False(t, never.Active(now, now))
	require.Empty(t, never.Intervals(now, hours(-500), hours(500)))
	_, ok := never.Next(now, hours(-1))
	require.False(t, ok)
	s := scenario.Checkout()
	s.Metrics[0].Drifts[0].Schedule = never
	require.NoError(t, s.Validate())
	s.Metrics[0].Drifts[0].Schedule = scenario.Schedule{Starts: time.Hour}
	require.ErrorContains(t, s.Validate(), "a schedule with a positive length", "a forgotten length is not never")
}

func TestExpectedIsTheIntegralOfTheRate(t *testing.T) {
	r := scenario.Rate{PerSecond: 12, Swing: 0.4, Peak: 15 * time.Hour}
	require.InEpsilon(t, 12*86400, r.Expected(now, hours(24)), 1e-12)
	require.InDelta(t, r.Expected(now, hours(30)), r.Expected(now, hours(11))+r.Expected(hours(11), hours(30)), 1e-6)
	// Around the peak at 15:00 the rate is 140 %, around 03:00 it is 60 %.
	require.InEpsilon(t, 12*1.4*60, r.Expected(hours(3), hours(3).Add(time.Minute)), 1e-4)
	require.InEpsilon(t, 12*0.6*60, r.Expected(hours(15), hours(15).Add(time.Minute)), 1e-4)
	var steps float64
	for s := range 3600 {
		t := hours(11.5).Add(time.Duration(s)*time.Second + time.Second/2)
		angle := 2 * math.Pi * (t.Sub(t.Truncate(24*time.Hour)) - r.Peak).Hours() / 24
		steps += 12 * (1 + 0.4*math.Cos(angle))
	}
	require.InEpsilon(t, steps, r.Expected(hours(11.5), hours(12.5)), 1e-9)
}
