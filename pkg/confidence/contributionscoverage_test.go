package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// familyCoverage is how often the limits of all bins hold at once, and how often all directions are right.
func familyCoverage(t *testing.T, p, q []float64, n, m float64, opt confidence.Options, runs int) (coverage, signs float64) {
	t.Helper()
	source := newSource()
	for range runs {
		x, y := multinomial(source, n, p), q
		if !opt.KnownBaseline {
			y = multinomial(source, m, q)
		}
		within, right := true, true
		for i, part := range contributions(t, x, y, opt) {
			c := p[i]*math.Log(p[i]/q[i]) - p[i] + q[i]
			within = within && part.Lower <= c*(1+1e-9)+1e-15 && c <= part.Upper*(1+1e-9)+1e-15
			right = right && (part.Direction != confidence.Gained || p[i] > q[i]) && (part.Direction != confidence.Lost || p[i] < q[i])
		}
		coverage += share(within, float64(runs))
		signs += share(right, float64(runs))
	}
	return coverage, signs
}

// The standard error is 0.6 %.
func TestContributionCoverage(t *testing.T) {
	known := confidence.Options{KnownBaseline: true}
	for _, c := range []struct {
		name   string
		bins   int
		ratio  float64
		slower float64
		n, m   float64
		opt    confidence.Options
	}{
		{"12 buckets", 12, 1.5, 1.3, 2000, 20000, confidence.Options{}},
		{"12 buckets, few events", 12, 1.5, 1.6, 200, 200, confidence.Options{}},
		{"12 buckets, many events", 12, 1.5, 1.05, 1e6, 1e6, confidence.Options{}},
		{"12 buckets, no change", 12, 1.5, 1, 1000, 1000, confidence.Options{}},
		{"12 buckets, known baseline", 12, 1.5, 1.3, 2000, 0, known},
		{"60 buckets", 60, 1.07, 1.2, 1000, 10000, confidence.Options{}},
		{"60 buckets, large current sample", 60, 1.07, 1.2, 10000, 1000, confidence.Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			coverage, signs := familyCoverage(t, latency(c.bins, c.ratio, c.slower), latency(c.bins, c.ratio, 1), c.n, c.m, c.opt, 1000)
			require.GreaterOrEqual(t, coverage, 0.92)
			if c.slower != 1 { // Without a change, every direction is wrong.
				require.GreaterOrEqual(t, signs, 0.99)
			} else {
				require.GreaterOrEqual(t, signs, 0.935)
			}
		})
	}
}

// Overdispersed counts have the coverage of their effective number: twice as many events in pairs.
func TestContributionCoverageOfPairs(t *testing.T) {
	p, q := latency(12, 1.5, 1.3), latency(12, 1.5, 1)
	source := newSource()
	covered := 0.0
	const runs = 500
	for range runs {
		x, y := multiply(multinomial(source, 1000, p), 2), multiply(multinomial(source, 5000, q), 3)
		within := true
		for i, part := range contributions(t, x, y, confidence.Options{DesignEffectCurrent: 2, DesignEffectBaseline: 3}) {
			c := p[i]*math.Log(p[i]/q[i]) - p[i] + q[i]
			within = within && part.Lower <= c && c <= part.Upper
		}
		covered += share(within, runs)
	}
	require.GreaterOrEqual(t, covered, 0.92)
}
