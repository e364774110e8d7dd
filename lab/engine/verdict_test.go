package engine_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/view"
)

// rollout asks for the verdict on each canary since a while ago, with changes. The payment canary's true JS from stable is
// about 0.012 nats since three hours; the threshold is half of it.
func rollout(since time.Duration, changes map[string]any) map[string]any {
	question := canary(map[string]any{"view": "verdict", "measures": []string{"js"}, "threshold": 0.006, "window": "15m", "verdict": sinceAgo(since)})
	for name, value := range changes {
		question[name] = value
	}
	return question
}

func sinceAgo(since time.Duration) map[string]any {
	return map[string]any{"since": labtest.Now.Add(-since).Format(time.RFC3339)}
}

// gate asks over HTTP.
func (s *source) gate(t testing.TB, question map[string]any) map[string]frame.GateGroup {
	t.Helper()
	text, err := json.Marshal(map[string]any{"query": question})
	require.NoError(t, err)
	gate := s.gated(t, "POST", "verdict", text)
	groups := map[string]frame.GateGroup{}
	for _, group := range gate.Groups {
		groups[group.Labels["service"]] = group
	}
	return groups
}

func (s *source) gated(t testing.TB, method, target string, body []byte) (gate frame.Gate) {
	t.Helper()
	err := s.CallResource(context.WithoutCancel(t.Context()), &backend.CallResourceRequest{Method: method, Path: "verdict", URL: target, Body: body},
		backend.CallResourceResponseSenderFunc(func(r *backend.CallResourceResponse) error {
			require.Equal(t, 200, r.Status, string(r.Body))
			return json.Unmarshal(r.Body, &gate)
		}))
	require.NoError(t, err)
	return gate
}

// cell is a value of a table, by the service of its row.
func cell(t testing.TB, table *data.Frame, service, column string) any {
	t.Helper()
	services, _ := table.FieldByName("service")
	field, index := table.FieldByName(column)
	require.GreaterOrEqual(t, index, 0, column)
	for i := range services.Len() {
		if services.At(i) == service {
			value, _ := field.ConcreteAt(i)
			return value
		}
	}
	require.FailNow(t, "no row", service)
	return nil
}

// Each canary gets what it deserves: payment got slower with the rollout, cart is as stable, search is too quiet.
func TestEachCanaryGetsItsVerdict(t *testing.T) {
	l, s := startLab(t, lab.Options{})
	d := trueCanary(t, l, "payment", labtest.Now, 3*hour)
	require.Greater(t, float64(d.JS), 0.01)
	groups := s.gate(t, rollout(3*hour, nil))
	payment := groups["payment"]
	require.Equal(t, view.Fail, payment.Verdict, payment.Reason)
	require.Equal(t, labtest.Now.Add(-3*hour), payment.Since)
	// Twelve stretches have to show how bursty the counts are; the samples are enough long before.
	require.LessOrEqual(t, payment.DecidedAt.Sub(payment.Since), 30*time.Minute)
	require.LessOrEqual(t, *payment.Lower, float64(d.JS), "the truth is not below what is certain")
	require.Greater(t, *payment.Lower, 0.006)
	cart := groups["cart"]
	require.Equal(t, view.Pass, cart.Verdict, cart.Reason)
	require.Less(t, *cart.Upper, 0.006)

	quiet := s.gate(t, rollout(hour, nil))["search"]
	require.Equal(t, view.Inconclusive, quiet.Verdict)
	require.Contains(t, quiet.Reason, "fewer than 100 samples on a side")
	require.InDelta(t, 100-*quiet.N.Current, *quiet.Needed, 1)
	require.Nil(t, quiet.Value)
	t.Logf("payment: %s since %s, cart: %s", payment.Reason, payment.DecidedAt.Sub(payment.Since), cart.Reason)
}

// A rollout that turns bad on the way passes at first, and fails at one of the looks after.
func TestARolloutThatTurnsBad(t *testing.T) {
	drift := 150 * time.Minute // Before now.
	_, s := startLab(t, lab.Options{Scenarios: checkout(func(m *scenario.Metric) {
		m.Drifts[0].Schedule = scenario.Schedule{Starts: drift, Lasts: 6 * hour}
	})})
	series := of(t, s.ask(t, panel{}, rollout(3*hour, map[string]any{"instant": false})), "service", "payment")
	first := map[float64]time.Time{}
	at := times(t, series)
	for i, code := range column(t, series, "verdict") {
		if code == nil {
			continue
		}
		if _, known := first[*code]; !known {
			first[*code] = at[i]
		}
	}
	began := labtest.Now.Add(-drift)
	require.True(t, first[0].Before(began) && !first[0].IsZero(), "passes before it turns bad: %v", first)
	require.True(t, first[2].After(began), "and fails after: %v", first)
	t.Logf("fails %s after the drift began", first[2].Sub(began))
	codes := column(t, series, "verdict")
	require.Equal(t, 2.0, *codes[len(codes)-1], "which stays")
}

// Panel, table, rule and gate say the same, whoever asks, whenever, from whatever range.
func TestTheVerdictIsTheSameForAll(t *testing.T) {
	_, s := startLab(t, lab.Options{})
	question := rollout(3*hour, nil)
	groups := s.gate(t, question)
	overTime := s.ask(t, panel{points: 40}, with(question, "instant", false))
	table := s.ask(t, panel{from: now.Add(-time.Minute)}, question)[0]
	numbers := connect(t, s.url, now).ask(t, panel{from: now.Add(-24 * hour)}, with(question, "format", "numeric"))
	text, err := json.Marshal(question)
	require.NoError(t, err)
	get := s.gated(t, "GET", "verdict?from="+strconv.FormatInt(now.Add(-hour).UnixMilli(), 10)+"&query="+url.QueryEscape(string(text)), nil)
	require.Equal(t, view.Fail, get.Verdict)
	for service, group := range groups {
		require.Equal(t, string(group.Verdict), cell(t, table, service, "verdict"))
		require.Equal(t, group.Reason, cell(t, table, service, "reason"))
		require.Equal(t, float64(group.Code), *of(t, numbers, "service", service).Fields[0].At(0).(*float64))
		series := of(t, overTime, "service", service)
		last := series.Rows() - 1
		require.Equal(t, float64(group.Code), *column(t, series, "verdict")[last])
		for column, want := range map[string]*float64{"estimate": group.Value, "lower": group.Lower, "upper": group.Upper, "n current": group.N.Current, "n baseline": group.N.Baseline} {
			field, _ := series.FieldByName(column)
			requireSame(t, want, field.At(last).(*float64), service+" "+column)
			inTable, _ := cell(t, table, service, column).(float64)
			if want != nil {
				require.InDelta(t, *want, inTable, 0, column)
			}
		}
	}
	// Asked at any time before, it says what the panel shows there.
	series := of(t, overTime, "service", "payment")
	codes := column(t, series, "verdict")
	for i, at := range times(t, series) {
		if codes[i] == nil || i%4 != 0 {
			continue
		}
		then := of(t, connect(t, s.url, now).ask(t, panel{from: at.Add(-time.Minute), to: at}, with(question, "format", "numeric")), "service", "payment")
		require.Equal(t, *codes[i], *then.Fields[0].At(0).(*float64), at)
	}
}

// What can be told from counts by label: of the traffic, and of its direction.
func TestWorseAndParity(t *testing.T) {
	_, s := startLab(t, lab.Options{})
	judged := func(service string, verdict map[string]any) frame.GateGroup {
		t.Helper()
		options := sinceAgo(3 * hour)
		for name, value := range verdict {
			options[name] = value
		}
		return s.gate(t, rollout(3*hour, map[string]any{"verdict": options}))[service]
	}
	slower := judged("payment", map[string]any{"worse": map[string]any{"statistic": "quantile"}})
	require.Equal(t, view.Fail, slower.Verdict, slower.Reason)
	require.Greater(t, *slower.Worse.Current, 1.5**slower.Worse.Baseline, "the 95th percentile")
	require.Greater(t, *slower.Worse.Worse.Lower, 0.0)
	require.Equal(t, view.Fail, judged("payment", map[string]any{"worse": map[string]any{}}).Verdict, "the mean, too")
	other := judged("payment", map[string]any{"worse": map[string]any{"direction": "down"}})
	require.Equal(t, view.Pass, other.Verdict)
	require.Contains(t, other.Reason, "changed, but for the better")

	// Canaries get a ninth of the traffic of the stable versions, by the scenario.
	require.Equal(t, view.Pass, judged("cart", map[string]any{"parity": map[string]any{"ratio": 1.0 / 9}}).Verdict)
	unfair := judged("cart", map[string]any{"parity": map[string]any{"ratio": 0.5}})
	require.Equal(t, view.Inconclusive, unfair.Verdict)
	require.Contains(t, unfair.Reason, "current gets 11 % of the baseline's traffic, 50 % expected: not comparable")
	require.False(t, unfair.Parity.OK)
	// The job is the same on both sides; the pods are other ones.
	require.Equal(t, view.Pass, judged("cart", map[string]any{"parity": map[string]any{"labels": []string{"job"}}}).Verdict)
	mixed := judged("cart", map[string]any{"parity": map[string]any{"labels": []string{"pod"}}})
	require.Equal(t, view.Inconclusive, mixed.Verdict)
	require.Contains(t, mixed.Reason, "the mix of pod differs by JS 0.693 nats")
}

// Counts by label of native histograms are there, too.
func TestParityOfNativeHistograms(t *testing.T) {
	server := labtest.FromScript(t, `
load 15s
  d_seconds{version="canary",route="/a"} {{schema:0 sum:4 count:4 buckets:[2 2]}}+{{schema:0 sum:4 count:4 buckets:[2 2]}}x800
  d_seconds{version="canary",route="/b"} {{schema:0 sum:1 count:1 buckets:[1]}}+{{schema:0 sum:1 count:1 buckets:[1]}}x800
  d_seconds{version="stable",route="/a"} {{schema:0 sum:10 count:10 buckets:[5 5]}}+{{schema:0 sum:10 count:10 buckets:[5 5]}}x800
  d_seconds{version="stable",route="/b"} {{schema:0 sum:40 count:40 buckets:[40]}}+{{schema:0 sum:40 count:40 buckets:[40]}}x800
`)
	at := time.Unix(0, 0).Add(3 * hour)
	s := connect(t, server.URL, at.Add(30*time.Second))
	matcher := func(version string) []map[string]string {
		return []map[string]string{{"label": "version", "op": "=", "value": version}}
	}
	text, err := json.Marshal(map[string]any{"query": map[string]any{
		"current": map[string]any{"metric": "d_seconds", "matchers": matcher("canary")}, "baseline": map[string]any{"kind": "cohort", "matchers": matcher("stable")},
		"window": "24m", "measures": []string{"js"}, "threshold": 0.05, "replicates": "none", "verdict": map[string]any{"since": time.Unix(0, 0).Add(2 * hour).UTC(), "parity": map[string]any{"labels": []string{"route"}}},
	}})
	require.NoError(t, err)
	gate := s.gated(t, "POST", "verdict", text)
	require.Equal(t, view.Inconclusive, gate.Verdict, gate.Reason)
	require.Contains(t, gate.Reason, "/a has 80 % of current and 20 % of the baseline: not comparable")
}
