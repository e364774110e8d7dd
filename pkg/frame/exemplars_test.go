package frame_test

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

var twoFound = []view.Exemplar{
	{
		Exemplar: promapi.Exemplar{Labels: map[string]string{"trace_id": hostile, "service": "own"}, Value: 1.5, Time: now.Add(-time.Minute).UnixMilli()},
		Series:   map[string]string{"__name__": "m_seconds_bucket", "service": "a", "bin": "x"}, Part: view.Part{Bin: distribution.NumberBin(1, 2), Value: 0.05},
	},
	{
		Exemplar: promapi.Exemplar{Labels: map[string]string{"span": "7"}, Value: 9, Time: now.UnixMilli()},
		Series:   map[string]string{"service": "b"}, Part: view.Part{Bin: distribution.NumberBin(4, inf), Value: 0.25},
	},
}

// Frames are those of Grafana's Prometheus data source, so that panels draw them and traces are a click away.
func TestExemplars(t *testing.T) {
	source, result := asked(t, bucketsOf("a"), latency, `,"view":"exemplars","groupBy":["service"]`)
	links := []settings.TraceLink{
		{Name: "trace_id", DatasourceUID: "tempo", URL: "https://traces/${__value.raw}?x=1", URLDisplayLabel: "Open"},
		{Name: "trace_id", URL: "${__value.raw}"},
		{Name: "other", URL: "https://other"},
		{Name: "trace_id"},
	}
	frames := frame.Exemplars(source, result, frame.Found{Exemplars: twoFound, Notices: []view.Notice{{Text: "said"}}, PromQL: "m", Traces: links})
	requireEncodes(t, frames)
	require.Len(t, frames, 1)
	one := frames[0]
	require.Equal(t, "exemplar", one.Name)
	require.Equal(t, data.DataTopicAnnotations, one.Meta.DataTopic)
	require.Equal(t, "exemplar", asMap(t, one.Meta.Custom)["resultType"])
	require.Equal(t, "m", asMap(t, one.Meta.Custom)["promql"])
	require.Equal(t, "Time,Value,service,span,trace_id,bin,contribution,__name__,bin (series),service (series)", names(one))
	require.Equal(t, data.FieldTypeTime, one.Fields[0].Type())
	require.Equal(t, "s", one.Fields[1].Config.Unit, "panels place them along the axis of this unit")
	require.Equal(t, []string{hostile, ""}, textsOf(one.Fields[4]), "plain text")
	require.Equal(t, []string{"1–2", "> 4"}, textsOf(one.Fields[5]))
	require.Equal(t, "said", one.Meta.Notices[0].Text)
	require.JSONEq(t, `[
		{"title":"Query the trace","internal":{"query":{"query":"${__value.raw}","queryType":"traceql"},"datasourceUid":"tempo"}},
		{"title":"Open","targetBlank":true,"url":"https://traces/${__value.raw:percentencode}?x=1"},
		{"title":"Go to ${__value.raw}","targetBlank":true,"url":"${__value.raw}"}]`, text(t, one.Fields[4].Config.Links))
	require.Empty(t, one.Fields[3].Config.Links)

	source, result = asked(t, bucketsOf("a"), latency, `,"view":"exemplars","format":"table","groupBy":["service"]`)
	table := frame.Exemplars(source, result, frame.Found{Exemplars: twoFound, Traces: links})[0]
	require.Equal(t, data.FrameTypeTable, table.Meta.Type)
	require.Empty(t, table.Meta.DataTopic, "a Table panel shows no annotations")
	require.Len(t, table.Fields, len(one.Fields))
}

func TestNoExemplars(t *testing.T) {
	source, result := asked(t, bucketsOf("a"), latency, `,"view":"exemplars","groupBy":["service"]`)
	frames := frame.Exemplars(source, result, frame.Found{Notices: []view.Notice{{Text: "none"}}})
	requireEncodes(t, frames)
	require.Empty(t, frames[0].Fields)
	require.Contains(t, noticesOf(frames[0]), "none")
	source, result = asked(t, nil, latency, `,"view":"exemplars"`)
	frames = frame.Exemplars(source, result, frame.Found{})
	require.Contains(t, noticesOf(frames[0]), "No series match")
}
