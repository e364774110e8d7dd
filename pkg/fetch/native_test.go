package fetch_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
)

// growing is a histogram whose counts are the time, in buckets that come and go: bucket i stands in the minutes that i
// divides, and in one of eleven minutes there is no histogram.
func growing(t time.Time) *promapi.Histogram {
	if t.Unix()/60%11 == 0 {
		return nil
	}
	h := &promapi.Histogram{Count: seconds(t)}
	for i := int64(1); i <= 7; i++ {
		if t.Unix()/60%i == 0 {
			h.Buckets = append(h.Buckets, promapi.Bucket{Lower: float64(i - 4), Upper: float64(i - 3), Count: seconds(t) + float64(i)})
		}
	}
	return h
}

func native(histograms ...func(time.Time) *promapi.Histogram) *fake {
	server := &fake{}
	for i, histogram := range histograms {
		server.series = append(server.series, known{labels: map[string]string{"service": string(rune('a' + i))}, histogram: histogram})
	}
	return server
}

// requireHistograms checks that each column holds, at each index, what the histogram of that time has, or nothing.
func requireHistograms(t *testing.T, source plan.Source, series []fetch.Series, grid fetch.Grid, histogram func(time.Time) *promapi.Histogram) {
	t.Helper()
	for _, span := range source.Ranges {
		for at := span.Start.Add(source.Step); !at.After(span.End); at = at.Add(source.Step) {
			want := map[fetch.Part]float64{}
			if h := histogram(at); h != nil {
				want[fetch.Part{Kind: fetch.HistogramCount}] = h.Count
				for _, bucket := range h.Buckets {
					want[fetch.Part{Kind: fetch.HistogramBucket, Lower: bucket.Lower, Upper: bucket.Upper}] = bucket.Count
				}
			}
			index, ok := grid.Index(at)
			require.True(t, ok)
			got := map[fetch.Part]float64{}
			for _, one := range series {
				require.Len(t, one.Values, grid.Len())
				if !fetch.IsMissing(one.Values[index]) {
					got[one.Part] = one.Values[index]
				}
			}
			require.Equal(t, want, got, at)
		}
	}
}

// Buckets stand at their times and in their columns, whether they come from the server or were kept.
func TestHistogramsAreCutAndKept(t *testing.T) {
	server := native(growing)
	f := newFetcher(server)
	for _, span := range []plan.Span{
		{Start: at(12 * time.Hour), End: at(10 * time.Hour)},
		{Start: at(11 * time.Hour), End: at(9 * time.Hour)},
		{Start: at(11*time.Hour + 3*time.Minute), End: at(11 * time.Hour)},
	} {
		p := cells("x", time.Minute, span)
		answer := run(t, f, p).Answers[0]
		requireHistograms(t, p.Sources[0], answer.Series, answer.Grid, growing)
	}
	p := cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(9 * time.Hour)})
	server.requests()
	result := run(t, f, p)
	require.Empty(t, server.requests())
	requireHistograms(t, p.Sources[0], result.Answers[0].Series, result.Answers[0].Grid, growing)
}

// Series come by their labels, then numbers, counts and buckets by their bounds, all with the same labels.
func TestPartsAreOrdered(t *testing.T) {
	inf := math.Inf(1)
	spread := func(time.Time) *promapi.Histogram {
		return &promapi.Histogram{Count: 9, Buckets: []promapi.Bucket{{Lower: -inf, Upper: -2, Count: 1}, {Lower: -2, Upper: -1, Count: 1}, {Count: 1}, {Upper: 1, Count: 1}, {Lower: 2, Upper: inf, Count: 1}}}
	}
	wide := func(time.Time) *promapi.Histogram {
		return &promapi.Histogram{Count: 2, Buckets: []promapi.Bucket{{Lower: -2, Upper: 5, Count: 1}}}
	}
	server := native(spread, func(t time.Time) *promapi.Histogram {
		if t.Unix()/60%2 == 0 {
			return wide(t)
		}
		return spread(t)
	})
	server.series[0].value = seconds
	server.series[0], server.series[1] = server.series[1], server.series[0]
	series := run(t, newFetcher(server), cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(11*time.Hour + 30*time.Minute)})).Answers[0].Series
	var parts []fetch.Part
	for _, one := range series {
		parts = append(parts, one.Part)
	}
	bucket := func(lower, upper float64) fetch.Part {
		return fetch.Part{Kind: fetch.HistogramBucket, Lower: lower, Upper: upper}
	}
	count := fetch.Part{Kind: fetch.HistogramCount}
	require.Equal(t, []fetch.Part{
		{},
		count, bucket(-inf, -2), bucket(-2, -1), bucket(0, 0), bucket(0, 1), bucket(2, inf),
		count, bucket(-inf, -2), bucket(-2, -1), bucket(-2, 5), bucket(0, 0), bucket(0, 1), bucket(2, inf),
	}, parts)
	for i, one := range series {
		want := series[0]
		if i >= 7 {
			want = series[7]
		}
		require.Equal(t, reflect.ValueOf(want.Labels).Pointer(), reflect.ValueOf(one.Labels).Pointer(), "one map for all parts")
	}
	require.Equal(t, "a", series[0].Labels["service"])
	require.Equal(t, "b", series[7].Labels["service"])
}

// No histogram, one that counted nothing, and one with other buckets are three things.
func TestMissingIsNotZero(t *testing.T) {
	bucket := []promapi.Bucket{{Lower: 1, Upper: 2, Count: 3}}
	minute := func(t time.Time) *promapi.Histogram {
		return []*promapi.Histogram{nil, {Count: 0}, {Count: 3, Buckets: append([]promapi.Bucket{}, bucket...)}, {Count: 1, Buckets: []promapi.Bucket{{Lower: 2, Upper: 4, Count: 1}}}}[t.Minute()%4]
	}
	p := cells("x", time.Minute, plan.Span{Start: at(12*time.Hour + time.Minute), End: at(11*time.Hour + 57*time.Minute)}) // Minutes 0 to 3.
	series := run(t, newFetcher(native(minute)), p).Answers[0].Series
	require.Len(t, series, 3)
	missing := math.NaN()
	for i, want := range [][]float64{{missing, 0, 3, 1}, {missing, missing, 3, missing}, {missing, missing, missing, 1}} {
		requireValues(t, want, series[i].Values)
	}
}

func requireValues(t *testing.T, want, got []float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.True(t, want[i] == got[i] || math.IsNaN(want[i]) && math.IsNaN(got[i]), "%v is not %v", got, want)
	}
}

// A histogram that contradicts itself, or counts more than can be, is marked; none of its buckets is kept.
func TestInvalidHistogramsAreMarked(t *testing.T) {
	buckets := func(counts ...float64) (all []promapi.Bucket) {
		for i, count := range counts {
			all = append(all, promapi.Bucket{Lower: float64(i), Upper: float64(i + 1), Count: count})
		}
		return all
	}
	for name, invalid := range map[string]promapi.Histogram{
		"the decoder says so": {Invalid: true},
		"count":               {Count: 1e51, Buckets: buckets(1, 2)},
		"first bucket":        {Count: 3, Buckets: buckets(1e51, 2)},
		"last bucket":         {Count: 3, Buckets: buckets(1, 1e51)},
	} {
		minute := func(t time.Time) *promapi.Histogram {
			if t.Minute()%2 == 0 {
				copied := invalid
				copied.Buckets = append([]promapi.Bucket{}, invalid.Buckets...)
				return &copied
			}
			return &promapi.Histogram{Count: 3, Buckets: buckets(1, 2)}
		}
		p := cells("x", time.Minute, plan.Span{Start: at(12*time.Hour + time.Minute), End: at(11*time.Hour + 58*time.Minute)})
		series := run(t, newFetcher(native(minute)), p).Answers[0].Series
		require.Len(t, series, 3, name)
		require.Equal(t, []float64{fetch.Invalid, 3, fetch.Invalid}, series[0].Values, name)
		requireValues(t, []float64{math.NaN(), 1, math.NaN()}, series[1].Values)
		requireValues(t, []float64{math.NaN(), 2, math.NaN()}, series[2].Values)
	}
}

// Two histograms at one time would mix their buckets.
func TestTwoHistogramsAtOneTime(t *testing.T) {
	server := native(growing, growing)
	server.series[1].labels = server.series[0].labels
	_, err := newFetcher(server).Run(t.Context(), cells("x", time.Minute, plan.Span{Start: at(12 * time.Hour), End: at(11 * time.Hour)}), "")
	requireCategory(t, fault.Protocol, err)
}

// Each bucket that there is anywhere in an answer counts once, and so does each histogram.
func TestLimitsCountColumns(t *testing.T) {
	const columns = 2 * (1 + 7)
	span := plan.Span{Start: at(18 * time.Hour), End: at(11 * time.Hour)} // 420 values: each bucket stands somewhere.
	for _, c := range []struct {
		limits settings.Limits
		words  string
	}{
		{settings.Limits{Series: columns, Values: columns * 420}, ""},
		{settings.Limits{Series: columns - 1, Values: columns * 420}, "more than 15 series"},
		{settings.Limits{Series: columns, Values: columns*420 - 1}, "more than 6719 values"},
	} {
		f := fetch.New(native(growing, growing), c.limits, func() time.Time { return now })
		result, err := f.Run(t.Context(), cells("x", time.Minute, span), "")
		if c.words == "" {
			require.NoError(t, err)
			require.Equal(t, columns, len(result.Answers[0].Series))
			continue
		}
		requireCategory(t, fault.Limit, err)
		require.ErrorContains(t, err, c.words)
	}
}

// An answer is not read on past the limit.
func TestLimitStopsTheAnswer(t *testing.T) {
	read := false
	last := func(time.Time) *promapi.Histogram { read = true; return nil }
	f := fetch.New(native(growing, growing, last), settings.Limits{Series: 15, Values: 1e6}, func() time.Time { return now })
	_, err := f.Run(t.Context(), cells("x", time.Minute, plan.Span{Start: at(18 * time.Hour), End: at(11 * time.Hour)}), "")
	requireCategory(t, fault.Limit, err)
	require.False(t, read)
}
