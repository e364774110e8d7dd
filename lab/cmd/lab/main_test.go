package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMain lets the test binary stand in for the lab's.
func TestMain(m *testing.M) {
	if os.Getenv("LAB_TEST_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// start runs the lab as a process with a temporary directory of its own and returns its first line.
func start(t *testing.T, args ...string) (process *exec.Cmd, temporary, line string) {
	temporary = t.TempDir()
	process = exec.Command(os.Args[0], args...)
	process.Env = append(os.Environ(), "LAB_TEST_MAIN=1", "TMPDIR="+temporary)
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, process.Start())
	t.Cleanup(func() { _ = process.Process.Kill() })
	line, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return process, temporary, strings.TrimSpace(line)
}

func TestServesUntilInterrupted(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		process, temporary, line := start(t, "--listen", "127.0.0.1:0", "--history", "1h")
		url, ok := strings.CutPrefix(line, "lab ready: ")
		require.True(t, ok, line)
		for _, path := range []string{"/api/v1/labels", "/metrics", "/lab/scenarios", "/-/ready"} {
			answer, err := http.Get(url + path)
			require.NoError(t, err)
			require.NoError(t, answer.Body.Close())
			require.Equal(t, http.StatusOK, answer.StatusCode, path)
		}
		require.NoError(t, process.Process.Signal(signal))
		require.NoError(t, process.Wait(), "exit code 0")
		left, err := os.ReadDir(temporary)
		require.NoError(t, err)
		require.Empty(t, left)
	}
}

func TestInterruptedWhileGenerating(t *testing.T) {
	dir := t.TempDir()
	process := exec.Command(os.Args[0], "--listen", "127.0.0.1:0", "--history", "20000h")
	process.Env = append(os.Environ(), "LAB_TEST_MAIN=1", "TMPDIR="+dir)
	require.NoError(t, process.Start())
	require.Eventually(t, func() bool {
		made, err := filepath.Glob(filepath.Join(dir, "*"))
		return err == nil && len(made) > 0
	}, 10e9, 1e7)
	require.NoError(t, process.Process.Signal(os.Interrupt))
	require.NoError(t, process.Wait(), "exit code 0")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

// The lab that goes on from blocks must count as if it had written them.
func TestGoesOnFromBlocks(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	writer, temporary, line := start(t, "blocks", "--dir", dir, "--history", "2h", "--seed", "7")
	require.Contains(t, line, "lab --world "+filepath.Join(dir, "lab.json"))
	require.NoError(t, writer.Wait())
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)

	text, err := os.ReadFile(filepath.Join(dir, "lab.json"))
	require.NoError(t, err)
	var saved world
	require.NoError(t, json.Unmarshal(text, &saved))
	again := world{file: filepath.Join(dir, "lab.json")}
	options, err := again.options("")
	require.NoError(t, err)
	require.Equal(t, saved.Now, options.Now)
	require.EqualValues(t, 7, options.Seed)
	require.EqualValues(t, 2*3600e9, options.History)
}

func TestRefusesWrongArguments(t *testing.T) {
	for want, args := range map[string][]string{
		"must be positive":              {"--history", "-1h"},
		"flag provided but not defined": {"--unknown"},
		"no such file":                  {"--world", "/nowhere/lab.json"},
		"a directory is needed":         {"blocks"},
		"missing port":                  {"--listen", "nowhere"},
	} {
		err := run(t.Context(), args, os.Stdout)
		require.ErrorContains(t, err, want)
	}
}
