package confidence_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// The p-values are the example of Benjamini & Hochberg 1995 (the Neuhaus trial), of which four are discoveries at 5 %. The
// q-values are those of p.adjust(p, "BH") in R and of scipy.stats.false_discovery_control.
func TestFalseDiscovery(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1}
	want := []float64{
		0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875, 0.75323077, 0.81321429, 1,
	}
	require.InDeltaSlice(t, want, confidence.FalseDiscovery(p), 5e-9)

	// The p-values with what is no test among them, in another order.
	p = append([]float64{math.NaN(), -0.1, 1.1, math.Inf(1)}, p...)
	want = append([]float64{math.NaN(), math.NaN(), math.NaN(), math.NaN()}, want...)
	slices.Reverse(p)
	slices.Reverse(want)
	for i, q := range confidence.FalseDiscovery(p) {
		require.Equal(t, math.IsNaN(want[i]), math.IsNaN(q))
		if !math.IsNaN(q) {
			require.InDelta(t, want[i], q, 5e-9)
		}
	}
}

func TestFalseDiscoveryAtItsEdges(t *testing.T) {
	require.Empty(t, confidence.FalseDiscovery(nil))
	require.Equal(t, []float64{0.03}, confidence.FalseDiscovery([]float64{0.03}))
	require.Equal(t, []float64{0, 1, 1}, confidence.FalseDiscovery([]float64{0, 1, 1}))
	require.Equal(t, []float64{0.02, 0.02, 0.02}, confidence.FalseDiscovery([]float64{0.02, 0.02, 0.02}), "all alike: nothing to correct")
	require.InDeltaSlice(t, []float64{0.06, 0.06, 0.01 * 4, 0.06}, confidence.FalseDiscovery([]float64{0.05, 0.05, 0.01, 0.06}), 1e-15)
}

func TestFalseDiscoveryProperties(t *testing.T) {
	rng := rand.New(newSource())
	for range propertyRuns {
		p := make([]float64, 1+rng.IntN(50))
		for i := range p {
			p[i] = math.Round(40*rng.Float64()) / 40 // With ties.
		}
		given := slices.Clone(p)
		q := confidence.FalseDiscovery(p)
		require.Equal(t, given, p, "the argument is not changed")
		order := rng.Perm(len(p))
		shuffled := make([]float64, len(p))
		for i, j := range order {
			shuffled[i] = p[j]
		}
		for i, v := range confidence.FalseDiscovery(shuffled) {
			require.Equal(t, q[order[i]], v)
		}
		for i := range p {
			require.LessOrEqual(t, p[i], q[i])
			require.LessOrEqual(t, q[i], min(1, p[i]*float64(len(p))*(1+1e-15)))
			for j := range p {
				require.False(t, p[i] <= p[j] && q[i] > q[j], "%v of %v", q, p)
			}
		}
	}
}

// Of 40 tests, 8 of which have something to find, at most 5 % of the discoveries are false on average (× 32/40).
func TestFalseDiscoveryRate(t *testing.T) {
	const runs, tests, real = 500, 40, 8
	source := newSource()
	q, p := latency(12, 1.5, 1), latency(12, 1.5, 1.2)
	rate, found := 0.0, 0.0
	for range runs {
		values := make([]float64, tests)
		for i := range values {
			from := q
			if i < real {
				from = p
			}
			values[i] = homogeneity(t, multinomial(source, 800, from), multinomial(source, 8000, q), 1, confidence.Options{Ordered: true}).PValue
		}
		discoveries, wrong := 0.0, 0.0
		for i, v := range confidence.FalseDiscovery(values) {
			if v <= 0.05 {
				discoveries++
				if i >= real {
					wrong++
				}
			}
		}
		rate += wrong / max(discoveries, 1) / runs
		found += (discoveries - wrong) / real / runs
	}
	require.LessOrEqual(t, rate, 0.05)
	require.GreaterOrEqual(t, rate, 0.02)
	require.Greater(t, found, 0.5)
}

func FuzzFalseDiscovery(f *testing.F) {
	f.Add(encode(0.1, 0.2, math.NaN(), 0, 1, 5e-324))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _ := decodePairs(data)
		for i, q := range confidence.FalseDiscovery(p) {
			if test := p[i] >= 0 && p[i] <= 1; math.IsNaN(q) == test || test && !(q >= p[i]*(1-1e-15) && q <= 1) {
				t.Fatalf("%v of %v", q, p[i])
			}
		}
	})
}
