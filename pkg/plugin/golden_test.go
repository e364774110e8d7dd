package plugin_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plugin"
)

var update = flag.Bool("update", false, "write the golden frames anew")

// asked is a .query.json: a query and the panel that asks it.
type asked struct {
	Comment  string          `json:"comment"` // What the case shows.
	From     time.Time       `json:"from"`
	To       time.Time       `json:"to"`
	Now      time.Time       `json:"now"`
	Interval int64           `json:"intervalMs"`
	Query    json.RawMessage `json:"query"`
}

// Each case of testdata is three files: a query, what the server answers to it by a word in the PromQL, and the frames.
// A bug fix starts with a new case; go test -update writes its frames.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.query.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 15)
	for _, file := range files {
		name := strings.TrimSuffix(file, ".query.json")
		t.Run(filepath.Base(name), func(t *testing.T) {
			got := goldenFrames(t, name)
			if *update {
				require.NoError(t, os.WriteFile(name+".golden.json", append(got, '\n'), 0o600))
			}
			var want, have any
			read(t, name+".golden.json", &want)
			require.NoError(t, json.Unmarshal(got, &have))
			requireAlike(t, "", want, have)
		})
	}
}

func read(t *testing.T, file string, target any) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, target), file)
}

func goldenFrames(t *testing.T, name string) []byte {
	t.Helper()
	var panel asked
	var answers map[string]json.RawMessage
	read(t, name+".query.json", &panel)
	read(t, name+".response.json", &answers)
	routes := map[string]http.HandlerFunc{}
	for word, text := range answers {
		var compact bytes.Buffer // Its length is in the metadata, whatever the file's layout.
		require.NoError(t, json.Compact(&compact, text))
		routes[word] = says(200, compact.String())
	}
	server := newUpstream(t, routes)
	d, err := plugin.NewAt(t.Context(), backend.DataSourceInstanceSettings{URL: server.URL, JSONData: []byte(`{}`)}, func() time.Time { return panel.Now })
	require.NoError(t, err)
	t.Cleanup(d.Dispose)
	response := ask(t.Context(), t, d, backend.DataQuery{
		RefID: "A", JSON: panel.Query, Interval: time.Duration(panel.Interval) * time.Millisecond, MaxDataPoints: 100,
		TimeRange: backend.TimeRange{From: panel.From, To: panel.To},
	})["A"]
	require.NoError(t, response.Error)
	text, err := json.MarshalIndent([]*data.Frame(response.Frames), "", " ")
	require.NoError(t, err)
	return text
}

// requireAlike compares JSON; numbers may differ by what processors round differently.
func requireAlike(t *testing.T, place string, want, have any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		have, ok := have.(map[string]any)
		require.True(t, ok, place)
		for name := range have {
			require.Contains(t, want, name, place)
		}
		for name, one := range want {
			require.Contains(t, have, name, place)
			requireAlike(t, place+"."+name, one, have[name])
		}
	case []any:
		have, ok := have.([]any)
		require.True(t, ok, place)
		require.Len(t, have, len(want), place)
		for i := range want {
			requireAlike(t, fmt.Sprintf("%s[%d]", place, i), want[i], have[i])
		}
	case float64:
		require.IsType(t, want, have, place)
		require.InDelta(t, want, have, 1e-11*math.Max(1, math.Abs(want)), place)
	default:
		require.Equal(t, want, have, place)
	}
}
