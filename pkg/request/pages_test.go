package request_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

// Every query on a page is one that the query layer takes, its PromQL included, which the schema says nothing of.
func TestQueriesOnPages(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	found := 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, block := range regexp.MustCompile("(?ms)^ *```json\n(.*?)^ *```").FindAllStringSubmatch(string(text), -1) {
			var query map[string]any
			require.NoError(t, json.Unmarshal([]byte(block[1]), &query), "%s: %s", page, block[1])
			if query["current"] == nil {
				continue
			}
			delete(query, "refId") // Grafana adds them, and takes them out again.
			delete(query, "datasource")
			bare, err := json.Marshal(query)
			require.NoError(t, err)
			_, err = request.Parse(bare)
			require.NoError(t, err, "%s: %s", strings.TrimPrefix(page, "../../"), block[1])
			found++
		}
	}
	require.Greater(t, found, 15)
}
