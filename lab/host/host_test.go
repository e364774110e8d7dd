package host_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/host"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/pkg/request"
)

func TestHealth(t *testing.T) {
	var got struct {
		Status, Message string
		Details         struct{ Histograms int }
	}
	require.Equal(t, http.StatusOK, call(t, "GET", onLab(t)+"/api/datasources/uid/histodrift/health", "", &got))
	require.Equal(t, "OK", got.Status)
	require.Contains(t, got.Message, "Connected to Prometheus")
	require.Equal(t, 26, got.Details.Histograms, "classic ones, and native ones by their metadata")

	dead := serve(t, host.Options{Prometheus: "http://127.0.0.1:1"})
	require.Equal(t, http.StatusBadRequest, call(t, "GET", dead+"/api/datasources/uid/histodrift/health", "", &got))
	require.Equal(t, "ERROR", got.Status)
	require.NotEmpty(t, got.Message)
}

func TestResources(t *testing.T) {
	resources := onLab(t) + "/api/datasources/uid/histodrift/resources/"
	var values struct{ Values []string }
	require.Equal(t, http.StatusOK, call(t, "GET", resources+"label-values?metric=http_request_duration_seconds&label=service", "", &values))
	require.Equal(t, []string{"cart", "payment", "search"}, values.Values)
	var refused struct{ Message string }
	require.Equal(t, http.StatusNotFound, call(t, "GET", resources+"api/v1/query?query=up", "", &refused))
	require.Contains(t, refused.Message, "no such resource")
	require.Equal(t, http.StatusMethodNotAllowed, call(t, "POST", resources+"metrics", "{}", &refused))
}

func TestUnknownPathsAreRefused(t *testing.T) {
	url := serve(t, host.Options{Prometheus: "http://127.0.0.1:1"})
	for _, path := range []string{"/api/datasources/uid/other/health", "/api/datasources/uid/other/resources/metrics", "/api/dashboards", "/api/ds/query"} {
		var refused struct{ Message string }
		require.Equal(t, http.StatusNotFound, call(t, "GET", url+path, "", &refused), path)
		require.NotEmpty(t, refused.Message)
	}
}

func TestPageOfAnotherPrometheusStartsEmpty(t *testing.T) {
	url := serve(t, host.Options{Prometheus: "http://127.0.0.1:1"})
	var page struct {
		UID      string
		Query    *struct{}
		Examples []any
	}
	require.Equal(t, http.StatusOK, call(t, "GET", url+"/lab/page.json", "", &page))
	require.Equal(t, "histodrift", page.UID)
	require.Nil(t, page.Query)
	require.NotNil(t, page.Examples)
	require.Empty(t, page.Examples)
}

func TestServesThePagesFiles(t *testing.T) {
	response, err := http.Get(serve(t, host.Options{Prometheus: "http://127.0.0.1:1"}))
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, "the page", string(text))

	_, err = host.New(t.Context(), host.Options{Page: t.TempDir()})
	require.ErrorContains(t, err, "npm run build:page")
}

func TestExamplesAreValidQueries(t *testing.T) {
	examples := host.Examples(labtest.Now, lab.DefaultHistory)
	require.Len(t, examples, 19)
	require.Len(t, host.Examples(labtest.Now, time.Hour), 7, "those that need no more history")
	for _, example := range examples {
		_, err := request.Parse(jsonOf(t, example.Query))
		require.NoError(t, err, example.Title)
	}
}
