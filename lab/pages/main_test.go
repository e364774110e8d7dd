package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The command prints its tables, and writes them between the marks of the page.
func TestCommand(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(page, []byte("a\n<!-- shipped -->\nold\n<!-- /shipped -->\nz\n"), 0o600))
	var out bytes.Buffer
	args := []string{"--days", "1", "--groups", "2", "--provisioning", "testdata/rules", "--write", "--page", page}
	require.NoError(t, command(t.Context(), args, &out, io.Discard))
	require.Contains(t, out.String(), "| plain | ticket | 1h, 1d before | js lower > 0.02 until 0.01, for 10m, keep 30m |")
	require.Contains(t, out.String(), "| **all pages** | page |")
	require.Contains(t, out.String(), "| cohort | its baseline is cohort")
	written, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Contains(t, string(written), "a\n<!-- shipped -->\n\n`npm run false-pages -- --rules shipped --days 1 --groups 2 --seed 1 --provisioning testdata/rules`")
	require.NotContains(t, string(written), "old")
	require.ErrorContains(t, rewrite(page, "candidates", ""), "no block")
}

func TestOptions(t *testing.T) {
	o, err := parse(nil)
	require.NoError(t, err)
	require.Equal(t, [2]int{30, 100}, [2]int{o.days, o.groups})
	_, err = parse([]string{"--rules", "others"})
	require.ErrorContains(t, err, "there are shipped and candidates")
	_, err = parse([]string{"--days", "-1"})
	require.ErrorContains(t, err, "at least one")
}

// Every candidate is a query that can be asked.
func TestCandidates(t *testing.T) {
	rules, _, err := options{rules: "candidates"}.load()
	require.NoError(t, err)
	require.Greater(t, len(rules), 50)
	for _, r := range rules {
		require.Positive(t, r.threshold, r.name)
		require.LessOrEqual(t, r.recovery, r.threshold, r.name)
	}
}

// Shares are of all drifts, not of those that were detected.
func TestDelays(t *testing.T) {
	d := delay{drifts: 4, found: []time.Duration{time.Minute, 2 * time.Minute, time.Hour}}
	require.Equal(t, "2m / –, 75 %", d.String())
	require.Equal(t, "no drift", delay{}.String())
}
