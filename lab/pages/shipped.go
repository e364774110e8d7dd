package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"go.yaml.in/yaml/v3"

	"github.com/histodrift/histodrift/pkg/request"
)

// provisioned is what of Grafana's alert rule files matters here.
type provisioned struct {
	Groups []struct {
		Rules []provisionedRule `yaml:"rules"`
	} `yaml:"groups"`
}

type provisionedRule struct {
	UID           string            `yaml:"uid"`
	Condition     string            `yaml:"condition"`
	For           string            `yaml:"for"`
	KeepFiringFor string            `yaml:"keepFiringFor"`
	Labels        map[string]string `yaml:"labels"`
	Data          []node            `yaml:"data"`
}

type node struct {
	RefID         string         `yaml:"refId"`
	DatasourceUID string         `yaml:"datasourceUid"`
	Model         map[string]any `yaml:"model"`
}

// threshold is the model of a threshold expression.
type threshold struct {
	Type       string `json:"type"`
	Expression string `json:"expression"`
	Conditions []struct {
		Evaluator       evaluator  `json:"evaluator"`
		UnloadEvaluator *evaluator `json:"unloadEvaluator"`
	} `json:"conditions"`
}

type evaluator struct {
	Type   string    `json:"type"`
	Params []float64 `json:"params"`
}

// expressions is the UID of Grafana's expressions.
const expressions = "__expr__"

// skipped is a rule that the simulation has no use for, and why.
type skipped struct{ name, reason string }

// shippedRules reads the rules of all files of a folder.
func shippedRules(folder string) (rules []rule, left []skipped, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		var all provisioned
		if err := yaml.Unmarshal(raw, &all); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, group := range all.Groups {
			for _, one := range group.Rules {
				name := strings.TrimPrefix(one.UID, "histodrift-")
				if r, err := one.simulated(); err != nil {
					left = append(left, skipped{name, err.Error()})
				} else {
					r.name = name
					rules = append(rules, r)
				}
			}
		}
	}
	return rules, left, nil
}

// simulated is the rule about the simulated groups. The error says what of it has no place in the simulation.
func (p provisionedRule) simulated() (r rule, err error) {
	r.severity = p.Labels["severity"]
	if r.hold, err = duration(p.For); err != nil {
		return r, err
	}
	if r.keep, err = duration(p.KeepFiringFor); err != nil {
		return r, err
	}
	decides, ok := p.node(p.Condition)
	if !ok {
		if p.Condition == "" {
			return r, errors.New("it records, and alerts nobody")
		}
		return r, fmt.Errorf("it has no condition %q", p.Condition)
	}
	expression, err := r.compare(decides)
	if err != nil {
		return r, err
	}
	asked, ok := p.node(expression)
	if ok && asked.DatasourceUID == expressions {
		if asked, err = r.scale(p, asked); err != nil {
			return r, err
		}
	}
	if asked.Model["current"] == nil {
		return r, fmt.Errorf("it is no rule about a divergence")
	}
	r.query, err = simulatedQuery(asked.Model)
	return r, err
}

func duration(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	parsed, err := model.ParseDuration(text)
	return time.Duration(parsed), err
}

func (p provisionedRule) node(name string) (node, bool) {
	for _, one := range p.Data {
		if one.RefID == name {
			return one, true
		}
	}
	return node{}, false
}

// compare takes the thresholds of a threshold expression, and returns what it compares with them.
func (r *rule) compare(of node) (expression string, err error) {
	var t threshold
	if err := convert(of.Model, &t); err != nil {
		return "", err
	}
	if t.Type != "threshold" || len(t.Conditions) != 1 || len(t.Conditions[0].Evaluator.Params) == 0 {
		return "", fmt.Errorf("its condition is no threshold")
	}
	one := t.Conditions[0]
	switch one.Evaluator.Type {
	case "gt":
	case "lt":
		r.below = true
	default:
		return "", fmt.Errorf("its condition is %q, neither gt nor lt", one.Evaluator.Type)
	}
	r.threshold = one.Evaluator.Params[0]
	r.recovery = r.threshold
	if one.UnloadEvaluator != nil && len(one.UnloadEvaluator.Params) > 0 {
		r.recovery = one.UnloadEvaluator.Params[0]
	}
	return strings.TrimPrefix(t.Expression, "$"), nil
}

// scaled is arithmetic that counts a number in levels, where a condition on other numbers holds.
var scaled = regexp.MustCompile(`^\$\{?(\w+)\}?\s*(?:/\s*([0-9.]+))?\s*\*\s*\(.*\$.*\)$`)

// conjunction is arithmetic that compares a number and others.
var conjunction = regexp.MustCompile(`^\(?\$\{?(\w+)\}?\s*>\s*([0-9.]+)\)?\s*&&\s*.*\$.*$`)

// scale finds the number in a math expression, and takes all the rest of it for the impact condition.
func (r *rule) scale(p provisionedRule, of node) (node, error) {
	expression, _ := of.Model["expression"].(string)
	expression = strings.TrimSpace(expression)
	if parts := scaled.FindStringSubmatch(expression); parts != nil {
		if asked, ok := p.node(parts[1]); ok && asked.Model["current"] != nil {
			if parts[2] != "" {
				level, err := strconv.ParseFloat(parts[2], 64)
				if err != nil {
					return node{}, err
				}
				r.threshold, r.recovery = r.threshold*level, r.recovery*level
			}
			r.impact = true
			return asked, nil
		}
	}
	if parts := conjunction.FindStringSubmatch(expression); parts != nil {
		if asked, ok := p.node(parts[1]); ok && asked.Model["current"] != nil {
			level, err := strconv.ParseFloat(parts[2], 64)
			r.threshold, r.recovery, r.impact = level, level, true
			return asked, err
		}
	}
	return node{}, fmt.Errorf("its arithmetic is not about one divergence: %s", expression)
}

// simulatedQuery asks of the simulated groups what a query asks of its own.
func simulatedQuery(asked map[string]any) (request.Query, error) {
	q := map[string]any{}
	for name, value := range asked {
		q[name] = value
	}
	for _, name := range []string{"refId", "joint", "suppressBelow", "limit", "format"} {
		delete(q, name)
	}
	if view, _ := q["view"].(string); view != "" && view != string(request.ViewDivergence) && view != string(request.ViewSLO) {
		return request.Query{}, fmt.Errorf("the view %s is not simulated", view)
	}
	baseline, _ := q["baseline"].(map[string]any)
	if kind, _ := baseline["kind"].(string); kind != "" && kind != string(request.Previous) && kind != string(request.Seasonal) {
		return request.Query{}, fmt.Errorf("its baseline is %s, and the simulation has no other series", kind)
	}
	current, _ := q["current"].(map[string]any)
	q["current"] = histogramSide
	if current["category"] != nil {
		q["current"] = categorySide
	}
	q["groupBy"] = []string{groupLabel}
	raw, err := json.Marshal(q)
	if err != nil {
		return request.Query{}, err
	}
	return request.Parse(raw)
}

// What the simulated series are called in a query.
var (
	histogramSide = map[string]any{"metric": histogramName, "type": request.ClassicSeries}
	categorySide  = map[string]any{"metric": categoryName, "type": request.CategoryCounter, "category": []string{categoryLabel}}
)

// convert reads what YAML has of a model into its type.
func convert(from any, to any) error {
	raw, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, to)
}
