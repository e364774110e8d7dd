package scenario_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

func between(from, to float64) scenario.Interval {
	return scenario.Interval{From: hours(from), To: hours(to)}
}

func TestInjectionsThatTouchAreOne(t *testing.T) {
	var i scenario.Injected
	require.Empty(t, i.Intervals())
	require.Equal(t, between(2, 3), i.Add(between(2, 3)))
	require.Equal(t, between(-2, -1), i.Add(between(-2, -1)))
	require.Equal(t, between(2, 4), i.Add(between(3, 4)), "it goes on")
	require.Equal(t, between(2, 4), i.Add(between(2.5, 3.5)), "a shorter one cuts nothing short")
	require.Equal(t, []scenario.Interval{between(-2, -1), between(2, 4)}, i.Intervals())
	require.Equal(t, between(-2, 4), i.Add(between(-1.5, 2)), "it closes the gap")
	require.Equal(t, []scenario.Interval{between(-2, 4)}, i.Intervals())
	require.True(t, i.Active(hours(-2)))
	require.False(t, i.Active(hours(4)))
}

func TestEndingAnInjectionLeavesWhatHasBeen(t *testing.T) {
	var i scenario.Injected
	require.False(t, i.End(now), "there is none")
	i.Add(between(-5, -4))
	i.Add(between(-1, 1))
	i.Add(between(3, 4))
	require.True(t, i.End(now))
	require.Equal(t, []scenario.Interval{between(-5, -4), between(-1, 0)}, i.Intervals())
	require.False(t, i.End(now), "it is over")
	i.Add(between(0, 1))
	require.True(t, i.End(now), "it has just begun")
	require.Equal(t, []scenario.Interval{between(-5, -4), between(-1, 0)}, i.Intervals())
}

func TestADriftIsOnByScheduleOrInjection(t *testing.T) {
	d := scenario.Drift{
		Schedule: scenario.Schedule{Starts: 3 * time.Hour, Lasts: 4 * time.Hour, Every: 10 * time.Hour}, Injected: &scenario.Injected{},
	}
	d.Injected.Add(between(-5, -3.5)) // Alone.
	d.Injected.Add(between(-1, 2))    // It begins within an occurrence.
	d.Injected.Add(between(20, 21))   // Far away.
	for from := -30.0; from < 10; from += 0.5 {
		intervals := d.Intervals(now, hours(from), hours(from+12))
		for at := from; at < from+12; at += 0.25 {
			var inside int
			for _, i := range intervals {
				if i.Holds(hours(at)) {
					inside++
				}
			}
			require.LessOrEqual(t, inside, 1)
			require.Equal(t, d.Active(now, hours(at)), inside == 1, "from %v at %v", from, at)
		}
	}
	require.True(t, d.Active(now, hours(1.5)), "the schedule alone has it end at +1 h")
	next, ok := d.Next(now, hours(1.5))
	require.True(t, ok)
	require.Equal(t, between(7, 11), next, "the next occurrence comes first")
	next, _ = d.Next(now, hours(17.5))
	require.Equal(t, between(20, 21), next, "the injection comes first")
}

func TestTheZeroScheduleIsNever(t *testing.T) {
	var never scenario.Schedule
	require.False(t, never.Active(now, now))
	require.Empty(t, never.Intervals(now, hours(-1), hours(1)))
	_, ok := never.Next(now, hours(-1))
	require.False(t, ok)

	s := scenario.Checkout()
	s.Metrics[0].Drifts[0].Schedule = never
	require.NoError(t, s.Validate(), "it may happen by injection")
	s.Metrics[0].Rhythms = []scenario.Drift{{Name: "never", Effect: scenario.Stretch{Factor: 2}}}
	require.ErrorContains(t, s.Validate(), "follow the calendar")
}

func TestInjectableScenariosHaveTheirDriftsToThemselves(t *testing.T) {
	original := []scenario.Scenario{scenario.Checkout()}
	one, err := scenario.Injectable(original)
	require.NoError(t, err)
	other, err := scenario.Injectable(original)
	require.NoError(t, err)
	one[0].Metrics[0].Drifts[0].Injected.Add(between(0, 1))
	require.Empty(t, other[0].Metrics[0].Drifts[0].Injected.Intervals())
	require.Nil(t, original[0].Metrics[0].Drifts[0].Injected)

	original = append(original, scenario.Checkout())
	original[1].Name = "again"
	_, err = scenario.Injectable(original)
	require.ErrorContains(t, err, `drift "payment-slow-tail" of scenario "again": scenario "checkout" has one of this name`)
}

func TestDriftNamesAreUniqueOverAllScenarios(t *testing.T) {
	_, err := scenario.Injectable(scenario.All())
	require.NoError(t, err)
}

func TestQuietLeavesRhythmsOnly(t *testing.T) {
	original := scenario.All()
	for i, s := range scenario.Quiet(original) {
		require.NoError(t, s.Validate())
		for j, m := range s.Metrics {
			require.Equal(t, original[i].Metrics[j].Rhythms, m.Rhythms)
			for _, d := range m.Drifts {
				require.Empty(t, d.Intervals(now, hours(-1000), hours(1000)), d.Name)
			}
		}
	}
	require.Equal(t, scenario.All(), original, "the original is as it was")
}

// Run with -race.
func TestInjectionsAreSafeForConcurrentUse(t *testing.T) {
	var i scenario.Injected
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for n := range 50 {
				i.Add(between(float64(4*n+worker), float64(4*n+worker)+1))
				i.Active(now)
			}
		})
	}
	all.Wait()
	require.Equal(t, []scenario.Interval{between(0, 200)}, i.Intervals())
}
