package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// pageDir is a directory with a page of one line.
func pageDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("the page"), 0o600))
	return dir
}

func requireStatus(t *testing.T, want int, address string) {
	t.Helper()
	answer, err := http.Get(address)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, want, answer.StatusCode, address)
}

func TestPageServesUntilTerminated(t *testing.T) {
	process, temporary, line := start(t, "page", "--listen", "127.0.0.1:0", "--history", "1h", "--page", pageDir(t))
	url, ok := strings.CutPrefix(strings.TrimSuffix(line, " (Ctrl-C ends it)"), "page ready: ")
	require.True(t, ok, line)
	for _, path := range []string{"/", "/lab/page.json", "/lab/scenarios", "/api/v1/labels", "/api/datasources/uid/histodrift/health"} {
		requireStatus(t, http.StatusOK, url+path)
	}
	require.NoError(t, process.Process.Signal(syscall.SIGTERM))
	require.NoError(t, process.Wait(), "exit code 0")
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestPageAsksAnotherPrometheus(t *testing.T) {
	asked := make(chan string, 10)
	prometheus := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		http.Error(w, "not today", http.StatusServiceUnavailable)
	}))
	defer prometheus.Close()
	withPassword := strings.Replace(prometheus.URL, "://", "://me:secret@", 1)
	process, temporary, line := start(t, "page", "--listen", "127.0.0.1:0", "--page", pageDir(t), "--prometheus", withPassword)
	require.Contains(t, line, "it asks http://me:xxxxx@")
	url, _, ok := strings.Cut(strings.TrimPrefix(line, "page ready: "), " ")
	require.True(t, ok, line)
	requireStatus(t, http.StatusBadRequest, url+"/api/datasources/uid/histodrift/health")
	require.Equal(t, "/api/v1/query_range", <-asked)
	require.NoError(t, process.Process.Signal(os.Interrupt))
	require.NoError(t, process.Wait(), "exit code 0")
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left, "nothing was generated")
}

func TestPageSaysWhichPortIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, taken.Close()) }()
	err = run(t.Context(), []string{"page", "--listen", taken.Addr().String()}, os.Stdout)
	require.ErrorContains(t, err, taken.Addr().String()+" is in use")
	require.ErrorContains(t, err, "PORT=")
}

func TestPageNeedsItsFiles(t *testing.T) {
	err := run(t.Context(), []string{"page", "--listen", "127.0.0.1:0", "--page", t.TempDir(), "--prometheus", "http://127.0.0.1:1"}, os.Stdout)
	require.ErrorContains(t, err, "holds no page")
}
