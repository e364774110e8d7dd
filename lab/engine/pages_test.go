package engine_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
)

// Every query on a page gets an answer, if only that its metric is not there: no page has one that fails.
func TestQueriesOnPagesAreAnswered(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) // After all times that pages name.
	s := connect(t, labtest.Start(t, lab.Options{Now: at}).URL, at.Add(30*time.Second))
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	asked := 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for i, found := range regexp.MustCompile("(?ms)^ *```json\n(.*?)^ *```").FindAllStringSubmatch(string(text), -1) {
			var question map[string]any
			require.NoError(t, json.Unmarshal([]byte(found[1]), &question))
			if question["current"] == nil {
				continue
			}
			asked++
			t.Run(fmt.Sprintf("%s %d", filepath.Base(page), i), func(t *testing.T) {
				delete(question, "refId") // They are Grafana's.
				delete(question, "datasource")
				frames := s.ask(t, panel{}, question)
				require.NotEmpty(t, frames)
				require.NotNil(t, frames[0].Meta, "an answer says how it came about")
			})
		}
	}
	require.Greater(t, asked, 15)
}
