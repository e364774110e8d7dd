package confidence_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func TestNoiseFloor(t *testing.T) {
	x := []float64{12, 48, 130, 290, 310, 140, 52, 14, 3, 1}
	y := []float64{160, 610, 1490, 2900, 2700, 1350, 560, 170, 52, 8}
	overdispersed := confidence.Options{Level: 0.95, DesignEffectCurrent: 4, DesignEffectBaseline: 9}
	tests := []struct {
		name string
		kind confidence.Kind
		opt  confidence.Options
		want float64
	}{
		{"KL", confidence.KL, confidence.Options{Level: 0.95}, 0.005645576042004753},
		{"KL at 90 %", confidence.KL, confidence.Options{Level: 0.9}, 0.004484370113819042},
		{"KL, known baseline", confidence.KL, confidence.Options{Level: 0.95, KnownBaseline: true}, 0.0051308817734031275},
		{"KL, overdispersed", confidence.KL, overdispersed, 0.025723632711635323},
		{"reverse KL", confidence.KLReverse, confidence.Options{Level: 0.95}, 0.005645576042004753},
		{"reverse KL, known baseline", confidence.KLReverse, confidence.Options{Level: 0.95, KnownBaseline: true}, 0.0051308817739177635},
		{"reverse KL, overdispersed", confidence.KLReverse, overdispersed, 0.025723632711635323},
		{"Jeffreys", confidence.Jeffreys, confidence.Options{Level: 0.95}, 0.011291152084009506},
		{"JS", confidence.JS, confidence.Options{Level: 0.95}, 0.0014113940105011883},
		{"JS, overdispersed", confidence.JS, overdispersed, 0.006430908177908831},
		{"Hellinger", confidence.Hellinger2, confidence.Options{Level: 0.95, KnownBaseline: true}, 0.0012827204433507819},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			floor, err := confidence.NoiseFloor(c.kind, x, y, c.opt)
			require.NoError(t, err)
			require.InEpsilon(t, c.want, floor, 1e-9)
		})
	}
}

// Most buckets of most latency histograms are empty. They make no noise.
func TestNoiseFloorLeavesOutEmptyBins(t *testing.T) {
	opt := confidence.Options{Level: 0.95}
	dense, err := confidence.NoiseFloor(confidence.KL, []float64{200, 300}, []float64{400, 700}, opt)
	require.NoError(t, err)
	sparse, err := confidence.NoiseFloor(confidence.KL, []float64{0, 200, 0, 300, 0}, []float64{0, 400, 0, 700, 0}, opt)
	require.NoError(t, err)
	require.Equal(t, dense, sparse)

	single, err := confidence.NoiseFloor(confidence.KL, []float64{0, 200}, []float64{0, 400}, opt)
	require.NoError(t, err)
	require.Zero(t, single)
}

// The noise floor of overdispersed counts is that of replicates' effective counts, and wider where directions differ.
func TestHeterogeneousNoiseFloor(t *testing.T) {
	x, y := []float64{120, 480, 1300, 2900, 3100}, []float64{1600, 6100, 14900, 29000, 27000}
	opt := confidence.Options{Level: 0.95, DesignEffectCurrent: 4, DesignEffectBaseline: 9}
	plain, err := confidence.NoiseFloor(confidence.KL, x, y, opt)
	require.NoError(t, err)
	opt.Heterogeneity = 1
	same, err := confidence.NoiseFloor(confidence.KL, x, y, opt)
	require.NoError(t, err)
	require.Equal(t, plain, same)
	opt.Heterogeneity = 2.5
	wide, err := confidence.NoiseFloor(confidence.KL, x, y, opt)
	require.NoError(t, err)
	require.InEpsilon(t, 0.003772558990197738, wide, 1e-6)
	opt.Heterogeneity = 0.5
	_, err = confidence.NoiseFloor(confidence.KL, x, y, opt)
	require.ErrorIs(t, err, confidence.ErrHeterogeneity)
}
