package confidence

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

var generators = []Kind{KL, Jeffreys, JS, Hellinger2}

// Slopes are compared to differences of the terms, the curvature to differences of the slopes.
func TestGeneratorDerivatives(t *testing.T) {
	const h = 1e-6
	for _, k := range generators {
		for _, p := range []float64{0.01, 0.1, 0.199, 0.2, 0.201, 0.5} {
			const q = 0.2
			g := k.at(p, q)
			require.InDelta(t, (k.at(p+h, q).term-k.at(p-h, q).term)/(2*h), g.slopeP, 1e-6, "%v at %v", k, p)
			require.InDelta(t, (k.at(p, q+h).term-k.at(p, q-h).term)/(2*h), g.slopeQ, 1e-6, "%v at %v", k, p)
			second := (k.at(p+h, q).slopeP - k.at(p-h, q).slopeP) / (2 * h)
			require.InEpsilon(t, g.curvature, p*second, 1e-6, "%v at %v: r f''(r) = p d²D/dp²", k, p)
			require.Equal(t, g.term, k.term(p, q))
		}
	}
}

// Close to p = q all terms are f”(1) (p−q)²/2q, to all digits.
func TestGeneratorNearEquality(t *testing.T) {
	const q, d = 0.25, 0x1p-30
	for _, k := range generators {
		g := k.at(q+d, q)
		require.InEpsilon(t, k.curvatureAtOne()*d*d/(2*q), g.term, 2e-8, k)
		require.InEpsilon(t, k.curvatureAtOne()*d/q, g.slopeP, 2e-8, k)
		require.InEpsilon(t, -k.curvatureAtOne()*d/q, g.slopeQ, 2e-8, k)
		require.Zero(t, k.at(q, q).term)
	}
}

func TestGeneratorIsSmoothWhereTheFormulaChanges(t *testing.T) {
	for _, k := range generators {
		for _, p := range []float64{0.9 / 4, 1.1 / 4, 0.25 / 0.9, 0.25 / 1.1} {
			below, above := k.at(p*(1-1e-13), 0.25), k.at(p*(1+1e-13), 0.25)
			require.InEpsilon(t, below.term, above.term, 1e-11, k)
			require.InEpsilon(t, below.slopeP, above.slopeP, 1e-11, k)
		}
	}
}

func TestTermsOfEmptyBins(t *testing.T) {
	inf := math.Inf(1)
	tests := map[Kind][3]float64{ // Terms at (0.3, 0), (0, 0.3) and (0, 0).
		KL: {inf, 0.3, 0}, Jeffreys: {inf, inf, 0}, JS: {0.15 * math.Ln2, 0.15 * math.Ln2, 0}, Hellinger2: {0.15, 0.15, 0},
	}
	for k, want := range tests {
		require.Equal(t, want, [3]float64{k.term(0.3, 0), k.term(0, 0.3), k.term(0, 0)}, k)
	}
}

func TestKindNames(t *testing.T) {
	names := []string{KL.String(), KLReverse.String(), Jeffreys.String(), JS.String(), Hellinger2.String(), Kind(9).String()}
	require.Equal(t, []string{"KL", "reverse KL", "Jeffreys", "Jensen–Shannon", "squared Hellinger", "Kind(9)"}, names)
}
