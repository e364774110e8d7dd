package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// walk evaluates an instance once a minute: "+" is a condition that is true, "-" one that is not, "?" null. The states that
// follow are written N, P, A and R; "!" stands behind one that was notified of.
func walk(one *instance, results string, hold, keep time.Duration) string {
	text := ""
	for i, r := range results {
		result := map[rune]condition{'+': yes, '-': no, '?': unknown}[r]
		notified := one.evaluate(begin.Add(time.Duration(i)*time.Minute), result, hold, keep)
		text += string("NPAR"[one.state])
		if notified {
			text += "!"
		}
	}
	return text
}

func TestStates(t *testing.T) {
	const minute = time.Minute
	for _, c := range []struct {
		name, results, want string
		hold, keep          time.Duration
	}{
		{"nothing waits", "-+-+-", "NA!NA!N", 0, 0},
		{"a condition has to hold", "+++++-", "PPA!AAN", 2 * minute, 0},
		{"one that ends early is forgotten", "++-+++", "PPNPPA!", 2 * minute, 0},
		{"null is no alert, and ends one", "++?++", "PA!NPA!", minute, 0},
		{"null ends waiting", "+?++", "PNPA!", minute, 0},
		{"alerts are kept", "+-----", "A!RRRNN", 0, 3 * minute},
		{"one that is kept alerts again without notice and without waiting", "++-+-", "PA!RAR", minute, 3 * minute},
		{"null is kept, too", "+?--", "A!RRN", 0, 2 * minute},
		{"after it was over it is news", "+--+", "A!RNA!", 0, minute},
	} {
		require.Equal(t, c.want, walk(&instance{}, c.results, c.hold, c.keep), c.name)
	}
}

// The recovery threshold is for instances that alert or wait to; one that recovers has to exceed the first one again.
func TestHysteresis(t *testing.T) {
	r := rule{threshold: 2, recovery: 1}
	one := instance{}
	for _, step := range []struct {
		value float64
		keep  time.Duration
		want  state
	}{{1.5, 0, normal}, {2.5, 0, alerting}, {1.5, 0, alerting}, {0.9, time.Hour, recovering}, {1.5, time.Hour, recovering}, {2.5, time.Hour, alerting}} {
		one.evaluate(begin, r.judge(step.value, one.loaded()), 0, step.keep)
		require.Equal(t, step.want, one.state, "%v", step)
	}
	low := rule{threshold: 0.9, recovery: 0.95, below: true}
	require.Equal(t, yes, low.judge(0.8, false))
	require.Equal(t, no, low.judge(0.92, false))
	require.Equal(t, yes, low.judge(0.92, true))
}

// Null on either side is null, as in Grafana's math.
func TestConjunction(t *testing.T) {
	require.Equal(t, yes, and(yes, yes))
	require.Equal(t, no, and(yes, no))
	require.Equal(t, unknown, and(unknown, no))
	require.Equal(t, unknown, and(yes, unknown))
}

func TestIncidents(t *testing.T) {
	at := func(minutes int) time.Time { return begin.Add(time.Duration(minutes) * time.Minute) }
	all := []notice{
		{0, at(0), at(10)}, {services, at(5), at(20)}, {0, at(15), at(16)}, // One service, overlapping.
		{0, at(20), at(21)}, // It was over.
		{1, at(5), at(6)},   // Another service.
	}
	require.Equal(t, 3, incidents(all))
}
