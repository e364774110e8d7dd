package labtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/prometheus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func get(t *testing.T, address string, answer any) {
	response, err := http.Get(address)
	require.NoError(t, err)
	defer func() { require.NoError(t, response.Body.Close()) }()
	require.Equal(t, http.StatusOK, response.StatusCode)
	require.NoError(t, json.NewDecoder(response.Body).Decode(answer))
}

func TestFromScriptServesItsSeries(t *testing.T) {
	server := labtest.FromScript(t, `
load 1m
  x_total{a="b"} 0+5x60

load_with_nhcb 1m
  y_bucket{le="1"} 0+2x60
  y_bucket{le="+Inf"} 0+3x60
`, prometheus.Metadata{Name: "x_total", Type: "counter", Help: "An x."})
	var answer struct {
		Data struct {
			Result []struct {
				Value     []any
				Histogram []any
			}
		}
	}
	query := func(text string) string {
		return server.URL + "/api/v1/query?time=3600&query=" + url.QueryEscape(text)
	}
	get(t, query(`increase(x_total[30m])`), &answer)
	require.Equal(t, "150", answer.Data.Result[0].Value[1])
	get(t, query(`y`), &answer)
	require.NotEmpty(t, answer.Data.Result[0].Histogram)
	var known struct{ Data map[string]any }
	get(t, server.URL+"/api/v1/metadata", &known)
	require.Contains(t, known.Data, "x_total")
}

func TestFromScriptLoadsNativeHistograms(t *testing.T) {
	server := labtest.FromScript(t, `
load 1m
  z{a="b"} {{schema:0 count:4 sum:5 buckets:[1 2 1]}}+{{schema:0 count:4 sum:5 buckets:[1 2 1]}}x60
  z{a="signed"} {{schema:1 z_bucket:1 z_bucket_w:0.001 count:3 sum:0 buckets:[1] n_buckets:[1]}}x60
  z{a="custom"} {{schema:-53 custom_values:[1 2] count:4 sum:5 buckets:[1 2 1]}}x60
`)
	var answer struct {
		Data struct {
			Result []struct {
				Value     []any
				Histogram []any
			}
		}
	}
	query := func(text string) string {
		return server.URL + "/api/v1/query?time=3600&query=" + url.QueryEscape(text)
	}
	get(t, query(`histogram_count(z{a="b"})`), &answer)
	require.Equal(t, "244", answer.Data.Result[0].Value[1])
	get(t, query(`z{a=~"signed|custom"}`), &answer)
	require.Len(t, answer.Data.Result, 2)
	for _, series := range answer.Data.Result {
		require.NotEmpty(t, series.Histogram)
	}
}
