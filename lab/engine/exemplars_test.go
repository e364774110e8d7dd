package engine_test

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
)

// textsOf returns the values of a field of texts.
func textsOf(t testing.TB, f *data.Frame, name string) []string {
	t.Helper()
	field, index := f.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, "field %s", name)
	values := make([]string, field.Len())
	for i := range values {
		value, ok := field.ConcreteAt(i)
		require.True(t, ok)
		values[i] = value.(string)
	}
	return values
}

func TestExemplarsLieInTheTailThatDrifted(t *testing.T) {
	_, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Checkout()}})
	question := canary(map[string]any{"view": "exemplars"})
	question["current"] = side("version", "canary", "service", "payment")
	frames := s.ask(t, panel{}, question)
	require.Len(t, frames, 1)
	found := frames[0]
	require.Equal(t, "exemplar", found.Name)
	require.Equal(t, data.DataTopicAnnotations, found.Meta.DataTopic)
	t.Logf("%d exemplars: %v", found.Rows(), textsOf(t, found, "bin"))
	require.Greater(t, found.Rows(), 5)
	bins, services, versions := textsOf(t, found, "bin"), textsOf(t, found, "service"), textsOf(t, found, "version")
	values, traces := column(t, found, "Value"), textsOf(t, found, "trace_id")
	for i, at := range times(t, found) {
		require.Contains(t, []string{"0.5–1", "1–2.5", "2.5–5"}, bins[i], "the tail takes six times as long")
		require.Greater(t, *values[i], 0.5)
		require.LessOrEqual(t, *values[i], 5.0)
		require.Equal(t, "payment", services[i])
		require.Equal(t, "canary", versions[i])
		require.Len(t, traces[i], 32)
		require.True(t, at.After(labtest.Now.Add(-hour)) && !at.After(labtest.Now), "the current window")
	}
}

// Native histograms have exemplars, too, beside no bucket.
func TestExemplarsOfNativeHistograms(t *testing.T) {
	_, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Recommendation()}})
	frames := s.ask(t, panel{}, map[string]any{
		"view": "exemplars", "format": "table", "limit": 7, "exemplars": map[string]any{"bins": 20}, "groupBy": []string{"service"}, "window": "30m",
		"current": map[string]any{"metric": "rpc_duration_seconds", "type": "native"}, "baseline": map[string]any{"kind": "previous", "offset": "3h"},
	})
	require.Equal(t, 7, frames[0].Rows())
	require.NotContains(t, names(frames[0]), "le")
	require.Contains(t, names(frames[0]), "trace_id")
	require.Contains(t, frames[0].Meta.Notices[0].Text, "7 of ")
}

func names(f *data.Frame) []string {
	var all []string
	for _, field := range f.Fields {
		all = append(all, field.Name)
	}
	return all
}

// Live exemplars are found as those of the history are.
func TestExemplarsGoOn(t *testing.T) {
	l, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Checkout()}})
	later := labtest.Now.Add(20 * time.Minute)
	require.NoError(t, l.Advance(t.Context(), later))
	s.now = later.Add(30 * time.Second)
	question := canary(map[string]any{"view": "exemplars", "window": "15m"})
	question["current"] = side("version", "canary", "service", "payment")
	found := s.ask(t, panel{to: later}, question)[0]
	require.Positive(t, found.Rows())
	for _, at := range times(t, found) {
		require.True(t, at.After(labtest.Now))
	}
}
