package view_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Of 500 orders now, 100 are from BR, where none came from before; of 400 before, 100 were from FR.
var moved = []row{country("BR", 20, 0), country("DE", 80, 60), country("FR", 0, 20)}

const shares = `,"measures":["newMass","vanishedMass"]`

func TestNewAndVanishedMass(t *testing.T) {
	wilson := func(part, n float64) [3]float64 {
		lower, upper, err := confidence.Share(part, n, 0.95)
		require.NoError(t, err)
		return [3]float64{part / n, lower, upper}
	}
	for _, c := range []struct {
		name, baseline string
		rows           []row
		new, vanished  [3]float64
		n              float64
		notices        string
	}{
		{
			"counted", hourAgo, moved,
			wilson(100, 500),
			wilson(100, 400),
			400, "- New, not in the baseline: BR (20 %).\n- Vanished since the baseline: FR (25 %).",
		},
		{
			"written down with a sample size", `,"baseline":{"kind":"static","categories":["DE","FR"],"weights":[3,1],"n":1000}`, moved,
			wilson(100, 500),
			wilson(250, 1000),
			1000, "- New, not in the baseline: BR (20 %).\n- Vanished since the baseline: FR (25 %).",
		},
		{
			// There is nothing uncertain about the share of an exact baseline, but there is about that of the samples.
			"exact", `,"baseline":{"kind":"static","categories":["DE","FR"],"weights":[3,1]}`, moved,
			wilson(100, 500),
			[3]float64{0.25, 0.25, 0.25},
			nan, "- New, not in the baseline: BR (20 %).\n- Vanished since the baseline: FR (25 %).",
		},
		{"none", hourAgo, []row{country("DE", 80, 10), country("FR", 20, 90)}, wilson(0, 500), wilson(0, 500), 500, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			group := only(t, questionOf(t, byCountry, c.baseline+shares), server{"": c.rows})
			require.Equal(t, []view.Status{view.OK}, group.Status, "a share is never infinite")
			require.InDelta(t, 500, group.Current[0], 1e-6)
			requireSame(t, c.n, group.Baseline[0])
			for m, want := range [][3]float64{c.new, c.vanished} {
				value := group.Measures[m].Values[0]
				require.InDeltaSlice(t, want[:], []float64{value.Estimate, value.Lower, value.Upper}, 1e-9)
				requireSame(t, value.Estimate, value.PlugIn)
			}
			require.Equal(t, c.notices, texts(group.Notices))
		})
	}
}

// requireSame takes NaN for equal to itself.
func requireSame(t *testing.T, want, got float64) {
	t.Helper()
	if math.IsNaN(want) {
		require.True(t, math.IsNaN(got), got)
		return
	}
	require.InDelta(t, want, got, 1e-6)
}

// histogramOf8 has the buckets (0, 1], …, (6, 7], (7, ∞), current counts falling and those of the baseline rising.
func histogramOf8() []row {
	var rows []row
	for i, le := range []string{"1", "2", "3", "4", "5", "6", "7", "+Inf"} {
		k := float64(i + 1)
		rows = append(rows, row{le: le, current: 10 * k, baseline: k * (k + 1)})
	}
	return rows
}

// Each resolution joins the neighbours, gives what confidence gives for them, and keeps its own bins for replay.
func TestSensitivity(t *testing.T) {
	group := only(t, question(t, hourAgo+`,"view":"sensitivity","measures":["kl","js","newMass"]`), server{"": histogramOf8()})
	p, q := []float64{50, 50, 50, 50, 50, 50, 50, 50}, []float64{10, 20, 30, 40, 50, 60, 70, 80}
	require.Len(t, group.Measures, 9)
	for i, c := range []struct {
		resolution view.Resolution
		name       string
	}{{view.Full, "full"}, {view.Half, "half"}, {view.Quarter, "quarter"}} {
		for m, kind := range map[int]confidence.Kind{0: confidence.KL, 1: confidence.JS} {
			measure := group.Measures[3*m+i]
			require.Equal(t, c.resolution, measure.Resolution)
			require.Equal(t, c.name, measure.Resolution.String())
			require.InDeltaSlice(t, coarser(p, int(c.resolution)), measure.Last.Current.Counts, 1e-9)
			require.InDeltaSlice(t, coarser(q, int(c.resolution)), measure.Last.Baseline.Counts, 1e-9)
			want, err := confidence.Estimate(kind, coarser(p, int(c.resolution)), coarser(q, int(c.resolution)), confidence.Options{Level: 0.95, Ordered: true})
			require.NoError(t, err)
			require.InDelta(t, want.Estimate, measure.Values[0].Estimate, 1e-9)
			require.InDelta(t, want.Lower, measure.Values[0].Lower, 1e-9)
			require.InDelta(t, want.Upper, measure.Values[0].Upper, 1e-9)
			require.Equal(t, fmt.Sprint(measure.Values[0]), fmt.Sprint(measure.Last.Value))
			require.Equal(t, noon, measure.Last.Time)
		}
		require.Equal(t, request.MeasureNewMass, group.Measures[6+i].Name)
	}
	quarter := group.Measures[2].Last.Current.Bins
	require.Equal(t, "≤ 4, > 4", quarter[0].String()+", "+quarter[1].String())
	require.Empty(t, group.Notices)
}

func coarser(counts []float64, neighbours int) []float64 {
	joined := make([]float64, (len(counts)+neighbours-1)/neighbours)
	for i, count := range counts {
		joined[i/neighbours] += count
	}
	return joined
}

// A single bin has no divergence: no value rather than a band from 0 to the most there can be, and a word about it.
func TestSingleBins(t *testing.T) {
	three := []row{{le: "1", current: 20, baseline: 40}, {le: "2", current: 50, baseline: 60}, {le: "+Inf", current: 100, baseline: 80}}
	group := only(t, question(t, hourAgo+`,"view":"sensitivity","measures":["js","newMass"]`), server{"": three})
	require.Equal(t, []view.Status{view.OK}, group.Status)
	for _, value := range []float64{group.Measures[2].Values[0].Estimate, group.Measures[2].Values[0].Lower, group.Measures[2].Values[0].Upper} {
		require.True(t, math.IsNaN(value), value)
	}
	require.Nil(t, group.Measures[2].Last)
	require.Zero(t, group.Measures[5].Values[0].Estimate, "a share there is")
	require.Equal(t, "- There is no divergence at quarter resolution at 1 point: all samples of both sides lie in a single bin there.", texts(group.Notices))

	for _, c := range []struct {
		name, current, members string
		rows                   []row
		notice                 string
	}{
		{"one category", byCountry, hourAgo, []row{country("DE", 80, 60)}, "- The point has all samples of both sides in a single bin (bins: stored), which can't differ, and no value."},
		{"one native bucket", native, hourAgo, []row{{buckets: []promapi.Bucket{{Lower: 1, Upper: 2, Count: 1}}, current: 100, baseline: 100}}, "- The point has all samples of both sides in a single bin (bins: stored), which can't differ, and no value."},
		{
			"joined to one", `{"metric":"m"}`, hourAgo + `,"bins":{"kind":"quantiles","count":2}`,
			[]row{{le: "1", current: 20}, {le: "2", current: 50}, {le: "+Inf", current: 100, baseline: 80}},
			"- The point has all samples of both sides in a single bin (bins: quantiles), which can't differ, and no value.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			group := only(t, questionOf(t, c.current, c.members), server{"": c.rows})
			require.Equal(t, []view.Status{view.Incomparable}, group.Status)
			require.Equal(t, c.notice, texts(group.Notices))
		})
	}
}

func TestJoinedBins(t *testing.T) {
	for _, c := range []struct {
		name, current, bins string
		rows                []row
		want                string
		notices             string
	}{
		{"quantiles", `{"metric":"m"}`, `{"kind":"quantiles","count":2}`, histogramOf8(), "≤ 6, > 6", "- 8 stored bins are joined into 2 (quantiles)."},
		{"equal width", `{"metric":"m"}`, `{"kind":"equalWidth","count":2}`, histogramOf8(), "≤ 1, 1–4, 4–7, > 7", "- 8 stored bins are joined into 4 (equalWidth)."},
		{"top", byCountry, `{"kind":"top","count":2}`, moved, "DE, FR, other", "- New, not in the baseline: BR (20 %).\n- Vanished since the baseline: FR (25 %)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			group := only(t, questionOf(t, c.current, hourAgo+`,"bins":`+c.bins+`,"measures":["js"]`), server{"": c.rows})
			var names []string
			for _, bin := range group.Measures[0].Last.Current.Bins {
				names = append(names, bin.String())
			}
			require.Equal(t, c.want, strings.Join(names, ", "))
			require.Equal(t, c.notices, texts(group.Notices))
		})
	}
}

// What the query alone does not tell is refused when the answer does, in the words of the query.
func TestBinsThatDoNotFit(t *testing.T) {
	histogram, categories := []row{{le: "1", current: 20, baseline: 40}, {le: "+Inf", current: 100, baseline: 80}}, moved
	const code = `{"expr":"sum by (le, country) (increase(ours[$__window]))"}`
	theirs := `,"baseline":{"kind":"cohort","expr":"sum by (le, country) (increase(theirs[$__window]))"}`
	for _, c := range []struct {
		name, current, members string
		ours, theirs           []row
		field, words           string
	}{
		{"top of a histogram", code, `,"bins":{"kind":"top"}` + hourAgo, histogram, nil, "bins.kind", "top applies to categories"},
		{"quantiles of categories", code, `,"bins":{"kind":"quantiles"}` + hourAgo, categories, nil, "bins.kind", "quantiles applies to histograms"},
		{"equal width of categories", code, `,"bins":{"kind":"equalWidth"}` + hourAgo, categories, nil, "bins.kind", "equalWidth applies to histograms"},
		{"sensitivity of categories", code, `,"view":"sensitivity"` + hourAgo, categories, nil, "view", "no neighbours to join"},
		{"histogram against categories", code, theirs, histogram, categories, "baseline", "the current side is a histogram, the baseline categories"},
		{"categories against a histogram", code, theirs, categories, histogram, "baseline", "the current side is categories, the baseline a histogram"},
		{"histogram against written categories", code, `,"baseline":{"kind":"static","categories":["DE","FR"],"weights":[1,1]}`, histogram, nil, "baseline", "the current side is a histogram, the baseline categories"},
		{"categories against written bounds", code, `,"baseline":{"kind":"static","bounds":[1],"weights":[1,1]}`, categories, nil, "baseline", "the current side is categories, the baseline a histogram"},
		{"categories of other labels", code, `,"baseline":{"kind":"static","categories":[["DE","x"],["FR","y"]],"weights":[1,1]}`, categories, nil, "baseline.categories[0]", "made of 1 labels"},
		{"a number each", code, theirs, histogram, []row{{labels: map[string]string{}, current: 1, baseline: 1}}, "baseline.expr", "one number for each group"},
		{"no histogram", `{"metric":"ours"}`, `,"baseline":{"kind":"cohort","metric":"theirs"}`, histogram, categories, "baseline.metric", "plain numbers"},
		{"no histogram of its own", `{"metric":"ours"}`, hourAgo, categories, nil, "current.metric", "plain numbers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := computed(t.Context(), t, questionOf(t, c.current, c.members), server{"ours": c.ours, "theirs": c.theirs}, 10)
			require.Error(t, err)
			failed := fault.From(err)
			require.Equal(t, fault.Query, failed.Category)
			require.Equal(t, c.field, failed.Field)
			require.ErrorContains(t, err, c.words)
			require.NotEmpty(t, failed.Fix)
		})
	}
}

// Two bins in common, of which one holds everything, tell nothing: all that differs was lost to the alignment.
func TestIncomparableWhereOneCommonBinHoldsAll(t *testing.T) {
	rows := []row{
		{le: "0.1", current: 0, baseline: 0},
		{le: "1", current: 50, baseline: none},
		{le: "2", current: none, baseline: 50},
		{le: "10", current: 100, baseline: 100},
		{le: "+Inf", current: 100, baseline: 100},
	}
	group := result(t, hourAgo, rows...).Groups[0]
	require.Equal(t, []view.Status{view.Incomparable}, group.Status)
}

// A label that no series has is a typing error, which would make one group, or one bin, of everything.
func TestAbsentLabels(t *testing.T) {
	result, err := computed(t.Context(), t, questionOf(t, byCountry, hourAgo+`,"groupBy":["shpo"]`), server{"": moved}, 10)
	require.NoError(t, err)
	require.Contains(t, texts(result.Notices), `! No series has the label "shpo": check groupBy.`)
	result, err = computed(t.Context(), t, questionOf(t, `{"metric":"m","category":["contry","country"],"type":"categoryCounter"}`, hourAgo), server{"": moved}, 10)
	require.NoError(t, err)
	require.Contains(t, texts(result.Notices), `! No series has the label "contry": check category.`)
}

// Layouts with two bins in common whose samples nearly all lose theirs are as good as none.
func TestIncomparableByCoverage(t *testing.T) {
	ours, theirs := []string{"1", "2", "3", "4"}, []string{"0.5", "1.5", "2.5", "4"}
	var rows []row
	for i := range ours {
		k := float64(i + 1)
		rows = append(rows, row{le: ours[i], current: 24 * k, baseline: none}, row{le: theirs[i], current: none, baseline: 24 * k})
	}
	rows[7].current, rows[6].baseline = 96, 96 // Both sides have le="4".
	rows = append(rows[:6], row{le: "4", current: 96, baseline: 96}, row{le: "+Inf", current: 100, baseline: 100})
	group := result(t, hourAgo, rows...).Groups[0]
	require.Equal(t, []view.Status{view.Incomparable}, group.Status)
	require.Equal(t, "! The point has bucket layouts that share too little to be compared (current 5, baseline 5 bins): 2 bins in common, which leave 28 % of the samples in bins of their own. 2 bins and 50 % are needed.",
		texts(group.Notices))
	require.Nil(t, group.Measures[0].Last)
}

// Every category that is new or gone is told by its own name, the most frequent first, and not all of a thousand.
func TestNewCategoriesAreNamed(t *testing.T) {
	hostile := "\"><script>alert(1)</script>\n%s%d{{x}}"
	for _, c := range []struct {
		name    string
		rows    []row
		notices string
	}{
		{"hostile", []row{country("DE", 80, 60), country(hostile, 20, 0)}, "- New, not in the baseline: " + hostile + " (20 %)."},
		{"missing label", []row{country("DE", 80, 60), country("", 20, 0)}, "- New, not in the baseline: no country (20 %)."},
		{"long", []row{country("DE", 80, 60), country(strings.Repeat("é", 200), 0, 20)}, "- Vanished since the baseline: " + strings.Repeat("é", 120) + "… (25 %)."},
		{
			"many",
			[]row{country("a", 0.5, 0), country("b", 1, 0), country("c", 2, 0), country("d", 3, 0), country("e", 3.5, 0), country("DE", 90, 60), country("z", 0, 40)},
			"- New, not in the baseline: e (3.5 %), d (3 %), c (2 %), b (1 %) and 1 more.\n- Vanished since the baseline: z (40 %).",
		},
		{"all there is", []row{country("DE", 80, 0), country("FR", 0, 60)}, "- New, not in the baseline: DE (100 %).\n- Vanished since the baseline: FR (100 %)."},
		{"a trace", []row{country("DE", 2e6, 60), country("FR", 2, 0)}, "- New, not in the baseline: FR (0.0001 %)."},
		{"named as other bins are", []row{country("DE", 80, 60), country("other", 20, 0)}, "- New, not in the baseline: other (20 %)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.notices, texts(only(t, questionOf(t, byCountry, hourAgo+`,"measures":["js"]`), server{"": c.rows}).Notices))
		})
	}
}

// The labels of the categories are told, in code mode those that were found.
func TestCategoryLabels(t *testing.T) {
	rows := []row{{labels: map[string]string{"device": "x", "country": "DE"}, current: 90, baseline: 80}, {labels: map[string]string{"device": "y", "country": "DE"}, current: 80, baseline: 90}}
	for current, want := range map[string][]string{
		byCountry: {"country"},
		`{"metric":"m","category":["device","country"],"type":"categoryCounter"}`:            {"device", "country"},
		`{"expr":"sum by (device, country) (increase(m[$__window]))"}`:                       {"country", "device"},
		`{"expr":"sum by (device, country) (increase(m[$__window]))","category":["device"]}`: {"device"},
	} {
		all, err := computed(t.Context(), t, questionOf(t, current, hourAgo), server{"": rows}, 10)
		require.NoError(t, err)
		require.Equal(t, want, all.Category)
	}
	require.Nil(t, result(t, hourAgo, histogramOf8()...).Category)
}

// Where an exact baseline rules a bin out that has samples, KL is infinite: a fact, told with the bin. JS is not.
func TestInfinite(t *testing.T) {
	rows := []row{country("BR", 20, 0), country("DE", 70, 0), country("IT", 10, 0)}
	static := `,"baseline":{"kind":"static","categories":["DE","FR"],"weights":[3,1]}`
	group := only(t, questionOf(t, byCountry, static+`,"measures":["js","kl","klReverse"]`), server{"": rows})
	require.Equal(t, []view.Status{view.Infinite}, group.Status)
	require.True(t, group.Status[0].Judged())
	inf := math.Inf(1)
	infinite := group.Measures[1].Values[0]
	require.Equal(t, []float64{inf, inf, inf, inf}, []float64{infinite.Estimate, infinite.PlugIn, infinite.Lower, infinite.Upper})
	js, err := divergence.JS([]float64{100, 350, 0, 50}, []float64{0, 3, 1, 0})
	require.NoError(t, err)
	require.InDelta(t, js, group.Measures[0].Values[0].PlugIn, 1e-9)
	require.False(t, math.IsInf(group.Measures[0].Values[0].Upper, 1))
	require.False(t, math.IsInf(group.Measures[2].Values[0].Estimate, 1), "a value that was not drawn now may be rare")
	require.Equal(t, strings.Join([]string{
		"- New, not in the baseline: BR (20 %), IT (10 %).",
		"- Vanished since the baseline: FR (25 %).",
		"! kl is infinite at 1 point: the baseline gives no weight to BR, IT, which have samples.",
		"- Upper limit of klReverse unbounded at 1 point: bins FR hold less than one sample on one side. JS always has an upper limit.",
	}, "\n"), texts(group.Notices))

	group = only(t, questionOf(t, byCountry, static), server{"": {country("BR", 20, 0), country("DE", 80, 0)}})
	require.Contains(t, texts(group.Notices), "! kl is infinite at 1 point: the baseline gives no weight to BR, which has samples.")
}

func TestStatic(t *testing.T) {
	rows := []row{{le: "1", current: 20}, {le: "2", current: 50}, {le: "+Inf", current: 100}}
	for _, c := range []struct {
		name, members string
		rows          []row
		status        view.Status
		counts        []float64 // Of the baseline.
		n             float64
		notices       string
	}{
		{"exact", `"weights":[1,2,1]`, rows, view.OK, []float64{1, 2, 1}, nan, ""},
		{"exact, less than minCount by far", `"weights":[0.25,0.5,0.25]`, rows, view.OK, []float64{0.25, 0.5, 0.25}, nan, ""},
		{"with a sample size", `"weights":[1,2,1],"n":800`, rows, view.OK, []float64{200, 400, 200}, 800, ""},
		{"with too small a one", `"weights":[1,2,1],"n":80`, rows, view.Insufficient, nil, 80, "- The point has fewer than 100 samples on a side (fewest: 500 current, 80 baseline) and can't be judged."},
		{"too few now", `"weights":[0.25,0.5,0.25]`, []row{{le: "1", current: 2}, {le: "+Inf", current: 10}}, view.Insufficient, nil, nan, "- The point has fewer than 100 samples on a side (fewest: 50 current) and can't be judged."},
		{
			"samples above the common bounds", `"weights":[0.25,0.5,0.25]`, rows[:2], view.OK,
			[]float64{0.25, 0.5},
			nan,
			"! Bucket layouts differ at 1 point: compared on the 2 common bins (current 2, baseline 3).\n! The baseline's weights above the highest common bound are left out.\n! There is no +Inf bucket: samples above the highest bound are not counted.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			group := only(t, question(t, `,"baseline":{"kind":"static","bounds":[1,2],`+c.members+`}`), server{"": c.rows})
			require.Equal(t, []view.Status{c.status}, group.Status)
			requireSame(t, c.n, group.Baseline[0])
			require.Equal(t, c.notices, texts(group.Notices))
			if c.counts != nil {
				last := group.Measures[0].Last
				require.InDeltaSlice(t, c.counts, last.Baseline.Counts, 1e-9)
				require.Equal(t, math.IsNaN(c.n), last.Baseline.Exact)
				require.Empty(t, last.Windows.Baseline)
			}
		})
	}
	// Bounds are written with a few digits; of those that are stored, 1/3 has more.
	third := []row{{le: "0.333333333333", current: 20}, {le: "+Inf", current: 100}}
	group := only(t, question(t, `,"baseline":{"kind":"static","bounds":[0.3333333],"weights":[1,3]}`), server{"": third})
	require.Equal(t, []view.Status{view.OK}, group.Status)
	require.Empty(t, texts(group.Notices), "the bounds are meant to be the same")
	all := result(t, `,"baseline":{"kind":"static","bounds":[1,2],"weights":[1,2,1]}`)
	require.Empty(t, all.Groups, "without series there is nothing to set against it")
}

// The rest is all others: the group itself is not in it, and one without samples is no trouble.
func TestRest(t *testing.T) {
	group := func(service string, low, all float64) []row {
		return []row{steady(row{le: "1", service: service}, low), steady(row{le: "+Inf", service: service}, all)}
	}
	rows := append(append(group("a", 50, 100), group("b", 20, 60)...), group("c", 0, 0)...)
	query := question(t, `,"groupBy":["service"],"baseline":{"kind":"rest"}`)
	all, err := computed(t.Context(), t, query, server{"": rows}, 10)
	require.NoError(t, err)
	require.Len(t, all.Groups, 3)
	for i, want := range []struct {
		status            view.Status
		current, baseline []float64
	}{
		{view.OK, []float64{250, 250}, []float64{100, 200}},
		{view.OK, []float64{100, 200}, []float64{250, 250}},
		{view.Insufficient, nil, nil},
	} {
		require.Equal(t, []view.Status{want.status}, all.Groups[i].Status)
		if want.current != nil {
			require.InDeltaSlice(t, want.current, all.Groups[i].Measures[0].Last.Current.Counts, 1e-6)
			require.InDeltaSlice(t, want.baseline, all.Groups[i].Measures[0].Last.Baseline.Counts, 1e-6)
		}
	}
	require.Equal(t, "- The point has fewer than 100 samples on a side (fewest: 0 current, 800 baseline) and can't be judged.", texts(all.Groups[2].Notices))

	all, err = computed(t.Context(), t, query, server{"": group("a", 50, 100)}, 10)
	require.NoError(t, err)
	require.Equal(t, []view.Status{view.NoData}, all.Groups[0].Status)
	require.Equal(t, "! There is one group only, and so no rest to compare it with: group by another label than service, or widen the matchers.", texts(all.Notices))
	require.Empty(t, all.Groups[0].Notices)
}

// A native histogram needs no bounds in common: where the sides' schemas differ, the coarser bucket decides.
func TestNative(t *testing.T) {
	at := func(current bool) func(time.Time) float64 {
		return func(at time.Time) float64 {
			if at.After(noon.Add(-30*time.Minute)) == current {
				return 100
			}
			return none
		}
	}
	fine := row{buckets: []promapi.Bucket{{Lower: 0.5, Upper: 0.7, Count: 0.2}, {Lower: 0.7, Upper: 1, Count: 0.3}, {Lower: 1, Upper: 2, Count: 0.4}}, at: at(true)}
	coarse := row{buckets: []promapi.Bucket{{Lower: 0.5, Upper: 1, Count: 0.5}, {Lower: 1, Upper: 2, Count: 0.5}}, at: at(false)}
	group := only(t, questionOf(t, native, hourAgo), server{"": {fine, coarse}})
	require.Equal(t, []view.Status{view.OK}, group.Status)
	require.InDeltaSlice(t, []float64{250, 200}, group.Measures[0].Last.Current.Counts, 1e-6)
	require.InDeltaSlice(t, []float64{250, 250}, group.Measures[0].Last.Baseline.Counts, 1e-6)
	require.Equal(t, "! Bucket layouts differ at 1 point: compared on the 2 common bins (current 3, baseline 2), which joins 22 % of the current and 0 % of the baseline samples with others.\n"+
		"! 5 % of the observations are NaN and lie in no bin.", texts(group.Notices))
}

// What Level changes: counts are the mean over the cells, not their sum.
func TestGauges(t *testing.T) {
	rows := []row{steady(country("DE", 0, 0), 6), steady(country("FR", 0, 0), 2)}
	group := only(t, questionOf(t, `{"metric":"m","category":["country"],"type":"categoryGauge"}`, hourAgo+`,"minCount":5`), server{"": rows})
	require.InDeltaSlice(t, []float64{7.5, 2.5}, group.Measures[0].Last.Current.Counts, 1e-6) // The server here says 1.25 times as much.
	require.InDelta(t, 10, group.Current[0], 1e-6)
}
