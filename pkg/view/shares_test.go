package view_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/view"
)

func TestSharesByHand(t *testing.T) {
	_, last := splitOf(t, question(t, hourAgo+`,"view":"distributions"`), fifths)
	last.Noise.DesignEffect = [2]float64{4, 1}
	shares, err := last.Shares(0.9)
	require.NoError(t, err)
	require.InDelta(t, 0.2, shares[0].Current.Value, 1e-15)
	lower, upper, err := confidence.Share(25, 125, 0.9) // 100 of 500, four of which tell as much as one.
	require.NoError(t, err)
	require.InDelta(t, lower, shares[0].Current.Lower, 1e-15)
	require.InDelta(t, upper, shares[0].Current.Upper, 1e-15)
	lower, _, err = confidence.Share(200, 400, 0.9)
	require.NoError(t, err)
	require.InDelta(t, lower, shares[0].Baseline.Lower, 1e-15)
	require.InDelta(t, 200, shares[0].Baseline.N, 1e-12)

	_, last = splitOf(t, question(t, `,"view":"distributions","baseline":{"kind":"static","bounds":[1,2],"weights":[1,2,1]}`), fifths)
	shares, err = last.Shares(0.9)
	require.NoError(t, err)
	require.True(t, math.IsNaN(shares[1].Baseline.N))
	shares[1].Baseline.N = 0
	require.Equal(t, view.Share{Value: 0.5, Lower: 0.5, Upper: 0.5}, shares[1].Baseline, "weights have no error")
}

// Quantiles are those of Prometheus' histogram_quantile.
func TestTails(t *testing.T) {
	bin, inf := distribution.NumberBin, math.Inf(1)
	null := distribution.CategoryBin([]string{"a"}, []string{"b"})
	of := func(counts ...float64) distribution.Histogram {
		return distribution.Histogram{Ordered: true, Counts: counts, Bins: []distribution.Bin{bin(-inf, 1), bin(1, 3), bin(3, inf), null}}
	}
	snapshot := view.Snapshot{Pair: distribution.Pair{Current: of(50, 40, 10, 7), Baseline: of(80, 20, 0, 0)}}
	tails := snapshot.Tails()
	require.Equal(t, view.Place{Value: 1}, tails[0].Current, "50 of 100: where the first bin ends")
	require.InDelta(t, 0.625, tails[0].Baseline.Value, 1e-12, "50 of 80, from 0 on")
	require.Equal(t, view.Place{Value: 3, Above: true}, tails[1].Current, "nobody knows how far above")
	require.InDelta(t, 1+2*15.0/20, tails[1].Baseline.Value, 1e-12)
	require.Equal(t, "p50 0.625 s → 1 s, p95 2.5 s → > 3 s, p99 2.9 s → > 3 s", view.TailsText(tails, "s"))

	negative := distribution.Histogram{Ordered: true, Counts: []float64{10, 10}, Bins: []distribution.Bin{bin(-inf, -1), bin(-1, 1)}}
	snapshot = view.Snapshot{Pair: distribution.Pair{Current: negative, Baseline: negative}}
	require.InDelta(t, -1, snapshot.Tails()[0].Current.Value, 1e-12)
	snapshot.Current.Ordered = false
	require.Nil(t, snapshot.Tails())
}
