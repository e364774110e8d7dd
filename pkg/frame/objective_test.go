package frame_test

import (
	"math"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/view"
)

// objectivesOf is an objective of each service: at the second of three points nothing is known of the short window.
func objectivesOf(services ...string) (view.Result, []view.Objective) {
	nan := math.NaN()
	result := view.Result{Groups: make([]view.Group, len(services))}
	for i := range 3 {
		result.Times = append(result.Times, now.Truncate(time.Hour).Add(time.Duration(i-2)*5*time.Minute))
	}
	var all []view.Objective
	for _, service := range services {
		labels := map[string]string{"service": service}
		if service == "" {
			labels = nil
		}
		all = append(all, view.Objective{
			Labels: labels, Status: map[view.Status]int{view.OK: 8, view.Insufficient: 2}, Notices: []view.Notice{{Text: "2 of 10."}},
			Points: []view.Attained{
				{Share: 1, Now: 1, Budget: 1, Good: 10, Judged: 10, Covers: time.Hour},
				{Share: 0.9, Now: nan, Budget: 0.6, Long: 1, Short: nan, Good: 9, Judged: 10, Covers: time.Hour},
				{Share: 0.75, Now: 0.5, Budget: 0, Long: 3, Short: 2, Good: 6, Judged: 8, Unknown: 2, Covers: 50 * time.Minute},
			},
		})
	}
	return result, all
}

func sloSource(t *testing.T, members string) frame.Source {
	t.Helper()
	return sourceOf(t, "A", `,"view":"slo","measures":["js"],"threshold":0.1`+members)
}

const anHour = `,"slo":{"target":0.75,"period":"1h","long":"30m","short":"10m"}`

func objectiveFrames(source frame.Source, services ...string) data.Frames {
	result, all := objectivesOf(services...)
	return frame.Objectives(source, result, all)
}

func TestObjectiveOverTime(t *testing.T) {
	frames := objectiveFrames(sloSource(t, `,"groupBy":["service"]`+anHour), "a", "b")
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Len(t, frames, 2)
	one := frames[0]
	require.Equal(t, "Time,attainment,budget,burn rate,burn rate long,burn rate short,n judged,n unknown", names(one))
	for name, want := range map[string][]any{
		"attainment": {1.0, 0.9, 0.75}, "budget": {1.0, 0.6, 0.0}, "burn rate": {0.0, nil, 2.0}, "burn rate long": {0.0, 1.0, 3.0}, "burn rate short": {0.0, nil, 2.0},
		"n judged": {10.0, 10.0, 8.0}, "n unknown": {0.0, 0.0, 2.0},
	} {
		require.Equal(t, want, shown(t, column(t, one, name)), name)
	}
	require.Equal(t, data.Labels{"service": "a"}, one.Fields[1].Labels)
	require.Equal(t, data.Labels{"service": "b", "bound": "budget"}, frames[1].Fields[2].Labels)
	require.Equal(t, "a · JS(now, 1h ago) ≤ 0.1 nats · attainment", one.Fields[1].Config.DisplayNameFromDS)
	require.Equal(t, "percentunit", one.Fields[1].Config.Unit)
	require.Equal(t, "x", column(t, one, "burn rate").Config.Unit)
	for _, field := range one.Fields[2:] {
		require.Equal(t, true, asMap(t, asMap(t, field.Config.Custom)["hideFrom"])["viz"], field.Name)
		require.NotEmpty(t, field.Config.Description)
	}
	require.Equal(t, "a: 2 of 10.", one.Meta.Notices[0].Text)
	require.Equal(t, data.ConfFloat64(0.75), one.Fields[1].Config.Thresholds.Steps[1].Value, "the target is drawn")
}

// What rules see is the statistic they ask for; the others stand beside it.
func TestObjectiveAlertOn(t *testing.T) {
	for alertOn, c := range map[string]struct {
		fields string
		value  []any
	}{
		"budget":   {"Time,budget,attainment,burn rate,burn rate long,burn rate short,n judged,n unknown", []any{1.0, 0.6, 0.0}},
		"burnRate": {"Time,burn rate,attainment,budget,burn rate long,burn rate short,n judged,n unknown", []any{0.0, nil, 2.0}},
	} {
		source := sloSource(t, anHour+`,"alertOn":"`+alertOn+`"`)
		frames := objectiveFrames(source, "")
		requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
		require.Equal(t, c.fields, names(frames[0]))
		require.Equal(t, c.value, shown(t, frames[0].Fields[1]))
		source.Query.Instant = true
		result, all := objectivesOf("")
		result.Times, all[0].Points = result.Times[2:], all[0].Points[2:]
		moment := frame.Objectives(source, result, all)
		requireContract(t, moment, data.FrameTypeNumericMulti)
		require.Len(t, moment[0].Fields, 1, "one number for Stat panels")
		require.Equal(t, c.value[2:], shown(t, moment[0].Fields[0]))
	}
	// The lower of two lines is drawn with both.
	burn := objectiveFrames(sloSource(t, anHour+`,"alertOn":"burnRate"`), "")[0]
	for _, name := range []string{"burn rate long", "burn rate short"} {
		require.Equal(t, false, asMap(t, asMap(t, column(t, burn, name).Config.Custom)["hideFrom"])["viz"])
		require.Equal(t, burn.Fields[1].Config.Color, column(t, burn, name).Config.Color)
	}
}

// Of all groups the value is the share at each time, and the period's stands beside it.
func TestObjectiveOfGroups(t *testing.T) {
	source := sloSource(t, `,"groupBy":["service"],"slo":{"target":0.75,"period":"1h","long":"30m","short":"10m","over":"groups"}`)
	frames := objectiveFrames(source, "")
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "Time,attainment,budget,burn rate,period attainment,burn rate long,burn rate short,n judged,n unknown", names(frames[0]))
	require.Equal(t, []any{1.0, nil, 0.5}, shown(t, frames[0].Fields[1]))
	require.Equal(t, []any{1.0, 0.9, 0.75}, shown(t, column(t, frames[0], "period attainment")))
	require.Empty(t, frames[0].Fields[1].Labels)
	require.Equal(t, "JS(now, 1h ago) ≤ 0.1 nats · attainment", frames[0].Fields[1].Config.DisplayNameFromDS)
}

func TestObjectiveRecipe(t *testing.T) {
	one := objectiveFrames(sloSource(t, `,"groupBy":["service"]`+anHour), "a")[0]
	custom := asMap(t, one.Meta.Custom)
	require.Equal(t, map[string]any{
		"threshold": 0.1, "target": 0.75, "over": "windows", "period": "1h", "long": "30m", "short": "10m", "covers": "50m", "attainment": 0.75, "now": 0.5, "budget": 0.0,
		"burnRateLong": 3.0, "burnRateShort": 2.0, "good": 6.0, "judged": 8.0, "unknown": 2.0,
	}, custom["objective"])
	require.Equal(t, map[string]any{"ok": 8.0, "insufficient": 2.0}, custom["status"])
	require.Equal(t, "5m", custom["window"])
}

func TestObjectiveOfNoGroups(t *testing.T) {
	frames := frame.Objectives(sloSource(t, anHour), view.Result{}, nil)
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Empty(t, frames[0].Fields)
	require.Contains(t, frames[0].Meta.Notices[0].Text, "No series match")
}
