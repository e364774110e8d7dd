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

// calmHours are hours before any drift of the checkout.
var calmHours = map[string]any{"kind": "fixed", "from": labtest.Now.Add(-46 * hour), "to": labtest.Now.Add(-40 * hour)}

// drifting asks a view for each service and version of the checkout against calm hours.
func drifting(view string, changes map[string]any) map[string]any {
	question := map[string]any{
		"view": view, "current": side("job", "checkout"), "baseline": calmHours, "groupBy": []string{"service", "version"},
		"window": "1h", "measures": []string{"js"}, "threshold": 0.005,
	}
	for name, value := range changes {
		question[name] = value
	}
	return question
}

// cells of text and of time.
func textAt(t testing.TB, f *data.Frame, name string, row int) string {
	t.Helper()
	field, index := f.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, name)
	value, ok := field.ConcreteAt(row)
	require.True(t, ok, name)
	return value.(string)
}

func timeAt(t testing.TB, f *data.Frame, name string, row int) time.Time {
	t.Helper()
	field, index := f.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, name)
	return field.At(row).(time.Time)
}

// The episodes found are the drifts injected, within a window.
func TestEpisodesAreTheDriftsInjected(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 48 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	frames := s.ask(t, panel{from: now.Add(-40 * hour), points: 100}, drifting("episodes", map[string]any{"alertOn": "lower"}))
	require.Len(t, frames, 1)
	table := frames[0]
	want := []struct {
		service, version string
		from, to         time.Duration // Before now.
		ongoing          bool
	}{
		{"cart", "canary", 36 * hour, 30 * hour, false},
		{"cart", "stable", 36 * hour, 30 * hour, false},
		{"payment", "canary", 3 * hour, 0, true},
	}
	require.Equal(t, len(want), table.Rows())
	ongoing, _ := table.FieldByName("ongoing")
	for _, one := range want {
		row := -1
		for i := range table.Rows() {
			if textAt(t, table, "service", i) == one.service && textAt(t, table, "version", i) == one.version {
				row = i
			}
		}
		require.GreaterOrEqual(t, row, 0, "%v", one)
		start, end := timeAt(t, table, "time", row), timeAt(t, table, "timeEnd", row)
		require.WithinRange(t, start, labtest.Now.Add(-one.from), labtest.Now.Add(-one.from+hour), "%v", one)
		require.WithinRange(t, end, labtest.Now.Add(-one.to), labtest.Now.Add(-one.to+hour), "%v", one)
		require.Equal(t, one.ongoing, ongoing.At(row))
		peak := timeAt(t, table, "peak time", row)
		require.False(t, peak.Before(start) || peak.After(end))
		require.NotEmpty(t, textAt(t, table, "top bins", row))
	}
}
