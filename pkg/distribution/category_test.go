package distribution_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
)

// labelled is a row with labels, given as name and value by turns.
func labelled(pairs []string, values ...float64) row {
	one := row{labels: map[string]string{}, values: values}
	for i := 0; i < len(pairs); i += 2 {
		one.labels[pairs[i]] = pairs[i+1]
	}
	return one
}

func country(name string, values ...float64) row {
	return labelled([]string{"country", name}, values...)
}

func TestCategories(t *testing.T) {
	countries := distribution.Reading{Category: []string{"country"}, Scale: 1}
	levels := distribution.Reading{Category: []string{"country"}, Scale: 1, Level: true}
	for _, c := range []struct {
		name    string
		reading distribution.Reading
		rows    []row
		want    []string
		repair  distribution.Repair
		found   distribution.Found
	}{
		{
			"one label", countries,
			[]row{country("FR", 1, 2), country("DE", 3, 4)},
			[]string{"DE: 7", "FR: 3"},
			distribution.Repair{},
			distribution.Found{},
		},
		{
			"two labels, in the order asked for",
			distribution.Reading{Category: []string{"device", "country"}, Scale: 0.5},
			[]row{country("DE", 3, 4).with("device", "tv"), country("FR", 1, 2).with("device", "phone"), country("DE", 5, 6).with("device", "phone")},
			[]string{"phone / DE: 5.5", "phone / FR: 1.5", "tv / DE: 3.5"},
			distribution.Repair{},
			distribution.Found{Category: []string{"device", "country"}},
		},
		{
			"a label that is missing",
			distribution.Reading{Category: []string{"country", "device"}, Scale: 1},
			[]row{country("DE", 3, 4).with("device", "tv"), country("DE", 1, 2), labelled([]string{"device", "tv"}, 5, 6), {values: []float64{7, 8}}},
			[]string{"no country / no device: 15", "no country / tv: 11", "DE / no device: 3", "DE / tv: 7"},
			distribution.Repair{},
			distribution.Found{Category: []string{"country", "device"}},
		},
		{
			"one appears, one vanishes", countries,
			[]row{country("DE", 3, 4, 5), country("FR", 1, none, none), country("IT", none, none, 9)},
			[]string{"DE: 12", "FR: 1", "IT: 9"},
			distribution.Repair{},
			distribution.Found{},
		},
		{
			"one without events is none", countries,
			[]row{country("DE", 3), country("FR", 0)},
			[]string{"DE: 3"},
			distribution.Repair{},
			distribution.Found{},
		},
		{
			"cells without any sample", countries,
			[]row{country("DE", 3, none, none, 0), country("FR", none, none, none, 2)},
			[]string{"DE: 3", "FR: 2"},
			distribution.Repair{Missing: 0.5},
			distribution.Found{},
		},
		{
			// An expression may keep labels that nobody asked for, on some of its series.
			"series of one category", countries,
			[]row{country("DE", 3, none).with("app", "x").with("zone", "1"), country("DE", 4, 5).with("zone", "1"), country("FR", 1, 1).with("zone", "1")},
			[]string{"DE: 12", "FR: 2"},
			distribution.Repair{},
			distribution.Found{Summed: []string{"app"}},
		},
		{
			"labels found in the answer",
			distribution.Reading{Free: true, Scale: 1, GroupBy: []string{"service"}},
			[]row{country("DE", 3).of("a").with("__name__", "x"), labelled([]string{"device", "tv"}, 4).of("a")},
			[]string{"no country / tv: 4", "DE / no device: 3"},
			distribution.Repair{},
			distribution.Found{Category: []string{"country", "device"}},
		},
		{
			"le is a label like any other where it is asked for",
			distribution.Reading{Category: []string{"le"}, Scale: 1},
			[]row{le("1", 3), le("high", 4)},
			[]string{"1: 3", "high: 4"},
			distribution.Repair{},
			distribution.Found{Category: []string{"le"}},
		},
		{
			"levels are means over the covered cells", levels,
			[]row{country("DE", 4, none, 2, 3), country("FR", none, none, 3, 3)},
			[]string{"DE: 3", "FR: 2"},
			distribution.Repair{Missing: 0.25},
			distribution.Found{},
		},
		{
			"levels beside a cell with NaN", levels,
			[]row{country("DE", 4, 2, 3), country("FR", nan, 3, 3)},
			[]string{"DE: 2.5", "FR: 3"},
			distribution.Repair{Invalid: 1},
			distribution.Found{},
		},
		{
			"negative values", countries,
			[]row{country("DE", 3, 4), country("FR", -7, 5), country("IT", -1, -2)},
			[]string{"DE: 7", "FR: 5"},
			distribution.Repair{Negative: 10},
			distribution.Found{},
		},
		{
			"cells with NaN or infinity", countries,
			[]row{country("DE", 3, 4, 5), country("FR", nan, 5, inf)},
			[]string{"DE: 4", "FR: 5"},
			distribution.Repair{Invalid: 2},
			distribution.Found{},
		},
		{
			"names that look like the bins for others", countries,
			[]row{country("other", 3), country("null", 4), country("", 5)},
			[]string{"no country: 5", "null: 4", "other: 3"},
			distribution.Repair{},
			distribution.Found{},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := len(c.rows[0].values)
			found := read(t, fetched(t, n, time.Minute, c.rows...), c.reading)
			require.Len(t, found.Histories, 1)
			if c.found.Category == nil {
				c.found.Category = []string{"country"}
			}
			require.Equal(t, c.found.Category, found.Category)
			require.Equal(t, c.found.Summed, found.Summed)
			require.Zero(t, found.Numbers)
			histogram, repair := window(t, found.Histories[0], minutes(0, n))
			require.Equal(t, c.want, binned(histogram))
			require.Equal(t, c.repair, repair)
			require.False(t, histogram.Ordered)
			require.False(t, histogram.Sparse)
		})
	}
}

// What comes and goes is a bin of those windows only that have events in it.
func TestCategoriesOfWindows(t *testing.T) {
	h := read(t, fetched(t, 3, time.Minute, country("DE", 3, none, none), country("FR", none, 4, none)), distribution.Reading{Category: []string{"country"}, Scale: 1}).Histories[0]
	for cell, want := range [][]string{{"DE: 3"}, {"FR: 4"}} {
		histogram, _ := window(t, h, minutes(cell, cell+1))
		require.Equal(t, want, binned(histogram))
	}
	_, _, ok := h.Window(span(2, 3))
	require.False(t, ok, "nobody knows whether there were no events or no counters")
	histogram, repair := window(t, h, minutes(0, 1), minutes(2, 3))
	require.Equal(t, []string{"DE: 3"}, binned(histogram))
	require.Equal(t, distribution.Repair{Missing: 0.5}, repair)
}

func TestNoDistribution(t *testing.T) {
	numbers := []row{labelled([]string{"service", "a"}, 1), labelled([]string{"service", "b"}, 2)}
	for _, c := range []struct {
		name    string
		reading distribution.Reading
		field   string
	}{
		{"one number for each group", distribution.Reading{Free: true, GroupBy: []string{"service"}}, "current.expr"},
		{"numbers where a histogram was asked for", distribution.Reading{GroupBy: []string{"service"}}, "current.metric"},
		{"numbers with labels where a histogram was asked for", distribution.Reading{}, "current.metric"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := distribution.Read(fetched(t, 1, time.Minute, numbers...), c.reading)
			var known *fault.Error
			require.ErrorAs(t, err, &known)
			require.Equal(t, fault.Query, known.Category)
			require.Equal(t, c.field, known.Field)
			require.NotEmpty(t, known.Fix)
		})
	}
	for _, reading := range []distribution.Reading{{}, {Free: true}, {Category: []string{"country"}}} {
		require.Empty(t, read(t, fetched(t, 1, time.Minute), reading), "no series is no fault")
	}
}

// Values of any length are told apart by all of it, and shown shortened.
func TestLongCategories(t *testing.T) {
	long := strings.Repeat("ä", 5_000)
	answer := fetched(t, 1, time.Minute, country(long+"a", 1), country(long+"b", 2))
	histogram, _ := window(t, read(t, answer, distribution.Reading{Category: []string{"country"}, Scale: 1}).Histories[0], minutes(0, 1))
	require.Equal(t, []float64{1, 2}, histogram.Counts)
	for _, bin := range histogram.Bins {
		require.Less(t, len(bin.String()), 300)
	}
	a, b, alignment := distribution.Align(histogram, histogram)
	require.Equal(t, a.Counts, b.Counts)
	require.Equal(t, 2, alignment.Bins)
}

// As many categories as an answer may have are read, compared and ranked in less time than a person waits.
func TestManyCategories(t *testing.T) {
	const n, cells = 20_000, 60
	rows := make([]row, n)
	for i := range rows {
		values := make([]float64, cells)
		for k := range values {
			values[k] = float64(1 + (i+k)%7)
		}
		rows[i] = country(fmt.Sprintf("country %05d", i), values...)
	}
	answer := fetched(t, cells, time.Minute, rows...)
	began := time.Now()
	h := read(t, answer, distribution.Reading{Category: []string{"country"}, Scale: 1}).Histories[0]
	for end := 30; end <= cells; end++ {
		current, _ := window(t, h, minutes(end-5, end))
		baseline, _ := window(t, h, minutes(end-30, end-5))
		a, b, alignment := distribution.Align(current, baseline)
		require.Equal(t, n, alignment.Bins)
		require.True(t, slices.Equal([]int{n, n}, []int{len(a.Bins), len(b.Bins)}))
	}
	require.Less(t, time.Since(began), 20*time.Second)
}
