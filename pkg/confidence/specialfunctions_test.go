package confidence

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The literals are scipy.special.digamma.
func TestDigamma(t *testing.T) {
	for x, want := range map[float64]float64{
		0.01: -100.56088545786868, 0.3: -3.502524222200133, 0.999: -0.5788618021086455, 1: -0.5772156649015329, 2.5: 0.7031566406452432,
		7.99: 2.0143092220462235, 8: 2.0156414779556098, 8.01: 2.0169719639065193, 50: 3.9019896734278925, 1e6: 13.81551005796419,
	} {
		require.InEpsilon(t, want, digamma(x), 4e-15, "at %v", x)
	}
	for x := 0.01; x < 1e6; x *= 1.1 {
		require.InDelta(t, mathext.Digamma(x), digamma(x), 1e-10, "at %v", x)
	}
}

// The literals are scipy.special.exp1. The polynomials promise 2e-7 up to 1 and a relative error of 5e-5 beyond.
func TestExpIntegral(t *testing.T) {
	require.InDelta(t, 4.037929576538113, expIntegral(0.01), 2e-7)
	require.InDelta(t, 0.9056766516758468, expIntegral(0.3), 2e-7)
	require.InDelta(t, 0.2193839343955205, expIntegral(1), 2e-7)
	require.InEpsilon(t, 0.024914917870269736, expIntegral(2.5), 5e-5)
	require.InEpsilon(t, 3.808731883073926e-05, expIntegral(7.99), 5e-5)
	require.Zero(t, expIntegral(8.01))
	require.Equal(t, expIntegral(1e-12), expIntegral(0), "bounded")
}

// The literals were computed with 30 digits.
func TestSqrtCount(t *testing.T) {
	for x, want := range map[float64]float64{
		0: 0.564189583547756287, 0.01: 0.571972637162040817, 0.5: 0.886226925452758014, 1: 1.12837916709551257, 7: 2.69338057600420717,
		99.5: 9.98750786126251821, 100: 10.0125077636093121, 100.5: 10.0374454005688308, 1e4: 100.001250007812012, 1e15: 31622776.6016837746,
	} {
		require.InEpsilon(t, want, sqrtCount(x), 1e-12, "at %v", x)
		if x > 0 {
			require.InDelta(t, want/math.Sqrt(x)-1, sqrtCountExcess(x), 1e-12, "at %v", x)
		}
	}
	require.InEpsilon(t, 1/8e9, sqrtCountExcess(1e9), 1e-9, "the excess keeps its digits")
}

// E h(X) for X ~ Poisson(m), added up.
func TestSqrtCountBias(t *testing.T) {
	for _, m := range []float64{0, 0.1, 1, 3, 10, 29} {
		mean := 0.0
		for x := range 200 {
			mean += distuv.Poisson{Lambda: m}.Prob(float64(x)) * sqrtCount(float64(x))
		}
		if m == 0 {
			mean = sqrtCount(0)
		}
		require.InDelta(t, mean, math.Sqrt(m)+sqrtCountBias(m), 1e-12, "at %v", m)
	}
}

func TestQuantiles(t *testing.T) {
	for _, level := range []float64{0.01, 0.5, 0.8, 0.95, 0.999} {
		require.InDelta(t, distuv.UnitNormal.Quantile(0.5+level/2), normalQuantile(level), 1e-12)
	}
	z := normalQuantile(0.95)
	for _, shape := range []float64{1, 2, 5, 30, 1000} {
		exact := distuv.Gamma{Alpha: shape, Beta: 1}
		require.InEpsilon(t, exact.Quantile(0.975), gammaQuantile(shape, z), 0.01)
		skewed := (exact.Quantile(0.975) - shape) / math.Sqrt(shape)
		require.InEpsilon(t, skewed, skewedQuantile(z, 2/math.Sqrt(shape)), 0.01)
		require.InEpsilon(t, exact.Quantile(0.975), poissonUpper(shape-1, z), 0.01)
		if shape >= 5 {
			require.InEpsilon(t, exact.Quantile(0.025), poissonLower(shape, z), 0.01)
		}
	}
	require.Equal(t, z, skewedQuantile(z, 0))
	require.Positive(t, poissonLower(1, 8), "never 0")
}
