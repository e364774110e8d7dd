package divergence_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

var fuzzSeeds = [][]float64{
	{1, 2, 3, 4},
	{1, 0, 0, 1},
	{0, 0, 5, 5},
	{5e-324, 1, 1, 5e-324},
	{5e-324, 0, 0, 1e308},
	{1e-200, 0, 0, 1e200, 5e-324, 3},
	{math.MaxFloat64, 1, 1, 1},
	{1e308, 0, 0, 1e308},
	{math.NaN(), 1},
	{math.Inf(1), 1},
	{-1, 1},
	{1e15, 1e15 + 1, 1, 1},
	{3, 4, 0, 2, 7, 7, 1, 0},
}

// FuzzMeasures reads pairs of float64 from data: whatever they are, each measure has an error, the one that KL has, or is a
// number ≥ 0, not above its limit, and the sum of its contributions.
func FuzzMeasures(f *testing.F) {
	for _, values := range fuzzSeeds {
		f.Add(encode(values))
	}
	limits := map[string]float64{
		"JS": math.Ln2, "JSDistance": math.Sqrt(math.Ln2), "TotalVariation": 1, "Hellinger": 1, "Hellinger2": 1,
		"NewMass": 1, "KolmogorovSmirnov": 1,
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, q := decodePairs(data)
		_, errKL := divergence.KL(p, q)
		for name, measure := range measures {
			d, err := measure(p, q)
			if errKL == nil && (name == "G" || name == "GKnown") && err != nil {
				require.ErrorIs(t, err, divergence.ErrNotFinite)
				continue
			}
			require.Equal(t, errKL, err, name)
			require.GreaterOrEqual(t, d, 0.0, name) // False for NaN, too.
			if limit, ok := limits[name]; ok {
				require.LessOrEqual(t, d, limit, name)
			}
		}
		for _, split := range splits {
			parts, err := split.contributions(p, q)
			require.Equal(t, errKL, err)
			total := 0.0
			for _, part := range parts {
				require.GreaterOrEqual(t, part.Value, 0.0)
				total += part.Value
			}
			if err == nil {
				requireNear(t, value(t, split.measure, p, q), total, 1e-9)
			}
		}
		if h, err := divergence.Entropy(p); err == nil {
			require.GreaterOrEqual(t, h, 0.0)
			require.LessOrEqual(t, h, math.Log(float64(len(p))))
		}
	})
}

// FuzzWasserstein reads a position for every pair.
func FuzzWasserstein(f *testing.F) {
	for _, values := range append(fuzzSeeds, []float64{1, 0, -1.5, 0, 1, 2}, []float64{1, 0, -1e308, 0, 1, 1e308}) {
		f.Add(encode(values))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p, q, positions []float64
		for ; len(data) >= 24; data = data[24:] {
			p = append(p, float64From(data))
			q = append(q, float64From(data[8:]))
			positions = append(positions, float64From(data[16:]))
		}
		w1, err := divergence.Wasserstein(p, q, positions)
		parts, errParts := divergence.WassersteinContributions(p, q, positions)
		require.Equal(t, err, errParts)
		if err != nil {
			return
		}
		require.GreaterOrEqual(t, w1, 0.0)
		require.LessOrEqual(t, w1, positions[len(p)-1]-positions[0])
		for _, part := range parts {
			require.GreaterOrEqual(t, part.Value, 0.0)
			require.LessOrEqual(t, part.Value, math.MaxFloat64)
		}
		reversed, err := divergence.Wasserstein(q, p, positions)
		require.NoError(t, err)
		require.Equal(t, w1, reversed)
	})
}

// FuzzChainRule takes the outer values from the last bits of the counts.
func FuzzChainRule(f *testing.F) {
	for _, values := range fuzzSeeds {
		f.Add(encode(values), uint8(2))
	}
	f.Fuzz(func(t *testing.T, data []byte, values uint8) {
		p, q := decodePairs(data)
		outer := make([]int, len(p))
		for i, v := range p {
			outer[i] = int(math.Float64bits(v) % (1 + uint64(values)))
		}
		chain, err := divergence.ChainRule(p, q, outer, int(values))
		if err != nil {
			return
		}
		kl := value(t, divergence.KL, p, q)
		requireNear(t, chain.Mix+chain.Inside, chain.Total, 1e-14)
		require.GreaterOrEqual(t, chain.Mix, 0.0)
		require.GreaterOrEqual(t, chain.Inside, 0.0)
		for _, part := range chain.Values {
			require.GreaterOrEqual(t, part.Mix, 0.0)
			require.GreaterOrEqual(t, part.Inside, 0.0)
			require.GreaterOrEqual(t, part.Weighted, 0.0)
			require.LessOrEqual(t, part.Current, 1+1e-15)
		}
		if smallestShare(p) > 1e-290 && smallestShare(q) > 1e-290 {
			requireNear(t, kl, chain.Total, 1e-9)
		}
	})
}

// FuzzSmooth smooths in all ways: what comes out is a pair of distributions that has no error.
func FuzzSmooth(f *testing.F) {
	for _, values := range fuzzSeeds {
		for kind := range 5 {
			f.Add(encode(values), kind, 0.0, kind%2 == 0, kind%3 == 0)
		}
	}
	f.Add(encode(fuzzSeeds[0]), 7, math.NaN(), false, false)
	f.Fuzz(func(t *testing.T, data []byte, kind int, amount float64, ordered, known bool) {
		p, q := decodePairs(data)
		s := divergence.Smoothing{Kind: divergence.SmoothingKind(kind), Amount: amount, Ordered: ordered, KnownBaseline: known}
		smoothed, err := divergence.Smooth(p, q, s)
		if err != nil {
			return
		}
		for _, share := range []float64{smoothed.MovedCurrent, smoothed.MovedBaseline} {
			require.GreaterOrEqual(t, share, 0.0)
			require.LessOrEqual(t, share, 1.0)
		}
		require.Equal(t, s.Kind == divergence.PoolSmoothing, smoothed.GroupOf != nil)
		require.GreaterOrEqual(t, value(t, divergence.KL, smoothed.P, smoothed.Q), 0.0)
		if s.Kind == divergence.EpsilonSmoothing {
			require.Greater(t, smallestShare(smoothed.Q), 0.0)
		}
	})
}

func float64From(data []byte) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(data))
}

// smallestShare is the smallest share that is not 0, if there is any.
func smallestShare(counts []float64) float64 {
	total, smallest := sumOf(counts), 1.0
	for _, c := range counts {
		if c > 0 {
			smallest = min(smallest, c/total)
		}
	}
	return smallest
}
