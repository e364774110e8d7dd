package distribution_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/plan"
)

// The counts of any window are the sum of those of its cells, however the window lies.
func TestWindowsAreSumsOfCells(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		n, bins := 5+random.IntN(40), 1+random.IntN(6)
		direct := make([][]float64, n) // Events of each cell and bin.
		rows := make([]row, bins+1)
		for b, text := range bounds(bins) {
			rows[b] = le(text)
		}
		for cell := range direct {
			cumulative := 0.0
			for b := range rows {
				events := float64(random.IntN(1000)) / 8
				cumulative += events
				direct[cell] = append(direct[cell], events)
				rows[b].values = append(rows[b].values, cumulative)
			}
		}
		h := one(t, n, rows...)
		for range 20 {
			a, b := random.IntN(n), random.IntN(n)
			from, to := min(a, b), max(a, b)+1
			want := make([]float64, bins+1)
			for cell := from; cell < to; cell++ {
				for b := range want {
					want[b] += direct[cell][b]
				}
			}
			histogram, repair := window(t, h, minutes(from, to))
			require.InDeltaSlice(t, want, histogram.Counts, 1e-6)
			require.Equal(t, distribution.Repair{}, repair)
			middle := from + (to-from)/2
			if middle > from {
				split, _ := window(t, h, minutes(from, middle), minutes(middle, to))
				require.InDeltaSlice(t, want, split.Counts, 1e-6, "a union of spans")
			}
		}
	}
}

// The repair is that of Prometheus: each cumulative count is at least the one before it.
func TestRepairIsThatOfPrometheus(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		bins := 2 + random.IntN(8)
		rows := make([]row, bins+1)
		raised, highest, moved := make([]float64, bins+1), 0.0, 0.0
		for b, text := range bounds(bins) {
			count := float64(random.IntN(20) * (b + 1))
			rows[b] = le(text, count)
			moved += max(highest-count, 0)
			highest = max(highest, count)
			raised[b] = highest
		}
		histogram, repair, ok := func() (distribution.Histogram, distribution.Repair, bool) {
			h := one(t, 1, rows...)
			return h.Window([]plan.Span{minutes(0, 1)})
		}()
		require.True(t, ok)
		cumulative := 0.0
		for b, count := range histogram.Counts {
			cumulative += count
			require.InDelta(t, raised[b], cumulative, 1e-9)
		}
		require.InDelta(t, moved, repair.Moved, 1e-9)
	}
}

// Whatever bounds come and go within a window, no event below the highest common bound is lost.
func TestUnstableBoundsKeepTheirEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		n, bins := 2+random.IntN(6), 3+random.IntN(5)
		rows := make([]row, bins+1)
		texts := bounds(bins)
		total := 0.0
		for b, text := range texts {
			rows[b] = le(text)
		}
		for range n {
			cumulative := 0.0
			for b := range rows {
				cumulative += float64(random.IntN(50))
				value := cumulative
				if b < bins && random.IntN(3) == 0 {
					value = none
				}
				rows[b].values = append(rows[b].values, value)
			}
			total += cumulative
		}
		histogram, repair := window(t, one(t, n, rows...), minutes(0, n))
		require.InDelta(t, total, histogram.Total(), 1e-6)
		require.False(t, repair.NoInfinity)
		require.LessOrEqual(t, len(histogram.Bins)+repair.Unstable, bins+1)
	}
}
