package frame_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/view"
)

// requireContract checks what panels and rules rely on, for the frames of one query in which nothing is infinite.
func requireContract(t *testing.T, frames data.Frames, kind data.FrameType) {
	t.Helper()
	requireShape(t, frames, kind)
	for _, one := range frames {
		requireFinite(t, one)
	}
}

func requireShape(t *testing.T, frames data.Frames, kind data.FrameType) {
	t.Helper()
	require.NotEmpty(t, frames)
	labels := map[string]bool{}
	for _, one := range frames {
		require.Equal(t, kind, one.Meta.Type)
		require.Equal(t, data.FrameTypeVersion{0, 1}, one.Meta.TypeVersion)
		require.NotEmpty(t, one.Meta.ExecutedQueryString)
		if len(one.Fields) == 0 {
			require.Len(t, frames, 1)
			require.NotEmpty(t, one.Meta.Notices, "says why")
			continue
		}
		rows, err := one.RowLen()
		require.NoError(t, err)
		require.Positive(t, rows)
		first := 0
		if kind == data.FrameTypeTimeSeriesMulti {
			require.Equal(t, data.FieldTypeTime, one.Fields[0].Type())
			first = 1
		}
		value := one.Fields[first]
		require.Equal(t, data.FieldTypeNullableFloat64, value.Type(), "the value field comes first")
		require.NotContains(t, value.Labels, "bound")
		require.False(t, labels[value.Labels.String()], "a rule's instances have labels of their own")
		labels[value.Labels.String()] = true
	}
	// Plugins send Arrow to Grafana, and Grafana sends JSON to the browser; both hold all.
	encoded, err := frames.MarshalArrow()
	require.NoError(t, err)
	received, err := data.UnmarshalArrowFrames(encoded)
	require.NoError(t, err)
	require.Len(t, received, len(frames))
	for i := range frames {
		require.JSONEq(t, text(t, frames[i]), text(t, received[i]))
		var again data.Frame
		require.NoError(t, json.Unmarshal([]byte(text(t, received[i])), &again))
		require.JSONEq(t, text(t, frames[i]), text(t, &again))
	}
}

func requireFinite(t *testing.T, one *data.Frame) {
	t.Helper()
	for _, field := range one.Fields {
		for i := range field.Len() {
			if value, ok := field.ConcreteAt(i); ok && field.Type() != data.FieldTypeTime {
				require.False(t, math.IsNaN(value.(float64)) || math.IsInf(value.(float64), 0), "%s at %d", field.Name, i)
			}
		}
	}
}

func TestTimeSeries(t *testing.T) {
	source := sourceOf(t, "A", `,"groupBy":["service"]`)
	frames := frame.Divergence(source, resultOf(source, "a", "b"))
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Len(t, frames, 2)
	require.Equal(t, "Time,kl,lower,upper,noise floor,n current,n baseline", names(frames[0]))
	require.Equal(t, "A", frames[0].RefID)
	require.InDelta(t, 60_000, frames[0].Fields[0].Config.Interval, 0)
	require.Equal(t, []any{0.0, 0.0, 0.0, nil, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07}, shown(t, frames[0].Fields[1]), "clipped at 0; null where it can't be judged")
	require.Equal(t, []any{0.0, 0.005, 0.01, nil, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045}, shown(t, frames[0].Fields[2]))
	require.Equal(t, []any{0.03, 0.04, 0.05, nil, nil, 0.08, 0.09, 0.1, 0.11, 0.12}, shown(t, frames[0].Fields[3]), "no limit is no number")
	require.Equal(t, data.Labels{"service": "a"}, frames[0].Fields[1].Labels)
	require.Equal(t, data.Labels{"service": "b", "bound": "lower"}, frames[1].Fields[2].Labels)
	require.Equal(t, "a · KL(now ‖ 1h ago)", frames[0].Fields[1].Config.DisplayNameFromDS)
	require.Equal(t, "b · KL(now ‖ 1h ago) lower 95 % (A)", frames[1].Fields[2].Config.DisplayNameFromDS)
	require.Equal(t, "suffix:nat", frames[0].Fields[1].Config.Unit)
}

func TestInstant(t *testing.T) {
	source := sourceOf(t, "A", `,"groupBy":["service"],"instant":true`)
	frames := frame.Divergence(source, resultOf(source, "a", "b"))
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Equal(t, "kl,lower,upper,noise floor", names(frames[1]))
	require.Equal(t, 1, frames[0].Rows())

	// For panels that show each number of a frame as a value of its own.
	source = sourceOf(t, "A", `,"groupBy":["service"],"instant":true,"confidence":{"band":false}`)
	require.Equal(t, "kl", names(frame.Divergence(source, resultOf(source, "a"))[0]))
}

// For alert texts: the samples of current are the value, and there is no band around them.
func TestSamplesAsTheValue(t *testing.T) {
	source := sourceOf(t, "A", `,"groupBy":["service"],"alertOn":"samples","threshold":0.1,"confidence":{"expectedRange":true}`)
	result := resultOf(source, "a")
	result.Groups[0].Status[0], result.Groups[0].Current[0] = view.NoData, 0
	frames := frame.Divergence(source, result)
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "Time,n current,n baseline", names(frames[0]))
	value := frames[0].Fields[1]
	require.Equal(t, []any{nil, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0, 300.0}, shown(t, value), "also where they are too few to be judged, and no number where there are no counts")
	require.Equal(t, data.Labels{"service": "a"}, value.Labels)
	require.Equal(t, "short", value.Config.Unit)
	require.EqualValues(t, 0, *value.Config.Decimals)
	require.Nil(t, value.Config.Thresholds)
	require.Equal(t, "a · KL(now ‖ 1h ago) n current", value.Config.DisplayNameFromDS)

	source = sourceOf(t, "A", `,"groupBy":["service"],"alertOn":"samples","instant":true`)
	frames = frame.Divergence(source, resultOf(source, "a"))
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Equal(t, "n current", names(frames[0]))
	require.Equal(t, []any{300.0}, shown(t, frames[0].Fields[0]))
}

func TestMeasuresAreToldApart(t *testing.T) {
	source := sourceOf(t, "A", `,"groupBy":["service"],"measures":["js","kl"]`)
	frames := frame.Divergence(source, resultOf(source, "a"))
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "js", frames[0].Fields[1].Name)
	require.Equal(t, data.Labels{"service": "a", "measure": "js"}, frames[0].Fields[1].Labels)
	require.Equal(t, data.Labels{"service": "a", "measure": "kl"}, frames[1].Fields[1].Labels)
	require.Equal(t, "a · JS(now, 1h ago)", frames[0].Fields[1].Config.DisplayNameFromDS)
}

func TestEmptyAnswer(t *testing.T) {
	for instant, kind := range map[string]data.FrameType{"false": data.FrameTypeTimeSeriesMulti, "true": data.FrameTypeNumericMulti} {
		source := sourceOf(t, "A", `,"instant":`+instant)
		source.Warnings = []view.Notice{{Text: "Prometheus: a store is down", Warning: true}}
		frames := frame.Divergence(source, view.Result{Notices: []view.Notice{{Text: "Rounded."}}})
		requireContract(t, frames, kind)
		require.Empty(t, frames[0].Fields)
		require.Equal(t, "A", frames[0].RefID)
		notices := frames[0].Meta.Notices
		require.Len(t, notices, 3)
		require.Equal(t, data.Notice{Severity: data.NoticeSeverityWarning, Text: "Prometheus: a store is down"}, notices[0])
		require.Equal(t, data.Notice{Severity: data.NoticeSeverityInfo, Text: "Rounded."}, notices[1])
		require.Contains(t, notices[2].Text, "No series match: sum by (le) (increase(m_bucket[1m15s]))")
	}
}

// Nothing can be judged: values are null, and there is neither an empty series nor a number.
func TestNothingCanBeJudged(t *testing.T) {
	source := sourceOf(t, "A", "")
	result := resultOf(source, "")
	for i := range result.Groups[0].Status {
		result.Groups[0].Status[i] = view.NoData
	}
	result.Groups[0].Measures[0].Last = nil
	frames := frame.Divergence(source, result)
	requireContract(t, frames, data.FrameTypeTimeSeriesMulti)
	for _, value := range shown(t, frames[0].Fields[1]) {
		require.Nil(t, value)
	}
	recipe := frames[0].Meta.Custom.(frame.Recipe)
	require.Nil(t, recipe.Last)
	require.Equal(t, map[string]int{"nodata": 10}, recipe.Status)
}

// Notices of the query stand in its first frame, those of a group in the group's, once.
func TestNotices(t *testing.T) {
	source := sourceOf(t, "A", `,"groupBy":["service"],"measures":["kl","js"]`)
	result := resultOf(source, "a", "b")
	result.Notices = []view.Notice{{Text: "all"}}
	result.Groups[0].Notices = []view.Notice{{Text: "of a", Warning: true}}
	result.Groups[1].Notices = []view.Notice{{Text: "of b"}}
	var all []string
	for _, one := range frame.Divergence(source, result) {
		texts := []string{}
		for _, notice := range one.Meta.Notices {
			texts = append(texts, notice.Text)
		}
		all = append(all, strings.Join(texts, "+"))
	}
	require.Equal(t, []string{"a: of a+all", "", "b: of b", ""}, all)
}
