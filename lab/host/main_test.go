package host_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/host"
	"github.com/histodrift/histodrift/lab/labtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve serves a host. What the options leave out is a page of one line and the clock of the labs.
func serve(t *testing.T, o host.Options) string {
	t.Helper()
	if o.Page == "" {
		o.Page = t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(o.Page, "index.html"), []byte("the page"), 0o600))
	}
	if o.Clock == nil {
		o.Clock = func() time.Time { return labtest.Now }
	}
	h, err := host.New(t.Context(), o)
	require.NoError(t, err)
	mux := http.NewServeMux()
	h.Mount(mux)
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.Close()
		h.Close()
	})
	return server.URL
}

// onLab serves a host on a lab with six hours of history.
func onLab(t *testing.T) string {
	t.Helper()
	l := labtest.Start(t, lab.Options{})
	return serve(t, host.Options{Prometheus: l.URL, Scrape: 15 * time.Second, Examples: host.Examples(labtest.Now, 6*time.Hour)})
}

// call makes a request and decodes the answer, which has to be JSON.
func call(t *testing.T, method, address, body string, answer any) (status int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, "application/json", response.Header.Get("Content-Type"), "%s", text)
	require.NoError(t, json.Unmarshal(text, answer), "%s", text)
	return response.StatusCode
}

func jsonOf(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return text
}
