package request_test

import (
	"slices"
	"testing"
	"time"

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
	require.Equal(t, request.AutoSeries, q.Current.Type)
	require.Equal(t, request.Bins{Kind: request.StoredBins}, q.Bins)
	require.True(t, q.WidenTo.IsZero())
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

// bad is a query that must fail, the field that the fault must name, and words its text must hold.
type bad struct {
	name, json, field string
	words             []string
	schemaAllows      bool // What a JSON Schema can't say.
}

// rejected are the bad queries of all files; there is a list for each part of the model.
var rejected = slices.Concat(badBasics, badSelections, badExprs, badBaselines, badCohorts, badStatics, badBins, badViews)

var badBasics = []bad{
	{name: "not JSON", json: `{"current":`, field: "current", words: []string{"not valid JSON"}},
	{name: "unknown field", json: `{"current":{"metric":"m"},"windw":"1h"}`, field: "windw", words: []string{"not a field"}},
	{name: "unknown nested field", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"b","x":1}]}}`, field: "current.matchers[0].x"},
	{name: "field in other case", json: `{"current":{"metric":"m"},"Window":"1h"}`, field: "Window"},
	{name: "version from the future", json: `{"version":2,"current":{"metric":"m"}}`, field: "version"},
	{name: "unknown view", json: `{"view":"pie","current":{"metric":"m"}}`, field: "view", words: []string{`"pie"`, "exemplars or sensitivity"}},
	{name: "unknown measure", json: `{"measures":["kl","chi"],"current":{"metric":"m"}}`, field: "measures[1]", words: []string{"use kl, klReverse, psi, js,", "newMass or vanishedMass"}},
	{name: "measure twice", json: `{"measures":["kl","kl"],"current":{"metric":"m"}}`, field: "measures[1]"},
	{name: "unknown unit", json: `{"unit":"bans","current":{"metric":"m"}}`, field: "unit"},
	{name: "unknown statistic", json: `{"alertOn":"mean","current":{"metric":"m"}}`, field: "alertOn"},
	{name: "bad duration", json: `{"window":"1 hour","current":{"metric":"m"}}`, field: "window", words: []string{"not a duration"}},
	{name: "duration is a number", json: `{"window":3600,"current":{"metric":"m"}}`, field: "window"},
	{name: "window of nothing", json: `{"window":"0s","current":{"metric":"m"}}`, field: "window", schemaAllows: true},
	{name: "scrape interval is the range", json: `{"scrapeInterval":"$__range","current":{"metric":"m"}}`, field: "scrapeInterval"},
	{name: "level too high", json: `{"confidence":{"level":1},"current":{"metric":"m"}}`, field: "confidence.level"},
	{name: "level as per cent", json: `{"confidence":{"level":95},"current":{"metric":"m"}}`, field: "confidence.level"},
	{name: "negative minimum count", json: `{"minCount":-1,"current":{"metric":"m"}}`, field: "minCount"},
	{name: "negative threshold", json: `{"threshold":-0.1,"current":{"metric":"m"}}`, field: "threshold"},
	{name: "group by le", json: `{"groupBy":["le"],"current":{"metric":"m"}}`, field: "groupBy[0]"},
	{name: "group by the label of measures", json: `{"groupBy":["measure"],"measures":["kl","js"],"current":{"metric":"m"}}`, field: "groupBy[0]", words: []string{"one measure"}, schemaAllows: true},
	{name: "group by the label of limits", json: `{"groupBy":["bound"],"current":{"metric":"m"}}`, field: "groupBy[0]", words: []string{"switch them off"}, schemaAllows: true},
	{name: "wasserstein of categories", json: `{"measures":["js","wasserstein"],"current":{"metric":"m","category":["a"]}}`, field: "measures[1]", words: []string{"categories have none"}},
	{name: "limit of what has none", json: `{"measures":["entropy"],"alertOn":"lower","current":{"metric":"m"}}`, field: "alertOn", words: []string{"entropy has no lower limit"}, schemaAllows: true},
	{name: "unknown estimator", json: `{"estimator":"bayes","current":{"metric":"m"}}`, field: "estimator", words: []string{"corrected, none, epsilon, laplace, jeffreys or pool"}},
	{name: "limit of an estimator without band", json: `{"estimator":"laplace","alertOn":"lower","current":{"metric":"m"}}`, field: "alertOn", words: []string{"has no band"}},
	{name: "amount of an estimator without", json: `{"estimator":"jeffreys","smoothing":1,"current":{"metric":"m"}}`, field: "smoothing", words: []string{"does not apply"}},
	{name: "amount of nothing", json: `{"estimator":"laplace","smoothing":0,"current":{"metric":"m"}}`, field: "smoothing"},
	{name: "a large epsilon", json: `{"estimator":"epsilon","smoothing":0.5,"current":{"metric":"m"}}`, field: "smoothing", schemaAllows: true},
	{name: "unknown replicates", json: `{"replicates":"bootstrap","current":{"metric":"m"}}`, field: "replicates", words: []string{"auto, cells or none"}},
	{name: "replicates that are a number", json: `{"replicates":12,"current":{"metric":"m"}}`, field: "replicates", words: []string{`{"by": label}`}},
	{name: "replicates by nothing", json: `{"replicates":{"by":""},"current":{"metric":"m"}}`, field: "replicates.by"},
	{name: "replicates by the group", json: `{"replicates":{"by":"a"},"groupBy":["a"],"current":{"metric":"m"}}`, field: "replicates.by", words: []string{"such as pod"}, schemaAllows: true},
	{name: "replicates by an instance of the rest", json: `{"replicates":{"by":"pod"},"groupBy":["a"],"baseline":{"kind":"rest"},"current":{"metric":"m"}}`, field: "replicates.by", words: []string{"use cells"}, schemaAllows: true},
	{name: "replicates by something more", json: `{"replicates":{"by":"a","per":"b"},"current":{"metric":"m"}}`, field: "replicates.per"},
	{name: "group twice", json: `{"groupBy":["a","a"],"current":{"metric":"m"}}`, field: "groupBy[1]"},
	{name: "alert on a limit without a band", json: `{"alertOn":"lower","confidence":{"band":false},"current":{"metric":"m"}}`, field: "alertOn", schemaAllows: true},
	{name: "variable in a group", json: `{"groupBy":["[[g]]"],"current":{"metric":"m"}}`, field: "groupBy[0]", schemaAllows: true},
	{name: "widen to the range", json: `{"widenTo":"$__range","current":{"metric":"m"}}`, field: "widenTo"},
	{name: "widen to less than the window", json: `{"widenTo":"30m","current":{"metric":"m"}}`, field: "widenTo", words: []string{"30m is shorter than the window of 1h", "use 1h or more"}, schemaAllows: true},
	{name: "group by the label of resolutions", json: `{"view":"sensitivity","groupBy":["a","resolution"],"current":{"metric":"m"}}`, field: "groupBy[1]", words: []string{"sensitivity"}},
	{name: "sensitivity of categories", json: `{"view":"sensitivity","current":{"metric":"m","category":["country"]}}`, field: "view", words: []string{"categories have no neighbours to join", "bins top"}},
	{name: "sensitivity of top categories", json: `{"view":"sensitivity","bins":{"kind":"top"},"current":{"expr":"m"}}`, field: "view", schemaAllows: true},
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

// accepted are the good queries of all files.
var accepted = slices.Concat(goodBasics, goodSelections, goodExprs, goodBaselines, goodCohorts, goodStatics, goodBins, goodViews)

var goodBasics = []string{
	minimal,
	`{"version":1,"view":"divergence","current":{"metric":"m","matchers":[{"label":"job","op":"=~","value":"a|b$"}]},"baseline":{"kind":"previous","offset":"7d","window":"1d"},
	  "groupBy":["service","zone"],"window":"1h30m","instant":true,"measures":["js","kl","klReverse"],"unit":"bits","confidence":{"level":0.99,"band":true},
	  "minCount":0,"threshold":0.03,"alertOn":"lower","scrapeInterval":"30s"}`,
	`{"current":{"metric":"m"},"window":"$__range"}`,
	`{"current":{"metric":"m"},"window":"$__range","baseline":{"kind":"previous","offset":"$__range","window":"$__range"}}`,
	`{"current":{"metric":"m"},"measures":["newMass","vanishedMass"],"unit":"bits","widenTo":"6h","instant":true}`,
	`{"current":{"metric":"m"},"window":"$__range","widenTo":"1s"}`,
	`{"current":{"metric":"m"},"view":"sensitivity","groupBy":["service"]}`,
	`{"current":{"metric":"m"},"groupBy":["resolution"]}`,
	`{"current":{"metric":"m"},"measures":["psi","jsDistance","tv","hellinger","wasserstein","ks","crossEntropy","entropy","g"]}`,
	`{"current":{"metric":"m","category":["a"]},"measures":["tv","entropy"],"estimator":"epsilon","smoothing":0.001}`,
	`{"current":{"metric":"m"},"estimator":"pool","replicates":"none","groupBy":["bound"],"confidence":{"band":false}}`,
	`{"current":{"metric":"m"},"replicates":{"by":"pod"},"confidence":{"noiseFloor":false,"expectedRange":true},"alertOn":"aboveNormal"}`,
}

func TestTimesWithoutAZoneAreExplained(t *testing.T) {
	_, err := request.Parse([]byte(`{"current":{"metric":"m"},"baseline":{"kind":"fixed","from":"2026-11-01T00:00:00","to":"2026-11-02T00:00:00Z"}}`))
	require.ErrorContains(t, err, `"2026-11-01T00:00:00" is no time with a zone, such as 2026-11-01T00:00:00Z`)
	require.Equal(t, "baseline.from", fault.From(err).Field)
}
