package frame_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// parsed plans a query as it is, without the baseline of sourceOf.
func parsed(t *testing.T, query string) frame.Source {
	t.Helper()
	asked, err := request.Parse([]byte(query))
	require.NoError(t, err)
	return planned(t, "A", asked)
}

// The length of the windows used is told where windows may grow. Panels for single values would show it as a value.
func TestWindowUsed(t *testing.T) {
	source := sourceOf(t, "A", `,"widenTo":"20m"`)
	result := resultOf(source, "")
	result.Groups[0].Length[9] = 20 * time.Minute
	frames := frame.Divergence(source, result)
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "Time,kl,lower,upper,noise floor,n current,n baseline,window", names(frames[0]))
	window := frames[0].Fields[7]
	require.Equal(t, []any{300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 1200.0}, shown(t, window))
	require.Equal(t, "s", window.Config.Unit)
	require.Equal(t, data.Labels{"service": "", "bound": "window"}, window.Labels)
	require.JSONEq(t, `{"hideFrom":{"legend":true,"tooltip":true,"viz":true}}`, text(t, window.Config.Custom))
	require.Equal(t, "KL(now ‖ 1h ago) window (A)", window.Config.DisplayNameFromDS)

	source = sourceOf(t, "A", `,"widenTo":"20m","instant":true`)
	require.Equal(t, "kl,lower,upper,noise floor", names(frame.Divergence(source, resultOf(source, ""))[0]))
}

// resolved3 gives each measure of a result three resolutions.
func resolved3(result view.Result) view.Result {
	for g := range result.Groups {
		var all []view.Measure
		for _, measure := range result.Groups[g].Measures {
			for _, resolution := range []view.Resolution{view.Full, view.Half, view.Quarter} {
				measure.Resolution = resolution
				all = append(all, measure)
			}
		}
		result.Groups[g].Measures = all
	}
	return result
}

func TestResolutionsAreToldApart(t *testing.T) {
	for measures, want := range map[string][]data.Labels{
		`["kl"]`:       {{"service": "a", "resolution": "full"}, {"service": "a", "resolution": "half"}, {"service": "a", "resolution": "quarter"}},
		`["kl", "js"]`: {{"service": "a", "measure": "kl", "resolution": "full"}, {"service": "a", "measure": "kl", "resolution": "half"}, {"service": "a", "measure": "kl", "resolution": "quarter"}, {"service": "a", "measure": "js", "resolution": "full"}},
	} {
		source := sourceOf(t, "A", `,"groupBy":["service"],"view":"sensitivity","measures":`+measures)
		frames := frame.Divergence(source, resolved3(resultOf(source, "a")))
		requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
		titles, colors := map[string]bool{}, map[string]bool{}
		for i, one := range frames {
			if i < len(want) {
				require.Equal(t, want[i], one.Fields[1].Labels)
			}
			titles[one.Fields[1].Config.DisplayNameFromDS], colors[text(t, one.Fields[1].Config.Color)] = true, true
		}
		require.Len(t, titles, len(frames))
		require.Len(t, colors, len(frames), "each line has a colour of its own")
		require.Equal(t, "a · KL(now ‖ 1h ago) · half resolution", frames[1].Fields[1].Config.DisplayNameFromDS)
		require.Equal(t, "stored, half resolution", decodedRecipe(t, frames[1]).Bins)
		require.Equal(t, "stored", decodedRecipe(t, frames[0]).Bins)
	}
}

// Shares have no unit that could be bits, whatever the divergences beside them are in.
func TestSharesHaveNoUnit(t *testing.T) {
	values := map[string]string{}
	for _, unit := range []string{"nats", "bits"} {
		source := sourceOf(t, "A", `,"measures":["newMass","vanishedMass","kl"],"unit":"`+unit+`"`)
		frames := frame.Divergence(source, resultOf(source, ""))
		requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
		for i, formula := range []string{"new mass = Σ p over bins with q = 0", "vanished mass = Σ q over bins with p = 0"} {
			for _, field := range frames[i].Fields[1:4] {
				require.Equal(t, "percentunit", field.Config.Unit)
				key := fmt.Sprint(i, field.Name)
				if known, ok := values[key]; ok {
					require.Equal(t, known, text(t, shown(t, field)))
				}
				values[key] = text(t, shown(t, field))
			}
			recipe := decodedRecipe(t, frames[i])
			require.Equal(t, "share", recipe.Unit)
			require.Equal(t, formula, recipe.Formula)
			require.Equal(t, "observed share, Clopper–Pearson limits", recipe.Estimator)
			require.InDelta(t, 0.09, *recipe.Last.PlugIn, 1e-12)
		}
		require.Equal(t, unit, decodedRecipe(t, frames[2]).Unit)
		require.Equal(t, "suffix:"+unit[:len(unit)-1], frames[2].Fields[1].Config.Unit)
	}
}

// infinite makes the last point of the first measure infinite.
func infinite(result view.Result) view.Result {
	group := result.Groups[0]
	last := len(result.Times) - 1
	group.Status[last] = view.Infinite
	value := view.Value{Estimate: inf, PlugIn: inf, Lower: inf, Upper: inf}
	group.Measures[0].Values[last], group.Measures[0].Last.Value = value, value
	group.Measures[0].Last.Pair = distribution.Pair{Current: histogram(30, 90, 180), Baseline: histogram(200, 100, 0)}
	return result
}

// An infinite divergence is a fact that rules must see. JSON has no such number: the frame says it beside the values.
func TestInfiniteIsShown(t *testing.T) {
	for _, alertOn := range []string{"estimate", "lower", "upper"} {
		source := sourceOf(t, "A", `,"measures":["kl","js"],"alertOn":"`+alertOn+`"`)
		frames := frame.Divergence(source, infinite(resultOf(source, "")))
		requireShape(t, frames, data.FrameTypeTimeSeriesMulti)
		for _, field := range frames[0].Fields[1:4] {
			require.Equal(t, inf, *field.At(9).(*float64), field.Name)
		}
		require.Nil(t, frames[0].Fields[3].At(4), "an upper limit that the counts don't give is no fact")
		text := text(t, frames[0])
		require.True(t, json.Valid([]byte(text)))
		require.Contains(t, text, `"Inf":[9]`)
		require.NotContains(t, text, `Infinity`)
		var again data.Frame
		require.NoError(t, json.Unmarshal([]byte(text), &again))
		require.Equal(t, inf, *again.Fields[1].At(9).(*float64))

		recipe := decodedRecipe(t, frames[0])
		require.Equal(t, map[string]int{"ok": 8, "insufficient": 1, "infinite": 1}, recipe.Status)
		require.Nil(t, recipe.Last.Estimate)
		require.Nil(t, recipe.Last.Lower)
		require.Nil(t, recipe.Last.Bins[2].Contribution)
		require.Equal(t, map[string]int{"ok": 9, "insufficient": 1}, decodedRecipe(t, frames[1]).Status, "JS is finite at that point")
		requireFinite(t, frames[1])
	}
}

// What has no value at a coarser resolution has no limits either.
func TestNoNumberIsNull(t *testing.T) {
	for _, alertOn := range []string{"estimate", "lower", "upper"} {
		source := sourceOf(t, "A", `,"measures":["js"],"alertOn":"`+alertOn+`"`)
		result := resultOf(source, "")
		nan := math.NaN()
		for i := range result.Times {
			result.Groups[0].Measures[0].Values[i] = view.Value{Estimate: nan, Lower: nan, Upper: nan}
		}
		frames := frame.Divergence(source, result)
		requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
		for _, field := range frames[0].Fields[1:4] {
			for _, value := range shown(t, field) {
				require.Nil(t, value, field.Name)
			}
		}
		require.Equal(t, map[string]int{"incomparable": 9, "insufficient": 1}, decodedRecipe(t, frames[0]).Status)
	}
}

// Weights without a sample size are no samples.
func TestExactBaseline(t *testing.T) {
	source := parsed(t, `{"current":{"metric":"m"},"window":"5m","baseline":{"kind":"static","bounds":[1,2],"weights":[2,1,1]}}`)
	result := resultOf(source, "")
	for i := range result.Times {
		result.Groups[0].Baseline[i] = math.NaN()
	}
	result.Groups[0].Measures[0].Last.Baseline.Exact = true
	frames := frame.Divergence(source, result)
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "Time,kl,lower,upper,noise floor,n current,n baseline", names(frames[0]))
	for _, value := range shown(t, frames[0].Fields[6]) {
		require.Nil(t, value)
	}
	recipe := decodedRecipe(t, frames[0])
	require.Equal(t, frame.Side{Static: true}, recipe.Baseline)
	require.JSONEq(t, `{"static":true}`, text(t, recipe.Baseline))
	require.Nil(t, recipe.Last.N[1])
	require.InDelta(t, 300, *recipe.Last.N[0], 0)
	require.Equal(t, [][2]string{}, recipe.Last.Baseline, "there is no window to look at")
	require.Equal(t, 1, strings.Count(frames[0].Meta.ExecutedQueryString, "increase"))
}

func TestRecipeOfTheInput(t *testing.T) {
	for _, c := range []struct {
		name, query, bins string
		category          []string
	}{
		{"stored", `{"current":{"metric":"m"}}`, "stored", nil},
		{"quantiles", `{"current":{"metric":"m"},"bins":{"kind":"quantiles"}}`, "quantiles 10", nil},
		{"equal width", `{"current":{"metric":"m"},"bins":{"kind":"equalWidth","count":5,"scale":"log"}}`, "equalWidth 5 log", nil},
		{"categories", `{"current":{"metric":"m","category":["country"],"type":"categoryCounter"}}`, "country, stored", []string{"country"}},
		{"joint", `{"current":{"metric":"m","category":["country","device"],"type":"categoryCounter"},"bins":{"kind":"top"}}`, "country × device, top 20", []string{"country", "device"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := parsed(t, c.query)
			result := resultOf(source, "")
			result.Category = c.category
			require.Equal(t, c.bins, decodedRecipe(t, frame.Divergence(source, result)[0]).Bins)
		})
	}
	source := parsed(t, `{"current":{"metric":"m"},"window":"$__range","baseline":{"offset":"1d","mute":"promotion_active"}}`)
	require.NotEqual(t, plan.None, source.Plan.Mute)
	frames := frame.Divergence(source, resultOf(source, ""))
	recipe := decodedRecipe(t, frames[0])
	require.Contains(t, recipe.Mute, "promotion_active")
	require.Contains(t, frames[0].Meta.ExecutedQueryString, recipe.Mute)
	require.Equal(t, "10m", recipe.Window, "not a macro that nobody can replay")
	source = parsed(t, `{"current":{"metric":"m"}}`)
	require.NotContains(t, text(t, frame.Divergence(source, resultOf(source, ""))[0]), `"mute"`)
}

// categories are n bins. Those of the baseline have equal counts; ours differ from them by more and more.
func categories(n int) distribution.Pair {
	pair := distribution.Pair{}
	for i := range n {
		bin := distribution.CategoryBin([]string{"country"}, []string{fmt.Sprintf("country-%05d", i)})
		pair.Current.Bins, pair.Baseline.Bins = append(pair.Current.Bins, bin), append(pair.Baseline.Bins, bin)
		pair.Current.Counts, pair.Baseline.Counts = append(pair.Current.Counts, 1000+math.Sqrt(float64(i))), append(pair.Baseline.Counts, 1000)
	}
	return pair
}

// Categories have names and no bounds.
func TestCategoriesHaveNoBounds(t *testing.T) {
	source := sourceOf(t, "A", "")
	result := resultOf(source, "")
	pair := categories(1)
	pair.Current.Bins = append(pair.Current.Bins, distribution.CategoryBin([]string{"country"}, []string{""}))
	pair.Current.Counts, pair.Baseline.Counts = []float64{1, 2}, []float64{2, 1}
	pair.Baseline.Bins = pair.Current.Bins
	result.Groups[0].Measures[0].Last.Pair = pair
	frames := frame.Divergence(source, result)
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	bins := decodedRecipe(t, frames[0]).Last.Bins
	require.Equal(t, []string{"country-00000", "no country"}, []string{bins[0].Name, bins[1].Name})
	require.NotContains(t, text(t, bins), "lower")
	require.NotContains(t, text(t, bins), "upper")

	bins = decodedRecipe(t, frame.Divergence(source, resultOf(source, ""))[0]).Last.Bins
	require.Nil(t, bins[0].Lower)
	require.InDelta(t, 1, *bins[0].Upper, 0)
	require.InDelta(t, 2, *bins[2].Lower, 0)
	require.Nil(t, bins[2].Upper)
}

// Contributions of shares are those of the bins they are made of.
func TestSharesReplay(t *testing.T) {
	source := sourceOf(t, "A", `,"measures":["newMass","vanishedMass"],"unit":"bits"`)
	result := resultOf(source, "")
	for m, swapped := range []bool{false, true} {
		last := result.Groups[0].Measures[m].Last
		last.Pair = distribution.Pair{Current: histogram(30, 0, 170), Baseline: histogram(0, 100, 300)}
		p, q := last.Current.Counts, last.Baseline.Counts
		if swapped {
			p, q = q, p
		}
		var err error
		last.Value.PlugIn, err = divergence.NewMass(p, q)
		require.NoError(t, err)
	}
	for m, want := range [][]float64{{0.15, 0, 0}, {0, 0.25, 0}} {
		last := decodedRecipe(t, frame.Divergence(source, result)[m]).Last
		sum := 0.0
		for i, bin := range last.Bins {
			require.InDelta(t, want[i], *bin.Contribution, 1e-12)
			sum += *bin.Contribution
		}
		require.InDelta(t, *last.PlugIn, sum, 1e-12)
		require.Equal(t, []string{"gained", "lost", "gained"}, []string{last.Bins[0].Direction, last.Bins[1].Direction, last.Bins[2].Direction})
	}
}

// The metadata of thousands of categories stays small: the largest contributions are listed, in the bins' order, and how
// many are not.
func TestManyBinsAreBounded(t *testing.T) {
	for _, c := range []struct{ bins, listed, more int }{{999, 999, 0}, {1000, 1000, 0}, {1001, 1000, 1}, {20_000, 1000, 19_000}} {
		source := sourceOf(t, "A", "")
		result := resultOf(source, "")
		pair := categories(c.bins)
		pair.Baseline.Counts[5] = 0 // An infinite contribution is the largest.
		result.Groups[0].Measures[0].Last.Pair = pair
		one := frame.Divergence(source, result)[0]
		last := decodedRecipe(t, one).Last
		require.Len(t, last.Bins, c.listed)
		require.Equal(t, c.more, last.More)
		require.Equal(t, c.more > 0, strings.Contains(text(t, one), `"more"`))
		require.InDelta(t, pair.Current.Total(), *last.N[0], 1e-6, "n is that of all")
		require.Less(t, len(text(t, one)), 220_000)
		if c.more == 0 {
			continue
		}
		all, err := divergence.Contributions(pair.Current.Counts, pair.Baseline.Counts)
		require.NoError(t, err)
		least, listed := inf, map[string]bool{}
		for i, bin := range last.Bins {
			listed[bin.Name] = true
			if bin.Contribution != nil {
				least = min(least, *bin.Contribution)
			}
			if i > 0 {
				require.Less(t, last.Bins[i-1].Name, bin.Name)
			}
		}
		require.True(t, listed["country-00005"])
		for i, bin := range pair.Current.Bins {
			if !listed[bin.String()] {
				require.LessOrEqual(t, all[i].Value, least)
			}
		}
	}
}
