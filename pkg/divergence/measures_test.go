package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/pkg/divergence"
)

// pair is a measure of two distributions.
type pair = func(p, q []float64) (float64, error)

// measures are all of two distributions, those of ordered bins with the bins at 0, 1, 2, ….
var measures = map[string]pair{
	"KL": divergence.KL, "Jeffreys": divergence.Jeffreys, "JS": divergence.JS, "JSDistance": divergence.JSDistance,
	"TotalVariation": divergence.TotalVariation, "Hellinger": divergence.Hellinger, "Hellinger2": divergence.Hellinger2,
	"CrossEntropy": divergence.CrossEntropy, "NewMass": divergence.NewMass, "G": divergence.G, "GKnown": divergence.GKnown,
	"KolmogorovSmirnov": divergence.KolmogorovSmirnov, "Wasserstein": stepwise,
}

func stepwise(p, q []float64) (float64, error) { return divergence.Wasserstein(p, q, steps(len(p))) }

// steps are the positions 0, 1, 2, ….
func steps(bins int) []float64 {
	positions := make([]float64, bins)
	for i := range positions {
		positions[i] = float64(i)
	}
	return positions
}

func TestMeasures(t *testing.T) {
	inf, root := math.Inf(1), math.Sqrt
	tests := []struct {
		name                             string
		p, q                             []float64
		jeffreys, tv, hellinger2, ks, w1 float64
	}{
		{"one bin", []float64{7}, []float64{3}, 0, 0, 0, 0, 0},
		{"proportional counts", []float64{1, 2, 3}, []float64{10, 20, 30}, 0, 0, 0, 0, 0},
		{"nothing in common", []float64{1, 0}, []float64{0, 9}, inf, 1, 1, 1, 1},
		{"nothing in common, far apart", []float64{4, 0, 0, 0}, []float64{0, 0, 0, 9}, inf, 1, 1, 1, 3},
		{"all mass in one bin", []float64{4, 0}, []float64{1, 1}, inf, 0.5, 1 - root(0.5), 0.5, 0.5},
		{"bins empty on both sides", []float64{0, 3, 0, 1, 0}, []float64{0, 1, 0, 3, 0}, math.Log(3), 0.5, 1 - root(3)/2, 0.5, 1},
		{"quarters", []float64{3, 1}, []float64{1, 1}, 0.25 * math.Log(3), 0.25, 1 - (root(3)+1)/root(8), 0.25, 0.25},
		{"there and back", []float64{1, 2, 1}, []float64{2, 0, 2}, inf, 0.5, 1 - root(0.5), 0.25, 0.5},
		{"counts of 1e15", []float64{1e15, 3e15}, []float64{3e15, 1e15}, math.Log(3), 0.5, 1 - root(3)/2, 0.5, 0.5},
		{"fractional counts", []float64{0.25, 0.75}, []float64{0.001, 0.001}, 0.25 * math.Log(3), 0.25, 1 - (root(3)+1)/root(8), 0.25, 0.25},
		{"smallest float", []float64{5e-324, 1}, []float64{1, 5e-324}, -2 * math.Log(5e-324), 1, 1, 1, 1},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			for _, sides := range [][2][]float64{{c.p, c.q}, {c.q, c.p}} {
				p, q := sides[0], sides[1]
				requireClose(t, c.jeffreys, value(t, divergence.Jeffreys, p, q), 1e-14)
				requireClose(t, c.tv, value(t, divergence.TotalVariation, p, q), 1e-14)
				requireClose(t, c.hellinger2, value(t, divergence.Hellinger2, p, q), 1e-14)
				requireClose(t, root(c.hellinger2), value(t, divergence.Hellinger, p, q), 1e-14)
				requireClose(t, c.ks, value(t, divergence.KolmogorovSmirnov, p, q), 1e-14)
				requireClose(t, c.w1, value(t, stepwise, p, q), 1e-14)
				requireClose(t, root(value(t, divergence.JS, p, q)), value(t, divergence.JSDistance, p, q), 1e-15)
			}
		})
	}
}

// The literals were computed with 60 digits. Sums that cancel have none of them.
func TestSmallChangesKeepTheirDigitsInAllMeasures(t *testing.T) {
	p, q := []float64{1e9 + 1, 1e9 - 1, 1e9}, []float64{1e9, 1e9, 1e9}
	for _, c := range []struct {
		measure pair
		want    float64
	}{
		{divergence.Jeffreys, 6.666666666666667e-19},
		{divergence.TotalVariation, 3.333333333333333e-10},
		{divergence.Hellinger2, 8.333333333333333e-20},
		{divergence.Hellinger, 2.886751345948129e-10},
		{divergence.JSDistance, 2.886751345948129e-10},
		{divergence.KolmogorovSmirnov, 3.333333333333333e-10},
		{stepwise, 3.333333333333333e-10},
		{divergence.G, 1e-9},
		{divergence.GKnown, 2 * 3e9 * 3.333333333333333e-19},
	} {
		requireClose(t, c.want, value(t, c.measure, p, q), 1e-6)
		requireClose(t, c.want, value(t, c.measure, q, p), 1e-6)
	}
}

func TestMeasuresAgreeWithGonum(t *testing.T) {
	rng := newRand()
	for range 1000 {
		p := randomSparse(rng, 2+rng.IntN(160))
		q := randomSparse(rng, len(p))
		a, b, x := normalized(p), normalized(q), steps(len(p))
		requireClose(t, stat.Hellinger(a, b), value(t, divergence.Hellinger, p, q), 1e-10) // gonum's √(1 − Σ√(pq)) cancels.
		requireClose(t, stat.KolmogorovSmirnov(x, a, x, b), value(t, divergence.KolmogorovSmirnov, p, q), 1e-12)
		requireClose(t, stat.CrossEntropy(a, b), value(t, divergence.CrossEntropy, p, q), 1e-12)
		requireClose(t, stat.Entropy(a), entropy(t, p), 1e-12)
		requireClose(t, math.Sqrt(stat.JensenShannon(a, b)), value(t, divergence.JSDistance, p, q), 1e-12)
		requireClose(t, stat.KullbackLeibler(a, b)+stat.KullbackLeibler(b, a), value(t, divergence.Jeffreys, p, q), 1e-12)
	}
}

// The total variation is the largest difference of the probabilities of any set of bins.
func TestTotalVariationIsTheLargestDifferenceOfAnySet(t *testing.T) {
	rng := newRand()
	for range 100 {
		p := randomSparse(rng, 1+rng.IntN(9))
		q := randomSparse(rng, len(p))
		a, b, largest := normalized(p), normalized(q), 0.0
		for set := range 1 << len(p) {
			difference := 0.0
			for i := range p {
				if set&(1<<i) != 0 {
					difference += a[i] - b[i]
				}
			}
			largest = max(largest, difference)
		}
		requireNear(t, largest, value(t, divergence.TotalVariation, p, q), 1e-12)
	}
}

// Mass is carried from the first bin that has some left to the first that lacks some, which is the cheapest way on a line.
func TestWassersteinIsTheCostOfCarrying(t *testing.T) {
	rng := newRand()
	for range 500 {
		p := randomSparse(rng, 1+rng.IntN(60))
		q := randomSparse(rng, len(p))
		positions := randomPositions(rng, len(p))
		left, lacking, cost := normalized(p), normalized(q), 0.0
		for i, j := 0, 0; i < len(p) && j < len(q); {
			mass := min(left[i], lacking[j])
			cost += mass * math.Abs(positions[i]-positions[j])
			left[i], lacking[j] = left[i]-mass, lacking[j]-mass
			if left[i] <= lacking[j] {
				i++
			} else {
				j++
			}
		}
		w1, err := divergence.Wasserstein(p, q, positions)
		require.NoError(t, err)
		requireClose(t, cost, w1, 1e-11)
	}
}

// Shares far below the last place of the cumulative ones add up all the same.
func TestCumulativeSharesKeepSmallParts(t *testing.T) {
	p, q := make([]float64, 1002), make([]float64, 1002)
	for i := range p {
		p[i] = 1e-17
	}
	p[0], p[1001], q[0], q[1001] = 1, 0, 0.5, 0.5
	requireClose(t, 0.5, value(t, divergence.KolmogorovSmirnov, p, q), 1e-15)
}

func TestWassersteinOfShiftedMassIsTheShift(t *testing.T) {
	for _, c := range []struct {
		name            string
		p, q, positions []float64
		want            float64
	}{
		{"point masses", []float64{5, 0}, []float64{0, 3}, []float64{-1.5, 2}, 3.5},
		{"all of three", []float64{1, 2, 3, 0, 0, 0}, []float64{0, 0, 0, 1, 2, 3}, []float64{0, 1, 2, 10, 11, 12}, 10},
		{"a fifth by four", []float64{5, 0}, []float64{4, 1}, []float64{1, 5}, 0.8},
		{"same place", []float64{1, 0}, []float64{0, 1}, []float64{2, 2}, 0},
		{"scale of hours in ns", []float64{1, 1, 0}, []float64{0, 1, 1}, []float64{0, 3.6e12, 7.2e12}, 3.6e12},
		{"one bin", []float64{3}, []float64{4}, []float64{9}, 0},
		{"largest floats", []float64{1, 0}, []float64{0, 1}, []float64{0, math.MaxFloat64}, math.MaxFloat64},
	} {
		t.Run(c.name, func(t *testing.T) {
			w1, err := divergence.Wasserstein(c.p, c.q, c.positions)
			require.NoError(t, err)
			requireClose(t, c.want, w1, 1e-15)
		})
	}
}

func TestWassersteinRefuses(t *testing.T) {
	p, q := []float64{1, 2, 3}, []float64{3, 2, 1}
	for _, c := range []struct {
		p, positions []float64
		want         error
		text         string
	}{
		{p, nil, divergence.ErrLengthMismatch, "3 and 0 positions"},
		{p, []float64{1, 2, 3, 4}, divergence.ErrLengthMismatch, "3 and 4 positions"},
		{p, []float64{1, 3, 2}, divergence.ErrUnsorted, "bin 2"},
		{p, []float64{1, math.NaN(), 2}, divergence.ErrNotFinite, "position of bin 1"},
		{p, []float64{1, 2, math.Inf(1)}, divergence.ErrNotFinite, "position of bin 2"},
		{p, []float64{-math.MaxFloat64, 0, math.MaxFloat64}, divergence.ErrNotFinite, "range"},
		{[]float64{0, 0, 0}, []float64{1, 2, 3}, divergence.ErrZeroTotal, "p:"},
	} {
		_, err := divergence.Wasserstein(c.p, q, c.positions)
		require.ErrorIs(t, err, c.want)
		require.ErrorContains(t, err, c.text)
		_, errParts := divergence.WassersteinContributions(c.p, q, c.positions)
		require.Equal(t, err, errParts)
	}
}

func TestEntropy(t *testing.T) {
	for _, c := range []struct {
		name string
		p    []float64
		want float64
	}{
		{"one bin", []float64{3}, 0},
		{"all mass in one bin", []float64{0, 5, 0}, 0},
		{"thirds", []float64{1, 1, 1}, math.Log(3)},
		{"eighths of any total", []float64{.1, .1, .1, .1, .1, .1, .1, .1}, 3 * math.Ln2},
		{"a half and two quarters", []float64{2, 1, 1}, 1.5 * math.Ln2},
		{"one of 1e12", []float64{1e12, 1}, 2.863102111590041719e-11}, // With 60 digits.
	} {
		t.Run(c.name, func(t *testing.T) { requireClose(t, c.want, entropy(t, c.p), 1e-15) })
	}
}

func TestCrossEntropy(t *testing.T) {
	for _, c := range []struct {
		name string
		p, q []float64
		want float64
	}{
		{"code for halves", []float64{7, 2}, []float64{1, 1}, math.Ln2},
		{"bin that Q lacks", []float64{1, 1}, []float64{1, 0}, math.Inf(1)},
		{"bin that P lacks", []float64{1, 0}, []float64{1, 3}, 2 * math.Ln2},
		{"bin that both lack", []float64{1, 0, 1}, []float64{1, 0, 3}, 2*math.Ln2 - 0.5*math.Log(3)},
		{"one of 1e12 swapped", []float64{1e12, 1}, []float64{1, 1e12}, 27.63102111590191718710}, // With 60 digits, and the next.
		{"one of 1e12 and a little more", []float64{1e12, 1}, []float64{3e12, 4}, 2.86766723767818683862e-11},
	} {
		t.Run(c.name, func(t *testing.T) { requireClose(t, c.want, value(t, divergence.CrossEntropy, c.p, c.q), 1e-15) })
	}
}

// All measures refuse what is no pair of distributions with the same error.
func TestAllMeasuresRefuseAlike(t *testing.T) {
	good := []float64{1, 2}
	for _, c := range []struct{ p, q []float64 }{
		{nil, nil},
		{[]float64{1}, good},
		{good, []float64{1, -1}},
		{[]float64{math.NaN(), 1}, good},
		{good, []float64{1, math.Inf(1)}},
		{[]float64{math.MaxFloat64, math.MaxFloat64}, good},
		{[]float64{0, 0}, good},
		{good, []float64{0, 0}},
	} {
		_, want := divergence.KL(c.p, c.q)
		require.Error(t, want)
		for name, measure := range measures {
			d, err := measure(c.p, c.q)
			require.Equal(t, want, err, name)
			require.Zero(t, d, name)
		}
		for _, split := range splits {
			_, err := split.contributions(c.p, c.q)
			require.Equal(t, want, err)
		}
		_, err := divergence.ChainRule(c.p, c.q, make([]int, len(c.p)), 1)
		require.Equal(t, want, err)
		_, err = divergence.Smooth(c.p, c.q, divergence.Smoothing{})
		require.Equal(t, want, err)
	}
	_, err := divergence.Entropy(nil)
	require.ErrorIs(t, err, divergence.ErrNoBins)
	_, err = divergence.Entropy([]float64{1, -1})
	require.ErrorIs(t, err, divergence.ErrNegative)
}

func entropy(t *testing.T, p []float64) float64 {
	t.Helper()
	v, err := divergence.Entropy(p)
	require.NoError(t, err)
	return v
}
