package exposition_test

import (
	"io"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

const protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

// world is every scenario, some scrapes after two hours before now.
func world(t *testing.T, scrapes int) []*traffic.Pod {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	fleet, err := traffic.NewFleet(scenario.All(), traffic.Options{
		Seed: 1, Scrape: 15 * time.Second, Start: now.Add(-2 * time.Hour), Now: now,
	})
	require.NoError(t, err)
	for _, p := range fleet {
		for range scrapes {
			p.Scrape()
		}
	}
	return fleet
}

// Prometheus's own parser reads from the page, in protobuf, just what goes into the history.
func TestPrometheusReadsNativeHistogramsFromProtobuf(t *testing.T) {
	for _, scrapes := range []int{1, 200} {
		fleet := world(t, scrapes)
		want := map[string]*histogram.Histogram{}
		for _, p := range fleet {
			if p.Metric.Kind == scenario.Native {
				r, _ := p.Last()
				all := labels.NewBuilder(labels.FromMap(p.Labels)).Set("__name__", p.Metric.Name).Labels()
				want[all.String()] = r.Histogram()
			}
		}
		page, contentType := get(t, fleet, protobuf)
		parser, err := textparse.New([]byte(page), contentType, labels.NewSymbolTable(), textparse.ParserOptions{})
		require.NoError(t, err)
		got := map[string]*histogram.Histogram{}
		for {
			entry, err := parser.Next()
			if err == io.EOF {
				break
			}
			require.NoError(t, err)
			if entry == textparse.EntryHistogram {
				var series labels.Labels
				_, _, h, _ := parser.Histogram()
				parser.Labels(&series)
				got[series.String()] = h
			}
		}
		require.Len(t, got, len(want))
		for series, h := range want {
			require.NotNil(t, got[series], series)
			require.True(t, h.Compact(0).Equals(got[series].Compact(0)), series)
		}
	}
}

func TestTextPageOfEveryKind(t *testing.T) {
	page, _ := get(t, world(t, 200), "")
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(page))
	require.NoError(t, err)
	for name, kind := range map[string]dto.MetricType{
		"rpc_duration_seconds": dto.MetricType_HISTOGRAM, "payload_bytes": dto.MetricType_HISTOGRAM,
		"orders_total": dto.MetricType_COUNTER, "instances_running": dto.MetricType_GAUGE, "promotion_active": dto.MetricType_GAUGE,
	} {
		require.Equal(t, kind, families[name].GetType(), name)
	}
	require.Len(t, families["payload_bytes"].Metric[0].Histogram.Bucket, 8+1)
	require.Equal(t, 2*3*13, len(families["orders_total"].Metric), "the new country has come for the one that vanished")
	require.Contains(t, page, `orders_total{device="mobile",job="orders",pod="orders-north",shop="north"} `)
}

func TestOpenMetricsPageOfEveryKindParses(t *testing.T) {
	page, contentType := get(t, world(t, 200), "application/openmetrics-text; version=1.0.0")
	parser, err := textparse.New([]byte(page), contentType, labels.NewSymbolTable(), textparse.ParserOptions{})
	require.NoError(t, err)
	for err == nil {
		_, err = parser.Next()
	}
	require.ErrorIs(t, err, io.EOF)
	require.Contains(t, page, "# TYPE orders counter\n")
}
