package frame_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// decodedRecipe is the recipe as a program reads it from the JSON of a frame.
func decodedRecipe(t *testing.T, one *data.Frame) frame.Recipe {
	t.Helper()
	text, err := json.Marshal(one)
	require.NoError(t, err)
	var document struct {
		Schema struct {
			Meta struct{ Custom frame.Recipe }
		}
	}
	require.NoError(t, json.Unmarshal(text, &document))
	return document.Schema.Meta.Custom
}

// replayable puts the textbook values of the last point's counts into a result.
func replayable(t *testing.T, source frame.Source) view.Result {
	t.Helper()
	result := resultOf(source, "")
	for m, name := range source.Query.Measures {
		last := result.Groups[0].Measures[m].Last
		p, q := last.Current.Counts, last.Baseline.Counts
		var err error
		switch name {
		case request.MeasureKL:
			last.Value.PlugIn, err = divergence.KL(p, q)
		case request.MeasureKLReverse:
			last.Value.PlugIn, err = divergence.KL(q, p)
		case request.MeasureJS:
			last.Value.PlugIn, err = divergence.JS(p, q)
		}
		require.NoError(t, err)
	}
	return result
}

// Anyone can compute a point again from the JSON of its frame.
func TestTheRecipeReplays(t *testing.T) {
	for unit, scale := range map[string]float64{"nats": 1, "bits": 1 / math.Ln2} {
		source := sourceOf(t, "A", `,"measures":["kl","klReverse","js"],"unit":"`+unit+`"`)
		frames := frame.Divergence(source, replayable(t, source))
		for m, compute := range []func(p, q []float64) float64{
			stat.KullbackLeibler, func(p, q []float64) float64 { return stat.KullbackLeibler(q, p) }, stat.JensenShannon,
		} {
			last := decodedRecipe(t, frames[m]).Last
			var p, q []float64
			contributions := 0.0
			for _, bin := range last.Bins {
				p, q = append(p, bin.Current), append(q, bin.Baseline)
				contributions += *bin.Contribution
			}
			require.InDelta(t, *last.N[0], floats.Sum(p), 1e-9)
			require.InDelta(t, *last.N[1], floats.Sum(q), 1e-9)
			floats.Scale(1/floats.Sum(p), p)
			floats.Scale(1/floats.Sum(q), q)
			require.InDelta(t, *last.PlugIn, scale*compute(p, q), 1e-12, frames[m].Fields[1].Name)
			require.InDelta(t, *last.PlugIn, contributions, 1e-12, "contributions add up to the divergence")
		}
	}
}

func TestRecipe(t *testing.T) {
	source := sourceOf(t, "A", `,"groupBy":["service"],"confidence":{"level":0.9}`)
	source.Cost = fetch.Cost{Requests: 2, Samples: 300, Bytes: 4000, CacheHits: 1}
	recipe := decodedRecipe(t, frame.Divergence(source, resultOf(source, "a"))[0])
	require.Equal(t, "KL(current ‖ baseline) = Σ p ln(p/q)", recipe.Formula)
	require.InDelta(t, 0.9, recipe.Level, 0)
	require.Equal(t, "5m", recipe.Window)
	require.Equal(t, source.Cost, recipe.Cost)
	require.Equal(t, map[string]int{"ok": 9, "insufficient": 1}, recipe.Status)
	side := frame.Side{PromQL: "sum by (le, service) (increase(m_bucket[1m15s]))", Scale: 0.8}
	require.Equal(t, side, recipe.Current)
	require.Equal(t, side, recipe.Baseline)
	last := recipe.Last
	require.Equal(t, "2026-11-24 12:00:00 +0000 UTC", last.Time.String())
	require.Equal(t, [][2]string{{"2026-11-24T11:55:00Z", "2026-11-24T12:00:00Z"}}, last.Current)
	require.Equal(t, [][2]string{{"2026-11-24T10:55:00Z", "2026-11-24T11:00:00Z"}}, last.Baseline)
	require.Equal(t, []string{"≤ 1", "1–2", "> 2"}, []string{last.Bins[0].Name, last.Bins[1].Name, last.Bins[2].Name})
	require.Equal(t, []string{"lost", "gained", "gained"}, []string{last.Bins[0].Direction, last.Bins[1].Direction, last.Bins[2].Direction})
}

// The estimate is shown clipped at 0, and kept signed for those who average it.
func TestSignedEstimate(t *testing.T) {
	source := sourceOf(t, "A", `,"instant":true`)
	frames := frame.Divergence(source, resultOf(source, ""))
	require.Equal(t, []any{0.0}, shown(t, frames[0].Fields[0]))
	require.InDelta(t, -0.02, *decodedRecipe(t, frames[0]).Last.Estimate, 1e-15)
}

// Infinities are null in JSON, not a failure to write it.
func TestInfinitiesAreNull(t *testing.T) {
	source := sourceOf(t, "A", "")
	result := resultOf(source, "")
	last := result.Groups[0].Measures[0].Last
	last.Baseline.Counts = []float64{200, 200, 0}
	last.Value = view.Value{Estimate: 0.5, PlugIn: inf, Lower: 0.1, Upper: inf}
	replay := decodedRecipe(t, frame.Divergence(source, result)[0]).Last
	require.Nil(t, replay.PlugIn)
	require.Nil(t, replay.Upper)
	require.Nil(t, replay.Bins[2].Contribution)
	require.NotNil(t, replay.Bins[0].Contribution)
}

func TestLegends(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"previous", `{"current":{"metric":"m"}}`, "KL(now ‖ 1d ago)"},
		{"reverse", `{"current":{"metric":"m"},"measures":["klReverse"]}`, "KL(1d ago ‖ now)"},
		{"other length", `{"current":{"metric":"m"},"baseline":{"offset":"1d","window":"6h"}}`, "KL(now ‖ 6h, 1d ago)"},
		{"fixed", `{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-11-01T02:00:00+02:00","to":"2026-11-08T00:00:00Z"}}`, "KL(now ‖ 2026-11-01 00:00–2026-11-08 00:00 UTC)"},
		{"cohort", `{"current":{"metric":"m","matchers":[{"label":"v","op":"=","value":"canary"}]},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"stable"}]},"measures":["js"]}`, "JS(canary, stable)"},
		{"cohort by pattern", `{"current":{"metric":"m","matchers":[{"label":"v","op":"=~","value":"c.*"}]},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"!~","value":"c.*"}]}}`, "KL(v=~c.* ‖ v!~c.*)"},
		{"cohort within all", `{"current":{"metric":"m"},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"stable"}]}}`, "KL(all ‖ v=stable)"},
		{"other metric", `{"current":{"metric":"predicted"},"baseline":{"kind":"cohort","metric":"observed"}}`, "KL(predicted ‖ observed)"},
		{"other categories", `{"current":{"metric":"m","category":["predicted","x"],"type":"categoryCounter"},"baseline":{"kind":"cohort","category":["observed","x"]}}`, "KL(predicted × x ‖ observed × x)"},
		{"same categories", `{"current":{"metric":"m","category":["x"],"type":"categoryCounter"},"baseline":{"kind":"cohort","category":["x"],"matchers":[{"label":"v","op":"=","value":"stable"}]}}`, "KL(all ‖ v=stable)"},
		{"expressions", `{"current":{"expr":"sum by (le) (increase(a[$__window]))"},"baseline":{"kind":"cohort","expr":"sum by (le) (increase(b[$__window]))"},"measures":["klReverse"]}`, "KL(baseline ‖ current)"},
		{"a metric for an expression", `{"current":{"expr":"sum by (le) (increase(a[$__window]))"},"baseline":{"kind":"cohort","metric":"observed"}}`, "KL(current ‖ baseline)"},
		{"an expression an hour ago", `{"current":{"expr":"sum by (le) (increase(a[$__window]))"},"baseline":{"offset":"1h"}}`, "KL(now ‖ 1h ago)"},
		{"seasonal", `{"current":{"metric":"m"},"baseline":{"kind":"seasonal"}}`, "KL(now ‖ last 4 × 1w)"},
		{"seasonal, by day", `{"current":{"metric":"m"},"baseline":{"kind":"seasonal","period":"1d","count":7},"measures":["newMass"]}`, "new mass (now, not last 7 × 1d)"},
		{"static", `{"current":{"metric":"m"},"baseline":{"kind":"static","bounds":[1],"weights":[1,1]},"measures":["vanishedMass"]}`, "vanished mass (static baseline, not now)"},
		{"rest", `{"current":{"metric":"m"},"groupBy":["service"],"baseline":{"kind":"rest"},"measures":["js"]}`, "JS(no service, the rest)"},
		{"sensitivity", `{"current":{"metric":"m"},"view":"sensitivity"}`, "KL(now ‖ 1d ago) · full resolution"},
		// The panel shows 10 minutes.
		{"the range before", `{"current":{"metric":"m"},"window":"$__range"}`, "KL(now ‖ 10m ago)"},
		{"the range a day ago", `{"current":{"metric":"m"},"window":"$__range","baseline":{"offset":"1d"}}`, "KL(now ‖ 1d ago)"},
		{"an hour, a day before the range", `{"current":{"metric":"m"},"window":"$__range","baseline":{"offset":"1d","window":"1h"}}`, "KL(now ‖ 1h, 1d ago)"},
		{"seasonal over the range", `{"current":{"metric":"m"},"window":"$__range","baseline":{"kind":"seasonal"}}`, "KL(now ‖ last 4 × 1w)"},
		{"as long as the range", `{"current":{"metric":"m"},"window":"5m","baseline":{"offset":"$__range","window":"$__range"}}`, "KL(now ‖ one range, one range ago)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			query, err := request.Parse([]byte(c.query))
			require.NoError(t, err)
			source := planned(t, "A", query)
			result := resultOf(source, "")
			require.Equal(t, c.want, frame.Divergence(source, result)[0].Fields[1].Config.DisplayNameFromDS)
		})
	}
}
