package request_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

const minimal = `{"current":{"metric":"http_request_duration_seconds"}}`

func TestDefaults(t *testing.T) {
	q, err := request.Parse([]byte(minimal))
	require.NoError(t, err)
	require.Equal(t, request.Version, q.Version)
	require.Equal(t, request.ViewDivergence, q.View)
	require.Equal(t, time.Hour, q.Window.Length)
	require.Equal(t, request.Previous, q.Baseline.Kind)
	require.Equal(t, 24*time.Hour, q.Baseline.Offset.Length)
	require.Equal(t, time.Hour, q.Baseline.Window.Length)
	require.Equal(t, []request.Measure{request.MeasureKL}, q.Measures)
	require.Equal(t, request.UnitNats, q.Unit)
	require.InDelta(t, 0.95, q.Confidence.Level, 0)
	require.True(t, q.Confidence.HasBand())
	require.InDelta(t, 100, *q.MinCount, 0)
	require.Equal(t, request.StatisticEstimate, q.AlertOn)
}

// A window longer than the default offset moves the offset with it, so that leaving the baseline out is never an error.
func TestDefaultOffsetIsAtLeastTheWindow(t *testing.T) {
	q, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"7d"}`))
	require.NoError(t, err)
	require.Equal(t, 7*24*time.Hour, q.Baseline.Offset.Length)
}

func TestEnvelopeOfGrafanaIsNotUnknown(t *testing.T) {
	_, err := request.Parse([]byte(`{"refId":"A","datasource":{"type":"x","uid":"y"},"intervalMs":1000,"maxDataPoints":500,
		"hide":false,"key":"k","datasourceId":3,"queryType":"","current":{"metric":"m"}}`))
	require.NoError(t, err)
}

// rejected are queries that must fail, the field that the fault must name, and words its text must hold.
var rejected = []struct {
	name, json, field string
	words             []string
	schemaAllows      bool // What a JSON Schema can't say.
}{
	{name: "not JSON", json: `{"current":`, field: "current", words: []string{"not valid JSON"}},
	{name: "unknown field", json: `{"current":{"metric":"m"},"windw":"1h"}`, field: "windw", words: []string{"not a field"}},
	{name: "unknown nested field", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"b","x":1}]}}`, field: "current.matchers[0].x"},
	{name: "field in other case", json: `{"current":{"metric":"m"},"Window":"1h"}`, field: "Window"},
	{name: "metric missing", json: `{}`, field: "current.metric", words: []string{"missing"}},
	{name: "metric is a number", json: `{"current":{"metric":3}}`, field: "current.metric"},
	{name: "version from the future", json: `{"version":2,"current":{"metric":"m"}}`, field: "version"},
	{name: "unknown view", json: `{"view":"pie","current":{"metric":"m"}}`, field: "view", words: []string{`"pie"`, "divergence"}},
	{name: "unknown measure", json: `{"measures":["kl","chi"],"current":{"metric":"m"}}`, field: "measures[1]", words: []string{"kl, klReverse or js"}},
	{name: "measure twice", json: `{"measures":["kl","kl"],"current":{"metric":"m"}}`, field: "measures[1]"},
	{name: "unknown unit", json: `{"unit":"bans","current":{"metric":"m"}}`, field: "unit"},
	{name: "unknown statistic", json: `{"alertOn":"mean","current":{"metric":"m"}}`, field: "alertOn"},
	{name: "unknown baseline", json: `{"baseline":{"kind":"yesterday"},"current":{"metric":"m"}}`, field: "baseline.kind"},
	{name: "unknown operator", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"~","value":"b"}]}}`, field: "current.matchers[0].op"},
	{name: "empty label", json: `{"current":{"metric":"m","matchers":[{"label":"","op":"=","value":"b"}]}}`, field: "current.matchers[0].label"},
	{name: "bad regular expression", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=~","value":"("}]}}`, field: "current.matchers[0].value", schemaAllows: true},
	{name: "bad duration", json: `{"window":"1 hour","current":{"metric":"m"}}`, field: "window", words: []string{"not a duration"}},
	{name: "duration is a number", json: `{"window":3600,"current":{"metric":"m"}}`, field: "window"},
	{name: "window of nothing", json: `{"window":"0s","current":{"metric":"m"}}`, field: "window", schemaAllows: true},
	{name: "scrape interval is the range", json: `{"scrapeInterval":"$__range","current":{"metric":"m"}}`, field: "scrapeInterval"},
	{name: "overlap", json: `{"baseline":{"kind":"previous","offset":"30m"},"current":{"metric":"m"}}`, field: "baseline.offset", words: []string{"own baseline", "use 1h or more"}, schemaAllows: true},
	{name: "fixed without from", json: `{"baseline":{"kind":"fixed","to":"2026-11-08T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.from"},
	{name: "fixed without to", json: `{"baseline":{"kind":"fixed","from":"2026-11-08T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.to"},
	{name: "fixed backwards", json: `{"baseline":{"kind":"fixed","from":"2026-11-08T00:00:00Z","to":"2026-11-01T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.to", schemaAllows: true},
	{name: "fixed with a bad time", json: `{"baseline":{"kind":"fixed","from":"yesterday","to":"2026-11-01T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.from"},
	{name: "fixed in another age", json: `{"baseline":{"kind":"fixed","from":"2026-11-08T00:00:00Z","to":"9999-11-01T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.to", schemaAllows: true},
	{name: "offset of a fixed baseline", json: `{"baseline":{"kind":"fixed","offset":"1d","from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z"},"current":{"metric":"m"}}`, field: "baseline.offset", words: []string{"does not apply"}},
	{name: "cohort of the same metric", json: `{"baseline":{"kind":"cohort","metric":"m"},"current":{"metric":"m"}}`, field: "baseline.matchers", schemaAllows: true},
	{name: "cohort without a difference", json: `{"baseline":{"kind":"cohort"},"current":{"metric":"m"}}`, field: "baseline.matchers"},
	{name: "cohort pins a group", json: `{"groupBy":["version"],"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]},"current":{"metric":"m"}}`, field: "baseline.matchers[0]", words: []string{`drop "version" from groupBy`}, schemaAllows: true},
	{name: "level too high", json: `{"confidence":{"level":1},"current":{"metric":"m"}}`, field: "confidence.level"},
	{name: "level as per cent", json: `{"confidence":{"level":95},"current":{"metric":"m"}}`, field: "confidence.level"},
	{name: "negative minimum count", json: `{"minCount":-1,"current":{"metric":"m"}}`, field: "minCount"},
	{name: "negative threshold", json: `{"threshold":-0.1,"current":{"metric":"m"}}`, field: "threshold"},
	{name: "group by le", json: `{"groupBy":["le"],"current":{"metric":"m"}}`, field: "groupBy[0]"},
	{name: "group by the label of measures", json: `{"groupBy":["measure"],"measures":["kl","js"],"current":{"metric":"m"}}`, field: "groupBy[0]", words: []string{"one measure"}, schemaAllows: true},
	{name: "group by the label of limits", json: `{"groupBy":["bound"],"current":{"metric":"m"}}`, field: "groupBy[0]", words: []string{"switch the band off"}, schemaAllows: true},
	{name: "buckets instead of the histogram", json: `{"current":{"metric":"m_bucket"}}`, field: "current.metric", words: []string{`leave _bucket off: "m"`}, schemaAllows: true},
	{name: "group twice", json: `{"groupBy":["a","a"],"current":{"metric":"m"}}`, field: "groupBy[1]"},
	{name: "alert on a limit without a band", json: `{"alertOn":"lower","confidence":{"band":false},"current":{"metric":"m"}}`, field: "alertOn", schemaAllows: true},
	{name: "variable in the metric", json: `{"current":{"metric":"$metric"}}`, field: "current.metric", words: []string{"$metric"}, schemaAllows: true},
	{name: "variable in a matcher", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"${svc:regex}"}]}}`, field: "current.matchers[0].value", words: []string{"${svc:regex}"}, schemaAllows: true},
	{name: "variable in a group", json: `{"groupBy":["[[g]]"],"current":{"metric":"m"}}`, field: "groupBy[0]", schemaAllows: true},
}

func TestBadInputNamesTheField(t *testing.T) {
	for _, c := range rejected {
		t.Run(c.name, func(t *testing.T) {
			_, err := request.Parse([]byte(c.json))
			var f *fault.Error
			require.ErrorAs(t, err, &f)
			require.Equal(t, fault.Query, f.Category)
			require.Equal(t, c.field, f.Field)
			require.NotEmpty(t, f.Fix)
			for _, word := range c.words {
				require.Contains(t, f.Error(), word)
			}
		})
	}
}

var accepted = []string{
	minimal,
	`{"version":1,"view":"divergence","current":{"metric":"m","matchers":[{"label":"job","op":"=~","value":"a|b$"}]},"baseline":{"kind":"previous","offset":"7d","window":"1d"},
	  "groupBy":["service","zone"],"window":"1h30m","instant":true,"measures":["js","kl","klReverse"],"unit":"bits","confidence":{"level":0.99,"band":true},
	  "minCount":0,"threshold":0.03,"alertOn":"lower","scrapeInterval":"30s"}`,
	`{"current":{"metric":"m"},"window":"$__range"}`,
	`{"current":{"metric":"m"},"window":"$__range","baseline":{"kind":"previous","offset":"$__range","window":"$__range"}}`,
	`{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00Z","to":"2026-11-08T00:00:00Z"}}`,
	`{"current":{"metric":"m","matchers":[{"label":"version","op":"=","value":"canary"}]},"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}}`,
	`{"current":{"metric":"predicted"},"baseline":{"kind":"cohort","metric":"observed"}}`,
}

// The schema and the parser must agree, but for what a schema can't express.
func TestSchemaAgreesWithTheParser(t *testing.T) {
	schema := compile(t)
	for _, text := range accepted {
		_, err := request.Parse([]byte(text))
		require.NoError(t, err, text)
		require.NoError(t, schema.Validate(decode(t, text)), text)
	}
	for _, c := range rejected {
		if c.schemaAllows || !json.Valid([]byte(c.json)) {
			continue
		}
		require.Error(t, schema.Validate(decode(t, c.json)), c.name)
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(request.Schema))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("query.json", document))
	schema, err := compiler.Compile("query.json")
	require.NoError(t, err)
	return schema
}

func decode(t *testing.T, text string) any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	return document
}

func TestCohortInheritsWhatItLeavesOut(t *testing.T) {
	q, err := request.Parse([]byte(`{"current":{"metric":"m","matchers":[{"label":"job","op":"=","value":"api"},{"label":"version","op":"=","value":"canary"}]},
		"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}}`))
	require.NoError(t, err)
	require.Equal(t, request.Selection{Metric: "m", Matchers: []request.Matcher{
		{Label: "job", Op: request.Equal, Value: "api"},
		{Label: "version", Op: request.Equal, Value: "stable"},
	}}, q.BaselineSelection())
	require.Equal(t, "canary", q.Current.Matchers[1].Value, "the current side is left alone")
}

func TestResolveRange(t *testing.T) {
	q, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"$__range"}`))
	require.NoError(t, err)

	resolved, err := q.Resolve(6 * time.Hour)
	require.NoError(t, err)
	require.Equal(t, 6*time.Hour, resolved.Window.Length)
	require.Equal(t, 6*time.Hour, resolved.Baseline.Window.Length)

	_, err = q.Resolve(0)
	require.ErrorContains(t, err, "range of the panel is empty")

	q.Baseline.Offset = request.Duration{Length: time.Hour}
	_, err = q.Resolve(6 * time.Hour)
	require.ErrorContains(t, err, "own baseline")
}

func FuzzParse(f *testing.F) {
	for _, text := range accepted {
		f.Add(text)
	}
	for _, c := range rejected {
		f.Add(c.json)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := request.Parse([]byte(text))
		if err != nil {
			var known *fault.Error
			require.ErrorAs(t, err, &known)
			require.NotEqual(t, fault.Internal, known.Category)
			return
		}
		require.NotEmpty(t, q.Current.Metric)
		require.NotEmpty(t, q.Measures)
	})
}
