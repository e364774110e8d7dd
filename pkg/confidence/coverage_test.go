package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// simulation is what the band does over repeated samples of known distributions, as shares of the runs.
type simulation struct {
	above, below float64 // The truth lies under the lower limit, over the upper one.
	alarms       float64 // The lower limit is above 0.
	loud         float64 // The estimate is above the noise floor.
	bias         float64 // Mean error of the estimate, in its standard errors.
}

func simulate(t *testing.T, c drift, kind confidence.Kind, p []float64) simulation {
	t.Helper()
	const runs = 1200
	source := newSource()
	d := truth(kind, p, c.q)
	var s simulation
	sum, squares := 0.0, 0.0
	for range runs {
		x, y := multinomial(source, c.n, p), c.q
		if !c.opt.KnownBaseline {
			y = multinomial(source, c.m, c.q)
		}
		v := estimate(t, kind, x, y, c.opt)
		opt := c.opt
		opt.Level = 0.95
		floor, err := confidence.NoiseFloor(kind, x, y, opt)
		require.NoError(t, err)
		s.above += share(v.Lower > d, runs)
		s.below += share(v.Upper < d, runs)
		s.alarms += share(v.Lower > 0, runs)
		s.loud += share(v.Estimate > floor, runs)
		sum += v.Estimate - d
		squares += (v.Estimate - d) * (v.Estimate - d)
	}
	s.bias = sum / math.Sqrt(squares)
	return s
}

func share(yes bool, runs float64) float64 {
	if yes {
		return 1 / runs
	}
	return 0
}

// drift is a change from q to p, seen in n current and m baseline counts.
type drift struct {
	name   string
	p, q   []float64
	n, m   float64
	opt    confidence.Options
	kinds  []confidence.Kind
	narrow bool // The divergence is so far from 0 that both limits should miss it about as often as they may.
}

func drifts() []drift {
	ordered := confidence.Options{Ordered: true}
	// What a known baseline counts as where it takes the role of P is another test's matter.
	forward := []confidence.Kind{confidence.KL, confidence.JS, confidence.Hellinger2}
	// The upper limit of KL is infinite for a tail that the baseline hardly has.
	bounded := []confidence.Kind{confidence.JS}
	coarse, tail := latency(12, 1.5, 1), mixture(latency(12, 2, 1), latency(12, 2, 10), 0.003)
	return []drift{
		{"slower by 15 %", latency(12, 1.5, 1.15), coarse, 2000, 20000, ordered, kinds, true},
		{"slower by 50 %", latency(12, 1.5, 1.5), coarse, 2000, 20000, ordered, kinds, true},
		{"slower by 15 %, few counts", latency(12, 1.5, 1.15), coarse, 300, 600, ordered, kinds, false},
		{"known baseline", latency(12, 1.5, 1.3), coarse, 2000, 0, confidence.Options{Ordered: true, KnownBaseline: true}, forward, true},
		{"fine buckets", latency(60, 1.07, 1.15), latency(60, 1.07, 1), 5000, 50000, ordered, kinds, true},
		{"0.3 % ten times slower", tail, latency(12, 2, 1), 1000, 100000, ordered, bounded, false},
		{"unordered categories", latency(20, 1.3, 1.3), latency(20, 1.3, 1), 2000, 20000, confidence.Options{}, kinds, false},
	}
}

// The limits are made to miss the truth in 2.5 % of all samples on each side. The standard error is 0.45 %.
func TestCoverage(t *testing.T) {
	for _, c := range drifts() {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range c.kinds {
				s := simulate(t, c, kind, c.p)
				require.LessOrEqual(t, s.above, 0.04, "%v: lower limit too high", kind)
				require.LessOrEqual(t, s.below, 0.045, "%v: upper limit too low", kind)
				require.LessOrEqual(t, s.above+s.below, 0.07, "%v: coverage under 93 %%", kind)
				require.LessOrEqual(t, math.Abs(s.bias), 4.0, "%v: estimate is biased", kind)
				if c.narrow {
					require.GreaterOrEqual(t, s.above, 0.008, "%v: lower limit too low", kind)
					require.GreaterOrEqual(t, s.below, 0.01, "%v: upper limit too high", kind)
				}
			}
		})
	}
}

// Without any change the lower limit is above 0 in 2.5 % of all samples, and the estimate above the noise floor.
func TestFalseAlarms(t *testing.T) {
	for _, c := range drifts() {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range c.kinds {
				s := simulate(t, c, kind, c.q)
				require.LessOrEqual(t, s.alarms, 0.04, kind)
				require.GreaterOrEqual(t, s.alarms, 0.012, kind)
				require.LessOrEqual(t, s.loud, 0.045, kind)
				require.GreaterOrEqual(t, s.loud, 0.012, kind)
				require.LessOrEqual(t, math.Abs(s.bias), 4.0, "%v: estimate is biased", kind)
				require.Zero(t, s.below)
			}
		})
	}
}
