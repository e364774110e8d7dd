package divergence_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

// FuzzKL reads pairs of float64 from data: whatever they are, there is an error or a number that is a divergence.
func FuzzKL(f *testing.F) {
	for _, values := range [][]float64{
		{1, 2, 3, 4},
		{1, 0, 0, 1},
		{0, 0, 5, 5},
		{5e-324, 1, 1, 5e-324},
		{math.MaxFloat64, 1, 1, 1},
		{math.NaN(), 1},
		{math.Inf(1), 1},
		{-1, 1},
		{1e15, 1e15 + 1, 1, 1},
	} {
		f.Add(encode(values))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, q := decodePairs(data)
		kl, err := divergence.KL(p, q)
		js, errJS := divergence.JS(p, q)
		parts, errParts := divergence.Contributions(p, q)
		if err != nil {
			require.Equal(t, err, errJS)
			require.Equal(t, err, errParts)
			return
		}
		require.NoError(t, errJS)
		require.NoError(t, errParts)
		require.GreaterOrEqual(t, kl, 0.0) // False for NaN, too.
		require.GreaterOrEqual(t, js, 0.0)
		require.LessOrEqual(t, js, math.Ln2)
		for _, part := range parts {
			require.GreaterOrEqual(t, part.Value, 0.0)
		}
		reversed, err := divergence.JS(q, p)
		require.NoError(t, err)
		require.Equal(t, js, reversed)
		same, err := divergence.KL(p, p)
		require.NoError(t, err)
		require.Zero(t, same)
	})
}

func encode(values []float64) []byte {
	var data []byte
	for _, v := range values {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	return data
}

func decodePairs(data []byte) (p, q []float64) {
	for ; len(data) >= 16; data = data[16:] {
		p = append(p, math.Float64frombits(binary.LittleEndian.Uint64(data)))
		q = append(q, math.Float64frombits(binary.LittleEndian.Uint64(data[8:])))
	}
	return p, q
}
