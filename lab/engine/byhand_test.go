package engine_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/prometheus/client_golang/api"
	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/truth"
)

// counts asks the server itself for the bins of a window, cumulative counts taken apart.
func counts(t *testing.T, url, selector string, window time.Duration, ends time.Time) []float64 {
	client, err := api.NewClient(api.Config{Address: url})
	require.NoError(t, err)
	expr := fmt.Sprintf("sum by (le) (increase(%s[%ds] @ %d))", selector, int(window.Seconds()), ends.Unix())
	value, _, err := v1.NewAPI(client).Query(t.Context(), expr, now)
	require.NoError(t, err)
	buckets := value.(model.Vector)
	bound := func(one *model.Sample) float64 {
		le, err := strconv.ParseFloat(string(one.Metric[model.BucketLabel]), 64)
		require.NoError(t, err)
		return le
	}
	slices.SortFunc(buckets, func(a, b *model.Sample) int {
		return cmp.Compare(bound(a), bound(b))
	})
	bins, below := make([]float64, len(buckets)), 0.0
	for i, bucket := range buckets {
		bins[i], below = float64(bucket.Value)-below, float64(bucket.Value)
	}
	return bins
}

func total(bins []float64) (sum float64) {
	for _, n := range bins {
		sum += n
	}
	return sum
}

func shares(bins []float64) []float64 {
	p, n := make([]float64, len(bins)), total(bins)
	for i := range bins {
		p[i] = bins[i] / n
	}
	return p
}

func TestAgreesWithPromQLByHand(t *testing.T) {
	l, s := startLab(t, lab.Options{History: 12 * hour})
	for offset, length := range map[string]time.Duration{
		"4h":     4 * hour,                               // By cells.
		"4h7m3s": 4*hour + 7*time.Minute + 3*time.Second, // No common cell: by direct windows.
	} {
		t.Run(offset, func(t *testing.T) {
			for back := range 5 {
				to := labtest.Now.Add(-time.Duration(back) * 47 * time.Minute)
				f := s.ask(t, panel{to: to, from: to.Add(-hour)}, map[string]any{
					"current": side("service", "payment", "version", "canary"), "window": "1h", "instant": true,
					"baseline": map[string]any{"kind": "previous", "offset": offset},
				})[0]
				last := recipe(t, f).Last
				selector := metric + `_bucket{service="payment",version="canary"}`
				current, baseline := counts(t, l.URL, selector, hour, last.Time), counts(t, l.URL, selector, hour, last.Time.Add(-length))
				require.InEpsilon(t, total(current), *last.N[0], 0.003)
				require.InEpsilon(t, total(baseline), *last.N[1], 0.003)
				d, err := truth.Compare(shares(current), shares(baseline))
				require.NoError(t, err)
				if math.IsInf(float64(d.KL), 1) {
					require.Nil(t, last.PlugIn)
					continue
				}
				require.NotNil(t, last.PlugIn)
				require.InDelta(t, float64(d.KL), *last.PlugIn, 1e-4)
			}
		})
	}
}
