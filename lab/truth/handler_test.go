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
