package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/histodrift/histodrift/pkg/"

// stages from left to right, as the data goes. A stage imports only stages of a row above its own; fault and settings
// are not stages, but what all may use. Measures and bands are pure maths and import nothing of ours.
var stages = [][]string{
	{"fault"},
	{"settings"},
	{"request"},
	{"plan"},
	{"promapi"},
	{"fetch"},
	{"distribution"},
	{"divergence"},
	{"confidence"},
	{"view"},
	{"frame"},
	{"plugin"},
}

// pure stages know nothing of Grafana. promapi does: it has to know an error of the SDK's HTTP client.
var pure = []string{"fault", "settings", "request", "plan", "fetch", "distribution", "divergence", "confidence", "view"}

// alone are stages that import nothing of ours.
var alone = []string{"fault", "divergence", "confidence"}

// imports returns what the files of a stage import, tests left out.
func imports(t *testing.T, stage string) []string {
	t.Helper()
	var all []string
	require.NoError(t, filepath.WalkDir(stage, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, one := range file.Imports {
			name, err := strconv.Unquote(one.Path.Value)
			if err != nil {
				return err
			}
			all = append(all, name)
		}
		return nil
	}))
	require.NotEmpty(t, all, stage)
	return all
}

func TestAStageImportsOnlyStagesToItsLeft(t *testing.T) {
	var left []string
	for _, row := range stages {
		for _, stage := range row {
			for _, name := range imports(t, stage) {
				ours, ok := strings.CutPrefix(name, module)
				if ok {
					require.Containsf(t, left, ours, "%s imports %s", stage, ours)
					require.NotContainsf(t, alone, stage, "%s imports %s", stage, ours)
				}
			}
		}
		left = append(left, row...)
	}
}

func TestPureStagesKnowNothingOfGrafana(t *testing.T) {
	for _, stage := range pure {
		for _, name := range imports(t, stage) {
			require.NotContainsf(t, name, "grafana", "%s imports %s", stage, name)
		}
	}
}

// Every folder is a stage of the list, so that a new one finds its place in it.
func TestStagesAreComplete(t *testing.T) {
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	listed := slices.Concat(stages...)
	for _, entry := range entries {
		if entry.IsDir() {
			require.Contains(t, listed, entry.Name())
		}
	}
}
