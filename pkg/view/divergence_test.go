package view_test

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Each status, and the words that say why.
func TestStatuses(t *testing.T) {
	low, high, all := row{le: "1", current: 20, baseline: 40}, row{le: "2", current: 50, baseline: 60}, row{le: "+Inf", current: 100, baseline: 80}
	gone := func(r row) row { r.baseline = none; return r }
	fresh := func(r row) row { r.current = none; return r }
	for _, c := range []struct {
		name, members string
		rows          []row
		status        view.Status
		n             [2]float64
		notices       string
	}{
		{"ok", hourAgo, []row{low, high, all}, view.OK, [2]float64{500, 400}, ""},
		{
			"too few in the current window", hourAgo + `,"minCount":501`,
			[]row{low, high, all},
			view.Insufficient,
			[2]float64{500, 400},
			"- The point has fewer than 501 samples on a side (fewest: 500 current, 400 baseline) and can't be judged.",
		},
		{
			"too few in the baseline", hourAgo + `,"minCount":401`,
			[]row{low, high, all},
			view.Insufficient,
			[2]float64{500, 400},
			"- The point has fewer than 401 samples on a side (fewest: 500 current, 400 baseline) and can't be judged.",
		},
		{"just enough", hourAgo + `,"minCount":400`, []row{low, high, all}, view.OK, [2]float64{500, 400}, ""},
		{
			"no events", hourAgo + `,"minCount":0`,
			[]row{{le: "1"}, {le: "+Inf"}},
			view.Insufficient,
			[2]float64{0, 0},
			"- The point has fewer than 1 samples on a side (fewest: 0 current, 0 baseline) and can't be judged.",
		},
		{"no baseline", hourAgo, []row{gone(low), gone(all)}, view.NoData, [2]float64{500, 0}, "- The point has no counts on one side."},
		{"no current window", hourAgo, []row{fresh(low), fresh(all)}, view.NoData, [2]float64{0, 400}, "- The point has no counts on one side."},
		{
			"overlap", `,"baseline":{"kind":"fixed","from":"2026-11-24T11:00:00Z","to":"2026-11-24T11:56:00Z"}`,
			[]row{low, high, all},
			view.Overlap,
			[2]float64{500, 30*80 + 26*100},
			"! The point has a current window that lies partly in its own baseline, and no value.",
		},
		{
			"incomparable", hourAgo,
			[]row{gone(low), fresh(high), all},
			view.Incomparable,
			[2]float64{500, 400},
			"! The point has bucket layouts that share too little to be compared (current 2, baseline 2 bins): 1 bin in common, which leave 80 % of the samples in bins of their own. 2 bins and 50 % are needed.",
		},
		{
			"other layout", hourAgo,
			[]row{gone(low), high, all},
			view.OK,
			[2]float64{500, 400},
			"! Bucket layouts differ at 1 point: compared on the 2 common bins (current 3, baseline 2), which joins 20 % of the current and 0 % of the baseline samples with others.",
		},
		{
			"samples above the common bounds", hourAgo + `,"minCount":50`,
			[]row{low, high, fresh(all)},
			view.OK,
			[2]float64{250, 300},
			"! Bucket layouts differ at 1 point: compared on the 2 common bins (current 2, baseline 3).\n! 100 samples above the highest common bound are left out.\n! There is no +Inf bucket: samples above the highest bound are not counted.",
		},
		{
			"not monotonic", hourAgo,
			[]row{low, {le: "2", current: 10, baseline: 60}, all},
			view.OK,
			[2]float64{500, 400},
			"! Buckets were not monotonic: 5.6 % of the samples were moved up, as Prometheus does.",
		},
		{
			"not monotonic where there is nothing to compare", hourAgo,
			[]row{gone(low), gone(row{le: "2", current: 10}), gone(all)},
			view.NoData,
			[2]float64{500, 0},
			"- The point has no counts on one side.\n! Buckets were not monotonic: 10 % of the samples were moved up, as Prometheus does.",
		},
		{"no +Inf", hourAgo, []row{low, high}, view.OK, [2]float64{250, 300}, "! There is no +Inf bucket: samples above the highest bound are not counted."},
		{"NaN", hourAgo, []row{low, {le: "2", at: func(at time.Time) float64 {
			if at.Equal(noon) {
				return nan
			}
			return 60
		}}, all}, view.OK, [2]float64{400, 400}, "! Cells with NaN, infinite or contradictory counts were left out."},
		{
			"a bound that comes within the window", hourAgo,
			[]row{low, {le: "2", at: func(at time.Time) float64 {
				if at.Equal(noon) {
					return none
				}
				return 60
			}}, all},
			view.OK,
			[2]float64{500, 400},
			"! Bucket layouts differ at 1 point: compared on the 2 common bins (current 2, baseline 3), which joins 0 % of the current and 25 % of the baseline samples with others.\n! The point has a window in which bucket layouts differ, between series or over time: 1 bound did not stand in all, which joined up to 18 % of the samples with others.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := result(t, c.members, c.rows...)
			require.Equal(t, []time.Time{noon}, all.Times)
			require.Len(t, all.Groups, 1)
			group := all.Groups[0]
			require.Equal(t, []view.Status{c.status}, group.Status)
			require.InDelta(t, c.n[0], group.Current[0], 1e-6)
			require.InDelta(t, c.n[1], group.Baseline[0], 1e-6)
			require.Equal(t, c.notices, texts(group.Notices))
			require.Equal(t, c.status == view.OK, group.Measures[0].Last != nil)
		})
	}
}

// The numbers are those of the packages that know them, on the counts of the windows, and gonum agrees on the textbook
// values.
func TestMeasures(t *testing.T) {
	rows := []row{{le: "1", current: 20, baseline: 40}, {le: "2", current: 50, baseline: 60}, {le: "+Inf", current: 100, baseline: 80}}
	p, q := []float64{100, 150, 250}, []float64{200, 100, 100}
	group := result(t, hourAgo+`,"measures":["js","klReverse","kl"],"confidence":{"level":0.9}`, rows...).Groups[0]
	share := func(counts []float64) []float64 {
		total := counts[0] + counts[1] + counts[2]
		return []float64{counts[0] / total, counts[1] / total, counts[2] / total}
	}
	require.Equal(t, noon, group.Measures[0].Last.Time)
	require.InDeltaSlice(t, p, group.Measures[0].Last.Current.Counts, 1e-9)
	require.InDeltaSlice(t, q, group.Measures[0].Last.Baseline.Counts, 1e-9)
	for i, want := range []struct {
		name   request.Measure
		kind   confidence.Kind
		plugIn float64
	}{
		{request.MeasureJS, confidence.JS, stat.JensenShannon(share(p), share(q))},
		{request.MeasureKLReverse, confidence.KLReverse, stat.KullbackLeibler(share(q), share(p))},
		{request.MeasureKL, confidence.KL, stat.KullbackLeibler(share(p), share(q))},
	} {
		measure, value := group.Measures[i], group.Measures[i].Values[0]
		require.Equal(t, want.name, measure.Name, "in the order asked for")
		require.InDelta(t, want.plugIn, value.PlugIn, 1e-9)
		interval, err := confidence.Estimate(want.kind, p, q, confidence.Options{Level: 0.9, Ordered: true})
		require.NoError(t, err)
		require.InDelta(t, interval.Estimate, value.Estimate, 1e-9)
		require.InDelta(t, interval.Lower, value.Lower, 1e-9)
		require.InDelta(t, interval.Upper, value.Upper, 1e-9)
		require.LessOrEqual(t, value.Lower, value.Estimate)
		require.GreaterOrEqual(t, value.Upper, value.Estimate)
		require.Equal(t, fmt.Sprint(value), fmt.Sprint(measure.Last.Value))
	}
}

func TestUnboundedUpperIsSaid(t *testing.T) {
	group := result(t, hourAgo+`,"measures":["kl","js"]`, row{le: "1", current: 20, baseline: 80}, row{le: "+Inf", current: 100, baseline: 80}).Groups[0]
	require.True(t, math.IsInf(group.Measures[0].Values[0].Upper, 1))
	require.True(t, math.IsInf(group.Measures[0].Values[0].PlugIn, 1))
	require.False(t, math.IsInf(group.Measures[0].Values[0].Estimate, 0), "the estimate is always finite")
	require.False(t, math.IsInf(group.Measures[1].Values[0].Upper, 1))
	require.Equal(t, "- Upper limit of kl unbounded at 1 point: bins > 1 hold less than one sample on one side. JS always has an upper limit.", texts(group.Notices))
}

// All events in one bin on both sides: no divergence, and a number rather than NaN.
func TestOneBinHoldsAll(t *testing.T) {
	group := result(t, hourAgo+`,"measures":["kl","klReverse","js"]`, row{le: "1", current: 100, baseline: 80}, row{le: "+Inf", current: 100, baseline: 80}).Groups[0]
	require.Equal(t, []view.Status{view.OK}, group.Status)
	for _, measure := range group.Measures {
		value := measure.Values[0]
		require.Zero(t, value.PlugIn)
		require.False(t, math.IsNaN(value.Estimate))
		require.False(t, math.IsNaN(value.Lower) || math.IsNaN(value.Upper))
		require.Zero(t, value.Lower)
	}
}

// Groups are joined by their labels; one that is on one side only stays, says so, and hurts no other.
func TestGroupsAreJoined(t *testing.T) {
	group := func(service string) []row {
		return []row{{le: "1", service: service, current: 20, baseline: 20}, {le: "+Inf", service: service, current: 100, baseline: 100}}
	}
	query := question(t, `,"groupBy":["service"],"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}`)
	all, err := computed(t.Context(), t, query, server{"": append(group("b"), group("a")...), "stable": append(group("c"), group("b")...)}, 3)
	require.NoError(t, err)
	require.Len(t, all.Groups, 3)
	for i, want := range []struct {
		service string
		status  view.Status
		notices string
	}{
		{"a", view.NoData, "! Only the current side has this group: there is nothing to compare it with."},
		{"b", view.OK, ""},
		{"c", view.NoData, "! Only the baseline has this group: there is nothing to compare it with."},
	} {
		require.Equal(t, map[string]string{"service": want.service}, all.Groups[i].Labels)
		require.Equal(t, []view.Status{want.status}, all.Groups[i].Status)
		require.Equal(t, want.notices, texts(all.Groups[i].Notices))
	}
	_, err = computed(t.Context(), t, query, server{"": append(group("b"), group("a")...), "stable": append(group("c"), group("b")...)}, 2)
	require.Equal(t, fault.Limit, fault.From(err).Category)
	require.ErrorContains(t, err, "3 groups, more than the limit of 2")
	require.ErrorContains(t, err, "limits.groups")
}

// When no group has a partner, one sentence says why, not one for each group.
func TestGroupsThatAllStandAlone(t *testing.T) {
	group := func(pod string) []row {
		return []row{{le: "1", service: pod, current: 20, baseline: 20}, {le: "+Inf", service: pod, current: 100, baseline: 100}}
	}
	query := question(t, `,"groupBy":["service"],"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}`)
	for _, c := range []struct {
		name              string
		current, baseline []row
		want              string
	}{
		{"other values", append(group("a"), group("b")...), group("c"), "! No group is on both sides (2 current, 1 baseline): a label of groupBy (service) has other values on each; drop it."},
		{"no baseline", group("a"), nil, "! No series match on the baseline side: check its metric and matchers, and that there were counts at that time."},
		{"no current", nil, group("a"), "! No series match on the current side: check its metric and matchers, and that there were counts at that time."},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, err := computed(t.Context(), t, query, server{"": c.current, "stable": c.baseline}, 10)
			require.NoError(t, err)
			require.Equal(t, c.want, texts(all.Notices))
			for _, one := range all.Groups {
				require.Empty(t, one.Notices)
			}
		})
	}
}

// Each point is judged by itself, and the notice counts them.
func TestPointsAreJudgedOneByOne(t *testing.T) {
	query, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"5m","baseline":{"offset":"1h"}}`))
	require.NoError(t, err)
	rows := []row{
		{le: "1"},
		{le: "+Inf", at: func(at time.Time) float64 {
			if at.After(noon.Add(-4 * time.Minute)) {
				return none // Stopped.
			}
			return 100
		}},
	}
	rows[0].at = func(at time.Time) float64 {
		if rows[1].at(at) == none {
			return none
		}
		return 50
	}
	all, err := computed(t.Context(), t, query, server{"": rows}, 10)
	require.NoError(t, err)
	group := all.Groups[0]
	require.Len(t, all.Times, 11-1+1-1)
	for i, at := range all.Times {
		cells := min(5, max(0, 5-int(at.Sub(noon.Add(-4*time.Minute)).Minutes())))
		require.InDelta(t, 100*float64(cells), group.Current[i], 1e-6, at)
	}
	require.Equal(t, view.OK, group.Status[len(group.Status)-1], "one cell of 100 samples is enough")
	require.Contains(t, texts(group.Notices), "! 4 of 10 points have a window that lacks counts in up to 80 % of its time: it reaches beyond the data, or over a gap.")
}

func TestCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := computed(ctx, t, question(t, hourAgo), server{"": {{le: "1", current: 50, baseline: 50}, {le: "+Inf", current: 100, baseline: 100}}}, 10)
	require.Equal(t, fault.Canceled, fault.From(err).Category)
}

func TestNoSeries(t *testing.T) {
	all := result(t, hourAgo)
	require.Empty(t, all.Groups)
	require.Empty(t, all.Notices)
	all = result(t, hourAgo, row{le: "many", current: 1})
	require.Empty(t, all.Groups)
	require.Equal(t, `! Series whose le is no number were left out: "many".`, texts(all.Notices))
}

func TestManyUnboundedBinsAreShortened(t *testing.T) {
	rows := []row{{le: "0", current: 0, baseline: 600}}
	for i := 1; i <= 6; i++ {
		rows = append(rows, row{le: fmt.Sprint(i), current: float64(100 * i), baseline: 600})
	}
	group := result(t, hourAgo, append(rows, row{le: "+Inf", current: 600, baseline: 600})...).Groups[0]
	require.Contains(t, texts(group.Notices), "bins 0–1, 1–2, 2–3, 3–4 and 2 more hold less")
}
