package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// simulateDistance is simulate for a distance. The bias is that of the estimate in units of the truth, or where there is
// none, of the noise floor.
func simulateDistance(t *testing.T, d distance, c distanceDrift, p []float64) simulation {
	t.Helper()
	const runs = 1200
	source := newSource()
	truth := d.truth(p, c.q, c.widths)
	opt := c.opt
	opt.Level = 0.95
	var s simulation
	sum, floors := 0.0, 0.0
	for range runs {
		x, y := multinomial(source, c.n, p), c.q
		if !c.opt.KnownBaseline {
			y = multinomial(source, c.m, c.q)
		}
		v, err := d.estimate(x, y, c.widths, opt)
		require.NoError(t, err)
		floor, err := d.floor(x, y, c.widths, opt)
		require.NoError(t, err)
		s.above += share(v.Lower > truth+1e-12, runs)
		s.below += share(v.Upper < truth-1e-12, runs)
		s.alarms += share(v.Lower > 0, runs)
		s.loud += share(v.Estimate > floor, runs)
		sum += (v.Estimate - truth) / runs
		floors += floor / runs
	}
	s.bias = sum / max(truth, floors)
	return s
}

// distanceDrift is a drift, and how far apart the bins are; nil leaves out Wasserstein's distance.
type distanceDrift struct {
	drift
	widths []float64
}

// one is q with one bin that has grown by factor.
func one(q []float64, bin int, factor float64) []float64 {
	p := make([]float64, len(q))
	rest := 1 + (factor-1)*q[bin]
	for i := range q {
		p[i] = q[i] / rest
	}
	p[bin] *= factor
	return p
}

func distanceDrifts() []distanceDrift {
	ordered := confidence.Options{Ordered: true}
	coarse, fine := latency(12, 1.5, 1), latency(160, math.Pow(1.5, 12.0/160), 1)
	medium := latency(60, 1.07, 1)
	categories := latency(20, 1.3, 1)
	return []distanceDrift{
		{drift{"slower by 15 %", latency(12, 1.5, 1.15), coarse, 2000, 20000, ordered, nil, true}, geometricWidths(12, 1.5)},
		{drift{"slower by 50 %", latency(12, 1.5, 1.5), coarse, 2000, 20000, ordered, nil, true}, geometricWidths(12, 1.5)},
		{drift{"slower by 15 %, few counts", latency(12, 1.5, 1.15), coarse, 300, 600, ordered, nil, false}, equalWidths(12)},
		{drift{"known baseline", latency(12, 1.5, 1.3), coarse, 2000, 0, confidence.Options{Ordered: true, KnownBaseline: true}, nil, true}, equalWidths(12)},
		{drift{"fine buckets", latency(60, 1.07, 1.15), medium, 5000, 50000, ordered, nil, false}, equalWidths(60)},
		{drift{"one of 160 buckets tripled", one(fine, 80, 3), fine, 1000, 10000, ordered, nil, false}, nil},
		{drift{"one of 160 buckets tripled, few baseline counts", one(fine, 80, 3), fine, 1000, 1000, ordered, nil, false}, nil},
		{drift{"0.3 % ten times slower", mixture(latency(12, 2, 1), latency(12, 2, 10), 0.003), latency(12, 2, 1), 1000, 100000, ordered, nil, false}, equalWidths(12)},
		{drift{"unordered categories", latency(20, 1.3, 1.3), categories, 2000, 20000, confidence.Options{}, nil, false}, equalWidths(20)},
	}
}

// The limits are made to miss the truth in 2.5 % of all samples on each side, with a standard error of 0.45 %. Those of
// total variation are less accurate, the upper limit of Wasserstein's distance is too low in up to 7 % of all samples of a
// few hundred, and the band of Kolmogorov–Smirnov is conservative.
func TestCoverageOfDistances(t *testing.T) {
	for _, c := range distanceDrifts() {
		t.Run(c.name, func(t *testing.T) {
			s := simulateDistance(t, totalVariation, c, c.p)
			require.LessOrEqual(t, s.above, 0.055, "lower limit too high")
			require.LessOrEqual(t, s.below, 0.04, "upper limit too low")
			require.InDelta(t, 0, s.bias, 0.25, "estimate is biased")
			if c.narrow {
				require.GreaterOrEqual(t, s.above, 0.008, "lower limit too low")
				require.GreaterOrEqual(t, s.below, 0.006, "upper limit too high")
			}
			k := simulateDistance(t, kolmogorovSmirnov, c, c.p)
			require.LessOrEqual(t, k.above+k.below, 0.01, "Kolmogorov–Smirnov: not conservative")
			require.GreaterOrEqual(t, k.bias, 0.0, "Kolmogorov–Smirnov: the plug-in value is too high on average")
		})
	}
}

func TestCoverageOfWasserstein(t *testing.T) {
	for _, c := range distanceDrifts() {
		if c.widths == nil {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			s := simulateDistance(t, wasserstein, c, c.p)
			require.LessOrEqual(t, s.above, 0.04, "lower limit too high")
			require.GreaterOrEqual(t, s.above, 0.008, "lower limit too low")
			require.InDelta(t, 0, s.bias, 0.2, "estimate is biased")
			if c.narrow {
				require.GreaterOrEqual(t, s.below, 0.01, "upper limit too high")
				require.LessOrEqual(t, s.below, 0.05, "upper limit too low")
			} else {
				require.LessOrEqual(t, s.below, 0.085, "upper limit too low")
			}
		})
	}
}

// Without any change the lower limit is above 0 in 2.5 % of all samples, and the estimate above the noise floor.
func TestFalseAlarmsOfDistances(t *testing.T) {
	for _, c := range distanceDrifts() {
		t.Run(c.name, func(t *testing.T) {
			for _, d := range []distance{totalVariation, wasserstein} {
				if c.widths == nil && d.name == wasserstein.name {
					continue
				}
				s := simulateDistance(t, d, c, c.q)
				require.LessOrEqual(t, s.alarms, 0.05, d.name)
				require.GreaterOrEqual(t, s.alarms, 0.012, d.name)
				require.LessOrEqual(t, s.loud, 0.05, d.name)
				require.GreaterOrEqual(t, s.loud, 0.012, d.name)
				require.Zero(t, s.below)
			}
			s := simulateDistance(t, kolmogorovSmirnov, c, c.q)
			require.LessOrEqual(t, s.alarms, 0.02)
			require.Equal(t, s.alarms, s.loud, "the same statement")
		})
	}
}

// One event in a wide last bucket that expects half of one would be an alarm: the lower limit leaves it out.
func TestSparseTailIsNoAlarm(t *testing.T) {
	const bins = 5
	q, widths := make([]float64, bins), equalWidths(bins)
	for i := range q {
		q[i] = 0.9995 / (bins - 1)
	}
	q[bins-1], widths[bins-2] = 0.0005, 100
	c := distanceDrift{drift{q: q, n: 1000, opt: confidence.Options{KnownBaseline: true}}, widths}
	require.LessOrEqual(t, simulateDistance(t, wasserstein, c, q).alarms, 0.05)

	opt := confidence.Options{Level: 0.95, KnownBaseline: true}
	v, err := confidence.Wasserstein([]float64{250, 260, 240, 249, 1}, q, widths, opt)
	require.NoError(t, err)
	require.Equal(t, confidence.SparseTail, v.Unreliable)
	require.Zero(t, v.Lower)
	v, err = confidence.Wasserstein([]float64{250, 260, 240, 249, 1}, q, equalWidths(bins), opt)
	require.NoError(t, err)
	require.Empty(t, v.Unreliable, "a narrow bucket makes little noise")
}
