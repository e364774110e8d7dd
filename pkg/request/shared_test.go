package request_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

var update = flag.Bool("update", false, "write the files that the editor's tests read anew")

// The editor has the same defaults and the same rules. Its tests read them from these files.
func TestFilesForTheEditor(t *testing.T) {
	defaults := map[string]json.RawMessage{}
	for _, view := range request.Views {
		query := parsed(t, `{"view":"`+string(view)+`","threshold":0.1,"current":{"metric":"m"}}`)
		defaults[string(view)] = json.RawMessage(written(t, query))
	}
	matches(t, "testdata/defaults.json", defaults)

	type refusal struct {
		Name  string          `json:"name"`
		Query json.RawMessage `json:"query"`
		Field string          `json:"field"`
	}
	var refusals []refusal
	for _, c := range badViews {
		refusals = append(refusals, refusal{c.name, json.RawMessage(c.json), c.field})
	}
	matches(t, "testdata/refused.json", refusals)
}

// matches checks that a file holds a value, or writes it.
func matches(t *testing.T, file string, value any) {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(value))
	if *update {
		require.NoError(t, os.WriteFile(file, text.Bytes(), 0o644))
	}
	saved, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(saved), text.String(), "run go test ./pkg/request -update, and see that the editor agrees: npx jest src/query")
}
