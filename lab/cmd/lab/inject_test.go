package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
)

func TestInjectsIntoALabThatRuns(t *testing.T) {
	l := labtest.Start(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Store()}, History: -1, Quiet: true})
	say := func(args ...string) string {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), append([]string{"inject", "--lab", l.URL + "/"}, args...), &out))
		return out.String()
	}
	const head = "drift  scenario  from  to  state\n"
	require.Equal(t, head, say("--list"))
	require.Contains(t, say("promotion", "--for", "45m"), "promotion  store     2026-11-20T12:00:00Z  2026-11-20T12:45:00Z  active")
	require.Contains(t, say("--for", "1h", "station-small-baskets"), "2026-11-20T13:00:00Z  active")
	require.Contains(t, say("--list"), "promotion")
	require.NoError(t, l.Advance(t.Context(), labtest.Now.Add(time.Minute)))
	require.Contains(t, say("promotion", "--stop"), "2026-11-20T12:01:00Z  past")
}

func TestInjectSaysWhatIsWrong(t *testing.T) {
	other := httptest.NewServer(nil)
	defer other.Close()
	l := labtest.Start(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Store()}, History: -1})
	for want, args := range map[string][]string{
		"name a drift":             {},
		"one drift at a time":      {"promotion", "rain"},
		"--list takes no drift":    {"promotion", "--list"},
		"no such drift":            {"rain", "--lab", l.URL},
		"give more than 0":         {"promotion", "--for", "-1h", "--lab", l.URL},
		"404 Not Found":            {"--list", "--lab", other.URL},
		"--lab names another":      {"--list", "--lab", "http://127.0.0.1:1"},
		"it is not injected":       {"promotion", "--stop", "--lab", l.URL},
		"flag provided but not de": {"promotion", "--until", "noon"},
	} {
		require.ErrorContains(t, run(t.Context(), append([]string{"inject"}, args...), os.Stdout), want)
	}
}

func TestServesWhatIsInjectedFromTheStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	_, _, line := start(t, "blocks", "--dir", dir, "--history", "10m", "--quiet", "--inject", "promotion@-5m/2h")
	require.Contains(t, line, "lab blocks ready")

	// The lab that goes on from the blocks holds the same injection, and may have more from then on.
	again := world{file: filepath.Join(dir, "lab.json")}
	again.flagged = []lab.Injection{{Drift: "cart-bimodal", Lasts: time.Hour}}
	options, err := again.options("")
	require.NoError(t, err)
	require.True(t, options.Quiet)
	require.Equal(t, []lab.Injection{
		{Drift: "promotion", After: -5 * time.Minute, Lasts: 2 * time.Hour}, {Drift: "cart-bimodal", Lasts: time.Hour},
	}, options.Injections)
	require.ErrorContains(t, run(t.Context(), []string{"--world", again.file, "--inject", "cart-bimodal@-1m/1h"}, os.Stdout),
		"begins before the end of the blocks")
	require.ErrorContains(t, run(t.Context(), []string{"--inject", "promotion"}, os.Stdout), "write <drift>@<begin>/<length>")

	_, _, line = start(t, "--listen", "127.0.0.1:0", "--history", "10m", "--quiet", "--inject", "promotion@-5m/2h", "--inject", "cart-bimodal@0s/1h")
	var injected bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"inject", "--list", "--lab", line[len("lab ready: "):]}, &injected))
	require.Contains(t, injected.String(), "cart-bimodal")
	require.Contains(t, injected.String(), "promotion")
}
