package plan_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plan"
)

func TestCellLength(t *testing.T) {
	for _, c := range []struct {
		window, offset, scrape string
		want                   time.Duration
	}{
		{"1h", "1d", "15s", 2 * time.Minute},
		{"1h", "1h", "15s", 2 * time.Minute},
		{"5m", "5m", "15s", time.Minute},
		{"6h", "7d", "15s", 15 * time.Minute},
		{"1d", "7d", "15s", time.Hour},
		{"1d", "1d", "60s", time.Hour},
		{"7d", "7d", "60s", 6 * time.Hour},
		{"7d", "169h", "60s", time.Hour},
		{"1h", "1d", "60s", 5 * time.Minute}, // At least four scrapes, at the price of fewer cells.
		{"1h", "61m", "15s", time.Minute},
		{"1m", "1d", "15s", time.Minute},
		{"10s", "1h", "1s", 5 * time.Second},
		{"91m", "91m", "15s", time.Minute},             // Lengths of everyday use come before odd ones.
		{"43m12s", "43m12s", "15s", 108 * time.Second}, // None of everyday use divides it: an odd one does.
	} {
		t.Run(fmt.Sprint(c.window, " ", c.offset, " ", c.scrape), func(t *testing.T) {
			p := built(t, fmt.Sprintf(`{"current":{"metric":"m"},"window":%q,"scrapeInterval":%q,"baseline":{"offset":%q}}`, c.window, c.scrape, c.offset), lastHours(1))
			require.Equal(t, c.want.String(), p.Sources[0].Cell.String())
		})
	}
}

// Whatever lengths are asked for, cells divide them all and are long enough, and there are enough of them where that can be.
func TestCellsOfManyQueries(t *testing.T) {
	windows := []time.Duration{time.Minute, 5 * time.Minute, 7 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 90 * time.Minute, 100 * time.Minute, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}
	extras := []time.Duration{0, time.Minute, 5 * time.Minute, time.Hour, 24 * time.Hour, 25 * time.Hour, 7 * 24 * time.Hour}
	for _, scrape := range []time.Duration{time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute} {
		for _, window := range windows {
			for _, extra := range extras {
				if window < 4*scrape {
					continue
				}
				text := fmt.Sprintf(`{"current":{"metric":"m"},"window":"%ds","scrapeInterval":"%ds","baseline":{"offset":"%ds"}}`,
					int(window.Seconds()), int(scrape.Seconds()), int((window + extra).Seconds()))
				requireCells(t, text, window, window+extra, scrape)
			}
		}
	}
}

func requireCells(t *testing.T, text string, window, offset, scrape time.Duration) {
	t.Helper()
	p := built(t, text, lastHours(1))
	requireCovered(t, p)
	source := p.Sources[p.Current]
	if source.Cell != source.Step {
		require.Equal(t, window, source.Cell, "a direct window")
		return
	}
	require.Zero(t, window%source.Cell, text)
	require.Zero(t, offset%source.Cell, text)
	require.GreaterOrEqual(t, source.Cell, 4*scrape, text)
	require.InDelta(t, float64(source.Cell)/float64(source.Cell+scrape), source.Scale, 1e-15)
	require.Zero(t, p.Step%source.Cell, "points lie on cells")
	n := window / source.Cell
	require.LessOrEqual(t, n, time.Duration(240), text)
	if n >= 24 {
		return
	}
	// Fewer cells than wanted: no shorter length of everyday use would do.
	for _, shorter := range []time.Duration{time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 3 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour} {
		if shorter < source.Cell && window%shorter == 0 && offset%shorter == 0 {
			require.Lessf(t, shorter, 4*scrape, "%s: %s instead of %s", text, shorter, source.Cell)
		}
	}
}

// A panel, a zoomed panel, a rule and a table of the same query add up the same cells, and so get the same number.
func TestCellsAreThoseOfTheQuery(t *testing.T) {
	const text = `{"current":{"metric":"m"},"groupBy":["service"],"window":"6h","baseline":{"offset":"7d"}}`
	want := built(t, text, lastHours(6)).Sources[0]
	for name, timing := range map[string]plan.Timing{
		"a rule":          {From: now.Add(-10 * time.Minute), To: now, Interval: time.Second, MaxDataPoints: 43200, Now: now},
		"a month":         {From: now.Add(-720 * time.Hour), To: now, Interval: time.Hour, MaxDataPoints: 1000, Now: now},
		"the past":        {From: now.Add(-720 * time.Hour), To: now.Add(-700 * time.Hour), Interval: 7 * time.Minute, MaxDataPoints: 33, Now: now},
		"another moment":  {From: now, To: now.Add(time.Hour), Now: now.Add(time.Hour + 17*time.Second)},
		"without a width": {From: now.Add(-time.Hour), To: now, Now: now},
	} {
		got := built(t, text, timing).Sources[0]
		require.Equal(t, want.Expr, got.Expr, name)
		require.Equal(t, want.Cell, got.Cell, name)
		require.Equal(t, want.Step, got.Step, name)
		require.Zero(t, got.Phase, name)
		require.InDelta(t, want.Scale, got.Scale, 0, name)
	}
}
