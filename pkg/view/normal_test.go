package view_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/view"
)

// tilted has 500 events in a window of 5 minutes, a share of them below 1 that depends on the time.
func tilted(share func(t time.Time) float64) []row {
	return []row{{le: "1", at: func(t time.Time) float64 { return 100 * share(t) }}, {le: "+Inf", at: func(time.Time) float64 { return 100 }}}
}

// What is normal is what the query would have shown in the week before: median and quantiles of its divergences, the
// current one left out.
func TestExpectedRange(t *testing.T) {
	// Each hour of the week has a mix of its own, and the last one is out of all proportion.
	share := func(at time.Time) float64 {
		hours := noon.Sub(at.Add(-time.Second)).Hours()
		if hours < 0.5 {
			return 0.9
		}
		return 0.5 + 0.1*math.Sin(math.Floor(hours)*math.Floor(hours))
	}
	group := result(t, `,"baseline":{"offset":"1d"},"measures":["js"],"confidence":{"expectedRange":true},"threshold":0.5`, tilted(share)...).Groups[0]
	value := group.Measures[0].Values[0]

	var past []float64
	for k := 1; k <= 168; k++ {
		at := noon.Add(time.Duration(-k) * time.Hour)
		p, q := share(at), share(at.Add(-24*time.Hour))
		interval, err := confidence.Estimate(confidence.JS, []float64{500 * p, 500 * (1 - p)}, []float64{500 * q, 500 * (1 - q)}, confidence.Options{Level: 0.95, Ordered: true})
		require.NoError(t, err)
		past = append(past, max(interval.Estimate, 0))
	}
	slices.Sort(past)
	between := func(share float64) float64 {
		place := share * 167
		below, part := int(place), place-math.Floor(place)
		return past[below]*(1-part) + past[below+1]*part
	}
	require.InDelta(t, between(0.025), value.Normal.Lower, 1e-9)
	require.InDelta(t, between(0.5), value.Normal.Median, 1e-9)
	require.InDelta(t, between(0.975), value.Normal.Upper, 1e-9)
	require.Greater(t, value.Estimate, value.Normal.Upper)
	require.Empty(t, texts(group.Notices))
}

// An incident of half a day does not move what is normal much, and none of it is left where its hours are excluded.
func TestExpectedRangeIsRobust(t *testing.T) {
	incident := func(hours int) func(time.Time) float64 {
		return func(at time.Time) float64 {
			if before := noon.Sub(at.Add(-time.Second)); before > 60*time.Hour && before < time.Duration(60+hours)*time.Hour {
				return 0.9
			}
			return 0.5
		}
	}
	const query = `,"measures":["js"],"confidence":{"expectedRange":true},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-01T01:00:00Z"`
	short := result(t, query+`}`, tilted(incident(3))...).Groups[0].Measures[0].Values[0]
	require.Less(t, short.Normal.Upper, 0.001, "three hours are fewer than one in forty")
	long := result(t, query+`}`, tilted(incident(12))...).Groups[0].Measures[0].Values[0]
	require.Greater(t, long.Normal.Upper, 0.05)
	require.Less(t, long.Normal.Median, 0.001)
	excluded := result(t, query+`,"exclude":[{"from":"2026-11-21T11:30:00Z","to":"2026-11-22T00:30:00Z"}]}`, tilted(incident(12))...).Groups[0].Measures[0].Values[0]
	require.Less(t, excluded.Normal.Upper, 0.001)
}

func TestNoExpectedRange(t *testing.T) {
	young := func(at time.Time) float64 {
		if at.Before(noon.Add(-5 * time.Hour)) {
			return none / 100.0
		}
		return 0.5
	}
	group := result(t, `,"baseline":{"offset":"1h"},"measures":["js"],"confidence":{"expectedRange":true}`,
		row{le: "1", at: func(at time.Time) float64 { return 100 * young(at) }},
		row{le: "+Inf", at: func(at time.Time) float64 {
			if young(at) < 0 {
				return none
			}
			return 100
		}}).Groups[0]
	require.True(t, math.IsNaN(group.Measures[0].Values[0].Normal.Median))
	require.Contains(t, texts(group.Notices), "There is no expected range for 1 value: too few windows of the week before could be judged.")
}

// Past windows in which an exact baseline ruled a bin out have an infinite divergence: so has the range, and nothing is NaN.
func TestInfiniteExpectedRange(t *testing.T) {
	rows := []row{country("DE", 50, 50), {labels: map[string]string{"country": "FR"}, at: func(at time.Time) float64 {
		if at.Hour() == 3 && at.Minute() > 50 {
			return 5
		}
		return 0
	}}}
	group := only(t, questionOf(t, byCountry, `,"baseline":{"kind":"static","categories":["DE","IT"],"weights":[3,1]},"measures":["kl"],"confidence":{"expectedRange":true}`), server{"": rows})
	normal := group.Measures[0].Values[0].Normal
	require.False(t, math.IsNaN(normal.Lower) || math.IsNaN(normal.Median) || math.IsNaN(normal.Upper))
}

// More than three groups are not drawn with all that belongs to them.
func TestCrowded(t *testing.T) {
	var rows []row
	for _, service := range []string{"a", "b", "c", "d"} {
		for _, one := range tilted(func(time.Time) float64 { return 0.5 }) {
			one.service = service
			rows = append(rows, one)
		}
	}
	all := result(t, hourAgo+`,"groupBy":["service"],"confidence":{"expectedRange":true}`, rows...)
	require.True(t, all.Crowded)
	require.Equal(t, "- Expected ranges are not drawn for more than 3 groups: they would hide each other.", texts(all.Notices))
	require.True(t, math.IsNaN(all.Groups[0].Measures[0].Values[0].Floor))
	require.False(t, math.IsNaN(all.Groups[0].Measures[0].Last.Conclusion.Floor), "it is told all the same")
	alerting := result(t, hourAgo+`,"groupBy":["service"],"alertOn":"aboveNormal"`, rows...)
	require.False(t, math.IsNaN(alerting.Groups[0].Measures[0].Values[0].Normal.Upper), "a rule needs it of any number of groups")
	require.Equal(t, view.OK, alerting.Groups[3].Status[0])
}
