package truth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

func ask(t *testing.T, path string, params url.Values, answer any) int {
	span := scenario.Interval{From: now.Add(-336 * time.Hour), To: now}
	handler := truth.Handler(checkout(), func() scenario.Interval { return span })
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?"+params.Encode(), nil))
	if w.Code == http.StatusOK {
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), answer))
	}
	return w.Code
}

type truthAnswer struct {
	Le       []string
	Current  struct{ Probabilities []float64 }
	Baseline struct {
		Selector string
		From, To time.Time
	}
	KL, KLReverse, JS float64
}

func TestTruthOverHTTP(t *testing.T) {
	var byDefault, spelled truthAnswer
	require.Equal(t, http.StatusOK, ask(t, "/lab/truth", url.Values{"current": {canary}, "baseline": {stable}}, &byDefault))
	require.InDelta(t, 0.115, byDefault.KL, 0.002)
	require.Positive(t, byDefault.KLReverse)
	require.Positive(t, byDefault.JS)
	require.Len(t, byDefault.Current.Probabilities, 12)
	require.Equal(t, "+Inf", byDefault.Le[11])
	require.Equal(t, "0.005", byDefault.Le[0])
	require.Equal(t, now.Add(-time.Hour), byDefault.Baseline.From)

	require.Equal(t, http.StatusOK, ask(t, "/lab/truth", url.Values{
		"current": {canary}, "from": {"2026-11-20T11:00:00Z"}, "to": {"1795176000"},
		"baselineFrom": {"2026-11-19T11:00:00Z"}, "baselineTo": {"2026-11-19T12:00:00Z"},
	}, &spelled))
	require.Equal(t, canary, spelled.Baseline.Selector)
	require.InDelta(t, byDefault.KL, spelled.KL, 1e-9)
}

func TestTruthOverHTTPRefuses(t *testing.T) {
	for _, params := range []url.Values{
		{},
		{"current": {canary}, "from": {"yesterday"}},
		{"current": {canary}, "baseline": {"nobody_total"}},
		{"current": {canary}, "baselineTo": {"2026-11-01T00:00:00Z"}},
	} {
		require.Equal(t, http.StatusBadRequest, ask(t, "/lab/truth", params, nil))
	}
}

func TestScenariosOverHTTP(t *testing.T) {
	var got struct {
		Now       time.Time
		Data      scenario.Interval
		Scenarios []struct {
			Name    string
			Metrics []struct {
				Name, Type, Unit string
				Groups           []struct{ Pods []string }
				Drifts           []struct {
					Name, Effect string
					Intervals    []scenario.Interval
					Next         *scenario.Interval
				}
			}
		}
	}
	require.Equal(t, http.StatusOK, ask(t, "/lab/scenarios", nil, &got))
	require.Equal(t, now, got.Now)
	require.Equal(t, now, got.Data.To)
	m := got.Scenarios[0].Metrics[0]
	require.Equal(t, "histogram", m.Type)
	require.Len(t, m.Groups, 6)
	tail := m.Drifts[0]
	require.Equal(t, "payment-slow-tail", tail.Name)
	require.Equal(t, "10 % of values × 6", tail.Effect)
	require.Equal(t, []scenario.Interval{
		{From: now.Add(-183 * time.Hour), To: now.Add(-177 * time.Hour)},
		{From: now.Add(-3 * time.Hour), To: now.Add(3 * time.Hour)},
	}, tail.Intervals)
	require.Equal(t, now.Add(177*time.Hour), tail.Next.From)
	require.Len(t, m.Drifts[1].Intervals, 5)
}

func TestEveryKindOverHTTP(t *testing.T) {
	span := scenario.Interval{From: now.Add(-528 * time.Hour), To: now}
	handler := truth.Handler(truth.New(scenario.All(), now), func() scenario.Interval { return span })
	get := func(path string, params url.Values, answer any) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?"+params.Encode(), nil))
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), answer))
	}
	var orders struct {
		Kind       string
		Categories []string
		Le         []string
		KL         string // Infinity is no JSON number.
		NewMass    float64
	}
	get("/lab/truth", url.Values{
		"current": {`orders_total{shop="north"}`}, "by": {"country"}, "baselineFrom": {"2026-11-19T11:00:00Z"}, "baselineTo": {"2026-11-19T12:00:00Z"},
	}, &orders)
	require.Equal(t, "categoryCounter", orders.Kind)
	require.Contains(t, orders.Categories, "NO")
	require.Empty(t, orders.Le)
	require.Equal(t, "+Inf", orders.KL)
	require.InDelta(t, 0.068, orders.NewMass, 0.001)

	var got struct {
		Scenarios []struct {
			Metrics []struct {
				Name, Type, Kind string
				Schema           *int
				Categories       []string
				Rhythms          []struct{ Name string }
				Groups           []struct {
					Level     float64
					Shares    []struct{ Probability float64 }
					On        []scenario.Interval
					Relayouts []struct {
						At     time.Time
						Bounds []float64
						Schema *int
					}
				}
			}
		}
	}
	get("/lab/scenarios", nil, &got)
	kinds := map[string]string{}
	for _, s := range got.Scenarios[:8] {
		for _, m := range s.Metrics {
			kinds[m.Name] = m.Type + " " + m.Kind
		}
	}
	require.Equal(t, map[string]string{
		"http_request_duration_seconds": "histogram classic", "rpc_duration_seconds": "histogram native",
		"balance_change_euros": "histogram native", "query_duration_seconds": "histogram classic",
		"payload_bytes": "histogram custom", "orders_total": "counter categoryCounter", "instances_running": "gauge categoryGauge",
		"basket_value_euros": "histogram classic", "promotion_active": "gauge switch", "frame_time_seconds": "histogram native",
		"api_request_duration_seconds": "histogram classic", "api_response_size_bytes": "histogram classic",
		"http_requests_total": "counter categoryCounter", "model_feature_value": "histogram classic", "model_score": "histogram classic",
		"model_labels_total": "counter categoryCounter", "model_requests_total": "counter categoryCounter",
	}, kinds)
	catalog, orderly, store, telemetry := got.Scenarios[2], got.Scenarios[3], got.Scenarios[4], got.Scenarios[5]
	require.Equal(t, now.Add(-6*time.Hour), catalog.Metrics[0].Groups[0].Relayouts[0].At)
	require.Equal(t, 0.002, catalog.Metrics[0].Groups[0].Relayouts[0].Bounds[0])
	require.Equal(t, []string{"country", "device"}, orderly.Metrics[0].Categories)
	require.Len(t, orderly.Metrics[0].Groups[0].Shares, 39)
	require.InDelta(t, 240, orderly.Metrics[1].Groups[0].Level, 0)
	require.Len(t, store.Metrics[0].Rhythms, 2)
	require.Len(t, store.Metrics[1].Groups[0].On, 1)
	require.Equal(t, 3, *telemetry.Metrics[0].Schema)
	require.Equal(t, 1, *telemetry.Metrics[0].Groups[1].Relayouts[0].Schema)
}
