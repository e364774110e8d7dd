package prometheus_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/prometheus/client_golang/api"
	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/prompb"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/prometheus"
)

// serving starts a server that has appended samples up to end.
func serving(t *testing.T) (v1.API, string) {
	server, err := prometheus.Open(prometheus.Options{
		Metadata: []prometheus.Metadata{{Name: "jobs_seconds", Type: model.MetricTypeHistogram}},
		Newest:   func() time.Time { return end },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	web := httptest.NewServer(server.Handler())
	t.Cleanup(web.Close)
	client, err := api.NewClient(api.Config{Address: web.URL, RoundTripper: http.DefaultTransport})
	require.NoError(t, err)
	return v1.NewAPI(client), web.URL
}

// written is the body of a remote write of one series.
func written(t *testing.T, name string, samples ...prompb.Sample) []byte {
	request := prompb.WriteRequest{Timeseries: []prompb.TimeSeries{{
		Labels:  []prompb.Label{{Name: "__name__", Value: name}, {Name: "service", Value: "cart"}},
		Samples: samples,
	}}}
	body, err := request.Marshal()
	require.NoError(t, err)
	return snappy.Encode(nil, body)
}

// write sends a remote write as Prometheus and Grafana do and returns the answer's status and text.
func write(t *testing.T, base string, body []byte, headers map[string]string) (int, string) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/v1/write", bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-protobuf")
	request.Header.Set("Content-Encoding", "snappy")
	request.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

func TestSamplesOfRemoteWritesCanBeQueried(t *testing.T) {
	prom, base := serving(t)
	for minute := range int64(3) {
		at := end.UnixMilli() - (2-minute)*60_000
		status, text := write(t, base, written(t, "divergence:kl", prompb.Sample{Timestamp: at, Value: float64(minute) / 10}), nil)
		require.Equal(t, http.StatusNoContent, status, text)
	}
	value, _, err := prom.QueryRange(t.Context(), `divergence:kl{service="cart"}`, v1.Range{Start: end.Add(-2 * time.Minute), End: end, Step: time.Minute})
	require.NoError(t, err)
	var got []float64
	for _, point := range value.(model.Matrix)[0].Values {
		got = append(got, float64(point.Value))
	}
	require.Equal(t, []float64{0, 0.1, 0.2}, got)
}

func TestRemoteWritesStayOutOfTheWay(t *testing.T) {
	_, base := serving(t)
	at := func(after time.Duration) prompb.Sample {
		return prompb.Sample{Timestamp: end.Add(after).UnixMilli(), Value: 1}
	}
	for _, c := range []struct {
		what    string
		body    []byte
		headers map[string]string
		status  int
		want    string
	}{
		{"a little ahead", written(t, "ahead", at(9*time.Minute)), nil, 204, ""},
		{"far ahead", written(t, "ahead", at(11*time.Minute)), nil, 400, "more than 10m0s after the newest samples"},
		{"the server's own", written(t, "jobs_seconds_bucket", at(0)), nil, 400, "jobs_seconds_bucket belongs to this server itself"},
		{"another page", written(t, "page", at(0)), map[string]string{"Origin": "https://example.com"}, 403, "cross-origin"},
		{"no snappy", []byte("x_total 1"), nil, 400, ""},
	} {
		status, text := write(t, base, c.body, c.headers)
		require.Equal(t, c.status, status, c.what+": "+text)
		require.Contains(t, text, c.want, c.what)
	}
}
