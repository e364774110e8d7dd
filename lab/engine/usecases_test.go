package engine_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
	"github.com/histodrift/histodrift/pkg/frame"
)

// injecting turns a drift on for the newest three hours.
func injecting(s scenario.Scenario, drift string) scenario.Scenario {
	for _, m := range s.Metrics {
		for i := range m.Drifts {
			if m.Drifts[i].Name == drift {
				m.Drifts[i].Schedule = scenario.Schedule{Starts: 3 * hour, Lasts: 6 * hour}
			}
		}
	}
	return s
}

// aMinute is a question about the newest hour of a metric that is scraped once a minute.
func aMinute(name string, changes map[string]any) map[string]any {
	question := map[string]any{
		"current": map[string]any{"metric": name}, "window": "1h", "scrapeInterval": "1m", "instant": true, "measures": []string{"js"},
		"baseline": map[string]any{"kind": "previous", "offset": "1d"}, "confidence": map[string]any{"level": 0.999},
	}
	maps.Copy(question, changes)
	return question
}

// useCase is a question of which the lab knows where it finds something.
type useCase struct {
	question map[string]any
	measure  string
	label    string
	drifts   []string // The values of the label whose groups drift; the others do not.
	clean    []string
	current  func(value string) string // Selector, by the label's value.
	baseline func(value string) string
	ago      time.Duration // Of the baseline.
	by       []string
	// top is the bin that contributes most where it drifts; "" where it is not asked.
	top string
}

func labelled(name, label string, more ...string) func(string) string {
	return func(value string) string {
		selector := name + "{" + label + `="` + value + `"`
		for _, matcher := range more {
			selector += "," + matcher
		}
		return selector + "}"
	}
}

func categories(name string, labels ...string) map[string]any {
	return map[string]any{"metric": name, "category": labels}
}

func others(label, value string) map[string]any {
	return map[string]any{"kind": "cohort", "matchers": side(label, value)["matchers"]}
}

// matching is a metric with one matcher, and the labels that make its categories if there are any.
func matching(name, label, value string, category ...string) map[string]any {
	current := side(label, value)
	current["metric"] = name
	if category != nil {
		current["category"] = category
	}
	return current
}

var useCases = map[string]useCase{
	"capacity: more CPU than was predicted": {
		question: aMinute("cpu_usage_ratio", map[string]any{"groupBy": []string{"service"}, "baseline": map[string]any{"kind": "cohort", "metric": "cpu_usage_predicted_ratio"}}),
		measure:  "js", label: "service", drifts: []string{"api"}, clean: []string{"worker", "search"},
		current: labelled("cpu_usage_ratio", "service"), baseline: labelled("cpu_usage_predicted_ratio", "service"),
	},
	"capacity: as much memory as was predicted": {
		question: aMinute("memory_usage_ratio", map[string]any{"groupBy": []string{"service"}, "baseline": map[string]any{"kind": "cohort", "metric": "memory_usage_predicted_ratio"}}),
		measure:  "js", label: "service", clean: []string{"api", "worker", "search"},
		current: labelled("memory_usage_ratio", "service"), baseline: labelled("memory_usage_predicted_ratio", "service"),
	},
	"fraud: devices that have not paid before": {
		question: aMinute("", map[string]any{"current": categories("payment_devices_total", "device"), "groupBy": []string{"merchant"}, "measures": []string{"newMass"}}),
		measure:  "newMass", label: "merchant", drifts: []string{"kiosk"}, clean: []string{"market", "travel"},
		current: labelled("payment_devices_total", "merchant"), baseline: labelled("payment_devices_total", "merchant"), ago: 24 * hour, by: []string{"device"},
	},
	"tables: more nulls": {
		question: aMinute("", map[string]any{"current": matching("etl_values_total", "table", "orders", "state"), "groupBy": []string{"column"}}),
		measure:  "js", label: "column", drifts: []string{"discount"}, clean: []string{"total", "coupon"},
		current: labelled("etl_values_total", "column", `table="orders"`), baseline: labelled("etl_values_total", "column", `table="orders"`), ago: 24 * hour, by: []string{"state"}, top: "null",
	},
	"security: failures by password, of method and result together": {
		question: aMinute("", map[string]any{"current": categories("auth_attempts_total", "method", "result"), "groupBy": []string{"realm"}}),
		measure:  "js", label: "realm", drifts: []string{"customers"}, clean: []string{"staff"},
		current: labelled("auth_attempts_total", "realm"), baseline: labelled("auth_attempts_total", "realm"), ago: 24 * hour, by: []string{"method", "result"}, top: "password / failure",
	},
	"security: large packets leave": {
		question: aMinute("packet_size_bytes", map[string]any{"current": matching("packet_size_bytes", "direction", "out"), "groupBy": []string{"link"}}),
		measure:  "js", label: "link", drifts: []string{"vpn"}, clean: []string{"office"},
		current: labelled("packet_size_bytes", "link", `direction="out"`), baseline: labelled("packet_size_bytes", "link", `direction="out"`), ago: 24 * hour,
	},
	"a flag: checkout is slower than without": {
		question: aMinute("", map[string]any{
			"current": matching("function_duration_seconds", "flag", "on"), "baseline": others("flag", "off"), "groupBy": []string{"function"},
		}),
		measure: "js", label: "function", drifts: []string{"checkout", "search", "recommend"}, // The others by their regions, see below.
		current: labelled("function_duration_seconds", "function", `flag="on"`), baseline: labelled("function_duration_seconds", "function", `flag="off"`),
	},
	"a flag, within a region": {
		question: aMinute("", map[string]any{
			"current": map[string]any{"metric": "function_duration_seconds", "matchers": side("flag", "on", "region", "us")["matchers"]}, "groupBy": []string{"function"},
			"baseline": map[string]any{"kind": "cohort", "matchers": side("flag", "off", "region", "us")["matchers"]},
		}),
		measure: "js", label: "function", drifts: []string{"checkout"}, clean: []string{"search", "recommend"},
		current: labelled("function_duration_seconds", "function", `flag="on"`, `region="us"`), baseline: labelled("function_duration_seconds", "function", `flag="off"`, `region="us"`),
	},
	"cost: what the canary pays for": {
		question: aMinute("", map[string]any{"current": matching("instance_cost_dollars_per_hour", "version", "canary", "instance_type"), "baseline": others("version", "stable"), "groupBy": []string{"job"}}),
		measure:  "js", label: "job", drifts: []string{"fleet"},
		current: labelled("instance_cost_dollars_per_hour", "job", `version="canary"`), baseline: labelled("instance_cost_dollars_per_hour", "job", `version="stable"`), by: []string{"instance_type"},
	},
	"performance: what it costs": {
		question: aMinute("", map[string]any{"current": matching("instance_request_duration_seconds", "version", "canary"), "baseline": others("version", "stable"), "groupBy": []string{"job"}}),
		measure:  "js", label: "job", drifts: []string{"fleet"},
		current: labelled("instance_request_duration_seconds", "job", `version="canary"`), baseline: labelled("instance_request_duration_seconds", "job", `version="stable"`),
	},
}

func useCaseLab(t *testing.T) (*labtest.Lab, *source) {
	return startLab(t, lab.Options{History: 27 * hour, Scenarios: calm(
		scenario.Capacity(), scenario.Payments(), scenario.ETL(), injecting(scenario.Edge(), "password-spraying"),
		scenario.Flags(), scenario.Fleet(),
	)})
}

// Every use case finds what was injected, as large as it is, and nothing else.
func TestUseCasesFindWhatWasInjected(t *testing.T) {
	l, s := useCaseLab(t)
	for name, c := range useCases {
		t.Run(name, func(t *testing.T) {
			frames := s.ask(t, panel{}, c.question)
			for _, value := range slices.Concat(c.drifts, c.clean) {
				at := func(selector string, ago time.Duration) truth.Side {
					return truth.Side{Selector: selector, From: labtest.Now.Add(-ago - hour), To: labtest.Now.Add(-ago), By: c.by}
				}
				d, err := l.Truth().Divergence(at(c.current(value), 0), at(c.baseline(value), c.ago))
				require.NoError(t, err)
				want := map[string]float64{"js": float64(d.JS), "newMass": d.NewMass}[c.measure]
				f := ofMeasure(t, frames, [2]string{c.label, value}, c.measure)
				lower, upper := *column(t, f, "lower")[0], *column(t, f, "upper")[0]
				require.LessOrEqual(t, lower, want+1e-12, value)
				require.GreaterOrEqual(t, upper, want, value)
				if slices.Contains(c.clean, value) {
					require.InDelta(t, 0, want, 1e-12, "the scenario is what it says")
					require.Zero(t, lower, value)
					continue
				}
				require.Greater(t, lower, 0.0, value)
				require.InEpsilon(t, want, *column(t, f, c.measure)[0], 0.35, value)
				if c.top != "" {
					require.Equal(t, c.top, recipe(t, f).Last.Bins[widest(recipe(t, f).Last.Bins)].Name)
				}
			}
		})
	}
}

// widest is the bin whose share of the current window exceeds that of the baseline most.
func widest(bins []frame.Bin) int {
	var current, baseline float64
	for _, bin := range bins {
		current, baseline = current+bin.Current, baseline+bin.Baseline
	}
	gain := func(bin frame.Bin) float64 { return bin.Current/current - bin.Baseline/baseline }
	most := 0
	for i, bin := range bins {
		if gain(bin) > gain(bins[most]) {
			most = i
		}
	}
	return most
}

// explained asks for what explains a change and returns the top explanation of a group; "" is all series.
func explained(t *testing.T, s *source, p panel, group string, question map[string]any) frame.ExplainGroup {
	t.Helper()
	question = with(question, "view", "explain")
	question["measures"] = []string{"kl"}
	delete(question, "instant")
	frames := s.ask(t, p, question)
	require.Equal(t, data.FrameTypeTable, frames[0].Meta.Type)
	return explainedGroup(t, frames[0], group)
}

// With the flag on, more requests come from a fast region: search looks faster though no region is.
func TestAFlagIsExplainedByItsRegions(t *testing.T) {
	_, s := useCaseLab(t)
	question := useCases["a flag: checkout is slower than without"].question
	search := explained(t, s, panel{}, "search", question)
	require.Equal(t, "region", search.Top.Label)
	require.Equal(t, "mix", search.Top.Reason)
	var mix, inside float64
	for _, chain := range search.Chains {
		if chain.Label == "region" {
			mix, inside = *chain.Mix, *chain.Inside
		}
	}
	require.Greater(t, mix, 10*inside, "nearly all of it is the mix")
}

// The incident is over; its window against the same hours of the day before tells which input of which region it was.
func TestAPastIncidentIsExplained(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 32 * hour, Scenarios: calm(scenario.Pricing())})
	incident := panel{from: labtest.Now.Add(-5 * hour), to: labtest.Now.Add(-3 * hour)}
	of := func(group string, groupBy []string, labels ...string) frame.ExplainGroup {
		return explained(t, s, incident, group, aMinute("pricing_input_value", map[string]any{
			"window": "2h", "groupBy": groupBy, "explain": map[string]any{"labels": labels},
		}))
	}
	top := func(g frame.ExplainGroup) [3]string { return [3]string{g.Top.Label, g.Top.Value, g.Top.Reason} }
	require.Equal(t, [3]string{"feature", "fuel_cost", "inside"}, top(of("", nil, "feature")))
	require.Equal(t, [3]string{"region", "apac", "inside"}, top(of("", nil, "region")))
	require.Equal(t, [3]string{"region", "apac", "inside"}, top(of("fuel_cost", []string{"feature"}, "region")))
	other := of("eu", []string{"region"}, "feature")
	require.True(t, other.Top == nil || other.Top.Accounts < 0.2, "%+v", other.Top)
}

// Of the inputs of three models one has collapsed; the shadow model has too little traffic to be judged.
func TestTheInputThatCollapsedComesFirst(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 27 * hour, Scenarios: []scenario.Scenario{scenario.Serving()}})
	question := aMinute("model_feature_value", map[string]any{"view": "ranking", "groupBy": []string{"model", "feature"}})
	delete(question, "instant")
	table := s.ask(t, panel{}, question)[0]
	require.Equal(t, 13, table.Rows())
	require.Equal(t, "dwell_time", textAt(t, table, "feature", 0))
	require.Equal(t, "shadow", textAt(t, table, "model", 12))
	require.Equal(t, "insufficient", textAt(t, table, "status", 12))
	changed, _ := table.FieldByName("changed")
	require.True(t, *changed.At(0).(*bool))
	for i := 1; i < 12; i++ {
		require.False(t, *changed.At(i).(*bool), textAt(t, table, "feature", i))
	}
}

// Of two hundred tenants eight are slow and twenty are too quiet to judge.
func TestNoisyNeighboursAreFoundAmongHundredsOfTenants(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 27 * hour, Scenarios: []scenario.Scenario{scenario.Saas()}})
	question := aMinute("tenant_request_duration_seconds", map[string]any{"view": "ranking", "groupBy": []string{"tenant"}, "limit": 200, "threshold": 0.02})
	delete(question, "instant")
	table := s.ask(t, panel{}, question)[0]
	recipe := table.Meta.Custom.(frame.RankingRecipe)
	require.Equal(t, []int{200, 180, 20}, []int{recipe.Groups, recipe.Judged, recipe.Unknown})
	var first []string
	for i := range 8 {
		first = append(first, textAt(t, table, "tenant", i))
	}
	require.ElementsMatch(t, []string{"t-012", "t-038", "t-064", "t-081", "t-108", "t-126", "t-152", "t-189"}, first)
	require.Less(t, *column(t, table, "js")[8], 0.02, "the others are far behind")
	require.GreaterOrEqual(t, *column(t, table, "js")[7], 0.05)
}

// What examples/prometheus/recording-rules.yaml records, five minutes by five minutes, tells what the raw series tell. A
// subquery stands in for the recordings.
func TestRecordedHistoryTellsTheSame(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 27 * hour, Scenarios: []scenario.Scenario{injecting(scenario.Checkout(), "cart-slow")}})
	ask := func(expr string, changes map[string]any) *frame.Replay {
		question := aMinute("", map[string]any{"current": map[string]any{"expr": expr}, "groupBy": []string{"service"}})
		maps.Copy(question, changes)
		return recipe(t, ofMeasure(t, s.ask(t, panel{to: labtest.Now}, question), [2]string{"service", "cart"}, "js")).Last
	}
	raw := ask(`sum by (le, service) (increase(http_request_duration_seconds_bucket[$__window]))`, map[string]any{"scrapeInterval": "15s"})
	recorded := ask(`sum by (le, service) (sum_over_time((sum by (le, service, version) (increase(http_request_duration_seconds_bucket[5m])))[$__window:5m]))`,
		map[string]any{"scrapeInterval": "5m"})
	require.Greater(t, *raw.Estimate, 0.08)
	require.InEpsilon(t, *raw.Estimate, *recorded.Estimate, 0.02)
	require.Len(t, recorded.Bins, len(raw.Bins))
	for i, bin := range raw.Bins {
		require.InDelta(t, bin.Current, recorded.Bins[i].Current, 0.02*bin.Current+20, bin.Name)
	}
}
