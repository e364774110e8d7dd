package view

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

// path draws an episode's points, ten minutes apart: a digit is an estimate in tenths, "." a point that can't be judged.
func path(text string) (times []time.Time, estimates []float64) {
	for i, mark := range strings.ReplaceAll(text, " ", "") {
		times = append(times, time.Date(2026, 11, 24, 0, 10*i, 0, 0, time.UTC))
		estimate := math.NaN()
		if mark != '.' {
			estimate = float64(mark-'0') / 10
		}
		estimates = append(estimates, estimate)
	}
	return times, estimates
}

func TestStretches(t *testing.T) {
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	// Above 0.4 it begins, at or below 0.2 it is over; twenty minutes without points are bridged.
	plain := hysteresis{enter: 0.4, leave: 0.2, bridge: minutes(20)}
	joining, strict := plain, plain
	joining.gap, strict.least = minutes(30), minutes(30)
	for _, c := range []struct {
		name, path string
		h          hysteresis
		want       string // First, end and peak of each, and "…" of an ongoing one; then those that were too short.
	}{
		{"none", "0123 4400", plain, " 0"},
		{"begins above the threshold, not at it", "0045 6500", plain, "3-6^4 0"},
		{"does not end before it has fallen to half", "0053 3530 0", plain, "2-7^2 0"},
		{"ends at half exactly", "0520 0", plain, "1-2^1 0"},
		{"peak is the first of equals", "0797 9000", plain, "1-5^2 0"},
		{"two", "0500 0600", plain, "1-2^1 5-6^5 0"},
		{"ongoing", "0005 66", plain, "3-5^4… 0"},
		{"from the first point on", "5500", plain, "0-2^0 0"},
		{"one point that can't be judged", "05.6 0", plain, "1-4^3 0"},
		{"what is missing for too long ends it", "05.. .600", plain, "1-1^1 5-6^5 0"},
		{"after what was missing for too long it has to exceed the threshold", "05.. .300", plain, "1-1^1 0"},
		{"missing before", "...5 0", plain, "3-4^3 0"},
		{"missing at the end is bridged", "005.", plain, "2-3^2… 0"},
		{"missing at the end for too long", "005. ...", plain, "2-2^2 0"},
		{"a gap as long as allowed", "0500 0600", joining, "1-6^5 0"},
		{"a longer gap", "0500 0060 0", joining, "1-2^1 6-7^6 0"},
		{"three in a row", "0600 5005 0", joining, "1-8^1 0"},
		{"as long as it has to be", "0555 0", strict, "1-4^1 0"},
		{"too short", "0550 0555 5", strict, "5-8^5… 1"},
		{"too short by itself, long enough with its neighbour", "0550 0550", hysteresis{enter: 0.4, leave: 0.2, bridge: minutes(20), gap: minutes(20), least: minutes(30)}, "1-7^1 0"},
		{"nothing at all", "....", plain, " 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			times, estimates := path(c.path)
			found, dropped := c.h.find(times, estimates, estimates)
			var texts []string
			for _, one := range found {
				text := fmt.Sprintf("%d-%d^%d", one.first, one.end, one.peak)
				if one.ongoing {
					text += "…"
				}
				texts = append(texts, text)
			}
			require.Equal(t, c.want, fmt.Sprint(strings.Join(texts, " "), " ", dropped))
		})
	}
}

// A window without counts is bridged, or as much as a gap; neighbouring points always are.
func TestWhatIsBridged(t *testing.T) {
	threshold := 0.4
	query := request.Query{Threshold: &threshold, Window: request.Duration{Length: time.Hour}, Episodes: &request.Episodes{Leave: 0.25, Gap: request.Duration{Length: 2 * time.Hour}}}
	require.Equal(t, hysteresis{enter: 0.4, leave: 0.1, bridge: 2 * time.Hour, gap: 2 * time.Hour}, hysteresisOf(query, time.Minute))
	query.Episodes.Gap.Length = 0
	require.Equal(t, time.Hour, hysteresisOf(query, time.Minute).bridge)
	require.Equal(t, 65*time.Minute, hysteresisOf(query, 65*time.Minute).bridge)
}

// What has to exceed the threshold may be the lower limit; what has to fall is always the estimate.
func TestStretchesByTheLowerLimit(t *testing.T) {
	times, estimates := path("0567 8300")
	_, lower := path("0135 4000")
	found, _ := hysteresis{enter: 0.4, leave: 0.2, bridge: time.Hour}.find(times, lower, estimates)
	require.Len(t, found, 1)
	require.Equal(t, stretch{first: 3, last: 5, end: 6, peak: 4, points: 3}, found[0])
}

// Whatever the path: episodes are apart and in order, begin above the threshold and hold their peak.
func TestStretchesAreApart(t *testing.T) {
	state := uint64(1)
	next := func(n uint64) uint64 { state = state*6364136223846793005 + 1442695040888963407; return state >> 33 % n }
	for range 2000 {
		var text strings.Builder
		for range 40 {
			if next(5) == 0 {
				text.WriteByte('.')
				continue
			}
			text.WriteByte('0' + byte(next(8)))
		}
		times, estimates := path(text.String())
		h := hysteresis{enter: 0.5, leave: 0.3, bridge: time.Duration(1+next(3)) * 10 * time.Minute, gap: time.Duration(next(4)) * 10 * time.Minute}
		found, dropped := h.find(times, estimates, estimates)
		require.Zero(t, dropped)
		covered := map[int]bool{}
		for i, one := range found {
			require.Greater(t, estimates[one.first], h.enter, text.String())
			require.LessOrEqual(t, one.first, one.peak)
			require.LessOrEqual(t, one.peak, one.end)
			for k := one.first; k <= one.end; k++ {
				covered[k] = true
				require.False(t, estimates[k] > estimates[one.peak], text.String())
			}
			if i > 0 {
				require.Greater(t, times[one.first].Sub(times[found[i-1].end]), h.gap, text.String())
			}
		}
		for i, estimate := range estimates {
			require.False(t, estimate > h.enter && !covered[i], "%s at %d", text.String(), i)
		}
	}
}
