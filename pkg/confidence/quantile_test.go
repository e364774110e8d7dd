package confidence

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"
)

func TestStudentQuantile(t *testing.T) {
	for _, degrees := range []float64{3, 4, 6, 11, 29, 100, 1e6} {
		for _, z := range []float64{0.5, 1.2816, 1.644854, 1.959964} {
			want := distuv.StudentsT{Sigma: 1, Nu: degrees}.Quantile(distuv.UnitNormal.CDF(z))
			require.InEpsilon(t, want, studentQuantile(z, degrees), 0.015, "%v at %v", degrees, z)
		}
	}
	require.Equal(t, studentQuantile(2, 3), studentQuantile(2, 0.5), "three at least")
	require.InEpsilon(t, 2.200985, studentQuantile(1.959964, 11), 1e-4)
}

func TestFQuantile(t *testing.T) {
	for _, k := range []float64{1, 3, 11, 59} {
		for _, m := range []float64{5, 11, 40, 1000} {
			for _, z := range []float64{1.2816, 1.959964} {
				want := distuv.F{D1: k, D2: m}.Quantile(distuv.UnitNormal.CDF(z))
				require.InEpsilon(t, want, fQuantile(z, k, m), 0.06, "%v, %v at %v", k, m, z)
			}
		}
	}
}

// The quantile of the quadratic part is that of the normal distribution if its scale is known, and grows the fewer
// degrees of freedom that has.
func TestQuadraticQuantile(t *testing.T) {
	n := independentEvents(1.959964)
	n.heterogeneity = 1.5
	previous := n.quadraticZ(12)
	require.Equal(t, n.z, previous)
	for _, n.biasVariance = range []float64{0.001, 0.01, 0.05, 0.2, 0.5} {
		z := n.quadraticZ(12)
		require.GreaterOrEqual(t, z, previous)
		previous = z
	}
	require.Greater(t, previous, 2.2)
	for _, z := range []float64{0, 1e-9, 0.2, 0.5} { // Levels at which the quantile of χ² is below its mean, or next to it.
		low := noise{z: z, heterogeneity: 1, biasVariance: 0.1}
		require.GreaterOrEqual(t, low.quadraticZ(2), z)
	}
}
