package request_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

// Every form in which a query was ever saved is there with what it has to become. The editor's migration reads the same
// files.
func TestSavedQueriesComeUpToDate(t *testing.T) {
	files, err := filepath.Glob("testdata/saved/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			var example struct{ Saved, Current json.RawMessage }
			require.NoError(t, json.Unmarshal(text, &example))

			before := bytes.Clone(example.Saved)
			current, err := request.Migrate(example.Saved)
			require.NoError(t, err)
			require.JSONEq(t, string(example.Current), string(current))
			require.Equal(t, string(before), string(example.Saved), "what was saved has changed")

			again, err := request.Migrate(current)
			require.NoError(t, err)
			require.Equal(t, string(current), string(again))

			query, err := request.Parse(example.Saved)
			require.NoError(t, err)
			require.Equal(t, request.Version, query.Version)
		})
	}
}

func TestUnknownVersionsAreErrors(t *testing.T) {
	for raw, words := range map[string]string{
		`{"version":2,"current":{"metric":"m"},"later":true}`: "update the plugin",
		`{"version":0,"current":{"metric":"m"}}`:              "is not a version",
		`{"version":"1","current":{"metric":"m"}}`:            "is not a version",
		`{"version":1.5,"current":{"metric":"m"}}`:            "is not a version",
	} {
		_, err := request.Parse([]byte(raw))
		require.ErrorContains(t, err, words, raw)
		require.ErrorContains(t, err, "version", raw)
	}
}

// A migration has nothing to say about what is no query.
func TestWhatIsNoObjectIsLeftToTheParser(t *testing.T) {
	for _, raw := range []string{``, `{`, `[]`, `null`, `{"current":1,"current":2}`} {
		current, err := request.Migrate([]byte(raw))
		require.NoError(t, err, raw)
		require.Equal(t, raw, string(current))
	}
}
