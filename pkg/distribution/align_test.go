package distribution_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
)

// sparse is a histogram of buckets (lower, upper, count).
func sparse(buckets ...[3]float64) distribution.Histogram {
	h := distribution.Histogram{Ordered: true, Sparse: true}
	for _, b := range buckets {
		h.Bins, h.Counts = append(h.Bins, distribution.NumberBin(b[0], b[1])), append(h.Counts, b[2])
	}
	return h
}

func categories(pairs ...any) distribution.Histogram {
	var h distribution.Histogram
	for i := 0; i < len(pairs); i += 2 {
		h.Bins = append(h.Bins, distribution.CategoryBin([]string{"country"}, []string{pairs[i].(string)}))
		h.Counts = append(h.Counts, float64(pairs[i+1].(int)))
	}
	return h
}

// binned writes bins with their counts.
func binned(h distribution.Histogram) []string {
	all := []string{}
	for i, bin := range h.Bins {
		all = append(all, fmt.Sprintf("%s: %v", bin, h.Counts[i]))
	}
	return all
}

func TestAlign(t *testing.T) {
	for _, c := range []struct {
		name              string
		current, baseline distribution.Histogram
		a, b              []string
		lost              [2]float64
		coverage          float64
		coarsened         bool
		comparable        bool
	}{
		{
			"equal", dense([]float64{1, inf}, 3, 4), dense([]float64{1, inf}, 5, 6),
			[]string{"≤ 1: 3", "> 1: 4"},
			[]string{"≤ 1: 5", "> 1: 6"},
			[2]float64{},
			1, false, true,
		},
		{
			// All bounds of the baseline are left: nothing but its own resolution is given up.
			"finer", dense([]float64{1, 2, inf}, 1, 2, 4), dense([]float64{2, inf}, 5, 6),
			[]string{"≤ 2: 3", "> 2: 4"},
			[]string{"≤ 2: 5", "> 2: 6"},
			[2]float64{},
			1, true, true,
		},
		{
			// Current keeps 2 of (1, 2) and 4 of (3, 4), baseline 2 of (1, 2) and 4 of (3, 4).
			"one is not the other", dense([]float64{1, 3, 4, inf}, 1, 2, 3, 4), dense([]float64{2, 3, 5, inf}, 1, 2, 3, 4),
			[]string{"≤ 3: 3", "> 3: 7"},
			[]string{"≤ 3: 3", "> 3: 7"},
			[2]float64{},
			0.6, true, true,
		},
		{
			"without +Inf on a side", dense([]float64{1, 2}, 1, 2), dense([]float64{1, 2, inf}, 1, 2, 1),
			[]string{"≤ 1: 1", "1–2: 2"},
			[]string{"≤ 1: 1", "1–2: 2"},
			[2]float64{0, 1},
			0.75, true, true,
		},
		{
			"most lies above the highest common bound", dense([]float64{1, 2}, 1, 2), dense([]float64{1, 2, inf}, 1, 2, 9),
			[]string{"≤ 1: 1", "1–2: 2"},
			[]string{"≤ 1: 1", "1–2: 2"},
			[2]float64{0, 9},
			0.25, true, false,
		},
		{
			"only +Inf in common", dense([]float64{1, inf}, 1, 2), dense([]float64{2, inf}, 1, 2),
			[]string{"all: 3"},
			[]string{"all: 3"},
			[2]float64{},
			2.0 / 3, true, false,
		},
		{
			"nothing in common", dense([]float64{1}, 1), dense([]float64{2}, 2),
			[]string{},
			[]string{},
			[2]float64{1, 2},
			0, true, false,
		},
		{"empty", dense(nil), dense(nil), []string{}, []string{}, [2]float64{}, 1, false, false},
		{
			// Where the coarser schema is empty, the finer bins stay; between the bins there is nothing.
			"schemas",
			sparse([3]float64{1, 1.5, 2}, [3]float64{1.5, 2, 3}, [3]float64{4, 6, 4}, [3]float64{6, 8, 5}), sparse([3]float64{1, 2, 7}, [3]float64{16, 32, 1}),
			[]string{"1–2: 5", "4–6: 4", "6–8: 5", "16–32: 0"},
			[]string{"1–2: 7", "4–6: 0", "6–8: 0", "16–32: 1"},
			[2]float64{},
			1, true, true,
		},
		{
			"zero buckets of other widths",
			sparse([3]float64{-2, -1, 1}, [3]float64{-1e-3, 1e-3, 5}, [3]float64{1, 2, 1}), sparse([3]float64{0, 0, 4}, [3]float64{0.0005, 0.001, 2}, [3]float64{1, 2, 3}),
			[]string{"-2–-1: 1", "-0.001–0.001: 5", "1–2: 1"},
			[]string{"-2–-1: 0", "-0.001–0.001: 6", "1–2: 3"},
			[2]float64{},
			1, true, true,
		},
		{
			"a point and its neighbours",
			sparse([3]float64{-1, 0, 1}, [3]float64{0, 0, 2}, [3]float64{0, 1, 3}), sparse([3]float64{0, 0, 4}),
			[]string{"-1–0: 1", "0: 2", "0–1: 3"},
			[]string{"-1–0: 0", "0: 4", "0–1: 0"},
			[2]float64{},
			1, false, true,
		},
		{
			"native and classic",
			sparse([3]float64{0.5, 1, 2}, [3]float64{1, 2, 3}, [3]float64{2, 4, 4}), dense([]float64{1, 4, inf}, 5, 6, 7),
			[]string{"≤ 1: 2", "1–4: 7", "> 4: 0"},
			[]string{"≤ 1: 5", "1–4: 6", "> 4: 7"},
			[2]float64{},
			1, true, true,
		},
		{
			"categories", categories("DE", 3, "FR", 4), categories("", 1, "DE", 5, "IT", 6),
			[]string{"no country: 0", "DE: 3", "FR: 4", "IT: 0"},
			[]string{"no country: 1", "DE: 5", "FR: 0", "IT: 6"},
			[2]float64{},
			1, false, true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b, alignment := distribution.Align(c.current, c.baseline)
			require.Equal(t, c.a, binned(a))
			require.Equal(t, c.b, binned(b))
			require.Equal(t, c.lost, [2]float64{alignment.CurrentLost, alignment.BaselineLost})
			require.InDelta(t, c.coverage, alignment.Coverage(), 1e-12)
			require.Equal(t, c.coarsened, alignment.Coarsened())
			require.Equal(t, c.comparable, alignment.Comparable())
			b2, a2, swapped := distribution.Align(c.baseline, c.current)
			require.Equal(t, binned(a), binned(a2))
			require.Equal(t, binned(b), binned(b2))
			require.InDelta(t, alignment.Coverage(), swapped.Coverage(), 1e-12)
		})
	}
}

// Joining bins moves events, never makes or loses any below the highest common bound, and never raises a divergence.
// Both sides count the same 16 fine bins; each sees them through its own bounds, as classic buckets or as native ones.
func FuzzAlign(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, uint16(0b10110), uint16(0b1110), byte(0))
	f.Add([]byte{0, 0, 9}, uint16(0xffff), uint16(1), byte(1))
	f.Add([]byte{200, 1, 0, 0, 0, 3, 90, 17, 4, 4}, uint16(0b1010101), uint16(0b0110011), byte(2))
	f.Add([]byte{0, 1, 0, 0, 7, 3, 0, 17, 4, 0}, uint16(0b1111111), uint16(0b0110011), byte(3))
	f.Fuzz(func(t *testing.T, counts []byte, currentBounds, baselineBounds uint16, natives byte) {
		count := func(i int) float64 {
			if len(counts) == 0 {
				return 1
			}
			return float64(counts[i%len(counts)])
		}
		fine := func(offset int) distribution.Histogram {
			var upper, counts []float64
			for i := range 16 {
				upper, counts = append(upper, float64(i+1)), append(counts, count(offset+i))
			}
			upper[15] = inf
			return dense(upper, counts...)
		}
		p, q := fine(0), fine(5)
		current, baseline := seen(p, currentBounds, natives&1 != 0), seen(q, baselineBounds, natives&2 != 0)
		before := slices.Clone(current.Counts)
		a, b, alignment := distribution.Align(current, baseline)
		require.Equal(t, before, current.Counts, "the sides are left alone")
		require.Equal(t, a.Bins, b.Bins)
		require.Len(t, a.Bins, alignment.Bins)
		require.True(t, slices.IsSorted(upper(a)))
		require.InDelta(t, p.Total(), a.Total()+alignment.CurrentLost, 1e-9)
		require.InDelta(t, q.Total(), b.Total()+alignment.BaselineLost, 1e-9)
		require.GreaterOrEqual(t, alignment.Coverage(), 0.0)
		require.LessOrEqual(t, alignment.Coverage(), 1.0)
		if a.Total() == 0 || b.Total() == 0 {
			return
		}
		for _, measure := range []func(p, q []float64) (float64, error){divergence.KL, divergence.JS, reverse, divergence.NewMass} {
			whole, err := measure(p.Counts, q.Counts)
			require.NoError(t, err)
			merged, err := measure(a.Counts, b.Counts)
			require.NoError(t, err)
			require.False(t, math.IsNaN(merged))
			require.LessOrEqual(t, merged, whole+1e-12)
			half := distribution.Pair{Current: a, Baseline: b}.Coarser(2)
			coarser, err := measure(half.Current.Counts, half.Baseline.Counts)
			require.NoError(t, err)
			require.LessOrEqual(t, coarser, merged+1e-12)
		}
	})
}

func reverse(p, q []float64) (float64, error) { return divergence.KL(q, p) }

// seen is a histogram through the bounds whose bits are set, and +Inf: all its bins, or as native those with events.
func seen(h distribution.Histogram, bits uint16, native bool) distribution.Histogram {
	merged := distribution.Histogram{Ordered: true, Sparse: native}
	lower, carried := -inf, 0.0
	for i, bin := range h.Bins {
		carried += h.Counts[i]
		if bits&(1<<i) == 0 && i < len(h.Bins)-1 {
			continue
		}
		if carried > 0 || !native {
			merged.Bins, merged.Counts = append(merged.Bins, distribution.NumberBin(lower, bin.Upper)), append(merged.Counts, carried)
		}
		lower, carried = bin.Upper, 0
	}
	return merged
}
