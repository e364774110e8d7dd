package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

var badSelections = []bad{
	{name: "metric missing", json: `{}`, field: "current.metric", words: []string{"missing"}},
	{name: "metric is a number", json: `{"current":{"metric":3}}`, field: "current.metric"},
	{name: "unknown operator", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"~","value":"b"}]}}`, field: "current.matchers[0].op"},
	{name: "empty label", json: `{"current":{"metric":"m","matchers":[{"label":"","op":"=","value":"b"}]}}`, field: "current.matchers[0].label"},
	{name: "bad regular expression", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=~","value":"("}]}}`, field: "current.matchers[0].value", schemaAllows: true},
	{name: "buckets instead of the histogram", json: `{"current":{"metric":"m_bucket"}}`, field: "current.metric", words: []string{`leave _bucket off: "m"`}, schemaAllows: true},
	{name: "variable in the metric", json: `{"current":{"metric":"$metric"}}`, field: "current.metric", words: []string{"$metric"}, schemaAllows: true},
	{name: "variable in a matcher", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"${svc:regex}"}]}}`, field: "current.matchers[0].value", words: []string{"${svc:regex}"}, schemaAllows: true},
	{name: "variable in a category", json: `{"current":{"metric":"m","category":["$dimension"]}}`, field: "current.category[0]", words: []string{"$dimension"}, schemaAllows: true},
	{name: "unknown type", json: `{"current":{"metric":"m","type":"summary"}}`, field: "current.type", words: []string{"auto, classic, native, categoryCounter or categoryGauge"}},
	{name: "empty category", json: `{"current":{"metric":"m","category":[""]}}`, field: "current.category[0]"},
	{name: "category of bounds", json: `{"current":{"metric":"m","category":["le"]}}`, field: "current.category[0]", words: []string{"bucket bound"}},
	{name: "category twice", json: `{"current":{"metric":"m","category":["a","b","a"]}}`, field: "current.category[2]"},
	{name: "category is a group", json: `{"groupBy":["country"],"current":{"metric":"m","category":["device","country"]}}`, field: "current.category[1]", words: []string{`"country" is both a category and a group`}, schemaAllows: true},
	{name: "category counter without category", json: `{"current":{"metric":"m","type":"categoryCounter"}}`, field: "current.category"},
	{name: "category gauge without category", json: `{"current":{"metric":"m","type":"categoryGauge"}}`, field: "current.category", words: []string{"categoryGauge"}},
	{name: "classic with category", json: `{"current":{"metric":"m","type":"classic","category":["a"]}}`, field: "current.type", words: []string{"remove category"}},
	{name: "native with category", json: `{"current":{"metric":"m","type":"native","category":["a"]}}`, field: "current.type"},
}

var goodSelections = []string{
	`{"current":{"metric":"m","type":"auto"}}`,
	`{"current":{"metric":"m","type":"classic"}}`,
	`{"current":{"metric":"m","type":"native"}}`,
	`{"current":{"metric":"orders_total","category":["country"]}}`,
	`{"current":{"metric":"orders_total","type":"categoryCounter","category":["country","k8s.device"]},"groupBy":["service"]}`,
	`{"current":{"metric":"sessions","type":"categoryGauge","category":["country"],"matchers":[{"label":"country","op":"!=","value":""}]}}`,
}

func TestLabelNamesAreUTF8(t *testing.T) {
	err := request.Selection{Metric: "m", Category: []string{"\xff"}}.Validate("current")
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Equal(t, "current.category[0]", f.Field)
}
