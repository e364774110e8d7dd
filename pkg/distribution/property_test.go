package distribution_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
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
		require.LessOrEqual(t, len(histogram.Upper)+repair.Unstable, bins+1)
	}
}

func TestAlign(t *testing.T) {
	h := func(upper []float64, counts ...float64) distribution.Histogram {
		return distribution.Histogram{Upper: upper, Counts: counts}
	}
	for _, c := range []struct {
		name              string
		current, baseline distribution.Histogram
		a, b              distribution.Histogram
		want              distribution.Alignment
		coarsened         bool
		comparable        bool
	}{
		{
			"equal", h([]float64{1, inf}, 3, 4), h([]float64{1, inf}, 5, 6), h([]float64{1, inf}, 3, 4), h([]float64{1, inf}, 5, 6),
			distribution.Alignment{CurrentBins: 2, BaselineBins: 2, Bins: 2},
			false, true,
		},
		{
			"finer", h([]float64{1, 2, inf}, 1, 2, 4), h([]float64{2, inf}, 5, 6), h([]float64{2, inf}, 3, 4), h([]float64{2, inf}, 5, 6),
			distribution.Alignment{CurrentBins: 3, BaselineBins: 2, Bins: 2},
			true, true,
		},
		{
			"one is not the other", h([]float64{1, 3, 4, inf}, 1, 2, 3, 4), h([]float64{2, 3, 5, inf}, 1, 2, 3, 4), h([]float64{3, inf}, 3, 7), h([]float64{3, inf}, 3, 7),
			distribution.Alignment{CurrentBins: 4, BaselineBins: 4, Bins: 2},
			true, true,
		},
		{
			"without +Inf on a side", h([]float64{1, 2}, 1, 2), h([]float64{1, 2, inf}, 1, 2, 9), h([]float64{1, 2}, 1, 2), h([]float64{1, 2}, 1, 2),
			distribution.Alignment{CurrentBins: 2, BaselineBins: 3, Bins: 2, BaselineLost: 9},
			true, true,
		},
		{
			"only +Inf in common", h([]float64{1, inf}, 1, 2), h([]float64{2, inf}, 1, 2), h([]float64{inf}, 3), h([]float64{inf}, 3),
			distribution.Alignment{CurrentBins: 2, BaselineBins: 2, Bins: 1},
			true, false,
		},
		{
			"nothing in common", h([]float64{1}, 1), h([]float64{2}, 2), h(nil), h(nil),
			distribution.Alignment{CurrentBins: 1, BaselineBins: 1, CurrentLost: 1, BaselineLost: 2},
			true, false,
		},
		{"empty", h(nil), h(nil), h(nil), h(nil), distribution.Alignment{}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b, alignment := distribution.Align(c.current, c.baseline)
			require.Equal(t, c.want, alignment)
			require.Equal(t, c.a.Upper, a.Upper)
			require.Equal(t, c.b.Upper, b.Upper)
			require.InDeltaSlice(t, c.a.Counts, a.Counts, 0)
			require.InDeltaSlice(t, c.b.Counts, b.Counts, 0)
			require.Equal(t, c.coarsened, alignment.Coarsened())
			require.Equal(t, c.comparable, alignment.Comparable())
		})
	}
}

// Merging bins moves events, never makes or loses any below the highest common bound, and never raises a divergence.
func FuzzAlign(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, uint16(0b10110), uint16(0b1110))
	f.Add([]byte{0, 0, 9}, uint16(0xffff), uint16(1))
	f.Add([]byte{200, 1, 0, 0, 0, 3, 90, 17, 4, 4}, uint16(0b1010101), uint16(0b0110011))
	f.Fuzz(func(t *testing.T, counts []byte, currentBounds, baselineBounds uint16) {
		count := func(i int) float64 {
			if len(counts) == 0 {
				return 1
			}
			return float64(counts[i%len(counts)])
		}
		// Both sides count the same 16 fine bins; each sees them through its own bounds, +Inf among them.
		fine := func(offset int) distribution.Histogram {
			var h distribution.Histogram
			for i := range 16 {
				h.Upper, h.Counts = append(h.Upper, float64(i+1)), append(h.Counts, count(offset+i))
			}
			h.Upper[15] = inf
			return h
		}
		p, q := fine(0), fine(5)
		current, baseline := seen(p, currentBounds), seen(q, baselineBounds)
		before := slices.Clone(current.Counts)
		a, b, alignment := distribution.Align(current, baseline)
		require.Equal(t, before, current.Counts, "the sides are left alone")
		require.Equal(t, a.Upper, b.Upper)
		require.Len(t, a.Upper, alignment.Bins)
		require.True(t, slices.IsSorted(a.Upper))
		require.InDelta(t, p.Total(), a.Total()+alignment.CurrentLost, 1e-9)
		require.InDelta(t, q.Total(), b.Total()+alignment.BaselineLost, 1e-9)
		if a.Total() == 0 || b.Total() == 0 {
			return
		}
		for _, measure := range []func(p, q []float64) (float64, error){divergence.KL, divergence.JS, reverse} {
			whole, err := measure(p.Counts, q.Counts)
			require.NoError(t, err)
			merged, err := measure(a.Counts, b.Counts)
			require.NoError(t, err)
			require.False(t, math.IsNaN(merged))
			require.LessOrEqual(t, merged, whole+1e-12)
		}
	})
}

func reverse(p, q []float64) (float64, error) { return divergence.KL(q, p) }

// seen is a histogram through the bounds whose bits are set, and +Inf.
func seen(h distribution.Histogram, bits uint16) distribution.Histogram {
	var merged distribution.Histogram
	carried := 0.0
	for i, upper := range h.Upper {
		carried += h.Counts[i]
		if bits&(1<<i) == 0 && i < len(h.Upper)-1 {
			continue
		}
		merged.Upper, merged.Counts = append(merged.Upper, upper), append(merged.Counts, carried)
		carried = 0
	}
	return merged
}
