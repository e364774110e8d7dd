package engine_test

import (
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/truth"
	"github.com/histodrift/histodrift/pkg/frame"
)

// told is a question whose answer the lab knows: which label, and which of its values, was made to change.
type told struct {
	question map[string]any
	group    string // The value of the group; "" without groups.
	label    string
	value    string
	reason   string
	least    float64 // Of the change.
	selector string  // Of the group's series, for the truth; "" where it is not asked.
}

func ofMetric(name string, changes map[string]any) map[string]any {
	question := map[string]any{"view": "explain", "current": map[string]any{"metric": name}, "window": "1h"}
	if strings.HasPrefix(name, "api_") {
		question["scrapeInterval"] = "1m"
	}
	maps.Copy(question, changes)
	return question
}

func byCategory(name string, category ...string) map[string]any {
	return map[string]any{"current": map[string]any{"metric": name, "category": category}}
}

var injected = map[string]told{
	"a canary, within its service": {
		question: ofMetric(metric, map[string]any{"groupBy": []string{"service"}}), group: "payment", label: "version", value: "canary", reason: "inside", least: 0.9,
		selector: metric + `{service="payment"}`,
	},
	"a tenant": {
		question: ofMetric("api_request_duration_seconds", nil), label: "tenant", value: "acme", reason: "inside", least: 0.7,
		selector: `api_request_duration_seconds`,
	},
	"a tenant, in the region where it drifts": {
		question: ofMetric("api_request_duration_seconds", map[string]any{"groupBy": []string{"region"}}), group: "eu", label: "tenant", value: "acme", reason: "inside", least: 0.9,
		selector: `api_request_duration_seconds{region="eu"}`,
	},
	"a region, of the tenant that drifts": {
		question: ofMetric("api_request_duration_seconds", map[string]any{"groupBy": []string{"tenant"}}), group: "acme", label: "region", value: "eu", reason: "inside", least: 0.9,
		selector: `api_request_duration_seconds{tenant="acme"}`,
	},
	"a tenant, of few told apart": {
		question: ofMetric("api_request_duration_seconds", map[string]any{"explain": map[string]any{"labels": []string{"tenant"}, "maxValues": 4}}), label: "tenant", value: "acme", reason: "inside", least: 0.8,
	},
	"a plan that takes a larger share": {
		question: ofMetric("api_response_size_bytes", nil), label: "plan", value: "batch", reason: "mix", least: 0.8,
		selector: `api_response_size_bytes`,
	},
	"a service, by native histograms": {
		question: ofMetric("rpc_duration_seconds", nil), label: "service", value: "ranking", reason: "inside", least: 0.9, selector: `rpc_duration_seconds`,
	},
	"a service, by classic histograms of the same": {
		question: ofMetric("", map[string]any{"current": map[string]any{"metric": "rpc_duration_seconds", "type": "classic"}}), label: "service", value: "ranking", reason: "inside", least: 0.9,
		selector: `rpc_duration_seconds_bucket`,
	},
	"a service, in code": {
		question: ofMetric("", map[string]any{"current": map[string]any{"expr": "sum by (le) (increase(rpc_duration_seconds_bucket[$__window]))"}}), label: "service", value: "ranking", reason: "inside", least: 0.9,
	},
	"an account, with values below zero": {
		question: ofMetric("balance_change_euros", nil), label: "account", value: "business", reason: "inside", least: 0.9, selector: `balance_change_euros`,
	},
	"a service, by custom buckets":     {question: ofMetric("payload_bytes", nil), label: "service", value: "export", reason: "inside", least: 0.9, selector: `payload_bytes`},
	"an app whose schema changed":      {question: ofMetric("frame_time_seconds", nil), label: "app", value: "editor", reason: "inside", least: 0.9},
	"a shop, by country":               {question: ofMetric("", byCategory("orders_total", "country")), label: "shop", value: "north", reason: "inside", least: 0.9},
	"a shop, by country and device":    {question: ofMetric("", byCategory("orders_total", "country", "device")), label: "shop", value: "north", reason: "inside", least: 0.7},
	"nothing, where nothing drifts":    {question: ofMetric(metric, map[string]any{"groupBy": []string{"service"}}), group: "cart"},
	"nothing, in the other region":     {question: ofMetric("api_request_duration_seconds", map[string]any{"groupBy": []string{"region"}}), group: "us"},
	"nothing, where buckets changed":   {question: ofMetric("query_duration_seconds", map[string]any{"groupBy": []string{"service"}}), group: "browse"},
	"nothing, where a level is shared": {question: ofMetric("", byCategory("instances_running", "instance_type"))},
}

// explainedGroup returns the metadata of a group.
func explainedGroup(t *testing.T, f *data.Frame, value string) frame.ExplainGroup {
	t.Helper()
	recipe, ok := f.Meta.Custom.(frame.ExplainRecipe)
	require.True(t, ok)
	for _, group := range recipe.Groups {
		for _, own := range group.Labels {
			if own == value {
				return group
			}
		}
		if value == "" {
			return group
		}
	}
	require.FailNow(t, "no group", value)
	return frame.ExplainGroup{}
}

// cellOf returns a cell of the row of a label and value.
func cellOf(t *testing.T, f *data.Frame, group, label, value, name string) float64 {
	t.Helper()
	labels, _ := f.FieldByName("label")
	values, _ := f.FieldByName("value")
	for i := range f.Rows() {
		if labels.At(i) == label && values.At(i) == value && (group == "" || f.Fields[0].At(i) == group) {
			return *column(t, f, name)[i]
		}
	}
	require.FailNow(t, "no row", "%s %s=%s", group, label, value)
	return 0
}

func TestExplainFindsWhatWasInjected(t *testing.T) {
	l, s := startLab(t, lab.Options{History: 27 * hour})
	for name, c := range injected {
		t.Run(name, func(t *testing.T) {
			f := s.ask(t, panel{}, c.question)[0]
			require.Equal(t, data.FrameTypeTable, f.Meta.Type)
			group := explainedGroup(t, f, c.group)
			for _, chain := range group.Chains {
				require.InDelta(t, *chain.Joint, *chain.Mix+*chain.Inside, 1e-9, chain.Label)
				require.NotContains(t, []string{"le", "__name__", "country", "job"}, chain.Label)
			}
			requireSameNumber(t, s, c, group)
			if c.label == "" {
				require.True(t, group.Top == nil || group.Top.Accounts < 0.2, "%+v", group.Top)
				return
			}
			require.Equal(t, c.label+" "+c.value+" "+c.reason, group.Top.Label+" "+group.Top.Value+" "+group.Top.Reason)
			require.Greater(t, group.Top.Accounts, c.least)
			require.Contains(t, group.Sentence, fmt.Sprintf("%s = %s accounts for", c.label, c.value))
			if c.selector != "" {
				requireTruth(t, l, c, f)
			}
		})
	}
}

// requireSameNumber checks that the estimate is that of the view divergence.
func requireSameNumber(t *testing.T, s *source, c told, group frame.ExplainGroup) {
	t.Helper()
	plain := maps.Clone(c.question)
	delete(plain, "view")
	delete(plain, "explain")
	plain["instant"] = true
	frames := s.ask(t, panel{}, plain)
	one := frames[0]
	if c.group != "" {
		for label := range group.Labels {
			one = of(t, frames, label, c.group)
		}
	}
	require.InDelta(t, *recipe(t, one).Last.Estimate, *group.Estimate, 0)
}

// requireTruth compares shares, mix and inside of what was found with what the lab's scenario says.
func requireTruth(t *testing.T, l *labtest.Lab, c told, f *data.Frame) {
	t.Helper()
	side := func(selector string, before int) truth.Side {
		to := labtest.Now.AddDate(0, 0, -before)
		return truth.Side{Selector: selector, From: to.Add(-hour), To: to}
	}
	name, matchers, _ := strings.Cut(strings.TrimSuffix(c.selector, "}"), "{")
	own := name + "{" + strings.TrimPrefix(matchers+fmt.Sprintf(",%s=%q", c.label, c.value), ",") + "}"
	expected := func(selector string, before int) float64 {
		d, err := l.Truth().Distribution(side(selector, before))
		require.NoError(t, err)
		return d.Expected
	}
	p, q := expected(own, 0)/expected(c.selector, 0), expected(own, 1)/expected(c.selector, 1)
	inside, err := l.Truth().Divergence(side(own, 0), side(own, 1))
	require.NoError(t, err)
	require.InEpsilon(t, p, cellOf(t, f, c.group, c.label, c.value, "share current"), 0.08)
	require.InEpsilon(t, q, cellOf(t, f, c.group, c.label, c.value, "share baseline"), 0.08)
	// Bins in which the baseline expects less than one sample pull the estimate down, as there is no correction for them.
	found, truly := cellOf(t, f, c.group, c.label, c.value, "inside"), p*float64(inside.KL)
	require.Less(t, found, 1.1*truly+5e-4)
	require.Greater(t, found, 0.65*truly-5e-4)
	want := p*math.Log(p/q) - p + q
	require.InDelta(t, want, cellOf(t, f, c.group, c.label, c.value, "mix"), 0.1*want+5e-4)
}
