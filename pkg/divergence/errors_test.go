package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestInputThatIsNoDistribution(t *testing.T) {
	good := []float64{1, 2}
	tests := []struct {
		name string
		p, q []float64
		want error
		text string
	}{
		{"no bins", nil, nil, divergence.ErrNoBins, "no bins"},
		{"lengths", []float64{1}, good, divergence.ErrLengthMismatch, "1 and 2"},
		{"negative", good, []float64{1, -1}, divergence.ErrNegative, "q, bin 1"},
		{"NaN", []float64{math.NaN(), 1}, good, divergence.ErrNotFinite, "p, bin 0"},
		{"infinite", good, []float64{1, math.Inf(1)}, divergence.ErrNotFinite, "q, bin 1"},
		{"minus infinite", []float64{math.Inf(-1), 1}, good, divergence.ErrNotFinite, "p, bin 0"},
		{"total overflows", []float64{math.MaxFloat64, math.MaxFloat64}, good, divergence.ErrNotFinite, "total of p"},
		{"zero total", []float64{0, 0}, good, divergence.ErrZeroTotal, "p:"},
		{"zero total of the baseline", good, []float64{0, 0}, divergence.ErrZeroTotal, "q:"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := divergence.KL(c.p, c.q)
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.text)
			_, err = divergence.JS(c.p, c.q)
			require.ErrorIs(t, err, c.want)
			_, err = divergence.Contributions(c.p, c.q)
			require.ErrorIs(t, err, c.want)
		})
	}
}
