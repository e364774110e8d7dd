package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pod writes the series of a pod whose cumulative counts grow by so many in each 15 s, from one sample to another of 800.
func pod(labels string, from, to int, bounds map[string]int) string {
	var lines []string
	for le, step := range bounds {
		values := fmt.Sprintf("0+%dx%d", step, to-from)
		if from > 0 {
			values = fmt.Sprintf("_x%d %s", from, values)
		}
		if to < 800 {
			values += fmt.Sprintf(" stale _x%d", 800-to)
		}
		lines = append(lines, fmt.Sprintf("  x_bucket{%s,le=%q} %s", labels, le, values))
	}
	return strings.Join(lines, "\n") + "\n"
}

var (
	coarse = map[string]int{"0.1": 100, "1": 990, "+Inf": 1000}
	fine   = map[string]int{"0.1": 100, "0.5": 900, "1": 990, "+Inf": 1000}
)

// All pods see the same values all the time; only their buckets differ, or change. So nothing has drifted, wherever the
// change lies, and what had to be given up for that is said.
func TestOtherBucketsAreNoDrift(t *testing.T) {
	stable := pod(`side="b",pod="1"`, 0, 800, fine) + pod(`side="b",pod="2"`, 0, 800, fine)
	cases := map[string]string{
		"pods of one group with different buckets": pod(`side="a",pod="1"`, 0, 800, coarse) + pod(`side="a",pod="2"`, 0, 800, fine),
		"a rolling deploy": pod(`side="a",pod="1"`, 0, 600, coarse) + pod(`side="a",pod="2"`, 0, 700, coarse) +
			pod(`side="a",pod="3"`, 600, 800, fine) + pod(`side="a",pod="4"`, 700, 800, fine),
	}
	for _, at := range []int{480, 482, 484, 487, 488, 500, 600, 700, 712, 714, 719} {
		cases[fmt.Sprintf("a deploy at sample %d of 480 to 720", at)] = pod(`side="a",pod="1"`, 0, at, coarse) + pod(`side="a",pod="2"`, at, 800, fine)
		cases[fmt.Sprintf("a bound that goes at sample %d", at)] = pod(`side="a",pod="1"`, 0, at, fine) + pod(`side="a",pod="2"`, at, 800, coarse)
		cases[fmt.Sprintf("a bound that comes to the same series at sample %d", at)] = pod(`side="a",pod="1"`, 0, 800, coarse) +
			fmt.Sprintf("  x_bucket{side=\"a\",pod=\"1\",le=\"0.5\"} _x%d %d+900x%d\n", at, 900*at, 800-at)
	}
	for name, script := range cases {
		for _, window := range []string{"1h", "3593s"} { // By cells, and by direct windows.
			t.Run(name+", "+window, func(t *testing.T) {
				got, notices := answered(t, "load 15s\n"+script+stable, current("x", "")+cohort+`,"window":"`+window+`"}`)
				require.Equal(t, map[string]int{"ok": 1}, got.Status)
				require.InDelta(t, 0, *got.Last.PlugIn, 1e-6)
				require.Zero(t, *got.Last.Lower)
				if len(got.Last.Bins) < len(fine) {
					require.NotEmpty(t, notices)
				}
			})
		}
	}
}
