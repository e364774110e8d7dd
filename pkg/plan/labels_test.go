package plan_test

import (
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// settled is a query whose type of series is settled.
func settled(t *testing.T, text string, kind request.SeriesType) request.Query {
	t.Helper()
	query := parsed(t, text)
	if query.Current.Expr == "" {
		query.Current.Type = kind
	}
	return query
}

func labelledBy(t *testing.T, query request.Query) plan.Labelled {
	t.Helper()
	p, err := plan.Build(query, lastHours(1), config)
	require.NoError(t, err)
	l, err := p.LabelledBy(query)
	require.NoError(t, err)
	return l
}

func TestLabelsAreCountedAtTheEndOfBothWindows(t *testing.T) {
	l := labelledBy(t, settled(t, `{"view":"explain","current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"1"}]},"window":"1h"}`, request.ClassicSeries))
	require.Equal(t, `label_replace(count(count by (b) (m_bucket{a="1",le="+Inf"} @ 1795523640.000 or m_bucket{a="1",le="+Inf"} @ 1795437240.000)), "label", "b", "", "")`+
		` or label_replace(count(count by (c) (m_bucket{a="1",le="+Inf"} @ 1795523640.000 or m_bucket{a="1",le="+Inf"} @ 1795437240.000)), "label", "c", "", "")`, l.CountValues([]string{"b", "c"}))
	require.Equal(t, []string{`m_bucket{a="1",le="+Inf"}`}, l.Matches())
	from, to := l.Span()
	require.Equal(t, 25*time.Hour, to.Sub(from))
	current, baseline := l.TopValues("b", 20)
	require.Equal(t, `topk(20, sum by (b) (increase(m_bucket{a="1",le="+Inf"}[1h] @ 1795523640.000)))`, current)
	require.Equal(t, `topk(20, sum by (b) (increase(m_bucket{a="1",le="+Inf"}[1h] @ 1795437240.000)))`, baseline)
	require.Empty(t, l.Kept())
}

func TestLabelsOfOtherKindsOfSeries(t *testing.T) {
	top := func(query request.Query) string {
		current, _ := labelledBy(t, query).TopValues("b", 5)
		return current
	}
	require.Contains(t, top(settled(t, `{"view":"explain","current":{"metric":"m"}}`, request.NativeSeries)), `topk(5, histogram_count(sum by (b) (increase(m[1h] @ `)
	require.Contains(t, top(settled(t, `{"view":"explain","current":{"metric":"m_total","category":["c"]}}`, request.CategoryCounter)), `topk(5, sum by (b) (increase(m_total[1h] @ `)
	require.Contains(t, top(settled(t, `{"view":"explain","current":{"metric":"m","category":["c"]}}`, request.CategoryGauge)), `topk(5, sum by (b) (avg_over_time(m[1h] @ `)
	written := settled(t, `{"view":"explain","current":{"expr":"sum by (le, zone) (increase(m_bucket{x=\"y\"}[$__window]))"}}`, "")
	require.Contains(t, top(written), `topk(5, sum by (b) (increase(m_bucket{le="+Inf",x="y"}[1h] @ `)
	require.Equal(t, []string{"le", "zone", "le", "zone"}, labelledBy(t, written).Kept())
	cohort := labelledBy(t, settled(t, `{"view":"explain","current":{"metric":"m","matchers":[{"label":"v","op":"=","value":"new"}]},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"old"}]}}`, request.ClassicSeries))
	require.Equal(t, []string{`m_bucket{le="+Inf",v="new"}`, `m_bucket{le="+Inf",v="old"}`}, cohort.Matches())
}

func TestExpressionsThatCannotBeSplit(t *testing.T) {
	for _, expr := range []string{
		`sum without (pod) (increase(m_bucket[$__window]))`, `increase(m_bucket[$__window])`, `sum by (le) (increase(m_bucket[$__window])) > 0`, `sum by (le) (increase(m_bucket[5m]))`,
	} {
		query := request.Query{Current: request.Selection{Expr: expr}}
		_, err := plan.SplitBy(query, "pod", nil)
		require.Equal(t, "current.expr", fault.From(err).Field, expr)
		require.Contains(t, err.Error(), "sum by (…)")
	}
}

// exprs returns the expressions of both sides of a split query.
func exprs(t *testing.T, query request.Query, label string, values []string) (current, baseline string) {
	t.Helper()
	split, err := plan.SplitBy(query, label, values)
	require.NoError(t, err)
	p, err := plan.Build(split, lastHours(1), config)
	require.NoError(t, err)
	if p.Baseline == plan.None || p.Baseline == p.Current {
		return p.Sources[p.Current].Expr, ""
	}
	return p.Sources[p.Current].Expr, p.Sources[p.Baseline].Expr
}

func TestSplitsTellALabelApart(t *testing.T) {
	query := settled(t, `{"view":"explain","current":{"metric":"m"},"groupBy":["zone"],"window":"1h"}`, request.ClassicSeries)
	current, _ := exprs(t, query, "pod", nil)
	require.Equal(t, `sum by (le, pod, zone) (increase(m_bucket[2m15s]))`, current)
	current, _ = exprs(t, query, "pod", []string{"a.b", ""})
	require.Equal(t, `sum by (le, pod, zone) (increase(m_bucket{pod=~"a\\.b|"}[2m15s]))`, current)
	require.Equal(t, []string{"zone"}, query.GroupBy, "the query itself stays")

	cohort := settled(t, `{"view":"explain","current":{"metric":"m","matchers":[{"label":"v","op":"=","value":"new"},{"label":"pod","op":"!=","value":"x"}]},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"old"}]},"window":"1h"}`, request.ClassicSeries)
	current, baseline := exprs(t, cohort, "pod", []string{"a"})
	require.Equal(t, `sum by (le, pod) (increase(m_bucket{pod!="x",pod=~"a",v="new"}[2m15s]))`, current)
	require.Equal(t, `sum by (le, pod) (increase(m_bucket{pod!="x",pod=~"a",v="old"}[2m15s]))`, baseline)

	written := settled(t, `{"view":"explain","current":{"expr":"sum by (le) (rate(m_bucket{x=\"y\"}[$__window]))"},"window":"1h"}`, "")
	current, _ = exprs(t, written, "pod", []string{"a"})
	require.Equal(t, `sum by (le, pod) (increase(m_bucket{pod=~"a",x="y"}[2m15s]))`, current)
}

// Values and names that try to leave their place do not.
func TestSplitsByHostileNames(t *testing.T) {
	for _, value := range hostile {
		query := settled(t, `{"view":"explain","current":{"metric":"m"}}`, request.ClassicSeries)
		name := "l" + value
		current, _ := exprs(t, query, name, []string{value, "b"})
		var matcher *labels.Matcher
		expr, err := parser.NewParser(parser.Options{}).ParseExpr(current)
		require.NoError(t, err)
		parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
			if series, ok := node.(*parser.VectorSelector); ok {
				matcher = series.LabelMatchers[0]
				for _, one := range series.LabelMatchers {
					if one.Name == name {
						matcher = one
					}
				}
			}
			return nil
		})
		require.Equal(t, name, matcher.Name)
		require.True(t, matcher.Matches(value))
		require.True(t, matcher.Matches("b"))
		require.False(t, matcher.Matches("c"))
		_, err = parser.NewParser(parser.Options{}).ParseExpr(labelledBy(t, query).CountValues([]string{name}))
		require.NoError(t, err)
	}
}
