package plan_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
)

func TestPromQLOfEachKind(t *testing.T) {
	for _, c := range []struct{ name, current, want string }{
		{"native", `"metric":"m","type":"native"`, `sum by (g) (increase(m[2m15s]))`},
		{"gauge", `"metric":"m","category":["zone"],"type":"categoryGauge"`, `sum_over_time(sum by (g, zone) (m)[2m:15s]) / on (g) group_left () count_over_time(count by (g) (m)[2m:15s])`},
		{
			"counter", `"metric":"m","category":["zone"],"matchers":[{"label":"a","op":"=","value":"\""}]`,
			`sum by (g, zone) (((m{a="\""} unless m{a="\""} offset 2m) <= ignoring (zone) group_left () sum without (zone) (m{a="\""} - m{a="\""} offset 2m)) * 1.125 or increase(m{a="\""}[2m15s]))`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			source := built(t, `{"current":{`+c.current+`},"groupBy":["g"]}`, lastHours(1)).Sources[0]
			require.Equal(t, c.want, source.Expr)
			again, err := parser.NewParser(parser.Options{}).ParseExpr(c.want)
			require.NoError(t, err)
			require.Equal(t, c.want, again.String())
			require.Equal(t, c.name == "gauge", source.Level)
		})
	}
}

func code(t *testing.T, expr, members string) string {
	t.Helper()
	text, err := json.Marshal(expr)
	require.NoError(t, err)
	return `{"current":{"expr":` + string(text) + `}` + members + `}`
}

func TestCodeMode(t *testing.T) {
	rate := "current.expr: rate() was multiplied by the window, so that its values are counts."
	calculated := "current.expr: what rate() yields is calculated with, so it was left as it is: the result is taken for counts."
	for _, c := range []struct {
		name, expr, want string
		cells            bool
		scale            float64
		notices          []string
	}{
		{"a sum of increases is taken apart into cells", `sum by (le) (increase(m_bucket{a="b"}[$__window]))`, `sum by (le) (increase(m_bucket{a="b"}[2m15s]))`, true, 120.0 / 135, nil},
		{"of another spelling", `(sum(increase(m_bucket[${__window}])) by (le))`, `sum by (le) (increase(m_bucket[2m15s]))`, true, 120.0 / 135, nil},
		{"without a label", `sum without (pod) (increase(m[$__window]))`, `sum without (pod) (increase(m[2m15s]))`, true, 120.0 / 135, nil},
		{"with an offset", `sum by (le) (increase(m_bucket[$__window] offset 5m))`, `sum by (le) (increase(m_bucket[2m15s] offset 5m))`, true, 120.0 / 135, nil},
		{"a filter of rates", `sum by (le) (rate(m_bucket[$__window])) > 0`, `sum by (le) (rate(m_bucket[1h])) > 0`, false, 3600, []string{rate}},
		{"rates are increases over seconds", `sum by (le) (rate(m_bucket[$__window]))`, `sum by (le) (increase(m_bucket[2m15s]))`, true, 120.0 / 135, []string{rate}},
		{"more than a sum", `sum by (le) (increase(m_bucket[$__window])) * 2`, `sum by (le) (increase(m_bucket[1h])) * 2`, false, 1, nil},
		{"a rate of more than a sum", `label_replace(sum by (le) (rate(m_bucket[$__window])), "a", "b", "", "")`, `label_replace(sum by (le) (rate(m_bucket[1h])), "a", "b", "", "")`, false, 3600, []string{rate}},
		{"a rate that is multiplied already", `sum by (le) (rate(m_bucket[$__window])) * $__window_s`, `sum by (le) (rate(m_bucket[1h])) * 3600`, false, 1, []string{calculated}},
		{"another range", `sum by (le) (increase(m_bucket[5m]))`, `sum by (le) (increase(m_bucket[5m]))`, false, 1, nil},
		{"Grafana's macros", `sum by (le) (increase(m_bucket[$__rate_interval])) + 0 * count(m offset $__interval) + $__range_s`, `sum by (le) (increase(m_bucket[1m15s])) + 0 * count(m offset 1m) + 3600`, false, 1, nil},
		{"a level", `sum by (zone) (avg_over_time(instances[$__window]))`, `sum by (zone) (avg_over_time(instances[1h]))`, false, 1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := built(t, code(t, c.expr, ""), lastHours(1))
			source := p.Sources[0]
			require.Equal(t, c.want, source.Expr)
			require.Equal(t, c.cells, source.Cell == source.Step)
			require.InDelta(t, c.scale, source.Scale, 1e-12)
			require.True(t, source.Free)
			require.Equal(t, c.notices, p.Notices)
			require.Equal(t, !strings.Contains(c.expr, "__window"), len(p.Warnings) > 0)
			requireCovered(t, p)
		})
	}
}

// One expression serves both sides at their own times; two are asked for by themselves. If one can't be taken apart into
// cells, neither is: both sides count alike.
func TestCodeOfBothSides(t *testing.T) {
	one := built(t, code(t, `sum by (le) (increase(m_bucket[$__window]))`, `,"baseline":{"offset":"1h"}`), lastHours(1))
	require.Equal(t, 1, len(one.Sources)-len(one.Censuses))
	two := built(t, code(t, `sum by (le) (increase(m_bucket{v="a"}[$__window]))`, `,"baseline":{"kind":"cohort","expr":"2 * sum by (le) (increase(m_bucket{v=\"b\"}[$__window]))"}`), lastHours(1))
	require.Equal(t, 2, len(two.Sources)-len(two.Censuses))
	require.Equal(t, `sum by (le) (increase(m_bucket{v="a"}[1h15s]))`, two.Sources[0].Expr)
	require.Equal(t, `2 * sum by (le) (increase(m_bucket{v="b"}[1h]))`, two.Sources[1].Expr)
	requireCovered(t, two)
	longer := built(t, code(t, `2 * sum by (le) (increase(m_bucket[$__window]))`, `,"baseline":{"offset":"1h","window":"6h"}`), lastHours(1))
	require.Equal(t, `2 * sum by (le) (increase(m_bucket[6h]))`, longer.Sources[1].Expr, "the window of each side")
}

func TestSeasonalDirectWindowsNeedAStepThatFits(t *testing.T) {
	text := code(t, `2 * sum by (le) (increase(m_bucket[$__window]))`, `,"baseline":{"kind":"seasonal","period":"1h1s","count":2},"window":"1h"`)
	_, err := plan.Build(parsed(t, text), lastHours(1), config)
	require.Equal(t, "baseline.period", fault.From(err).Field)
	p := built(t, code(t, `2 * sum by (le) (increase(m_bucket[$__window]))`, `,"baseline":{"kind":"seasonal","period":"1d","count":2},"window":"1h"`), lastHours(1))
	requireCovered(t, p)
	week := plan.Timing{From: now.Add(-7 * 24 * time.Hour), To: now, Now: now, Interval: 10 * time.Minute, MaxDataPoints: 1000}
	p = built(t, code(t, `2 * sum by (le) (increase(m_bucket[$__window]))`, `,"baseline":{"kind":"seasonal","period":"1d","count":2}`), week)
	require.Equal(t, 15*time.Minute, p.Step, "not the 10m15s that a thousand points come to")
	requireCovered(t, p)
}

func TestMute(t *testing.T) {
	for _, c := range []struct{ mute, want string }{
		{`promotion_active`, `max_over_time(max(abs(promotion_active))[2m:15s])`},
		{`promotion_active == 1`, `max_over_time(max(abs(promotion_active == bool 1))[2m:15s])`},
		{`(up == 0)`, `max_over_time(max(abs((up == bool 0)))[2m:15s])`},
		{`up == bool 0`, `max_over_time(max(abs(up == bool 0))[2m:15s])`},
		{`up == 0 or absent(up)`, `max_over_time(max(abs(up == bool 0 or absent(up)))[2m:15s])`},
		{`promotion or deploys`, `max_over_time(max(abs(promotion or deploys))[2m:15s])`},
		{`max(up == 0)`, `max_over_time(max(abs(max(up == bool 0)))[2m:15s])`},
		{`count(up == 0)`, `max_over_time(max(abs(count(up == 0)))[2m:15s])`},
		{`promotion == 1 unless on () (deploys > 0)`, `max_over_time(max(abs(promotion == bool 1 unless on () (deploys > 0)))[2m:15s])`},
		{`hour() > 3`, `max_over_time(max(abs(hour() > bool 3))[2m:15s])`},
		{`1`, `max_over_time(max(abs(vector(1)))[2m:15s])`},
	} {
		t.Run(c.mute, func(t *testing.T) {
			text, err := json.Marshal(c.mute)
			require.NoError(t, err)
			p := built(t, `{"current":{"metric":"m"},"baseline":{"offset":"1d","mute":`+string(text)+`}}`, lastHours(1))
			source := p.Sources[p.Mute]
			require.Equal(t, c.want, source.Expr)
			_, err = parser.NewParser(parser.Options{}).ParseExpr(source.Expr)
			require.NoError(t, err)
			require.Equal(t, 2*time.Minute, source.Step)
			for _, point := range p.Points {
				for _, baseline := range point.Windows[0].Baseline {
					require.True(t, holds(source.Ranges, baseline.End))
				}
			}
		})
	}
	require.Equal(t, plan.None, built(t, `{"current":{"metric":"m"}}`, lastHours(1)).Mute)
}

// What can't be counts is refused, rather than taken for some.
func TestNoCounts(t *testing.T) {
	for expr, words := range map[string]string{
		`histogram_quantile(0.95, sum by (le) (rate(m_bucket[$__window])))`:         "histogram_quantile() yields no counts",
		`sum by (job) (histogram_avg(rate(m[$__window])))`:                          "histogram_avg() yields no counts",
		`sum by (le) (increase(m_bucket[$__window] @ 1700000000))`:                  "uses @",
		`sum by (le) (increase(m_bucket[$__window] @ end()))`:                       "uses @",
		`sum_over_time(sum by (le) (increase(m_bucket[5m]))[$__window:5m] @ end())`: "uses @",
	} {
		_, err := plan.Build(parsed(t, code(t, expr, "")), lastHours(1), config)
		require.ErrorContains(t, err, words)
		require.Equal(t, "current.expr", fault.From(err).Field)
	}
}

// A cohort that asks for the very same is no cohort.
func TestSameCohort(t *testing.T) {
	for field, query := range map[string]string{
		"baseline.matchers": `{"current":{"metric":"m","matchers":[{"label":"v","op":"=","value":"a"}]},"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"a"}]}}`,
		"baseline.expr":     `{"current":{"expr":"sum by (le) (increase(m[$__window]))"},"baseline":{"kind":"cohort","expr":"sum by (le) (increase(m[${__window}]))"}}`,
	} {
		_, err := plan.Build(parsed(t, query), lastHours(1), config)
		require.ErrorContains(t, err, "same series as the current side")
		require.Equal(t, field, fault.From(err).Field)
	}
}
