package distribution_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/request"
)

// withNull is a histogram with nulls behind its numbers.
func withNull(t testing.TB, h distribution.Histogram, nulls float64) distribution.Histogram {
	t.Helper()
	histogram, _ := window(t, one(t, 1, le("1", 1), row{values: []float64{nulls}}), minutes(0, 1))
	h.Bins = append(slices.Clone(h.Bins), histogram.Bins[1])
	h.Counts = append(slices.Clone(h.Counts), nulls)
	return h
}

// counted is a histogram with other counts.
func counted(h distribution.Histogram, counts ...float64) distribution.Histogram {
	h.Counts = counts
	return h
}

func TestJoin(t *testing.T) {
	quantiles := func(n int) request.Bins { return request.Bins{Kind: request.QuantileBins, Count: n} }
	width := func(n int, scale request.Scale) request.Bins {
		return request.Bins{Kind: request.EqualWidthBins, Count: n, Scale: scale}
	}
	tenth := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, inf}
	flat := dense(tenth, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	decades := dense([]float64{-5, 0, 0.1, 0.2, 1, 9, 100, 1000, inf}, 1, 1, 1, 1, 1, 1, 1, 1, 1)
	native := sparse([3]float64{-2, -1, 1}, [3]float64{-1e-9, 1e-9, 1}, [3]float64{1, 2, 1}, [3]float64{2, 4, 1}, [3]float64{32, 64, 1}, [3]float64{64, 128, 1})
	for _, c := range []struct {
		name     string
		bins     request.Bins
		current  distribution.Histogram
		baseline []float64
		a, b     []string
	}{
		{
			"stored",
			request.Bins{Kind: request.StoredBins},
			dense([]float64{1, inf}, 3, 4),
			[]float64{5, 6},
			[]string{"≤ 1: 3", "> 1: 4"},
			[]string{"≤ 1: 5", "> 1: 6"},
		},
		{
			"halves", quantiles(2), dense([]float64{1, 2, 3, inf}, 1, 2, 3, 4),
			[]float64{2, 3, 3, 2},
			[]string{"≤ 2: 3", "> 2: 7"},
			[]string{"≤ 2: 5", "> 2: 5"},
		},
		{
			// A third is 5: it is reached behind 3 only, and two thirds, which are 10, with the next bin.
			"thirds that no bound divides", quantiles(3), dense([]float64{1, 2, 3, 4, inf}, 1, 1, 1, 1, 1),
			[]float64{2, 2, 4, 4, 3},
			[]string{"≤ 3: 3", "3–4: 1", "> 4: 1"},
			[]string{"≤ 3: 8", "3–4: 4", "> 4: 3"},
		},
		{
			"a bin that holds several shares", quantiles(4), dense([]float64{1, 2, 3, inf}, 1, 2, 3, 4),
			[]float64{1, 7, 1, 3},
			[]string{"≤ 2: 3", "2–3: 3", "> 3: 4"},
			[]string{"≤ 2: 8", "2–3: 1", "> 3: 3"},
		},
		{
			"shares that no float64 is", quantiles(3), dense([]float64{1, 2, 3}, 1, 1, 1),
			[]float64{0.1, 0.1, 0.1},
			[]string{"≤ 1: 1", "1–2: 1", "2–3: 1"},
			[]string{"≤ 1: 0.1", "1–2: 0.1", "2–3: 0.1"},
		},
		{
			"more than there are bins", quantiles(500), dense([]float64{1, 2, inf}, 1, 2, 3),
			[]float64{1, 0, 1},
			[]string{"≤ 1: 1", "> 1: 5"},
			[]string{"≤ 1: 1", "> 1: 1"},
		},
		{
			"all in one bin", quantiles(4), dense([]float64{1, 2, 3, inf}, 1, 2, 3, 4),
			[]float64{0, 7, 0, 0},
			[]string{"≤ 2: 3", "> 2: 7"},
			[]string{"≤ 2: 7", "> 2: 0"},
		},
		{
			"nulls are no share of the numbers", quantiles(2), withNull(t, dense([]float64{1, 2, inf}, 1, 2, 3), 4),
			[]float64{1, 1, 2, 100},
			[]string{"≤ 2: 3", "> 2: 3", "null: 4"},
			[]string{"≤ 2: 2", "> 2: 2", "null: 100"},
		},
		{
			"quantiles of native bins", quantiles(2), native,
			[]float64{1, 1, 1, 1, 1, 1},
			[]string{"-2–2: 3", "2–128: 3"},
			[]string{"-2–2: 3", "2–128: 3"},
		},
		{
			"equal width", width(3, request.Linear), flat, flat.Counts,
			[]string{"≤ 1: 1", "1–4: 3", "4–7: 3", "7–10: 3", "> 10: 1"},
			[]string{"≤ 1: 1", "1–4: 3", "4–7: 3", "7–10: 3", "> 10: 1"},
		},
		{
			// The ends wanted are 3.25, 5.5 and 7.75; of two as near, the lower one is taken.
			"equal width at the nearest bounds", width(4, request.Linear), flat, flat.Counts,
			[]string{"≤ 1: 1", "1–3: 2", "3–5: 2", "5–8: 3", "8–10: 2", "> 10: 1"},
			[]string{"≤ 1: 1", "1–3: 2", "3–5: 2", "5–8: 3", "8–10: 2", "> 10: 1"},
		},
		{
			"equal width, more than there are", width(500, request.Linear), dense([]float64{1, 2, 100, inf}, 1, 2, 3, 4),
			[]float64{1, 1, 1, 1},
			[]string{"≤ 1: 1", "1–2: 2", "2–100: 3", "> 100: 4"},
			[]string{"≤ 1: 1", "1–2: 1", "2–100: 1", "> 100: 1"},
		},
		{
			// From 0.1 to 1000, the ends wanted are 1, 10 and 100; what lies at 0 or below has no logarithm.
			"equal width of logarithms", width(4, request.Log), decades, decades.Counts,
			[]string{"≤ 0.1: 3", "0.1–1: 2", "1–9: 1", "9–100: 1", "100–1000: 1", "> 1000: 1"},
			[]string{"≤ 0.1: 3", "0.1–1: 2", "1–9: 1", "9–100: 1", "100–1000: 1", "> 1000: 1"},
		},
		{
			"logarithms of one positive bound", width(4, request.Log), dense([]float64{-1, 0, 1, inf}, 1, 2, 3, 4),
			[]float64{1, 1, 1, 1},
			[]string{"≤ -1: 1", "-1–0: 2", "0–1: 3", "> 1: 4"},
			[]string{"≤ -1: 1", "-1–0: 1", "0–1: 1", "> 1: 1"},
		},
		{
			// The ends wanted are 63 and 30.5 or so: 32, before which there is nothing.
			"equal width with gaps", width(4, request.Linear), native, native.Counts,
			[]string{"-2–4: 4", "32–64: 1", "64–128: 1"},
			[]string{"-2–4: 4", "32–64: 1", "64–128: 1"},
		},
		{
			"equal width beside nulls", width(2, request.Linear), withNull(t, dense([]float64{0, 1, 2, 3, 4, inf}, 1, 2, 3, 4, 5, 6), 7),
			[]float64{1, 1, 1, 1, 1, 1, 1},
			[]string{"≤ 0: 1", "0–2: 5", "2–4: 9", "> 4: 6", "null: 7"},
			[]string{"≤ 0: 1", "0–2: 2", "2–4: 2", "> 4: 1", "null: 1"},
		},
		{
			// The shares of both sides together decide: FR has 1/10 + 6/10, IT 4/10 + 0, ES as much, but a later name.
			"top",
			request.Bins{Kind: request.TopBins, Count: 3},
			categories("DE", 1, "ES", 4, "FR", 1, "IT", 4),
			[]float64{400, 0, 600, 0},
			[]string{"DE: 1", "ES: 4", "FR: 1", "other: 4"},
			[]string{"DE: 400", "ES: 0", "FR: 600", "other: 0"},
		},
		{
			"top, as many as there are",
			request.Bins{Kind: request.TopBins, Count: 4},
			categories("DE", 1, "ES", 4, "FR", 1, "IT", 4),
			[]float64{4, 0, 6, 0},
			[]string{"DE: 1", "ES: 4", "FR: 1", "IT: 4"},
			[]string{"DE: 4", "ES: 0", "FR: 6", "IT: 0"},
		},
		{
			"top beside a country called other",
			request.Bins{Kind: request.TopBins, Count: 2},
			categories("AT", 1, "DE", 5, "other", 4),
			[]float64{1, 5, 4},
			[]string{"DE: 5", "other: 4", "other: 1"},
			[]string{"DE: 5", "other: 4", "other: 1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := slices.Clone(c.current.Counts)
			pair := distribution.Pair{Current: c.current, Baseline: counted(c.current, c.baseline...)}.Join(c.bins)
			require.Equal(t, c.a, binned(pair.Current))
			require.Equal(t, c.b, binned(pair.Baseline))
			require.Equal(t, before, c.current.Counts, "the sides are left alone")
			require.Equal(t, c.current.Ordered, pair.Current.Ordered)
		})
	}
}

// Of many categories that are as frequent, those first in the alphabet are taken.
func TestTiesOfTop(t *testing.T) {
	var pairs []any
	for i := range 100 {
		pairs = append(pairs, strconv.Itoa(100+i), 7+i%2)
	}
	h := categories(pairs...)
	joined := distribution.Pair{Current: h, Baseline: h}.Join(request.Bins{Kind: request.TopBins, Count: 60}).Current
	require.Equal(t, []string{"100", "101", "102"}, names(joined)[:3])
	require.Equal(t, []string{"117", "118", "119", "121", "123"}, names(joined)[17:22], "half of those with 8, and 10 with 7")
	require.Equal(t, "other: 280", binned(joined)[60])
}

func names(h distribution.Histogram) []string {
	all := make([]string, len(h.Bins))
	for i, bin := range h.Bins {
		all[i] = bin.String()
	}
	return all
}

func TestCoarser(t *testing.T) {
	five := dense([]float64{1, 2, 3, 4, inf}, 1, 2, 4, 8, 16)
	gaps := sparse([3]float64{1, 2, 1}, [3]float64{4, 8, 2}, [3]float64{8, 16, 4})
	for _, c := range []struct {
		name       string
		h          distribution.Histogram
		neighbours int
		want       []string
	}{
		{"halves", five, 2, []string{"≤ 2: 3", "2–4: 12", "> 4: 16"}},
		{"quarters", five, 4, []string{"≤ 4: 15", "> 4: 16"}},
		{"nulls stay alone", withNull(t, five, 32), 2, []string{"≤ 2: 3", "2–4: 12", "> 4: 16", "null: 32"}},
		{"nulls stay alone in a quarter, too", withNull(t, dense([]float64{1, inf}, 1, 2), 32), 4, []string{"all: 3", "null: 32"}},
		{"gaps", gaps, 2, []string{"1–8: 3", "8–16: 4"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			pair := distribution.Pair{Current: c.h, Baseline: c.h}.Coarser(c.neighbours)
			require.Equal(t, c.want, binned(pair.Current))
			require.Equal(t, c.want, binned(pair.Baseline))
		})
	}
}

// randomPair is two histograms on common bins: classic ones, native ones with gaps, or either with nulls.
func randomPair(t testing.TB, random *rand.Rand) distribution.Pair {
	t.Helper()
	var h distribution.Histogram
	n := 2 + random.IntN(40)
	if random.IntN(2) == 0 {
		upper := make([]float64, n)
		for i := range upper {
			upper[i] = float64(i - n/4)
		}
		upper[n-1] = inf
		h = dense(upper, randomCountsOf(random, n)...)
	} else {
		h.Ordered, h.Sparse = true, true
		lower := -float64(random.IntN(20))
		for range n {
			upper := lower + math.Exp2(float64(random.IntN(4)))
			h.Bins = append(h.Bins, distribution.NumberBin(lower, upper))
			lower = upper + float64(random.IntN(2)*random.IntN(20))
		}
		h.Counts = randomCountsOf(random, n)
	}
	if random.IntN(3) == 0 {
		h = withNull(t, h, float64(1+random.IntN(100)))
	}
	pair := distribution.Pair{Current: h, Baseline: counted(h, randomCountsOf(random, len(h.Bins))...)}
	pair.Current.Counts[0]++ // Neither side is empty.
	pair.Baseline.Counts[len(h.Bins)/2]++
	return pair
}

// randomCountsOf are counts, many of which are 0.
func randomCountsOf(random *rand.Rand, n int) []float64 {
	counts := make([]float64, n)
	for i := range counts {
		counts[i] = float64(random.IntN(2) * random.IntN(1000))
	}
	return counts
}

func randomRanking(random *rand.Rand) distribution.Pair {
	var h distribution.Histogram
	for i := range 2 + random.IntN(30) {
		h.Bins = append(h.Bins, distribution.CategoryBin([]string{"country"}, []string{strconv.Itoa(100 + i)}))
	}
	h.Counts = randomCountsOf(random, len(h.Bins))
	pair := distribution.Pair{Current: h, Baseline: counted(h, randomCountsOf(random, len(h.Bins))...)}
	pair.Current.Counts[0]++
	pair.Baseline.Counts[0]++
	return pair
}

// Joining bins keeps all events, in bins that come in order, and never raises a divergence.
func TestJoiningLosesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(23, 24))
	for range 300 {
		ordered, ranking, n := randomPair(t, random), randomRanking(random), 2+random.IntN(12)
		for name, joined := range map[string][2]distribution.Pair{
			"quantiles": {ordered, ordered.Join(request.Bins{Kind: request.QuantileBins, Count: n})},
			"linear":    {ordered, ordered.Join(request.Bins{Kind: request.EqualWidthBins, Count: n, Scale: request.Linear})},
			"log":       {ordered, ordered.Join(request.Bins{Kind: request.EqualWidthBins, Count: n, Scale: request.Log})},
			"top":       {ranking, ranking.Join(request.Bins{Kind: request.TopBins, Count: n})},
			"half":      {ordered, ordered.Coarser(2)},
			"quarter":   {ordered, ordered.Coarser(4)},
		} {
			before, after := joined[0], joined[1]
			require.InDelta(t, before.Current.Total(), after.Current.Total(), 1e-9, name)
			require.InDelta(t, before.Baseline.Total(), after.Baseline.Total(), 1e-9, name)
			require.Equal(t, upperBits(after.Current), upperBits(after.Baseline), name)
			require.LessOrEqual(t, len(after.Current.Bins), len(before.Current.Bins), name)
			for i := 1; i < len(after.Current.Bins); i++ {
				a, b := after.Current.Bins[i-1], after.Current.Bins[i]
				require.True(t, b.IsCategory() || a.Upper <= b.Lower, name)
			}
			last, nulls := after.Current.Bins[len(after.Current.Bins)-1], before.Current.Bins[len(before.Current.Bins)-1]
			if name != "top" && nulls.IsCategory() {
				require.True(t, last.IsCategory(), "nulls stay alone")
				require.InDelta(t, before.Current.Counts[len(before.Current.Counts)-1], after.Current.Counts[len(after.Current.Counts)-1], 0)
			}
			for _, measure := range []func(p, q []float64) (float64, error){divergence.KL, divergence.JS, reverse} {
				whole, err := measure(before.Current.Counts, before.Baseline.Counts)
				require.NoError(t, err)
				less, err := measure(after.Current.Counts, after.Baseline.Counts)
				require.NoError(t, err)
				require.LessOrEqual(t, less, whole+1e-12, name)
			}
		}
	}
}

// A bin ends where the baseline reaches one of the shares for the first time, and nowhere else.
func TestQuantilesEndAtShares(t *testing.T) {
	random := rand.New(rand.NewPCG(25, 26))
	for range 500 {
		pair, n := randomPair(t, random), 2+random.IntN(12)
		var numbers []int
		total := 0.0
		for i, bin := range pair.Baseline.Bins {
			if !bin.IsCategory() {
				numbers = append(numbers, i)
				total += pair.Baseline.Counts[i]
			}
		}
		if total == 0 {
			continue
		}
		wanted := map[float64]bool{pair.Baseline.Bins[len(numbers)-1].Upper: true}
		for k := 1; k < n; k++ {
			below := 0.0
			for _, i := range numbers {
				if below += pair.Baseline.Counts[i]; below*float64(n) >= total*float64(k) {
					wanted[pair.Baseline.Bins[i].Upper] = true
					break
				}
			}
		}
		joined := pair.Join(request.Bins{Kind: request.QuantileBins, Count: n}).Baseline
		ends := map[float64]bool{}
		for _, bin := range joined.Bins {
			if !bin.IsCategory() {
				ends[bin.Upper] = true
			}
		}
		require.Equal(t, wanted, ends)
		require.LessOrEqual(t, len(ends), n)
	}
}

// The bins that a window's histograms have are joined like any others.
func TestJoinOfWindows(t *testing.T) {
	random := rand.New(rand.NewPCG(27, 28))
	for range 100 {
		const n = 8
		h := one(t, n, randomNative(random, n), native(holding([3]float64{-1, 0, 1}, [3]float64{0, 0, 1}, [3]float64{0, 1, 1})).of("b"))
		current, _, _ := h.Window(span(4, n))
		baseline, _, ok := h.Window(span(0, 4))
		if !ok {
			continue
		}
		a, b, _ := distribution.Align(current, baseline)
		joined := distribution.Pair{Current: a, Baseline: b}.Join(request.Bins{Kind: request.EqualWidthBins, Count: 4, Scale: request.Linear})
		require.InDelta(t, a.Total(), joined.Current.Total(), 1e-9)
		require.InDelta(t, b.Total(), joined.Baseline.Total(), 1e-9)
	}
}
