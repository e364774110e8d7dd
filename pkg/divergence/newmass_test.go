package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestNewMass(t *testing.T) {
	for _, c := range []struct {
		name          string
		p, q          []float64
		new, vanished float64
	}{
		{"alike", []float64{1, 2, 3}, []float64{10, 20, 30}, 0, 0},
		{"more frequent is not new", []float64{99, 1}, []float64{1, 99}, 0, 0},
		{"one bin appears", []float64{60, 30, 10}, []float64{7, 3, 0}, 0.1, 0},
		{"one goes, two come", []float64{0, 2, 3, 5}, []float64{1, 3, 0, 0}, 0.8, 0.25},
		{"nothing in common", []float64{1, 0}, []float64{0, 9}, 1, 1},
		{"bins empty on both sides", []float64{0, 3, 1}, []float64{0, 4, 0}, 0.25, 0},
		{"one bin", []float64{7}, []float64{3}, 0, 0},
		{"least mass is mass", []float64{1, 1}, []float64{1, 5e-324}, 0, 0},
		{"least new mass", []float64{5e-324, 1}, []float64{0, 1}, 5e-324, 0},
		{"fractions that don't add up to 1", []float64{0.1, 0.2, 0.3}, []float64{0, 0, 1}, 0.5, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			requireClose(t, c.new, value(t, divergence.NewMass, c.p, c.q), 1e-15)
			requireClose(t, c.vanished, value(t, divergence.NewMass, c.q, c.p), 1e-15)
		})
	}
	require.Equal(t, 1.0, value(t, divergence.NewMass, []float64{0.1, 0.2, 0.3, 0}, []float64{0, 0, 0, 1}), "rounding leaves no more than all")
}

// Joining bins hides new mass beside old, and never makes any.
func TestNewMassProperties(t *testing.T) {
	rng := newRand()
	for range 2000 {
		p := randomCounts(rng, 2+rng.IntN(60))
		q := randomCounts(rng, len(p))
		for i := range q {
			if rng.IntN(3) == 0 {
				q[i] = 0
			}
			if rng.IntN(5) == 0 {
				p[i] = 0
			}
		}
		p[rng.IntN(len(p))], q[rng.IntN(len(q))] = 1, 1
		mass := value(t, divergence.NewMass, p, q)
		require.GreaterOrEqual(t, mass, 0.0)
		require.LessOrEqual(t, mass, 1.0)
		require.Equal(t, mass > 0, math.IsInf(value(t, divergence.KL, p, q), 1), "KL is infinite just where there is new mass")
		requireClose(t, mass, value(t, divergence.NewMass, scaled(p, math.Exp(20*rng.NormFloat64())), q), 1e-12)
		require.Equal(t, mass, value(t, divergence.NewMass, p, scaled(q, math.Exp(20*rng.NormFloat64()))))
		bin := rng.IntN(len(p) - 1)
		require.LessOrEqual(t, value(t, divergence.NewMass, merged(p, bin), merged(q, bin)), mass*(1+1e-12))
	}
}

func TestNewMassRefuses(t *testing.T) {
	good := []float64{1, 2}
	for _, c := range []struct {
		p, q []float64
		want error
		text string
	}{
		{nil, nil, divergence.ErrNoBins, "no bins"},
		{[]float64{1}, good, divergence.ErrLengthMismatch, "1 and 2"},
		{good, []float64{1, -1}, divergence.ErrNegative, "q, bin 1"},
		{[]float64{math.NaN(), 1}, good, divergence.ErrNotFinite, "p, bin 0"},
		{good, []float64{math.Inf(1), 1}, divergence.ErrNotFinite, "q, bin 0"},
		{[]float64{0, 0}, good, divergence.ErrZeroTotal, "p:"},
		{good, []float64{0, 0}, divergence.ErrZeroTotal, "q:"},
	} {
		_, err := divergence.NewMass(c.p, c.q)
		require.ErrorIs(t, err, c.want)
		require.ErrorContains(t, err, c.text)
	}
}

func FuzzNewMass(f *testing.F) {
	for _, values := range [][]float64{{1, 2, 3, 0}, {1, 0, 0, 1}, {5e-324, 0, 1, 5e-324}, {math.MaxFloat64, 0, 1, 1}, {0.1, 0, 0.2, 0, 0.3, 1}, {math.NaN(), 1}, {-1, 1}} {
		f.Add(encode(values))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, q := decodePairs(data)
		mass, err := divergence.NewMass(p, q)
		kl, errKL := divergence.KL(p, q)
		require.Equal(t, errKL, err, "what is no distribution for one is none for the other")
		if err != nil {
			return
		}
		require.True(t, mass >= 0 && mass <= 1, mass)
		if mass > 0 {
			require.True(t, math.IsInf(kl, 1))
		}
		same, err := divergence.NewMass(p, p)
		require.NoError(t, err)
		require.Zero(t, same)
	})
}
