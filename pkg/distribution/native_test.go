package distribution_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/promapi"
)

func TestNative(t *testing.T) {
	unreadable := &promapi.Histogram{Invalid: true}
	for _, c := range []struct {
		name       string
		histograms []*promapi.Histogram
		want       []string
		repair     distribution.Repair
	}{
		{
			"exponential, with negative values and a zero bucket",
			[]*promapi.Histogram{holding([3]float64{-2, -1, 1}, [3]float64{-1e-128, 1e-128, 2}, [3]float64{1, 2, 3}, [3]float64{4, 8, 4})},
			[]string{"-2–-1: 1", "0: 2", "1–2: 3", "4–8: 4"},
			distribution.Repair{},
		},
		{
			"a zero bucket without width, and its neighbours",
			[]*promapi.Histogram{holding([3]float64{-1, 0, 1}, [3]float64{0, 0, 2}, [3]float64{0, 1, 3})},
			[]string{"-1–0: 1", "0: 2", "0–1: 3"},
			distribution.Repair{},
		},
		{
			"a zero bucket that becomes wider",
			[]*promapi.Histogram{holding([3]float64{-1, 0, 1}, [3]float64{0, 0, 2}, [3]float64{0, 1, 4}, [3]float64{1, 2, 5}), holding([3]float64{-1, 1, 3}, [3]float64{1, 2, 6})},
			[]string{"-1–1: 10", "1–2: 11"},
			distribution.Repair{Unstable: 1, Joined: 3}, // The one bound is 0.
		},
		{
			"no histogram is a gap",
			[]*promapi.Histogram{holding([3]float64{1, 2, 3}), nil},
			[]string{"1–2: 3"},
			distribution.Repair{Missing: 0.5},
		},
		{
			"an empty histogram has counted nothing",
			[]*promapi.Histogram{holding([3]float64{1, 2, 3}), holding()},
			[]string{"1–2: 3"},
			distribution.Repair{},
		},
		{"nothing but an empty histogram", []*promapi.Histogram{holding()}, []string{}, distribution.Repair{}},
		{
			// 1.5 goes, where the coarser bucket reaches across; 6 stays, where the coarser schema is empty.
			"a schema that becomes coarser",
			[]*promapi.Histogram{
				holding([3]float64{1, 1.5, 1}, [3]float64{1.5, 2, 2}, [3]float64{4, 6, 3}, [3]float64{6, 8, 4}),
				holding([3]float64{1, 2, 5}, [3]float64{16, 32, 1}),
			},
			[]string{"1–2: 8", "4–6: 3", "6–8: 4", "16–32: 1"},
			distribution.Repair{Unstable: 1, Joined: 1},
		},
		{
			"a schema that becomes coarser twice",
			[]*promapi.Histogram{holding([3]float64{1, 2, 1}, [3]float64{2, 3, 2}, [3]float64{3, 4, 4}), holding([3]float64{2, 4, 8}), holding([3]float64{0, 4, 16})},
			[]string{"0–4: 31"},
			distribution.Repair{Unstable: 3, Joined: 3}, // Of (0, 1] and (2, 3]; all others end at 4.
		},
		{
			"a coarser bucket beside empty finer ones",
			[]*promapi.Histogram{holding([3]float64{1.5, 2, 2}), holding([3]float64{1, 2, 5})},
			[]string{"1–2: 7"},
			distribution.Repair{Unstable: 1},
		},
		{
			"custom buckets",
			[]*promapi.Histogram{holding([3]float64{-inf, 1, 3}, [3]float64{1, 10, 4}, [3]float64{10, inf, 5})},
			[]string{"≤ 1: 3", "1–10: 4", "> 10: 5"},
			distribution.Repair{},
		},
		{
			"custom buckets that change",
			[]*promapi.Histogram{holding([3]float64{-inf, 1, 3}, [3]float64{1, 10, 4}), holding([3]float64{-inf, 2, 5}, [3]float64{10, inf, 6})},
			[]string{"≤ 10: 12", "> 10: 6"},
			distribution.Repair{Unstable: 2, Joined: 7},
		},
		{"one custom bucket", []*promapi.Histogram{holding([3]float64{-inf, inf, 3})}, []string{"all: 3"}, distribution.Repair{}},
		{
			"observations of NaN are in the count alone",
			[]*promapi.Histogram{counting(2, [3]float64{1, 2, 3}), counting(0.5)},
			[]string{"1–2: 3"},
			distribution.Repair{Unbinned: 2.5},
		},
		{
			"what rounding leaves of the count is no observation",
			[]*promapi.Histogram{counting(1e-6, [3]float64{1, 2, 1e6})},
			[]string{"1–2: 1e+06"},
			distribution.Repair{},
		},
		{
			"a histogram that can't be one",
			[]*promapi.Histogram{holding([3]float64{1, 2, 3}), unreadable, holding([3]float64{1, 2, 4})},
			[]string{"1–2: 7"},
			distribution.Repair{Invalid: 1},
		},
		{
			"a bucket that counts NaN",
			[]*promapi.Histogram{holding([3]float64{1, 2, 3}), holding([3]float64{1, 2, 3}, [3]float64{2, 4, nan})},
			[]string{"1–2: 3"},
			distribution.Repair{Invalid: 1},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := len(c.histograms)
			histogram, repair := window(t, one(t, n, native(c.histograms...)), minutes(0, n))
			require.Equal(t, c.want, binned(histogram))
			require.Equal(t, c.repair, repair)
			require.True(t, histogram.Ordered)
			require.True(t, histogram.Sparse)
		})
	}
}

func TestNativeScale(t *testing.T) {
	answer := fetched(t, 1, time.Minute, native(counting(4, [3]float64{1, 2, 3})))
	histogram, repair := window(t, read(t, answer, distribution.Reading{Scale: 0.5}).Histories[0], minutes(0, 1))
	require.Equal(t, []string{"1–2: 1.5"}, binned(histogram))
	require.Equal(t, distribution.Repair{Unbinned: 2}, repair)
}

// A server may send numbers beside histograms, as where a metric changed its type.
func TestNumbersBesideHistograms(t *testing.T) {
	h := native(holding([3]float64{1, 2, 3})).of("a")
	numbers := []row{{labels: map[string]string{"service": "a", "le": "1"}, values: []float64{7}}, {labels: map[string]string{"service": "b"}, values: []float64{7}}}
	for _, shared := range []bool{false, true} {
		found := read(t, fetched(t, 1, time.Minute, append(numbers, h)...), distribution.Reading{GroupBy: []string{"service"}, Scale: 1, Shared: shared})
		require.Equal(t, 2, found.Numbers)
		require.Len(t, found.Histories, 1, "a group of numbers alone is none")
		histogram, _ := window(t, found.Histories[0], minutes(0, 1))
		require.Equal(t, []string{"1–2: 3"}, binned(histogram))
	}
}

// A group none of whose histograms can be read says so.
func TestUnreadableHistograms(t *testing.T) {
	h := one(t, 2, native(&promapi.Histogram{Invalid: true}))
	_, repair, ok := h.Window(span(0, 2))
	require.False(t, ok)
	require.Equal(t, 1, repair.Invalid)
}

// Labels that nobody asked for tell series of one bin apart, as in an expression that keeps them.
func TestNativeSeriesAreAddedUp(t *testing.T) {
	rows := []row{
		native(holding([3]float64{1, 2, 3}), nil, &promapi.Histogram{Invalid: true}).with("pod", "x").with("zone", "1"),
		native(holding([3]float64{1, 2, 1}, [3]float64{2, 4, 5}), holding([3]float64{0, 2, 7}), holding([3]float64{1, 2, 1})).with("pod", "y").with("zone", "1"),
	}
	found := read(t, fetched(t, 3, time.Minute, rows...), distribution.Reading{Scale: 1, Free: true})
	require.Equal(t, []string{"pod"}, found.Summed, "the zone is the same")
	histogram, repair := window(t, found.Histories[0], minutes(0, 3))
	require.Equal(t, []string{"0–2: 11", "2–4: 5"}, binned(histogram))
	require.Equal(t, distribution.Repair{Invalid: 1, Unstable: 1}, repair)
}

// What else the panel's range holds changes nothing about a window: its histogram is the same to the bit, whichever
// schemas, layouts and categories other cells use.
func TestWindowsAreAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for _, c := range []struct {
		name    string
		reading distribution.Reading
		rows    func(n int) []row
	}{
		{"native", distribution.Reading{}, func(n int) []row {
			return []row{randomNative(random, n).of("a"), randomNative(random, n).of("b")}
		}},
		{"classic", distribution.Reading{}, func(n int) []row { return randomClassic(random, n) }},
		{"categories", distribution.Reading{Category: []string{"country"}}, func(n int) []row { return randomCategories(random, n) }},
		{"levels", distribution.Reading{Category: []string{"country"}, Level: true}, func(n int) []row { return randomCategories(random, n) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.reading.Scale = 0.8
			for range 150 {
				n := 3 + random.IntN(12)
				a, b := random.IntN(n), random.IntN(n)
				from, to := min(a, b), max(a, b)+1
				all := c.rows(n)
				var some []row
				for _, r := range all {
					some = append(some, r.within(from, to))
				}
				whole := read(t, fetched(t, n, time.Minute, all...), c.reading).Histories
				cut := read(t, fetched(t, n, time.Minute, some...), c.reading).Histories
				want, repair, ok := distribution.Histogram{}, distribution.Repair{}, false
				if len(cut) > 0 {
					want, repair, ok = cut[0].Window(span(from, to))
				}
				got, gotRepair, gotOK := whole[0].Window(span(from, to))
				require.Equal(t, ok, gotOK)
				require.Equal(t, binned(want), binned(got))
				require.Equal(t, want.Counts, got.Counts)
				require.Equal(t, upperBits(want), upperBits(got))
				if len(cut) > 0 {
					require.Equal(t, repair, gotRepair)
				}
			}
		})
	}
}

// That holds for counts that lie between two of those that a histogram has, too, where the last bit of a sum decides.
func TestWindowsAreAloneToTheBit(t *testing.T) {
	random := rand.New(rand.NewPCG(33, 34))
	const n, from, to = 60, 40, 51
	between := func() float64 { return float64(2*random.IntN(1e9)+1) / 2e6 }
	for range 100 {
		histograms, counts, nulls := make([]*promapi.Histogram, n), make([]float64, n), make([]float64, n)
		for k := range n {
			histograms[k] = counting(between(), [3]float64{1, 2, between()})
			counts[k], nulls[k] = between(), between()
		}
		for _, c := range []struct {
			reading distribution.Reading
			rows    []row
		}{
			{distribution.Reading{}, []row{native(histograms...)}},
			{distribution.Reading{}, []row{le("+Inf", counts...), {values: nulls}}},
			{distribution.Reading{Category: []string{"country"}}, []row{country("DE", counts...), country("FR", nulls...)}},
		} {
			c.reading.Scale = 1
			var some []row
			for _, r := range c.rows {
				some = append(some, r.within(from, to))
			}
			want, repair := window(t, read(t, fetched(t, n, time.Minute, some...), c.reading).Histories[0], minutes(from, to))
			got, gotRepair := window(t, read(t, fetched(t, n, time.Minute, c.rows...), c.reading).Histories[0], minutes(from, to))
			require.Equal(t, want.Counts, got.Counts)
			require.Equal(t, repair, gotRepair)
		}
	}
}

// upperBits are the bounds of the bins in a form in which NaN equals itself.
func upperBits(h distribution.Histogram) []uint64 {
	all := []uint64{}
	for _, bin := range h.Bins {
		all = append(all, math.Float64bits(bin.Lower), math.Float64bits(bin.Upper))
	}
	return all
}

// The bins of a window are its cells' buckets, joined where they overlap and nowhere else; none of their events is lost.
func TestNativeWindowsAreTheirBuckets(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	for range 400 {
		n := 1 + random.IntN(10)
		rows := []row{randomNative(random, n).of("a"), randomNative(random, n).of("b")}
		answer := fetched(t, n, time.Minute, rows...)
		random.Shuffle(len(answer.Series), func(i, k int) { answer.Series[i], answer.Series[k] = answer.Series[k], answer.Series[i] })
		found := read(t, answer, distribution.Reading{Scale: 1})
		if len(found.Histories) == 0 {
			continue
		}
		from := random.IntN(n)
		to := from + 1 + random.IntN(n-from)
		var buckets []promapi.Bucket
		unbinned, cells := 0.0, 0
		for k := from; k < to; k++ {
			for _, r := range rows {
				if h := r.histograms[k]; h != nil {
					cells++
					unbinned += h.Count
					buckets = append(buckets, h.Buckets...)
				}
			}
		}
		histogram, repair, ok := found.Histories[0].Window(span(from, to))
		require.Equal(t, cells > 0, ok)
		want, unstable := hulls(buckets)
		require.Len(t, histogram.Bins, len(want))
		for i, one := range want {
			require.Equal(t, distribution.NumberBin(one.Lower, one.Upper), histogram.Bins[i])
			require.InDelta(t, one.Count, histogram.Counts[i], 1e-5)
			unbinned -= one.Count
		}
		require.InDelta(t, unbinned, repair.Unbinned, 1e-5)
		require.Equal(t, unstable, repair.Unstable)
		require.GreaterOrEqual(t, repair.Joined, 0.0)
		require.LessOrEqual(t, repair.Joined, histogram.Total())
		require.Equal(t, unstable > 0 && repair.Joined > 0, repair.Joined > 0)
	}
}

// hulls joins buckets that overlap, and counts the bounds that vanish by that.
func hulls(buckets []promapi.Bucket) (joined []promapi.Bucket, vanished int) {
	slices.SortFunc(buckets, func(a, b promapi.Bucket) int {
		if a.Lower != b.Lower {
			return int(math.Copysign(1, a.Lower-b.Lower))
		}
		return int(math.Round((a.Upper - b.Upper) * 16))
	})
	ends := map[float64]bool{}
	for _, b := range buckets {
		ends[b.Lower], ends[b.Upper] = true, true
		last := len(joined) - 1
		same := last >= 0 && joined[last].Lower == b.Lower && joined[last].Upper == b.Upper
		if last >= 0 && (b.Lower < joined[last].Upper || same) {
			joined[last].Upper = max(joined[last].Upper, b.Upper)
			joined[last].Count += b.Count
			continue
		}
		joined = append(joined, b)
	}
	for end := range ends {
		if slices.ContainsFunc(joined, func(b promapi.Bucket) bool { return b.Lower < end && end < b.Upper }) {
			vanished++
		}
	}
	return joined, vanished
}

// The order of an answer's series changes nothing.
func TestOrderOfSeries(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	for range 50 {
		const n = 5
		for _, c := range []struct {
			reading distribution.Reading
			rows    []row
		}{
			{distribution.Reading{}, []row{randomNative(random, n), randomNative(random, n).of("b")}},
			{distribution.Reading{}, randomClassic(random, n)},
			{distribution.Reading{Category: []string{"country"}}, append(randomCategories(random, n), row{values: randomCounts(random, n)}.of("b"))},
		} {
			c.reading.Scale = 1
			answer := fetched(t, n, time.Minute, c.rows...)
			shuffled := fetch.Answer{Grid: answer.Grid, Series: slices.Clone(answer.Series)}
			random.Shuffle(len(shuffled.Series), func(i, k int) {
				shuffled.Series[i], shuffled.Series[k] = shuffled.Series[k], shuffled.Series[i]
			})
			want, got := read(t, answer, c.reading), read(t, shuffled, c.reading)
			require.Equal(t, want.Summed, got.Summed)
			for i := range want.Histories {
				a, repairA, okA := want.Histories[i].Window(span(0, n))
				b, repairB, okB := got.Histories[i].Window(span(0, n))
				require.Equal(t, okA, okB)
				require.Equal(t, binned(a), binned(b))
				require.Equal(t, repairA, repairB)
			}
		}
	}
}

func BenchmarkNative(b *testing.B) {
	const cells, buckets = 500, 200
	histograms := make([]*promapi.Histogram, cells)
	for k := range histograms {
		var all [][3]float64
		for i := range buckets {
			all = append(all, [3]float64{math.Exp2(float64(i) / 8), math.Exp2(float64(i+1) / 8), float64(1 + i*k%17)})
		}
		histograms[k] = holding(all...)
	}
	answer := fetched(b, cells, time.Minute, native(histograms...))
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			read(b, answer, distribution.Reading{Scale: 1})
		}
	})
	h := read(b, answer, distribution.Reading{Scale: 1}).Histories[0]
	b.Run("windows", func(b *testing.B) {
		for b.Loop() {
			for end := 60; end < cells; end++ {
				window(b, h, minutes(end-60, end))
			}
		}
	})
}
