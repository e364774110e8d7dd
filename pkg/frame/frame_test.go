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
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

var now = time.Date(2026, 11, 24, 12, 0, 25, 0, time.UTC)

var inf = math.Inf(1)

// sourceOf plans a query over the last 10 minutes: points from 11:51 to 12:00.
func sourceOf(t *testing.T, refID, members string) frame.Source {
	t.Helper()
	query, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"5m","baseline":{"offset":"1h"}` + members + `}`))
	require.NoError(t, err)
	return planned(t, refID, query)
}

func planned(t *testing.T, refID string, query request.Query) frame.Source {
	t.Helper()
	p, err := plan.Build(query, plan.Timing{From: now.Add(-10 * time.Minute), To: now, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
	require.NoError(t, err)
	return frame.Source{RefID: refID, Query: query, Plan: p}
}

// resultOf makes a result for a plan. Values of points: estimate k/100 − 0.02, so the first ones are negative; point 3
// can't be judged, point 4 has no upper limit, point 5 no textbook value.
func resultOf(source frame.Source, services ...string) view.Result {
	var result view.Result
	for _, point := range source.Plan.Points {
		result.Times = append(result.Times, point.Time)
	}
	n := len(result.Times)
	for _, service := range services {
		group := view.Group{Labels: map[string]string{"service": service}, Status: make([]view.Status, n), Current: make([]float64, n), Baseline: make([]float64, n), Length: make([]time.Duration, n)}
		for range source.Query.Measures {
			group.Measures = append(group.Measures, view.Measure{Resolution: view.Full, Values: make([]view.Value, n)})
		}
		for i := range n {
			group.Status[i], group.Current[i], group.Baseline[i], group.Length[i] = view.OK, 300, 400, 5*time.Minute
			if i == 3 {
				group.Status[i] = view.Insufficient
			}
			last := view.Snapshot{
				Time: result.Times[i], Windows: source.Plan.Points[i].Windows[0],
				Pair: distribution.Pair{Current: histogram(30, 90, 180), Baseline: histogram(200, 100, 100)},
			}
			for m, name := range source.Query.Measures {
				value := view.Value{Estimate: float64(i)/100 - 0.02, PlugIn: float64(i) / 100, Lower: float64(i) / 200, Upper: float64(i)/100 + 0.03}
				if i == 4 {
					value.Upper = inf
				}
				if i == 5 {
					value.PlugIn = inf
				}
				group.Measures[m].Name, group.Measures[m].Values[i] = name, value
				if group.Status[i] == view.OK {
					own := last
					own.Value = value
					group.Measures[m].Last = &own
				}
			}
		}
		result.Groups = append(result.Groups, group)
	}
	return result
}

// histogram counts in bins up to 1, from 1 to 2 and above.
func histogram(counts ...float64) distribution.Histogram {
	return distribution.Histogram{
		Ordered: true, Counts: counts,
		Bins: []distribution.Bin{distribution.NumberBin(-inf, 1), distribution.NumberBin(1, 2), distribution.NumberBin(2, inf)},
	}
}

func names(one *data.Frame) string {
	var all []string
	for _, field := range one.Fields {
		all = append(all, field.Name)
	}
	return strings.Join(all, ",")
}

func shown(t *testing.T, field *data.Field) []any {
	t.Helper()
	var all []any
	for i := range field.Len() {
		value := field.At(i).(*float64)
		if value == nil {
			all = append(all, nil)
			continue
		}
		all = append(all, math.Round(*value*1e9)/1e9)
	}
	return all
}

// Panels fill a band down to the field with this display name: it must be another one than any else in the panel.
func TestBandsOfAPanelAreTold(t *testing.T) {
	seen, values := map[string]bool{}, map[string]bool{}
	for _, refID := range []string{"A", "B"} {
		source := sourceOf(t, refID, `,"groupBy":["service"],"measures":["kl","klReverse","js"],"alertOn":"lower"`)
		for _, one := range frame.Divergence(source, resultOf(source, "a", "b", "")) {
			require.Equal(t, "Time,"+one.Fields[1].Name+",lower,upper,noise floor,estimate,n current,n baseline", names(one))
			values[one.Fields[1].Config.DisplayNameFromDS] = true
			for _, field := range one.Fields[2:] {
				name := field.Config.DisplayNameFromDS
				require.False(t, seen[name], name)
				seen[name] = true
			}
			upper := one.Fields[3].Config
			require.Equal(t, one.Fields[2].Config.DisplayNameFromDS, asMap(t, upper.Custom)["fillBelowTo"])
			require.Equal(t, one.Fields[1].Config.Color, upper.Color, "band and line have one colour")
			require.Equal(t, one.Fields[1].Config.Color, one.Fields[2].Config.Color)
		}
	}
	for name := range values {
		require.False(t, seen[name], name)
	}
	require.Len(t, values, 9, "within a query, each line has a name of its own")
}

func asMap(t *testing.T, value any) map[string]any {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	var decoded map[string]any
	require.NoError(t, json.Unmarshal(text, &decoded))
	return decoded
}

func TestBandsAreDrawnAsStockPanelsNeedIt(t *testing.T) {
	source := sourceOf(t, "A", `,"threshold":0.03`)
	one := frame.Divergence(source, resultOf(source, ""))[0]
	require.JSONEq(t, `{"lineWidth":2,"stacking":{"mode":"none","group":"A"},"thresholdsStyle":{"mode":"dashed"}}`, text(t, one.Fields[1].Config.Custom))
	require.JSONEq(t, `{"lineWidth":1,"fillOpacity":0,"showPoints":"never","stacking":{"mode":"none","group":"A"},"hideFrom":{"legend":true,"tooltip":false,"viz":false}}`,
		text(t, one.Fields[2].Config.Custom), "a thin line, since the upper limit is missing once")
	require.Equal(t, []data.Threshold{{Value: 0.03, Color: "red"}}, one.Fields[1].Config.Thresholds.Steps)
	require.Nil(t, one.Fields[2].Config.Thresholds)
	for _, field := range one.Fields[5:] {
		require.Equal(t, true, asMap(t, asMap(t, field.Config.Custom)["hideFrom"])["viz"], field.Name)
	}
	require.Equal(t, map[string]any{"mode": "fixed", "fixedColor": "blue"}, one.Fields[1].Config.Color)
}

func text(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}

func TestWithoutABand(t *testing.T) {
	source := sourceOf(t, "A", `,"confidence":{"band":false}`)
	frames := frame.Divergence(source, resultOf(source, ""))
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "Time,kl,n current,n baseline", names(frames[0]))
	require.Nil(t, frames[0].Fields[1].Config.Color, "the panel's own colours")
	require.Nil(t, frames[0].Fields[1].Config.Thresholds)
}

// What rules see is the statistic they ask for; the estimate stands beside it.
func TestAlertOn(t *testing.T) {
	for _, statistic := range []string{"lower", "upper"} {
		source := sourceOf(t, "A", fmt.Sprintf(`,"alertOn":%q`, statistic))
		frames := frame.Divergence(source, resultOf(source, ""))
		requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
		one := frames[0]
		require.Equal(t, "Time,kl,lower,upper,noise floor,estimate,n current,n baseline", names(one))
		limits := map[string]*data.Field{"lower": one.Fields[2], "upper": one.Fields[3]}
		require.Equal(t, shown(t, limits[statistic]), shown(t, one.Fields[1]))
		require.Contains(t, one.Fields[1].Config.DisplayNameFromDS, statistic+" 95 %")
		require.Equal(t, []any{0.0, 0.0, 0.0, nil, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07}, shown(t, one.Fields[5]))
	}
}

func TestUnits(t *testing.T) {
	nats, bits := sourceOf(t, "A", ""), sourceOf(t, "A", `,"unit":"bits"`)
	inNats, inBits := frame.Divergence(nats, resultOf(nats, ""))[0], frame.Divergence(bits, resultOf(bits, ""))[0]
	require.Equal(t, "suffix:bit", inBits.Fields[1].Config.Unit)
	for f := 1; f <= 3; f++ {
		for i := range inNats.Rows() {
			if value := inNats.Fields[f].At(i).(*float64); value != nil {
				require.InDelta(t, *value/math.Ln2, *inBits.Fields[f].At(i).(*float64), 1e-15)
			}
		}
	}
	a, b := inNats.Meta.Custom.(frame.Recipe), inBits.Meta.Custom.(frame.Recipe)
	require.Equal(t, "nats", a.Unit)
	require.Equal(t, "bits", b.Unit)
	require.InDelta(t, *a.Last.Estimate/math.Ln2, *b.Last.Estimate, 1e-15)
	require.InDelta(t, *a.Last.PlugIn/math.Ln2, *b.Last.PlugIn, 1e-15)
	require.InDelta(t, *a.Last.Bins[0].Contribution/math.Ln2, *b.Last.Bins[0].Contribution, 1e-15)
	require.InDelta(t, a.Last.Bins[0].Current, b.Last.Bins[0].Current, 0, "counts have no unit")
}
