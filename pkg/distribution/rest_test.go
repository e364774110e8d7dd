package distribution_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
)

func rests(t testing.TB, n int, reading distribution.Reading, rows ...row) []distribution.Side {
	t.Helper()
	reading.GroupBy, reading.Scale, reading.Shared = []string{"service"}, 1, true
	return distribution.Rest(read(t, fetched(t, n, time.Minute, rows...), reading).Histories)
}

func TestRest(t *testing.T) {
	type reading = distribution.Reading
	unreadable := &promapi.Histogram{Invalid: true}
	for _, c := range []struct {
		name    string
		n       int
		reading reading
		rows    []row
		rests   [][]string
		repairs []distribution.Repair
	}{
		{
			"classic", 2,
			reading{},
			[]row{
				le("1", 1, 2).of("a"), le("+Inf", 3, 4).of("a"),
				le("1", 5, 6).of("b"), le("+Inf", 10, 20).of("b"),
				le("1", 1, 1).of("c"), le("+Inf", 1, 1).of("c"),
			},
			[][]string{{"≤ 1: 13", "> 1: 19"}, {"≤ 1: 5", "> 1: 4"}, {"≤ 1: 14", "> 1: 23"}},
			[]distribution.Repair{{}, {}, {}},
		},
		{
			// Without b, nobody has a bound at 2, and without c, all have one at 1.
			"classic, layouts that differ", 1,
			reading{},
			[]row{
				le("1", 1).of("a"), le("+Inf", 3).of("a"),
				le("1", 5).of("b"), le("2", 6).of("b"), le("+Inf", 10).of("b"),
				le("4", 1).of("c"), le("+Inf", 2).of("c"),
			},
			[][]string{{"all: 12"}, {"all: 5"}, {"≤ 1: 6", "> 1: 7"}},
			[]distribution.Repair{{Unstable: 3, Joined: 7}, {Unstable: 2, Joined: 2}, {Unstable: 1, Joined: 1}},
		},
		{
			"classic, with nulls", 1,
			reading{},
			[]row{
				le("1", 1).of("a"), le("+Inf", 3).of("a"), row{values: []float64{7}}.of("a"),
				le("1", 5).of("b"), le("+Inf", 9).of("b"),
			},
			[][]string{{"≤ 1: 5", "> 1: 4"}, {"≤ 1: 1", "> 1: 2", "null: 7"}},
			[]distribution.Repair{{}, {}},
		},
		{
			"native, schemas that differ", 1,
			reading{},
			[]row{
				native(holding([3]float64{1, 1.5, 1}, [3]float64{4, 6, 2})).of("a"),
				native(holding([3]float64{1, 2, 4})).of("b"),
				native(holding([3]float64{1.5, 2, 8}, [3]float64{4, 6, 16})).of("c"),
			},
			[][]string{{"1–2: 12", "4–6: 16"}, {"1–1.5: 1", "1.5–2: 8", "4–6: 18"}, {"1–2: 5", "4–6: 2"}},
			[]distribution.Repair{{Unstable: 1}, {}, {Unstable: 1, Joined: 1}},
		},
		{
			"categories", 1,
			reading{Category: []string{"country"}},
			[]row{country("DE", 1).of("a"), country("FR", 2).of("b"), country("DE", 4).of("c"), country("IT", 8).of("c")},
			[][]string{{"DE: 4", "FR: 2", "IT: 8"}, {"DE: 5", "IT: 8"}, {"DE: 1", "FR: 2"}},
			[]distribution.Repair{{}, {}, {}},
		},
		{
			"levels are means of the sums of the others", 2,
			reading{Category: []string{"country"}, Level: true},
			[]row{country("DE", 1, 3).of("a"), country("DE", 4, 6).of("b"), country("DE", 10, none).of("c")},
			[][]string{{"DE: 10"}, {"DE: 7"}, {"DE: 7"}},
			[]distribution.Repair{{}, {}, {}},
		},
		{
			// A cell is missing where all the others lack it.
			"gaps", 4,
			reading{Category: []string{"country"}},
			[]row{country("DE", 1, none, none, none).of("a"), country("DE", 2, 2, none, 2).of("b"), country("DE", 4, none, none, none).of("c")},
			[][]string{{"DE: 10"}, {"DE: 5"}, {"DE: 7"}},
			[]distribution.Repair{{Missing: 0.25}, {Missing: 0.75}, {Missing: 0.25}},
		},
		{
			// Of b and c, c alone has no counts in the first cell, and both lack the second one.
			"cells that can't be read beside gaps", 4,
			reading{},
			[]row{
				native(holding([3]float64{1, 2, 1}), holding([3]float64{1, 2, 1}), holding([3]float64{1, 2, 1}), nil).of("a"),
				native(holding([3]float64{1, 2, 2}), nil, holding([3]float64{1, 2, 2}), unreadable).of("b"),
				native(unreadable, nil, holding([3]float64{1, 2, 4}), unreadable).of("c"),
			},
			[][]string{{"1–2: 8"}, {"1–2: 7"}, {"1–2: 7"}},
			[]distribution.Repair{{Invalid: 3, Missing: 0.25}, {Invalid: 2}, {Invalid: 1}},
		},
		{
			"what is in no bin", 1,
			reading{},
			[]row{native(counting(1, [3]float64{1, 2, 1})).of("a"), native(counting(2, [3]float64{1, 2, 2})).of("b"), native(counting(4, [3]float64{1, 2, 4})).of("c")},
			[][]string{{"1–2: 6"}, {"1–2: 5"}, {"1–2: 3"}},
			[]distribution.Repair{{Unbinned: 6}, {Unbinned: 5}, {Unbinned: 3}},
		},
		{
			"negative counts", 1,
			reading{Category: []string{"country"}},
			[]row{country("DE", -1).of("a"), country("DE", 2).of("b"), country("DE", 4).of("c"), country("FR", -8).of("c")},
			[][]string{{"DE: 6"}, {"DE: 4"}, {"DE: 2"}},
			[]distribution.Repair{{Negative: 8}, {Negative: 9}, {Negative: 1}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			sides := rests(t, c.n, c.reading, c.rows...)
			require.Len(t, sides, len(c.rests))
			for i, side := range sides {
				histogram, repair := windowOf(t, side, minutes(0, c.n))
				require.Equal(t, c.rests[i], binned(histogram))
				require.Equal(t, c.repairs[i], repair)
			}
		})
	}
}

func TestRestOfOne(t *testing.T) {
	require.Empty(t, distribution.Rest(nil))
	sides := rests(t, 2, distribution.Reading{}, le("1", 1, 2).of("a"), le("+Inf", 3, 4).of("a"))
	require.Len(t, sides, 1)
	_, _, ok := sides[0].Window(span(0, 2))
	require.False(t, ok)
}

// Where the others have no counts, the rest has none, whatever the group itself counts.
func TestRestInGaps(t *testing.T) {
	sides := rests(t, 2, distribution.Reading{}, native(holding([3]float64{1, 2, 1}), holding([3]float64{1, 2, 1})).of("a"), native(holding([3]float64{1, 2, 2})).of("b"))
	_, _, ok := sides[0].Window(span(1, 2))
	require.False(t, ok)
	histogram, _ := windowOf(t, sides[1], minutes(1, 2))
	require.Equal(t, []string{"1–2: 1"}, binned(histogram))
}

// The rest is what an answer without the group's series holds.
func TestRestIsTheAnswerWithoutTheGroup(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	for _, c := range []struct {
		name    string
		reading distribution.Reading
		rows    func(n int) []row
	}{
		{"native", distribution.Reading{}, func(n int) []row { return []row{randomNative(random, n)} }},
		{"categories", distribution.Reading{Category: []string{"country"}}, func(n int) []row { return randomCategories(random, n) }},
		{"levels", distribution.Reading{Category: []string{"country"}, Level: true}, func(n int) []row { return randomCategories(random, n) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 100 {
				n, groups := 2+random.IntN(8), 1+random.IntN(4)
				var rows []row
				for g := range groups {
					for _, r := range c.rows(n) {
						rows = append(rows, r.of(strconv.Itoa(g)))
					}
				}
				reading := c.reading
				reading.GroupBy, reading.Scale, reading.Shared = []string{"service"}, 1, true
				histories := read(t, fetched(t, n, time.Minute, rows...), reading).Histories
				spans := randomSpans(random, n)
				for i, side := range distribution.Rest(histories) {
					histogram, repair, ok := side.Window(spans)
					others := slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.labels["service"] == histories[i].Key })
					together := c.reading
					together.Scale = 1
					found := read(t, fetched(t, n, time.Minute, others...), together)
					if len(found.Histories) == 0 {
						require.False(t, ok)
						continue
					}
					want, wantRepair, wantOK := found.Histories[0].Window(spans)
					require.Equal(t, wantOK, ok)
					require.Len(t, histogram.Bins, len(want.Bins))
					for b := range want.Bins {
						require.Equal(t, want.Bins[b].String(), histogram.Bins[b].String())
						require.InDelta(t, want.Counts[b], histogram.Counts[b], 1e-5)
					}
					require.Equal(t, wantRepair.Unstable, repair.Unstable)
					require.InDelta(t, wantRepair.Joined, repair.Joined, 1e-5)
					require.InDelta(t, wantRepair.Unbinned, repair.Unbinned, 1e-5)
					require.InDelta(t, wantRepair.Missing, repair.Missing, 1e-12)
				}
			}
		})
	}
}

func randomSpans(random *rand.Rand, n int) []plan.Span {
	var spans []plan.Span
	for from := random.IntN(n); from < n; from += 1 + random.IntN(3) {
		to := min(n, from+1+random.IntN(4))
		spans = append(spans, minutes(from, to))
		from = to
	}
	return spans
}

// Buckets of other layouts add up at the bounds that all the others have, in all cells in which they have any.
func TestRestOfClassicLayouts(t *testing.T) {
	random := rand.New(rand.NewPCG(19, 20))
	for range 300 {
		n, groups := 1+random.IntN(8), 2+random.IntN(4)
		var rows []row
		for g := range groups {
			for _, r := range randomClassic(random, n) {
				rows = append(rows, r.of(strconv.Itoa(g)))
			}
		}
		spans := randomSpans(random, n)
		histories := read(t, fetched(t, n, time.Minute, rows...), distribution.Reading{GroupBy: []string{"service"}, Scale: 1, Shared: true}).Histories
		for i, side := range distribution.Rest(histories) {
			others := slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.labels["service"] == histories[i].Key })
			want := added(others, spans)
			histogram, repair, ok := side.Window(spans)
			require.Equal(t, len(want) > 0, ok)
			require.Equal(t, len(want) > 0 && !slices.Contains(boundsOf(want), inf), repair.NoInfinity)
			require.Len(t, histogram.Bins, len(want))
			below := 0.0
			for b, one := range want {
				if one.null {
					require.Equal(t, "null", histogram.Bins[b].String())
					require.InDelta(t, one.count, histogram.Counts[b], 1e-5)
					continue
				}
				require.InDelta(t, one.bound, histogram.Bins[b].Upper, 0)
				require.InDelta(t, one.count-below, histogram.Counts[b], 1e-5)
				below = one.count
			}
		}
	}
}

// cumulative is the count of all values up to a bound, or of those that are null.
type cumulative struct {
	bound, count float64
	null         bool
}

func boundsOf(all []cumulative) []float64 {
	var bounds []float64
	for _, one := range all {
		if !one.null {
			bounds = append(bounds, one.bound)
		}
	}
	return bounds
}

// added adds the buckets of services up by hand, cell by cell.
func added(rows []row, spans []plan.Span) []cumulative {
	nulls, all := 0.0, map[string]*cumulative{}
	stands, wanted := map[string]int{}, 0
	for _, within := range spans {
		for k := int(within.Start.Sub(start) / time.Minute); k < int(within.End.Sub(start)/time.Minute); k++ {
			cells := map[string]bool{}
			for _, r := range rows {
				if _, bucket := r.labels["le"]; bucket && r.values[k] != none {
					cells[r.labels["service"]] = true
				}
			}
			wanted += len(cells)
			for _, r := range rows {
				text, bucket := r.labels["le"]
				switch {
				case r.values[k] == none || !cells[r.labels["service"]]:
				case !bucket:
					nulls += r.values[k]
				default:
					if all[text] == nil {
						all[text] = &cumulative{bound: boundOf(text)}
					}
					all[text].count += r.values[k]
					stands[text]++
				}
			}
		}
	}
	var left []cumulative
	for text, one := range all {
		if stands[text] == wanted {
			left = append(left, *one)
		}
	}
	slices.SortFunc(left, func(a, b cumulative) int {
		if a.bound < b.bound {
			return -1
		}
		return 1
	})
	if nulls > 1e-6 {
		left = append(left, cumulative{null: true, count: nulls})
	}
	return left
}

func boundOf(text string) float64 {
	bound, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return bound
}

// A busy group leaves nothing of itself in the rest, however large its counts: a crumb would be a value seen before, and
// one below 0 no count at all.
func TestRestOfBusyGroups(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	const n = 400
	busy, idle := make([]*promapi.Histogram, n), make([]*promapi.Histogram, n)
	for k := range n {
		busy[k] = holding([3]float64{1, 2, random.Float64() * 1e9})
		idle[k] = holding([3]float64{2, 4, 1})
	}
	idle[0] = holding([3]float64{1, 2, 1.0 / 3})
	sides := rests(t, n, distribution.Reading{}, native(busy...).of("busy"), native(idle...).of("idle"))
	for from := 1; from < n-20; from++ {
		histogram, _ := windowOf(t, sides[0], minutes(from, from+20))
		require.Equal(t, []string{"2–4: 20"}, binned(histogram))
	}
}

// Groups that have no bins in common would need room for all bins of all.
func TestSharedBinsAreLimited(t *testing.T) {
	var rows []row
	for i := range 30 {
		rows = append(rows, row{labels: map[string]string{"service": fmt.Sprint(i), "country": fmt.Sprint(i)}, values: []float64{1}})
	}
	reading := distribution.Reading{GroupBy: []string{"service"}, Category: []string{"country"}, Scale: 1, Shared: true, MaxValues: 899}
	_, err := distribution.Read(fetched(t, 1, time.Minute, rows...), reading)
	require.ErrorContains(t, err, "30 groups with 30 bins in all need 900 values, more than the limit of 899")
	require.Equal(t, fault.Limit, fault.From(err).Category)
	reading.MaxValues++
	read(t, fetched(t, 1, time.Minute, rows...), reading)
}
