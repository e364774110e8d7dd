package plan_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// hostile values try to leave their place.
var hostile = []string{"", "api", `"`, `\`, `\"`, "\n", "\r\t", "`", "'", "{}", "}", `"} or vector(1) #`, "a|b", "$", "é ☃ 漢", "\u0000", "[1m]", ".*"}

func TestPromQL(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"plain", `{"current":{"metric":"http_request_duration_seconds"}}`, `sum by (le) (increase(http_request_duration_seconds_bucket[2m15s]))`},
		{"groups in one order", `{"current":{"metric":"m"},"groupBy":["zone","a"]}`, `sum by (le, a, zone) (increase(m_bucket[2m15s]))`},
		{"recorded with colons", `{"current":{"metric":"job:m:sum"}}`, `sum by (le) (increase(job:m:sum_bucket[2m15s]))`},
		{
			"UTF-8 names", `{"current":{"metric":"http.duration","matchers":[{"label":"k8s.pod","op":"=","value":"a"}]},"groupBy":["k8s.node"]}`,
			`sum by (le, "k8s.node") (increase({"k8s.pod"="a",__name__="http.duration_bucket"}[2m15s]))`,
		},
		{
			"matchers", `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"1"},{"label":"b","op":"!=","value":"2"},{"label":"c","op":"=~","value":"x|y.*"},{"label":"d","op":"!~","value":"z\\d"}]}}`,
			`sum by (le) (increase(m_bucket{a="1",b!="2",c=~"x|y.*",d!~"z\\d"}[2m15s]))`,
		},
		{
			"hostile value", `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"\"} or vector(1) #\n\\"}]}}`,
			`sum by (le) (increase(m_bucket{a="\"} or vector(1) #\n\\"}[2m15s]))`,
		},
		{"hostile metric", `{"current":{"metric":"m{} or up"}}`, `sum by (le) (increase({__name__="m{} or up_bucket"}[2m15s]))`},
		{"hostile group", `{"current":{"metric":"m"},"groupBy":["a) (up"]}`, `sum by (le, "a) (up") (increase(m_bucket[2m15s]))`},
		{"other scrape interval", `{"current":{"metric":"m"},"scrapeInterval":"30s"}`, `sum by (le) (increase(m_bucket[2m30s]))`},
		{"longer cells", `{"current":{"metric":"m"},"window":"1d"}`, `sum by (le) (increase(m_bucket[1h15s]))`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := built(t, c.query, lastHours(1))
			require.Equal(t, c.want, p.Sources[0].Expr)
			_, err := parser.NewParser(parser.Options{}).ParseExpr(c.want)
			require.NoError(t, err)
		})
	}
}

// Read back, the PromQL holds the names and values that went in, and nothing else.
func TestPromQLHoldsWhatWasAsked(t *testing.T) {
	for _, value := range hostile {
		for _, op := range []request.MatcherOp{request.Equal, request.NotEqual} {
			name := "m" + value
			side := request.Selection{Metric: name, Matchers: []request.Matcher{{Label: "l" + value, Op: op, Value: value}}}
			query := map[string]any{"current": side, "groupBy": []string{"g" + value}}
			text, err := json.Marshal(query)
			require.NoError(t, err)
			question, err := request.Parse(text)
			if err != nil {
				require.ErrorContains(t, err, "variable", "%q", value)
				continue
			}
			p, err := plan.Build(question, lastHours(1), config)
			require.NoError(t, err)
			requireReadBack(t, p.Sources[0].Expr, side, "g"+value)
		}
	}
}

func requireReadBack(t *testing.T, expr string, side request.Selection, group string) {
	t.Helper()
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(expr)
	require.NoError(t, err, expr)
	sum, ok := parsed.(*parser.AggregateExpr)
	require.True(t, ok, expr)
	require.ElementsMatch(t, []string{"le", group}, sum.Grouping)
	increase, ok := sum.Expr.(*parser.Call)
	require.True(t, ok, expr)
	require.Equal(t, "increase", increase.Func.Name)
	selector := increase.Args[0].(*parser.MatrixSelector).VectorSelector.(*parser.VectorSelector)
	require.Len(t, selector.LabelMatchers, 2)
	for _, m := range selector.LabelMatchers {
		if m.Name == model.MetricNameLabel {
			require.Equal(t, side.Metric+plan.BucketSuffix, m.Value)
			continue
		}
		require.Equal(t, side.Matchers[0].Label, m.Name)
		require.Equal(t, string(side.Matchers[0].Op), m.Type.String())
		require.Equal(t, side.Matchers[0].Value, m.Value)
	}
}

// What is the same question is the same PromQL, and so the same entry of the cache.
func TestOrderOfGroupsDoesNotMatter(t *testing.T) {
	a := built(t, `{"current":{"metric":"m"},"groupBy":["a","b","c"]}`, lastHours(1))
	b := built(t, `{"current":{"metric":"m"},"groupBy":["c","a","b"]}`, lastHours(1))
	require.Equal(t, a.Sources, b.Sources)
}

func TestHistogramSearch(t *testing.T) {
	for text, want := range map[string]string{
		"":        `{__name__=~".+_bucket"}`,
		"http":    `{__name__=~"(?i:.*http.*)_bucket"}`,
		`a.b"|\d`: `{__name__=~"(?i:.*a\\.b\"\\|\\\\d.*)_bucket"}`,
	} {
		got := plan.HistogramSearch(text)
		require.Equal(t, want, got)
		_, err := parser.NewParser(parser.Options{}).ParseExpr(got)
		require.NoError(t, err)
	}
	parsed, err := parser.NewParser(parser.Options{}).ParseExpr(plan.HistogramSearch("ttp.d"))
	require.NoError(t, err)
	matcher := parsed.(*parser.VectorSelector).LabelMatchers[0]
	require.True(t, matcher.Matches("my_HTTP.Duration_bucket"))
	require.False(t, matcher.Matches("http_duration_bucket"), "the text is no pattern")
	require.False(t, matcher.Matches("http.duration"), "no histogram")
}

func TestSeriesSelector(t *testing.T) {
	for want, side := range map[string]request.Selection{
		`{__name__=~"a\\.b(_bucket)?",x="\""}`: {Metric: "a.b", Matchers: []request.Matcher{{Label: "x", Op: request.Equal, Value: `"`}}},
		`{__name__="orders_total"}`:            {Metric: "orders_total", Category: []string{"country"}},
		`{__name__="up"}`:                      {Metric: "up", Type: request.CategoryGauge},
		`{__name__=~".+_bucket",job="x"}`:      {Matchers: []request.Matcher{{Label: "job", Op: request.Equal, Value: "x"}}},
	} {
		got, err := plan.SeriesSelector(side)
		require.NoError(t, err)
		require.Equal(t, want, got)
		_, err = parser.NewParser(parser.Options{}).ParseExpr(got)
		require.NoError(t, err)
	}
	_, err := plan.SeriesSelector(request.Selection{Metric: "m", Matchers: []request.Matcher{{Label: "x", Op: request.Regexp, Value: "("}}})
	require.ErrorContains(t, err, "RE2")
}

func TestFalls(t *testing.T) {
	got, err := plan.Falls(request.Selection{Metric: "m", Matchers: []request.Matcher{{Label: "a", Op: request.Equal, Value: `"`}}}, time.Hour)
	require.NoError(t, err)
	require.Equal(t, `sum(resets(m{a="\""}[1h])) / sum(changes(m{a="\""}[1h]))`, got)
	_, err = parser.NewParser(parser.Options{}).ParseExpr(got)
	require.NoError(t, err)
}

// A server whose increase() counts from the last sample before its range on is asked for the cell alone.
func TestServersThatCountWhole(t *testing.T) {
	whole := config
	whole.WholeIncrease = true
	for _, query := range []string{`{"current":{"metric":"m"}}`, `{"current":{"expr":"sum by (le) (increase(m_bucket[$__window]))"}}`} {
		p, err := plan.Build(parsed(t, query), lastHours(1), whole)
		require.NoError(t, err)
		require.Equal(t, "sum by (le) (increase(m_bucket[2m]))", p.Sources[0].Expr)
		require.Equal(t, 1.0, p.Sources[0].Scale)
	}
}
