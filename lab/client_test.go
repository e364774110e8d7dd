package lab_test

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/prometheus/client_golang/api"
	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const metric = "http_request_duration_seconds"

func client(t *testing.T, url string) v1.API {
	c, err := api.NewClient(api.Config{Address: url, RoundTripper: http.DefaultTransport})
	require.NoError(t, err)
	return v1.NewAPI(c)
}

func vector(t *testing.T, url, query string, at time.Time) model.Vector {
	value, warnings, err := client(t, url).Query(t.Context(), query, at)
	require.NoError(t, err)
	require.Empty(t, warnings)
	return value.(model.Vector)
}

func scalar(t *testing.T, url, query string, at time.Time) float64 {
	v := vector(t, url, query, at)
	require.Len(t, v, 1, query)
	return float64(v[0].Value)
}

// samples returns the raw samples of (at − length, at], by series.
func samples(t *testing.T, url, selector string, length time.Duration, at time.Time) map[string][]model.SamplePair {
	value, _, err := client(t, url).Query(t.Context(), selector+"["+model.Duration(length).String()+"]", at)
	require.NoError(t, err)
	out := map[string][]model.SamplePair{}
	for _, stream := range value.(model.Matrix) {
		out[stream.Metric.String()] = stream.Values
	}
	return out
}

// bins returns the counts of the bins of a window that ends at a moment, as a data source would ask for them.
func bins(t *testing.T, url, labels string, window time.Duration, at time.Time) []float64 {
	query := "sum by (le) (increase(" + metric + "_bucket{" + labels + "}[" + model.Duration(window).String() + "]))"
	buckets := vector(t, url, query, at)
	bound := func(s *model.Sample) float64 {
		le, err := strconv.ParseFloat(string(s.Metric["le"]), 64)
		require.NoError(t, err)
		return le
	}
	slices.SortFunc(buckets, func(a, b *model.Sample) int {
		if bound(a) < bound(b) {
			return -1
		}
		return 1
	})
	out := make([]float64, len(buckets))
	for i, b := range buckets {
		out[i] = float64(b.Value)
		if i > 0 {
			out[i] -= float64(buckets[i-1].Value)
		}
	}
	return out
}
