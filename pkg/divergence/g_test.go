package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestG(t *testing.T) {
	for _, c := range []struct {
		name              string
		current, baseline []float64
		want              float64
	}{
		{"alike", []float64{1, 2, 3}, []float64{10, 20, 30}, 0},
		{"one bin", []float64{5}, []float64{7}, 0},
		{"nothing in common", []float64{3, 0}, []float64{0, 3}, 12 * math.Ln2},
		{"nothing in common, one and three", []float64{1, 0}, []float64{0, 3}, 2 * (math.Log(4) + 3*math.Log(4.0/3))},
		{"bins empty on both sides", []float64{0, 3, 0, 0}, []float64{0, 0, 0, 3}, 12 * math.Ln2},
		{"six beside 4e15", []float64{1, 2, 3}, []float64{2e15, 1e15, 1e15}, 3.112386795830571683}, // With 60 digits, and the next.
		{"one beside 1e15 elsewhere", []float64{1, 0}, []float64{0, 1e15}, 2 * (math.Log(1e15+1) + 1e15*math.Log1p(1e-15))},
		{"seventeen beside a hundred times as many", []float64{3, 5, 9}, []float64{300, 500, 901}, 5.17115804470782318708e-6},
	} {
		t.Run(c.name, func(t *testing.T) {
			requireClose(t, c.want, value(t, divergence.G, c.current, c.baseline), 1e-12)
			requireClose(t, c.want, value(t, divergence.G, c.baseline, c.current), 1e-12)
		})
	}
}

// G from the table, and from the divergences to the pooled distribution.
func TestGIsThatOfTheTable(t *testing.T) {
	rng := newRand()
	for range 1000 {
		p := randomSparse(rng, 2+rng.IntN(60))
		q := randomSparse(rng, len(p))
		n1, n2, pooled := 0.0, 0.0, make([]float64, len(p))
		for i := range p {
			n1, n2, pooled[i] = n1+p[i], n2+q[i], p[i]+q[i]
		}
		table := 0.0
		for i := range p {
			for _, cell := range [][2]float64{{p[i], pooled[i] * n1 / (n1 + n2)}, {q[i], pooled[i] * n2 / (n1 + n2)}} {
				if cell[0] > 0 {
					table += 2 * cell[0] * math.Log(cell[0]/cell[1])
				}
			}
		}
		g := value(t, divergence.G, p, q)
		requireClose(t, table, g, 1e-9)
		requireClose(t, 2*(n1*value(t, divergence.KL, p, pooled)+n2*value(t, divergence.KL, q, pooled)), g, 1e-12)
		requireClose(t, 2*n1*value(t, divergence.KL, p, q), value(t, divergence.GKnown, p, q), 1e-12)
	}
}

func TestGIsFinite(t *testing.T) {
	for _, c := range []struct{ p, q []float64 }{
		{[]float64{1e-200, 0}, []float64{0, 1e200}},
		{[]float64{5e-324, 0}, []float64{0, 1e308}},
		{[]float64{1e300, 0}, []float64{0, 1e300}},
	} {
		g := value(t, divergence.G, c.p, c.q)
		require.Greater(t, g, 0.0)
		require.Equal(t, g, value(t, divergence.G, c.q, c.p))
	}
	_, err := divergence.G([]float64{1e308, 0}, []float64{0, 1e308})
	require.ErrorIs(t, err, divergence.ErrNotFinite)
	_, err = divergence.GKnown([]float64{1e308, 0}, []float64{1e-300, 1})
	require.ErrorIs(t, err, divergence.ErrNotFinite)
	require.Equal(t, math.Inf(1), value(t, divergence.GKnown, []float64{1, 1}, []float64{1, 0}))
	require.Zero(t, value(t, divergence.GKnown, []float64{1e308}, []float64{1}))
}
