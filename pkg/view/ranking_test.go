package view_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// answersTo plans a query over the hour before noon and fetches what it needs.
func answersTo(t *testing.T, query request.Query, s server, config settings.Settings) (plan.Plan, []fetch.Answer) {
	t.Helper()
	config.ScrapeInterval = 15 * time.Second
	p, err := plan.Build(query, plan.Timing{From: noon.Add(-time.Hour), To: now, Now: now}, config)
	require.NoError(t, err)
	fetched, err := fetch.New(s, config.Limits, func() time.Time { return now }).Run(t.Context(), p, "")
	require.NoError(t, err)
	return p, fetched.Answers
}

func ranked(t *testing.T, members string, rows ...row) (view.Result, []view.Ranking) {
	t.Helper()
	query := question(t, `,"view":"ranking","groupBy":["service"]`+hourAgo+members)
	p, answers := answersTo(t, query, server{"": rows}, settings.Settings{Limits: settings.DefaultLimits})
	result, rankings, err := view.Rankings(t.Context(), query, p, answers, settings.DefaultLimits)
	require.NoError(t, err)
	return result, rankings
}

// of counts events of a service in two buckets: now and before, up to 1 and in all.
func of(service string, low, all, lowBefore, allBefore float64) []row {
	return []row{
		{le: "1", service: service, current: low, baseline: lowBefore}, {le: "+Inf", service: service, current: all, baseline: allBefore},
	}
}

var services = append(append(append(append(append([]row{},
	of("small", 3, 6, 3, 6)...),
	of("same", 400, 1000, 400, 1000)...),
	of("gone", none, none, 40, 100)...),
	of("moved", 600, 1000, 400, 1000)...),
	of("a little", 420, 1000, 400, 1000)...)

// Groups that could be judged come first, the most divergent first; those that could not be are listed behind them.
func TestRankingIsInOrder(t *testing.T) {
	result, rankings := ranked(t, `,"measures":["kl","js"],"threshold":0.02`, services...)
	require.Len(t, rankings, 2)
	for k, ranking := range rankings {
		require.Equal(t, []request.Measure{"kl", "js"}[k], ranking.Measure)
		var names []string
		for _, row := range ranking.Rows {
			names = append(names, row.Labels["service"])
		}
		require.Equal(t, []string{"moved", "a little", "same", "gone", "small"}, names)
		require.Equal(t, []int{3, 2}, []int{ranking.Judged, len(ranking.Rows) - ranking.Judged})
		require.Equal(t, map[view.Status]int{view.NoData: 1, view.Insufficient: 1}, ranking.Unknown)
		top := ranking.Rows[0]
		require.Equal(t, view.OK, top.Status)
		require.Equal(t, "≤ 1", top.Top.Bin)
		require.Equal(t, "gained", top.Top.Direction)
		require.True(t, top.Changed)
		require.InDelta(t, 5000, top.Current, 1e-6)
		require.Greater(t, top.Value.Floor, 0.0)
		require.InDelta(t, 1, ranking.Rows[2].PValue, 1e-9, "equal counts")
		require.False(t, ranking.Rows[2].Changed)
		for _, row := range ranking.Rows[3:] {
			require.True(t, math.IsNaN(row.Value.Estimate) && math.IsNaN(row.PValue) && math.IsNaN(row.QValue))
			require.False(t, row.Changed || row.Within)
		}
		require.Equal(t, view.NoData, ranking.Rows[3].Status)
		require.InDelta(t, 30, ranking.Rows[4].Current, 1e-6, "how many there are is said of what can't be judged, too")
	}
	require.Equal(t, []int{2, 2}, []int{rankings[0].Within, rankings[1].Within})
	require.Equal(t, "- 1 of 3 judged groups changed (false discoveries ≤ 5 %).\n"+
		"- 2 of 3 judged groups are within 0.02 nats (66.6 %); 2 unknown: 1 too few samples, 1 no counts on one side.", texts(rankings[0].Notices))
	require.Empty(t, texts(result.Notices))
	for _, group := range result.Groups {
		require.Empty(t, group.Measures, "not kept: it would be for all groups")
	}
}

// The numbers are those of the view divergence.
func TestRankingAgreesWithTheDivergence(t *testing.T) {
	for _, measure := range []string{"kl", "js", "psi", "tv", "hellinger", "wasserstein", "ks", "entropy", "g", "newMass"} {
		_, rankings := ranked(t, `,"measures":["`+measure+`"]`, services...)
		want := result(t, `,"groupBy":["service"],"measures":["`+measure+`"]`+hourAgo, services...)
		for _, row := range rankings[0].Rows {
			for _, group := range want.Groups {
				if group.Labels["service"] != row.Labels["service"] || !row.Status.Judged() {
					continue
				}
				value, last := group.Measures[0].Values[0], group.Measures[0].Last.Conclusion
				for name, pair := range map[string][2]float64{
					"estimate": {value.Estimate, row.Value.Estimate}, "lower": {value.Lower, row.Value.Lower}, "upper": {value.Upper, row.Value.Upper},
					"floor": {last.Floor, row.Value.Floor}, "p": {last.PValue, row.PValue}, "q": {last.QValue, row.QValue},
				} {
					require.Equal(t, fmt.Sprint(pair[0]), fmt.Sprint(pair[1]), "%s of %s of %s", name, measure, row.Labels)
				}
			}
		}
	}
}

// False discoveries are counted among all groups: one of many has to stand out further.
func TestFalseDiscoveriesOfARanking(t *testing.T) {
	rows := of("moved", 430, 1000, 400, 1000) // 2150 and 2000 of 5000 each: p = 0.0024.
	_, alone := ranked(t, ``, rows...)
	require.True(t, alone[0].Rows[0].Changed)
	p := alone[0].Rows[0].PValue
	for i := range 30 {
		rows = append(rows, of(fmt.Sprintf("same %02d", i), 400, 1000, 400, 1000)...)
	}
	_, among := ranked(t, ``, rows...)
	require.Equal(t, "moved", among[0].Rows[0].Labels["service"])
	require.InDelta(t, p, among[0].Rows[0].PValue, 1e-12)
	require.InDelta(t, 31*p, among[0].Rows[0].QValue, 1e-12)
	require.False(t, among[0].Rows[0].Changed)
	_, lenient := ranked(t, `,"ranking":{"falseDiscovery":0.2}`, rows...)
	require.True(t, lenient[0].Rows[0].Changed)
}

// Warnings of many groups are the first few, and a number.
func TestWarningsOfManyGroups(t *testing.T) {
	var rows []row
	for i := range 6 { // No +Inf: what lies above is not counted.
		rows = append(rows, row{le: "1", service: fmt.Sprint(i), current: 40, baseline: 40}, row{le: "2", service: fmt.Sprint(i), current: 90, baseline: 90})
	}
	result, _ := ranked(t, ``, rows...)
	require.Equal(t, "! 0: There is no +Inf bucket: samples above the highest bound are not counted.\n"+
		"! 1: There is no +Inf bucket: samples above the highest bound are not counted.\n"+
		"! 2: There is no +Inf bucket: samples above the highest bound are not counted.\n"+
		"! There are warnings about 3 more groups: look at them in the view divergence.", texts(result.Notices))
}

// One group more than a ranking takes is refused with the number and what to do; more than limits.groups is not.
func TestGroupsOfARanking(t *testing.T) {
	rows := make([]row, 0, 2*plan.MostRanked+2)
	for i := range plan.MostRanked + 1 {
		rows = append(rows, of(fmt.Sprint(i), 400, 1000, 400, 1000)...)
	}
	query := question(t, `,"view":"ranking","groupBy":["service"],"baseline":{"kind":"rest"}`)
	for n, want := range map[int]string{600: "", plan.MostRanked + 1: "the query has 10001 groups, more than the limit of 10000; group by fewer labels or narrow the matchers, or raise limits.groups in the data source"} {
		p, answers := answersTo(t, query, server{"": rows[:2*n]}, settings.Settings{Limits: settings.DefaultLimits})
		_, rankings, err := view.Rankings(t.Context(), query, p, answers, settings.DefaultLimits)
		if want == "" {
			require.NoError(t, err)
			require.Len(t, rankings[0].Rows, n)
			continue
		}
		require.EqualError(t, err, want)
	}
}

// A group with more bins than an answer may have series is refused where many groups are not: its cost grows faster.
func TestWideGroupOfARanking(t *testing.T) {
	query := questionOf(t, byCountry, `,"view":"ranking"`+hourAgo)
	limits := settings.DefaultLimits
	limits.Series = 3
	s := server{"": {country("de", 100, 100), country("fr", 100, 100), country("it", 100, 100), country("pl", 100, 100)}}
	p, answers := answersTo(t, query, s, settings.Settings{Limits: limits})
	_, _, err := view.Rankings(t.Context(), query, p, answers, limits)
	require.ErrorContains(t, err, "a group has 4 bins, more than the limit of 3 series; map small categories together")
	limits.Series = 4
	_, _, err = view.Rankings(t.Context(), query, p, answers, limits)
	require.NoError(t, err)
}

func TestRankingOfNothing(t *testing.T) {
	result, rankings := ranked(t, `,"threshold":0.1`)
	require.Empty(t, result.Groups)
	require.Empty(t, rankings[0].Rows)
	require.Empty(t, rankings[0].Notices)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	query := question(t, `,"view":"ranking","groupBy":["service"]`+hourAgo)
	p, answers := answersTo(t, query, server{"": services}, settings.Settings{Limits: settings.DefaultLimits})
	_, _, err := view.Rankings(ctx, query, p, answers, settings.DefaultLimits)
	require.ErrorContains(t, err, "canceled")
}
