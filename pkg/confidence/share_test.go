package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func limitsOf(t testing.TB, part, n, level float64) (lower, upper float64) {
	t.Helper()
	lower, upper, err := confidence.Share(part, n, level)
	require.NoError(t, err)
	return lower, upper
}

// The limits are those of scipy.stats.beta.ppf. Newcombe 1998, Two-sided confidence intervals for the single proportion,
// Stat. Med. 17, table I, has the first four: 0.2527 to 0.3676, 0.0578 to 0.1617, 0 to 0.1684, 0.0009 to 0.1776.
func TestShare(t *testing.T) {
	for _, c := range []struct{ part, n, level, lower, upper float64 }{
		{81, 263, 0.95, 0.25273674558527126, 0.36762192260135135},
		{15, 148, 0.95, 0.057844010083448576, 0.161650490349479},
		{0, 20, 0.95, 0, 0.1684334709830853},
		{1, 29, 0.95, 0.0008726468835799228, 0.1776442954887229},
		{81, 263, 0.8, 0.2707952671789956, 0.3473771743878333},
		{81, 263, 0.9, 0.2610557460091119, 0.35817849557578413},
		{81, 263, 0.99, 0.2368373581655392, 0.386258325669745},
		{81, 263, 0.999, 0.21901170436070738, 0.4081380705723336},
		{1, 29, 0.999, 1.724554238641727e-05, 0.29606180244772673},
		{5, 5, 0.95, 0.47817624989501856, 1},
		{2.5, 7.25, 0.95, 0.06228903816509076, 0.7497043458551671}, // increase() extrapolates.
		{0.25, 0.5, 0.95, 2.88502092039201e-07, 0.999999711497908},
		{1000, 1e6, 0.95, 0.0009390012079500965, 0.001063918107315228},
		{3, 1e9, 0.95, 6.18672123322896e-10, 8.76727308867756e-09},
	} {
		lower, upper := limitsOf(t, c.part, c.n, c.level)
		require.InDelta(t, c.lower, lower, 1e-10, "%+v", c)
		require.InDelta(t, c.upper, upper, 1e-10, "%+v", c)
		require.InDelta(t, c.lower, lower, 2e-6*c.lower, "%+v", c) // At 1e9 events; else 1e-9.
		require.InEpsilon(t, c.upper, upper, 2e-6, "%+v", c)
	}
}

func TestShareAtItsEdges(t *testing.T) {
	for _, c := range []struct {
		name         string
		part, n      float64
		lower, upper float64
	}{
		{"no events", 0, 0, 0, 1},
		{"fewer than none, by rounding", 0, -1e-12, 0, 1},
		{"a trace of an event", 5e-324, 5e-324, 0, 1},
		{"a tenth of an event", 0.1, 0.1, 9.536743164062584e-17, 1},
		{"part above n by rounding", 100 + 1e-12, 100, 0.9637833073548235, 1},
		{"part below 0 by rounding", -1e-12, 100, 0, 0.03621669264517641},
	} {
		t.Run(c.name, func(t *testing.T) {
			lower, upper := limitsOf(t, c.part, c.n, 0.95)
			require.InDelta(t, c.lower, lower, 1e-9)
			require.InDelta(t, c.upper, upper, 1e-9)
		})
	}
	// A share that was seen is possible, and one that was seen never or always may be exactly that: no rounding is left.
	lower, _ := limitsOf(t, 0, 1e9, 0.95)
	require.Zero(t, lower)
	_, upper := limitsOf(t, 1e9, 1e9, 0.95)
	require.Equal(t, 1.0, upper)
}

func TestShareErrors(t *testing.T) {
	for _, level := range []float64{0, 1, -0.5, 1.5, 95, math.NaN(), math.Inf(1)} {
		_, _, err := confidence.Share(1, 2, level)
		require.ErrorIs(t, err, confidence.ErrLevel, level)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		_, _, err := confidence.Share(bad, 2, 0.95)
		require.ErrorIs(t, err, confidence.ErrNotFinite, bad)
		_, _, err = confidence.Share(1, bad, 0.95)
		require.ErrorIs(t, err, confidence.ErrNotFinite, bad)
	}
}

// shareCoverage is, over all shares there may be, how often the limits from n events hold the truth, by exact binomial
// sums: the least, and how often either limit alone fails at worst. As a function of the truth, coverage is least next to
// a limit.
func shareCoverage(t *testing.T, n, level float64) (least, above, below float64) {
	t.Helper()
	var lower, upper, truths []float64
	const beside = 1e-9
	for k := 0.0; k <= n; k++ {
		low, high := limitsOf(t, k, n, level)
		lower, upper = append(lower, low), append(upper, high)
		truths = append(truths, low-beside, low+beside, high-beside, high+beside)
	}
	least = 1
	for _, p := range truths {
		if p <= 0 || p >= 1 {
			continue
		}
		b := distuv.Binomial{N: n, P: p}
		first, last := 0, len(lower)-1 // Both limits grow with the events seen.
		for upper[first] < p {
			first++
		}
		for lower[last] > p {
			last--
		}
		over, under := 1-b.CDF(float64(last)), 0.0
		if first > 0 {
			under = b.CDF(float64(first - 1))
		}
		least, above, below = min(least, 1-over-under), max(above, over), max(below, under)
	}
	return least, above, below
}

// Whatever the truth is, the limits hold at their level, and each one alone fails in half of the rest.
func TestShareCoverage(t *testing.T) {
	const rounding = 1e-6
	for _, level := range []float64{0.8, 0.9, 0.95, 0.99, 0.999} {
		for _, n := range []float64{1, 2, 5, 8, 13, 20, 35, 60, 100, 200, 500} {
			least, above, below := shareCoverage(t, n, level)
			require.GreaterOrEqual(t, least, level-rounding, "n = %v at %v", n, level)
			require.LessOrEqual(t, above, (1-level)/2+rounding, "n = %v at %v", n, level)
			require.LessOrEqual(t, below, (1-level)/2+rounding, "n = %v at %v", n, level)
		}
	}
}

// Whatever the arguments are, there is an error, or limits in order around the share seen.
func FuzzShare(f *testing.F) {
	f.Add(1.0, 29.0, 0.95)
	f.Add(0.0, 0.0, 0.8)
	f.Add(5e-324, 5e-324, 0.999)
	f.Add(1e300, 1e308, 1e-300)
	f.Add(3.0, 2.0, 1-1e-16)
	f.Add(math.NaN(), math.Inf(1), 0.5)
	f.Fuzz(func(t *testing.T, part, n, level float64) {
		lower, upper, err := confidence.Share(part, n, level)
		if err != nil {
			return
		}
		if !(lower >= 0 && upper <= 1 && lower <= upper) {
			t.Fatalf("%v of %v at %v: %v to %v", part, n, level, lower, upper)
		}
		if seen := part / n; n > 0 && seen >= 0 && seen <= 1 && !(lower <= seen && seen <= upper) {
			t.Fatalf("%v of %v at %v: %v to %v leaves out %v", part, n, level, lower, upper, seen)
		}
		if other, _, _ := confidence.Share(n-part, n, level); level <= 0.99999 && n >= 1 && n < 1e6 && part >= 0 && part <= n && math.Abs(1-other-upper) > 1e-6 {
			t.Fatalf("%v of %v at %v: up to %v, but the others from %v", part, n, level, upper, other)
		}
	})
}
