package lab_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// ruleTests is a file for promtool test rules, as far as the example uses it.
type ruleTests struct {
	RuleFiles          []string       `yaml:"rule_files"`
	EvaluationInterval model.Duration `yaml:"evaluation_interval"`
	Tests              []ruleTest     `yaml:"tests"`
}

type ruleTest struct {
	Name        string         `yaml:"name"`
	Interval    model.Duration `yaml:"interval"`
	InputSeries []struct {
		Series string `yaml:"series"`
		Values string `yaml:"values"`
	} `yaml:"input_series"`
	Alerts []struct {
		EvalTime  model.Duration `yaml:"eval_time"`
		Name      string         `yaml:"alertname"`
		ExpAlerts []struct {
			Labels      map[string]string `yaml:"exp_labels"`
			Annotations map[string]string `yaml:"exp_annotations"`
		} `yaml:"exp_alerts"`
	} `yaml:"alert_rule_test"`
	Exprs []struct {
		Expr     string         `yaml:"expr"`
		EvalTime model.Duration `yaml:"eval_time"`
		Samples  []struct {
			Labels string  `yaml:"labels"`
			Value  float64 `yaml:"value"`
		} `yaml:"exp_samples"`
	} `yaml:"promql_expr_test"`
}

func example(path ...string) string {
	return filepath.Join(append([]string{"..", "examples"}, path...)...)
}

// Every rule file is one that Prometheus loads.
func TestExampleRulesAreValid(t *testing.T) {
	for _, path := range []string{example("promtool", "rules.yaml"), example("prometheus", "recording-rules.yaml")} {
		groups, errs := rulefmt.ParseFile(path, false, model.UTF8Validation, parser.NewParser(parser.Options{}), promslog.NewNopLogger())
		require.Empty(t, errs, path)
		require.NotEmpty(t, groups.Groups, path)
		for _, g := range groups.Groups {
			for _, r := range g.Rules {
				if r.Record != "" {
					require.Contains(t, r.Expr, "["+g.Interval.String()+"]", "the range is the interval, so that each event is recorded once")
				}
			}
		}
	}
}

// What promtool test rules does with the example, by Prometheus's own rules and engine; promtool itself is no package.
func TestExampleOfPromtoolPasses(t *testing.T) {
	text, err := os.ReadFile(example("promtool", "test.yaml"))
	require.NoError(t, err)
	var file ruleTests
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(&file))
	var paths []string
	for _, path := range file.RuleFiles {
		paths = append(paths, example("promtool", path))
	}
	for _, one := range file.Tests {
		t.Run(one.Name, func(t *testing.T) { one.run(t, time.Duration(file.EvaluationInterval), paths) })
	}
}

// run evaluates all rules step by step and compares alerts and expressions with what is expected.
func (r ruleTest) run(t *testing.T, step time.Duration, paths []string) {
	var load strings.Builder
	fmt.Fprintf(&load, "load %s\n", r.Interval)
	for _, series := range r.InputSeries {
		fmt.Fprintf(&load, "  %s %s\n", series.Series, series.Values)
	}
	suite, err := promqltest.NewLazyLoader(load.String(), promqltest.LazyLoaderOpts{EnableAtModifier: true, EnableNegativeOffset: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, suite.Close()) }()
	manager := rules.NewManager(&rules.ManagerOptions{
		QueryFunc: rules.EngineQueryFunc(suite.QueryEngine(), suite.Storage()), Appendable: suite.Storage(), Context: t.Context(),
		NotifyFunc: func(context.Context, string, ...*rules.Alert) {}, Logger: promslog.NewNopLogger(), Parser: parser.NewParser(parser.Options{}),
	})
	groups, errs := manager.LoadGroups(step, labels.EmptyLabels(), "", nil, false, paths...)
	require.Empty(t, errs)
	start := time.Unix(0, 0).UTC()
	for at := start; !at.After(start.Add(3 * time.Hour)); at = at.Add(step) {
		suite.WithSamplesTill(at, func(err error) { require.NoError(t, err) })
		for _, g := range groups {
			for _, rule := range g.Rules() {
				if alert, ok := rule.(*rules.AlertingRule); ok {
					alert.SetRestored(true)
				}
			}
			g.Eval(t.Context(), at)
			for _, rule := range g.Rules() {
				require.NoError(t, rule.LastError(), rule.Name())
			}
		}
		for _, want := range r.Alerts {
			if !start.Add(time.Duration(want.EvalTime)).Equal(at) {
				continue
			}
			var expected []string
			for _, alert := range want.ExpAlerts {
				alert.Labels[model.AlertNameLabel] = want.Name
				expected = append(expected, fmt.Sprint(labels.FromMap(alert.Labels), labels.FromMap(alert.Annotations)))
			}
			require.ElementsMatch(t, expected, firing(groups, want.Name), "%s at %s", want.Name, want.EvalTime)
		}
	}
	for _, want := range r.Exprs {
		query, err := suite.QueryEngine().NewInstantQuery(t.Context(), suite.Queryable(), nil, want.Expr, start.Add(time.Duration(want.EvalTime)))
		require.NoError(t, err)
		vector, err := query.Exec(t.Context()).Vector()
		require.NoError(t, err)
		found := map[string]float64{}
		for _, sample := range vector {
			found[sample.Metric.String()] = sample.F
		}
		expected := map[string]float64{}
		for _, sample := range want.Samples {
			metric, err := parser.NewParser(parser.Options{}).ParseMetric(sample.Labels)
			require.NoError(t, err)
			expected[metric.String()] = sample.Value
		}
		require.Equal(t, expected, found, want.Expr)
		query.Close()
	}
}

// firing are the labels and annotations of the alerts of a name that fire.
func firing(groups map[string]*rules.Group, name string) []string {
	var all []string
	for _, g := range groups {
		for _, rule := range g.Rules() {
			alert, ok := rule.(*rules.AlertingRule)
			if !ok || alert.Name() != name {
				continue
			}
			for _, active := range alert.ActiveAlerts() {
				if active.State == rules.StateFiring {
					all = append(all, fmt.Sprint(active.Labels, active.Annotations))
				}
			}
		}
	}
	return all
}
