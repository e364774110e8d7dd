package engine_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/pkg/frame"
)

// scripted asks at 03:00 of the epoch for the hour before, against the series with side="b".
func scripted(t *testing.T, script string, changes map[string]any) (frame.Recipe, []string) {
	t.Helper()
	at := time.Unix(0, 0).Add(3 * hour)
	s := connect(t, labtest.FromScript(t, script).URL, at.Add(30*time.Second))
	only := func(name string) []map[string]string {
		return []map[string]string{{"label": "side", "op": "=", "value": name}}
	}
	question := map[string]any{
		"current":  map[string]any{"metric": "x", "matchers": only("a")},
		"baseline": map[string]any{"kind": "cohort", "matchers": only("b")},
		"window":   "1h", "instant": true,
	}
	for name, value := range changes {
		question[name] = value
	}
	f := s.ask(t, panel{to: at}, question)[0]
	var notices []string
	for _, notice := range f.Meta.Notices {
		if notice.Text != recipe(t, f).Sentence {
			notices = append(notices, notice.Text)
		}
	}
	return recipe(t, f), notices
}

func binCounts(bins []frame.Bin) (current, baseline []float64) {
	for _, bin := range bins {
		current, baseline = append(current, bin.Current), append(baseline, bin.Baseline)
	}
	return current, baseline
}

// requireAll compares counts, which are kept to a millionth of an event.
func requireAll(t *testing.T, want, got []float64) {
	t.Helper()
	require.InDeltaSlice(t, want, got, 1e-6)
}

// In each 15 s, side a has 5, 3 and 2 events in its bins, side b 4, 4 and 2.
const plainScript = `
load 15s
  x_bucket{side="a",le="0.1"}  100+5x800
  x_bucket{side="a",le="1"}    200+8x800
  x_bucket{side="a",le="+Inf"} 300+10x800
  x_bucket{side="b",le="0.1"}  100+4x800
  x_bucket{side="b",le="1"}    200+8x800
  x_bucket{side="b",le="+Inf"} 300+10x800
`

func TestKLEqualsTheClosedForm(t *testing.T) {
	for name, c := range map[string]struct {
		changes map[string]any
		want    float64
	}{
		"KL":         {map[string]any{"measures": []string{"kl"}}, 0.5*math.Log(0.5/0.4) + 0.3*math.Log(0.3/0.4)},
		"reverse KL": {map[string]any{"measures": []string{"klReverse"}}, 0.4*math.Log(0.4/0.5) + 0.4*math.Log(0.4/0.3)},
		"JS": {
			map[string]any{"measures": []string{"js"}},
			(0.5*math.Log(0.5/0.45)+0.3*math.Log(0.3/0.35))/2 + (0.4*math.Log(0.4/0.45)+0.4*math.Log(0.4/0.35))/2,
		},
		"KL in bits": {map[string]any{"unit": "bits"}, 0.5*math.Log2(0.5/0.4) + 0.3*math.Log2(0.3/0.4)},
		"no common cell": {
			map[string]any{"window": "3593s", "replicates": "none"}, 0.5*math.Log(0.5/0.4) + 0.3*math.Log(0.3/0.4),
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, notices := scripted(t, plainScript, c.changes)
			require.InDelta(t, c.want, *got.Last.PlugIn, 1e-9)
			require.Empty(t, notices)
		})
	}
	got, _ := scripted(t, plainScript, nil)
	current, baseline := binCounts(got.Last.Bins)
	requireAll(t, []float64{1200, 720, 480}, current)
	requireAll(t, []float64{960, 960, 480}, baseline)
}

func TestPreviousAndFixedAreAddedUpExactly(t *testing.T) {
	// The lower bucket's rate changes from 1 to 3 in 15 s after the first hour and a half.
	const script = `
load 15s
  x_bucket{side="a",le="1"}    0+1x360 363+3x440
  x_bucket{side="a",le="+Inf"} 0+4x801
`
	for kind, baseline := range map[string]map[string]any{
		"previous": {"kind": "previous", "offset": "2h"},
		"fixed":    {"kind": "fixed", "from": "1970-01-01T00:20:00Z", "to": "1970-01-01T01:10:00Z"},
	} {
		t.Run(kind, func(t *testing.T) {
			got, notices := scripted(t, script, map[string]any{"baseline": baseline})
			require.InDelta(t, 0.75*math.Log(3)+0.25*math.Log(1.0/3), *got.Last.PlugIn, 1e-9)
			require.Empty(t, notices)
		})
	}
}

func TestMissingInfinityIsSaid(t *testing.T) {
	got, notices := scripted(t, `
load 15s
  x_bucket{side="a",le="0.1"} 100+5x800
  x_bucket{side="a",le="1"}   200+10x800
  x_bucket{side="b",le="0.1"} 100+4x800
  x_bucket{side="b",le="1"}   200+10x800
`, nil)
	require.InDelta(t, 0.5*math.Log(0.5/0.4)+0.5*math.Log(0.5/0.6), *got.Last.PlugIn, 1e-9)
	require.Contains(t, notices, "There is no +Inf bucket: samples above the highest bound are not counted.")
}

func TestNonMonotonicBucketsAreRepaired(t *testing.T) {
	// Side a's middle bucket counts fewer than the one below: it is raised to that.
	got, notices := scripted(t, `
load 15s
  x_bucket{side="a",le="0.1"}  100+5x800
  x_bucket{side="a",le="1"}    200+4x800
  x_bucket{side="a",le="+Inf"} 300+10x800
  x_bucket{side="b",le="0.1"}  100+4x800
  x_bucket{side="b",le="1"}    200+8x800
  x_bucket{side="b",le="+Inf"} 300+10x800
`, nil)
	current, _ := binCounts(got.Last.Bins)
	requireAll(t, []float64{1200, 0, 1200}, current)
	require.InDelta(t, 0.5*math.Log(0.5/0.4)+0.5*math.Log(0.5/0.2), *got.Last.PlugIn, 1e-9)
	require.Len(t, notices, 1)
	require.Contains(t, notices[0], "Buckets were not monotonic")
}

func TestACounterResetLosesNothingBetweenSamples(t *testing.T) {
	// Side a restarts at 02:30 and counts on as before.
	got, notices := scripted(t, `
load 15s
  x_bucket{side="a",le="0.1"}  100+5x599 5+5x200
  x_bucket{side="a",le="1"}    200+8x599 8+8x200
  x_bucket{side="a",le="+Inf"} 300+10x599 10+10x200
  x_bucket{side="b",le="0.1"}  100+4x800
  x_bucket{side="b",le="1"}    200+8x800
  x_bucket{side="b",le="+Inf"} 300+10x800
`, nil)
	current, _ := binCounts(got.Last.Bins)
	requireAll(t, []float64{1200, 720, 480}, current)
	require.Empty(t, notices)
}

func TestDifferentLayoutsAreComparedOnCommonBounds(t *testing.T) {
	got, notices := scripted(t, `
load 15s
  x_bucket{side="a",le="0.1"}  100+5x800
  x_bucket{side="a",le="0.5"}  100+6x800
  x_bucket{side="a",le="1.0"}  200+8x800
  x_bucket{side="a",le="+Inf"} 300+10x800
  x_bucket{side="b",le="0.1"}  100+4x800
  x_bucket{side="b",le="1"}    200+8x800
  x_bucket{side="b",le="+Inf"} 300+10x800
`, nil)
	current, _ := binCounts(got.Last.Bins)
	requireAll(t, []float64{1200, 720, 480}, current)
	require.NotEmpty(t, notices)
	require.Contains(t, notices[0], "Bucket layouts differ")
}
