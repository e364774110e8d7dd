package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

var badCohorts = []bad{
	{name: "cohort of the same metric", json: `{"baseline":{"kind":"cohort","metric":"m"},"current":{"metric":"m"}}`, field: "baseline.matchers", schemaAllows: true},
	{name: "cohort without a difference", json: `{"baseline":{"kind":"cohort"},"current":{"metric":"m"}}`, field: "baseline.matchers"},
	{name: "cohort pins a group", json: `{"groupBy":["version"],"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]},"current":{"metric":"m"}}`, field: "baseline.matchers[0]", words: []string{`drop "version" from groupBy`}, schemaAllows: true},
	{name: "cohort of the same expression", json: `{"baseline":{"kind":"cohort","expr":" sum(m) "},"current":{"expr":"sum(m)"}}`, field: "baseline.expr", words: []string{"same as the current side"}, schemaAllows: true},
	{name: "cohort of the same category", json: `{"baseline":{"kind":"cohort","category":["a"]},"current":{"metric":"m","category":["a"]}}`, field: "baseline.matchers", schemaAllows: true},
	{name: "cohort of a type alone", json: `{"baseline":{"kind":"cohort","type":"native"},"current":{"metric":"m"}}`, field: "baseline.matchers"},
	{name: "cohort of a metric and an expression", json: `{"baseline":{"kind":"cohort","metric":"n","expr":"sum(n)"},"current":{"metric":"m"}}`, field: "baseline.metric", words: []string{"beside baseline.expr"}},
	{name: "cohort of a type and an expression", json: `{"baseline":{"kind":"cohort","type":"auto","expr":"sum(n)"},"current":{"metric":"m"}}`, field: "baseline.type"},
	{name: "cohort of matchers and an expression", json: `{"baseline":{"kind":"cohort","matchers":[{"label":"a","op":"=","value":"b"}],"expr":"sum(n)"},"current":{"metric":"m"}}`, field: "baseline.matchers"},
	{name: "cohort of a bad expression", json: `{"baseline":{"kind":"cohort","expr":"sum(n"},"current":{"metric":"m"}}`, field: "baseline.expr", words: []string{"unclosed left parenthesis"}, schemaAllows: true},
	{name: "cohort of buckets", json: `{"baseline":{"kind":"cohort","metric":"n_bucket"},"current":{"metric":"m"}}`, field: "baseline.metric", words: []string{`"n"`}, schemaAllows: true},
	{name: "cohort of an unknown type", json: `{"baseline":{"kind":"cohort","metric":"n","type":"gauge"},"current":{"metric":"m"}}`, field: "baseline.type"},
	{name: "cohort without a metric to inherit", json: `{"baseline":{"kind":"cohort","matchers":[{"label":"a","op":"=","value":"b"}]},"current":{"expr":"sum(m)"}}`, field: "baseline.metric", words: []string{"current is an expression"}, schemaAllows: true},
	{name: "cohort type against inherited categories", json: `{"baseline":{"kind":"cohort","metric":"n","type":"classic"},"current":{"metric":"m","category":["a"]}}`, field: "baseline.type", schemaAllows: true},
	{name: "cohort type without categories", json: `{"baseline":{"kind":"cohort","metric":"n","type":"categoryGauge"},"current":{"metric":"m"}}`, field: "baseline.category", schemaAllows: true},
	{name: "categories against a histogram", json: `{"baseline":{"kind":"cohort","metric":"n","category":["a"]},"current":{"metric":"m"}}`, field: "baseline.category", words: []string{"1 label and current of 0 labels"}, schemaAllows: true},
	{name: "two category labels against one", json: `{"baseline":{"kind":"cohort","expr":"n","category":["a","b"]},"current":{"metric":"m","category":["a"]}}`, field: "baseline.category", schemaAllows: true},
	{name: "cohort category is a group", json: `{"groupBy":["b"],"baseline":{"kind":"cohort","category":["b"]},"current":{"metric":"m","category":["a"]}}`, field: "baseline.category[0]", schemaAllows: true},
	{name: "cohort category of bounds", json: `{"baseline":{"kind":"cohort","category":["le"]},"current":{"metric":"m","category":["a"]}}`, field: "baseline.category[0]"},
}

var goodCohorts = []string{
	`{"current":{"metric":"m","matchers":[{"label":"version","op":"=","value":"canary"}]},"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}}`,
	`{"current":{"metric":"predicted"},"baseline":{"kind":"cohort","metric":"observed","exclude":[{"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z"}],"mute":"deploying"}}`,
	`{"current":{"metric":"answers_total","category":["predicted"]},"baseline":{"kind":"cohort","category":["observed"]}}`,
	`{"current":{"metric":"m"},"baseline":{"kind":"cohort","expr":"sum by (le) (increase(n_bucket[$__window]))"}}`,
	`{"current":{"expr":"sum(m)"},"baseline":{"kind":"cohort","metric":"n","type":"native"}}`,
	`{"current":{"expr":"sum(m)"},"baseline":{"kind":"cohort","expr":"sum(n)","category":["a"]}}`,
}

func TestCohortInheritsWhatItLeavesOut(t *testing.T) {
	q, err := request.Parse([]byte(`{"current":{"metric":"m","matchers":[{"label":"job","op":"=","value":"api"},{"label":"version","op":"=","value":"canary"}]},
		"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}}`))
	require.NoError(t, err)
	require.Equal(t, request.Selection{Metric: "m", Type: request.AutoSeries, Matchers: []request.Matcher{
		{Label: "job", Op: request.Equal, Value: "api"},
		{Label: "version", Op: request.Equal, Value: "stable"},
	}}, q.BaselineSelection())
	require.Equal(t, "canary", q.Current.Matchers[1].Value, "the current side is left alone")
}

func TestCohortSelection(t *testing.T) {
	for _, c := range []struct {
		name, current, baseline string
		want                    request.Selection
	}{
		{
			"type and category of the same metric", `{"metric":"m","type":"categoryGauge","category":["a"]}`, `"matchers":[{"label":"v","op":"=","value":"1"}]`,
			request.Selection{Metric: "m", Type: request.CategoryGauge, Category: []string{"a"}, Matchers: []request.Matcher{{Label: "v", Op: request.Equal, Value: "1"}}},
		},
		{
			"another metric has a type of its own", `{"metric":"m","type":"categoryGauge","category":["a"]}`, `"metric":"n"`,
			request.Selection{Metric: "n", Type: request.AutoSeries, Category: []string{"a"}},
		},
		{
			"a type given", `{"metric":"m","type":"classic"}`, `"metric":"n","type":"native"`,
			request.Selection{Metric: "n", Type: request.NativeSeries},
		},
		{
			"another label of the same metric", `{"metric":"m","category":["a"]}`, `"category":["b"]`,
			request.Selection{Metric: "m", Type: request.AutoSeries, Category: []string{"b"}},
		},
		{
			"an expression inherits the category alone", `{"metric":"m","category":["a"],"matchers":[{"label":"v","op":"=","value":"1"}]}`, `"expr":"n"`,
			request.Selection{Expr: "n", Category: []string{"a"}},
		},
		{
			"an expression with its own category", `{"metric":"m","category":["a"]}`, `"expr":"n","category":["b"]`,
			request.Selection{Expr: "n", Category: []string{"b"}},
		},
		{
			"a metric against an expression", `{"expr":"sum by (a) (m)","category":["a"]}`, `"metric":"n"`,
			request.Selection{Metric: "n", Type: request.AutoSeries, Category: []string{"a"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := parsed(t, `{"current":`+c.current+`,"baseline":{"kind":"cohort",`+c.baseline+`}}`)
			require.Equal(t, c.want, q.BaselineSelection())
		})
	}
}
