package distribution_test

import (
	"context"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// start is where the cells of all tests start; cell k is (start + k min, start + (k+1) min].
var start = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func minutes(from, to int) plan.Span {
	return plan.Span{Start: start.Add(time.Duration(from) * time.Minute), End: start.Add(time.Duration(to) * time.Minute)}
}

func span(from, to int) []plan.Span { return []plan.Span{minutes(from, to)} }

var nan, inf = math.NaN(), math.Inf(1)

// row is a series with the value of each cell; none stands where there is no sample. A histogram stands in place of the
// value of its cell.
type row struct {
	labels     map[string]string
	values     []float64
	histograms []*promapi.Histogram
}

const none = -98765

func le(bound string, values ...float64) row {
	return row{labels: map[string]string{"le": bound}, values: values}
}

func (r row) of(service string) row { return r.with("service", service) }

// with is the row with one more label.
func (r row) with(label, value string) row {
	labels := maps.Clone(r.labels)
	if labels == nil {
		labels = map[string]string{}
	}
	labels[label] = value
	return row{labels: labels, values: r.values, histograms: r.histograms}
}

// within is the row with the samples of some cells only.
func (r row) within(from, to int) row {
	cut := row{labels: r.labels, values: slices.Clone(r.values), histograms: slices.Clone(r.histograms)}
	for k := range cut.values {
		if k < from || k >= to {
			cut.values[k] = none
		}
	}
	for k := range cut.histograms {
		if k < from || k >= to {
			cut.histograms[k] = nil
		}
	}
	return cut
}

func (r row) sample(k int) (promapi.Sample, bool) {
	if k < len(r.histograms) && r.histograms[k] != nil {
		return promapi.Sample{Histogram: r.histograms[k]}, true
	}
	if k < len(r.values) && r.values[k] != none {
		return promapi.Sample{Value: r.values[k]}, true
	}
	return promapi.Sample{}, false
}

type server []row

func (s server) QueryRange(_ context.Context, query promapi.RangeQuery, _ *promapi.Budget, sink promapi.Sink) (promapi.Stats, []promapi.Warning, error) {
	for _, one := range s {
		var samples []promapi.Sample
		for k := range max(len(one.values), len(one.histograms)) {
			at := start.Add(time.Duration(k+1) * time.Minute)
			sample, ok := one.sample(k)
			if ok && !at.Before(query.Start) && !at.After(query.End) {
				sample.Time = at.UnixMilli()
				samples = append(samples, sample)
			}
		}
		if err := sink(one.labels, samples); err != nil {
			return promapi.Stats{}, nil, err
		}
	}
	return promapi.Stats{}, nil, nil
}

// fetched is the answer of n cells; cell is the length that one value counts.
func fetched(t testing.TB, n int, cell time.Duration, rows ...row) fetch.Answer {
	t.Helper()
	p := plan.Plan{Sources: []plan.Source{{Expr: "x", Cell: cell, Scale: 1, Step: time.Minute, Ranges: []plan.Span{minutes(0, n)}}}}
	f := fetch.New(server(rows), settings.DefaultLimits, func() time.Time { return start.Add(24 * time.Hour) })
	result, err := f.Run(t.Context(), p, "")
	require.NoError(t, err)
	return result.Answers[0]
}

// one reads the only group.
func one(t testing.TB, n int, rows ...row) distribution.History {
	t.Helper()
	found := read(t, fetched(t, n, time.Minute, rows...), distribution.Reading{Scale: 1})
	require.Len(t, found.Histories, 1)
	require.Empty(t, found.Unreadable)
	return found.Histories[0]
}

func read(t testing.TB, answer fetch.Answer, reading distribution.Reading) distribution.Found {
	t.Helper()
	found, err := distribution.Read(answer, reading)
	require.NoError(t, err)
	return found
}

// upper returns the upper bounds of a histogram's bins.
func upper(h distribution.Histogram) []float64 {
	var all []float64
	for _, bin := range h.Bins {
		all = append(all, bin.Upper)
	}
	return all
}

// dense is a histogram whose bins touch.
func dense(upper []float64, counts ...float64) distribution.Histogram {
	h := distribution.Histogram{Counts: counts, Ordered: true}
	lower := -inf
	for _, bound := range upper {
		h.Bins = append(h.Bins, distribution.NumberBin(lower, bound))
		lower = bound
	}
	return h
}

func window(t testing.TB, h distribution.History, spans ...plan.Span) (distribution.Histogram, distribution.Repair) {
	t.Helper()
	return windowOf(t, &h, spans...)
}

func windowOf(t testing.TB, side distribution.Side, spans ...plan.Span) (distribution.Histogram, distribution.Repair) {
	t.Helper()
	histogram, repair, ok := side.Window(spans)
	require.True(t, ok)
	require.Len(t, histogram.Counts, len(histogram.Bins))
	return histogram, repair
}

// Bounds are numbers, whatever their text: sorted as text, 10 came before 2.5 and +Inf first.
func TestBoundsAreOrderedAsNumbers(t *testing.T) {
	h := one(t, 1, le("10", 8), le("+Inf", 10), le("2.5", 5), le("-1", 1), le("1e-3", 3), le("100", 9))
	histogram, repair := window(t, h, minutes(0, 1))
	require.Equal(t, []float64{-1, 0.001, 2.5, 10, 100, inf}, upper(histogram))
	require.Equal(t, []float64{1, 2, 2, 3, 1, 1}, histogram.Counts)
	require.Equal(t, distribution.Repair{}, repair)
	require.InDelta(t, 10, histogram.Total(), 0)
}

// Prometheus 3 writes le="1.0" where Prometheus 2 wrote le="1": over the upgrade both stand, and at once where a
// federation mixes servers.
func TestEqualBoundsAreOne(t *testing.T) {
	h := one(t, 3, le("1", 3, none, 1), le("1.0", none, 4, 2), le("+Inf", 10, 10, 10))
	histogram, repair := window(t, h, minutes(0, 3))
	require.Equal(t, []float64{1, inf}, upper(histogram))
	require.Equal(t, []float64{10, 20}, histogram.Counts)
	require.Equal(t, distribution.Repair{}, repair)
}

func TestUnreadableBounds(t *testing.T) {
	answer := fetched(t, 1, time.Minute, le("1", 3), le("+Inf", 4), le("NaN", 9), le("high", 9), le("", 9), le("high", 9).of("x"))
	found := read(t, answer, distribution.Reading{Scale: 1})
	require.Equal(t, []string{"", "NaN", "high"}, found.Unreadable)
	histogram, _ := window(t, found.Histories[0], minutes(0, 1))
	require.Equal(t, []float64{3, 1}, histogram.Counts)
}

func TestGroups(t *testing.T) {
	answer := fetched(t, 1, time.Minute, le("1", 3).of("b"), le("+Inf", 4).of("b"), le("+Inf", 7).of("a"), le("1", 2).of("a"), le("+Inf", 1))
	histories := read(t, answer, distribution.Reading{GroupBy: []string{"service"}, Scale: 0.5}).Histories
	require.Len(t, histories, 3)
	for i, want := range []struct {
		service string
		counts  []float64
	}{{"", []float64{0.5}}, {"a", []float64{1, 2.5}}, {"b", []float64{1.5, 0.5}}} {
		require.Equal(t, map[string]string{"service": want.service}, histories[i].Labels)
		histogram, _ := window(t, histories[i], minutes(0, 1))
		require.Equal(t, want.counts, histogram.Counts)
	}
}

func TestRepairs(t *testing.T) {
	for _, c := range []struct {
		name   string
		n      int
		rows   []row
		upper  []float64
		counts []float64
		repair distribution.Repair
	}{
		{"nothing to mend", 2, []row{le("1", 1, 2), le("+Inf", 4, 4)}, []float64{1, inf}, []float64{3, 5}, distribution.Repair{}},
		{"not monotonic: the higher count is raised", 1, []row{le("1", 10), le("2", 8), le("3", 9), le("+Inf", 12)}, []float64{1, 2, 3, inf}, []float64{10, 0, 0, 2}, distribution.Repair{Moved: 3}},
		{"not monotonic up to +Inf", 1, []row{le("1", 10), le("+Inf", 7)}, []float64{1, inf}, []float64{10, 0}, distribution.Repair{Moved: 3}},
		{"cells that make up for each other", 2, []row{le("1", 10, 0), le("+Inf", 8, 5)}, []float64{1, inf}, []float64{10, 3}, distribution.Repair{}},
		{"only rounding", 1, []row{le("1", 1e6), le("2", 1e6-1e-9), le("+Inf", 2e6)}, []float64{1, 2, inf}, []float64{1e6, 0, 1e6}, distribution.Repair{}},
		{"no +Inf", 1, []row{le("1", 4), le("2", 6)}, []float64{1, 2}, []float64{4, 2}, distribution.Repair{NoInfinity: true}},
		{"a bound that stands in part of the window", 2, []row{le("1", 2, 2), le("2", 3, none), le("+Inf", 6, 6)}, []float64{1, inf}, []float64{4, 8}, distribution.Repair{Unstable: 1, Joined: 1}},
		{"a layout that is replaced", 2, []row{le("1", 2, none), le("2", 3, 5), le("4", none, 6), le("+Inf", 7, 8)}, []float64{2, inf}, []float64{8, 7}, distribution.Repair{Unstable: 2, Joined: 3}},
		{"layouts of which one divides less", 4, []row{le("1", 1, 1, 1, none), le("2", 3, 3, 3, 3), le("+Inf", 6, 6, 6, 6)}, []float64{2, inf}, []float64{12, 12}, distribution.Repair{Unstable: 1, Joined: 3}},
		{"layouts that share no bound but +Inf", 4, []row{le("1", 1, 1, 1, none), le("2", none, none, none, 3), le("+Inf", 6, 6, 6, 6)}, []float64{inf}, []float64{24}, distribution.Repair{Unstable: 2, Joined: 6, Unkept: 24}},
		{"+Inf that stands in part of the window", 2, []row{le("1", 2, 2), le("+Inf", 5, none)}, []float64{1}, []float64{4}, distribution.Repair{Unstable: 1, NoInfinity: true}},
		{"a cell with NaN", 3, []row{le("1", 1, nan, 1), le("+Inf", 3, 100, 3)}, []float64{1, inf}, []float64{2, 4}, distribution.Repair{Invalid: 1}},
		{"a cell with infinities", 3, []row{le("1", 1, 1, -inf), le("+Inf", 3, inf, 3)}, []float64{1, inf}, []float64{1, 2}, distribution.Repair{Invalid: 2}},
		{"a cell without counts", 3, []row{le("1", 1, none, 1), le("+Inf", 3, none, 3)}, []float64{1, inf}, []float64{2, 4}, distribution.Repair{Missing: 1.0 / 3}},
		{"a cell without events", 2, []row{le("1", 0, 1), le("+Inf", 0, 3)}, []float64{1, inf}, []float64{1, 2}, distribution.Repair{}},
		{"negative counts", 1, []row{le("1", -5), le("+Inf", 3)}, []float64{1, inf}, []float64{0, 3}, distribution.Repair{Moved: 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			histogram, repair := window(t, one(t, c.n, c.rows...), minutes(0, c.n))
			require.Equal(t, c.upper, upper(histogram))
			require.InDeltaSlice(t, c.counts, histogram.Counts, 1e-6)
			require.Equal(t, c.repair, repair)
			for _, count := range histogram.Counts {
				require.GreaterOrEqual(t, count, 0.0)
			}
		})
	}
}

// Rounding leaves no crumb of an event in a bin without any: a divergence would take it for a value seen before.
func TestEmptyBinsAreEmpty(t *testing.T) {
	values := func(scale float64) []float64 {
		var all []float64
		for k := range 500 {
			all = append(all, scale*(1e5/3+float64(k)*0.1))
		}
		return all
	}
	h := read(t, fetched(t, 500, time.Minute, le("1", values(1)...), le("2", values(1)...), le("3", values(1+1e-13)...), le("+Inf", values(2)...)), distribution.Reading{Scale: 0.8}).Histories
	for from := range 100 {
		histogram, repair := window(t, h[0], minutes(from*4, from*4+100))
		require.Zero(t, histogram.Counts[1])
		require.Zero(t, histogram.Counts[2])
		require.Zero(t, repair.Moved)
	}
}

func TestNoCounts(t *testing.T) {
	h := one(t, 3, le("1", 1, none, nan), le("+Inf", 3, none, 3))
	_, _, ok := h.Window([]plan.Span{minutes(1, 2)})
	require.False(t, ok, "no samples")
	_, repair, ok := h.Window([]plan.Span{minutes(1, 3)})
	require.False(t, ok, "nothing but NaN")
	require.Equal(t, 1, repair.Invalid)
	_, _, ok = h.Window([]plan.Span{minutes(5, 9)})
	require.False(t, ok, "never asked for")
	_, _, ok = h.Window(nil)
	require.False(t, ok)
}

// Values that each count a whole window stand alone.
func TestDirectWindows(t *testing.T) {
	histories := read(t, fetched(t, 6, 5*time.Minute, le("1", 1, 2, 3, 4, 5, 6), le("+Inf", 10, 20, 30, 40, 50, none)), distribution.Reading{Scale: 1}).Histories
	for end, want := range map[int][]float64{1: {1, 9}, 3: {3, 27}, 5: {5, 45}} {
		histogram, _ := window(t, histories[0], minutes(end-5, end))
		require.Equal(t, want, histogram.Counts)
	}
	histogram, repair := window(t, histories[0], minutes(1, 6))
	require.Equal(t, []float64{1}, upper(histogram))
	require.True(t, repair.NoInfinity)
	_, _, ok := histories[0].Window([]plan.Span{minutes(2, 7)})
	require.False(t, ok)
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		upper []float64
		want  []string
	}{
		{[]float64{0.005, 0.25, 10, inf}, []string{"≤ 0.005", "0.005–0.25", "0.25–10", "> 10"}},
		{[]float64{-5, 0, 5}, []string{"≤ -5", "-5–0", "0–5"}},
		{[]float64{-1, 1}, []string{"≤ -1", "-1–1"}},
		{[]float64{inf}, []string{"all"}},
		{[]float64{1e-9, 1e21}, []string{"≤ 1e-09", "1e-09–1e+21"}},
		{[]float64{1.0905077326652577}, []string{"≤ 1.09051"}},
	} {
		for i, bin := range dense(c.upper).Bins {
			require.Equal(t, c.want[i], bin.String())
		}
	}
	require.Equal(t, "0", distribution.NumberBin(-1e-128, 1e-128).String())
	require.Equal(t, "DE / phone", distribution.CategoryBin([]string{"country", "device"}, []string{"DE", "phone"}).String())
	require.Equal(t, "no country / phone", distribution.CategoryBin([]string{"country", "device"}, []string{"", "phone"}).String())
	long := strings.Repeat("ä", 10_000)
	require.Len(t, []rune(distribution.CategoryBin([]string{"x"}, []string{long}).String()), 121)
	require.NotEqual(t, distribution.CategoryBin([]string{"x"}, []string{long}), distribution.CategoryBin([]string{"x"}, []string{long + "b"}))
}

func bounds(n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = strconv.Itoa(i + 1)
	}
	return append(texts, "+Inf")
}
