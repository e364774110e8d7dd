package confidence_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// Shapes of a variable of four bins.
var (
	fast = []float64{0.6, 0.3, 0.08, 0.02}
	slow = []float64{0.2, 0.3, 0.3, 0.2}
	half = mixed(fast, slow, 0.5)
)

func mixed(a, b []float64, share float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = (1-share)*a[i] + share*b[i]
	}
	return out
}

// value is a stratum with expected counts: n events of a shape on each side.
func value(n float64, current []float64, m float64, baseline []float64) confidence.Stratum {
	s := confidence.Stratum{Current: make([]float64, len(fast)), Baseline: make([]float64, len(fast))}
	for b := range fast {
		if n > 0 {
			s.Current[b] = n * current[b]
		}
		if m > 0 {
			s.Baseline[b] = m * baseline[b]
		}
	}
	return s
}

// like returns n equal values.
func like(n int, one confidence.Stratum) []confidence.Stratum {
	all := make([]confidence.Stratum, n)
	for i := range all {
		all[i] = one
	}
	return all
}

var independent = confidence.Options{Level: 0.95}

func explained(t *testing.T, strata []confidence.Stratum) confidence.Explanation {
	t.Helper()
	e, err := confidence.Explain(strata, 100, independent)
	require.NoError(t, err)
	require.InDelta(t, e.Joint, e.Mix+e.Inside, 1e-9)
	require.GreaterOrEqual(t, score(e), 0.0)
	require.LessOrEqual(t, score(e), 1+1e-12)
	return e
}

// score is the part of the change that all values account for.
func score(e confidence.Explanation) float64 {
	sum := 0.0
	for _, one := range e.Accounts {
		sum += one.Share()
	}
	return sum
}

func exactKL(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		sum += p[i] * math.Log(p[i]/q[i])
	}
	return sum
}

// One value of 15 % changed: all that moved is its.
func TestAValueThatChangedInside(t *testing.T) {
	strata := append([]confidence.Stratum{value(15_000, slow, 15_000, fast)}, like(5, value(17_000, fast, 17_000, fast))...)
	e := explained(t, strata)
	require.InDelta(t, 0.15*exactKL(slow, fast), e.Links[0].Inside, 1e-3)
	require.InDelta(t, e.Links[0].Inside, e.Inside, 1e-3)
	require.InDelta(t, 0, e.Mix, 1e-3)
	require.InDelta(t, exactKL(mixed(fast, slow, 0.15), fast), e.Whole, 1e-3)
	require.Less(t, e.Shifted, 0.02)
	require.Greater(t, e.Accounts[0].Inside, 0.95)
	require.InDelta(t, score(e), e.Accounts[0].Share(), 0.05)
}

// The shares moved, and nothing inside: KL(x|l) is 0 and the mix is all of it.
// A bin that only one value has, and had not before, is as clear as can be: what may have been missed in the baseline is no
// reason to doubt it.
func TestAValueWithANewBin(t *testing.T) {
	steady := []float64{0.6, 0.3, 0.1, 0}
	tail := []float64{0.6, 0.295, 0.1, 0.005}
	for _, n := range []float64{2e4, 1e5} {
		e := explained(t, []confidence.Stratum{value(n, tail, n, steady), value(n, steady, n, steady), value(n, steady, n, steady)})
		require.Greater(t, e.Accounts[0].Inside, 0.8, "%v events", n)
		require.Zero(t, e.Accounts[1].Share())
	}
}

func TestAPureShiftOfTheMix(t *testing.T) {
	e := explained(t, []confidence.Stratum{value(21_000, slow, 6_250, slow), value(79_000, fast, 93_750, fast)})
	require.InDelta(t, 0, e.Inside, 1e-3)
	require.InDelta(t, 0.21*math.Log(0.21/0.0625)-0.21+0.0625, e.Links[0].Mix, 1e-3)
	require.Greater(t, e.Whole, 0.01)
	require.Greater(t, e.Shifted, 0.98)
	require.Greater(t, e.Accounts[0].Mix, 0.8)
	require.InDelta(t, 1, score(e), 0.02)
}

// All values changed alike, whatever their shares.
func TestALabelThatHasNothingToDoWithIt(t *testing.T) {
	e := explained(t, []confidence.Stratum{value(90_000, half, 90_000, fast), value(9_000, half, 9_000, fast), value(1_000, half, 1_000, fast)})
	require.InDelta(t, e.Whole, e.Inside, 2e-3)
	require.Less(t, score(e), 0.03)
}

// Pods come and go. KL(l) is huge, and tells nothing of x.
func TestPodChurn(t *testing.T) {
	replaced := append(like(4, value(10_000, half, 0, nil)), like(4, value(0, nil, 10_000, fast))...)
	e := explained(t, replaced)
	require.Greater(t, e.Mix, 5.0)
	require.Less(t, score(e), 0.01)
	require.InDelta(t, 1, e.Comparable, 1e-12, "new against vanished pods")
	for _, one := range replaced[:4] {
		require.Zero(t, one.Baseline[0])
	}
	// Half of them.
	e = explained(t, append(replaced, like(4, value(10_000, half, 10_000, fast))...))
	require.Less(t, score(e), 0.05)
	// More pods than before, and all changed alike.
	e = explained(t, append(like(4, value(10_000, half, 0, nil)), like(4, value(10_000, half, 20_000, fast))...))
	require.InDelta(t, 0.5, e.Comparable, 1e-12)
	require.Less(t, score(e), 0.05)
}

// A pod inside a region: both hold the change, and the region says it in one value.
func TestTheCoarserLabelWinsWhereTheFinerSpreads(t *testing.T) {
	region := explained(t, append([]confidence.Stratum{value(20_000, slow, 20_000, fast)}, like(4, value(20_000, fast, 20_000, fast))...))
	pod := explained(t, append(like(5, value(4_000, slow, 4_000, fast)), like(20, value(4_000, fast, 4_000, fast))...))
	require.InDelta(t, region.Within, pod.Within, 1e-3)
	require.InDelta(t, 1, region.Accounts[0].Share(), 0.05)
	require.InDelta(t, 0.2, pod.Accounts[0].Share(), 0.05)
	// One pod of the region alone: the region dilutes it.
	region = explained(t, append([]confidence.Stratum{value(20_000, mixed(fast, slow, 0.2), 20_000, fast)}, like(4, value(20_000, fast, 20_000, fast))...))
	pod = explained(t, append([]confidence.Stratum{value(4_000, slow, 4_000, fast)}, like(24, value(4_000, fast, 4_000, fast))...))
	require.InDelta(t, 1, pod.Accounts[0].Share(), 0.05)
	require.Less(t, region.Within, 0.4*pod.Within)
}

// Each value became faster, and all together slower, since the slow value grew.
func TestSimpson(t *testing.T) {
	faster := func(of []float64) []float64 { return mixed(of, []float64{1, 0, 0, 0}, 0.05) }
	e := explained(t, []confidence.Stratum{value(70_000, faster(slow), 30_000, slow), value(30_000, faster(fast), 70_000, fast)})
	require.Greater(t, e.Whole, 0.02)
	require.Greater(t, e.Shifted, 0.8)
	require.Greater(t, e.Accounts[0].Mix, e.Accounts[0].Inside)
	require.Positive(t, e.Inside)
}

// Changes that cancel in the whole.
func TestOpposingChanges(t *testing.T) {
	e := explained(t, []confidence.Stratum{value(50_000, half, 50_000, fast), value(50_000, fast, 50_000, half)})
	require.InDelta(t, 0, e.Whole, 1e-4)
	require.Greater(t, e.Within, e.Floor)
	require.Greater(t, e.Within, 0.05)
}

// A version appears beside the others, and is slow; another time it is as the others are.
func TestANewValue(t *testing.T) {
	e := explained(t, []confidence.Stratum{value(10_000, slow, 0, nil), value(60_000, fast, 70_000, fast), value(30_000, fast, 30_000, fast)})
	require.False(t, e.Links[0].Apart)
	require.False(t, math.IsInf(e.Links[0].Mix, 0))
	require.Greater(t, e.Links[0].Mix, 0.5)
	require.Zero(t, e.Links[0].Inside)
	require.InDelta(t, 0.9, e.Comparable, 1e-12)
	require.Greater(t, e.Shifted, 0.98)
	require.Greater(t, e.Accounts[0].Mix, 0.9)
	e = explained(t, []confidence.Stratum{value(10_000, half, 0, nil), value(60_000, half, 70_000, fast), value(30_000, half, 30_000, fast)})
	require.Less(t, score(e), 0.03, "the others have changed as much")
}

// The slow value is no more.
func TestAVanishedValue(t *testing.T) {
	e := explained(t, []confidence.Stratum{value(0, nil, 20_000, slow), value(80_000, fast, 60_000, fast), value(20_000, fast, 20_000, fast)})
	require.InDelta(t, 0.2, e.Links[0].Mix, 1e-9, "q alone")
	require.Greater(t, e.Shifted, 0.98)
	require.Greater(t, e.Accounts[0].Mix, 0.5)
	require.Greater(t, e.Accounts[0].Mix, e.Accounts[1].Mix)
}

// Values of few events count toward the mix alone, and are compared as one.
func TestValuesOfFewEvents(t *testing.T) {
	few := like(40, value(90, slow, 90, fast))
	e := explained(t, append(few, value(50_000, fast, 50_000, fast)))
	require.False(t, e.Links[0].Apart)
	require.InDelta(t, 0, e.Inside, 1e-3)
	require.Greater(t, e.Within, 0.01)
	require.InDelta(t, 1, e.Comparable, 1e-12)
	require.Greater(t, score(e), 0.8)
	require.InDelta(t, score(e)/40, e.Accounts[0].Share(), 1e-2)
}

func TestNothingInCommon(t *testing.T) {
	e := explained(t, []confidence.Stratum{value(50, slow, 0, nil), value(0, nil, 50, fast)})
	require.True(t, math.IsNaN(e.Remaining))
	require.Zero(t, score(e))
	e, err := confidence.Explain([]confidence.Stratum{value(0.5, slow, 10, fast)}, 1, independent)
	require.NoError(t, err)
	require.True(t, math.IsNaN(e.Joint))
}

func TestExplanationsOfBadInput(t *testing.T) {
	for _, bad := range [][]confidence.Stratum{
		{{Current: []float64{1, 2}, Baseline: []float64{1}}},
		{{}},
		{value(10, fast, 10, fast), {Current: []float64{1}, Baseline: []float64{1}}},
	} {
		_, err := confidence.Explain(bad, 1, independent)
		require.ErrorIs(t, err, confidence.ErrLengthMismatch)
	}
	_, err := confidence.Explain([]confidence.Stratum{{Current: []float64{math.NaN()}, Baseline: []float64{1}}}, 1, independent)
	require.ErrorIs(t, err, confidence.ErrNotFinite)
	_, err = confidence.NewChain([]confidence.Stratum{value(10, fast, 10, fast)}, 1, confidence.Options{})
	require.ErrorIs(t, err, confidence.ErrLevel)
}

// The chain rule holds for any counts, and so for those that no estimator likes: few, fractional, none on a side.
func TestTheChainRuleIsExact(t *testing.T) {
	random := rand.New(newSource())
	for range 2000 {
		bins, values := 1+random.IntN(12), 1+random.IntN(9)
		strata := make([]confidence.Stratum, values)
		for v := range strata {
			strata[v] = confidence.Stratum{Current: make([]float64, bins), Baseline: make([]float64, bins)}
			scale := math.Exp(8 * random.Float64())
			for b := range bins {
				if random.IntN(4) > 0 {
					strata[v].Current[b] = scale * random.ExpFloat64()
				}
				if random.IntN(4) > 0 {
					strata[v].Baseline[b] = scale * random.ExpFloat64()
				}
			}
		}
		options := confidence.Options{Level: 0.95, DesignEffectCurrent: 1 + random.ExpFloat64(), DesignEffectBaseline: 1 + random.ExpFloat64()}
		chain, err := confidence.NewChain(strata, []float64{0, 30, 1e9}[random.IntN(3)], options)
		require.NoError(t, err)
		if math.IsNaN(chain.Joint) {
			continue
		}
		require.InDelta(t, chain.Joint, chain.Mix+chain.Inside, 1e-9)
		mix, inside, p, q := 0.0, 0.0, 0.0, 0.0
		for _, link := range chain.Links {
			mix, inside, p, q = mix+link.Mix, inside+link.Inside, p+link.Current, q+link.Baseline
			require.False(t, math.IsNaN(link.Mix) || math.IsInf(link.Mix, 0))
		}
		require.InDelta(t, chain.Mix, mix, 1e-9)
		require.InDelta(t, chain.Inside, inside, 1e-9)
		require.InDelta(t, 1, p, 1e-9)
		require.InDelta(t, 1, q, 1e-9)
	}
}

// One value, all told apart: the estimate of KL(x, l) is that of KL.
func TestTheChainOfASingleValue(t *testing.T) {
	one := value(5_000, half, 7_000, fast)
	e := explained(t, []confidence.Stratum{one})
	interval, err := confidence.Estimate(confidence.KL, one.Current, one.Baseline, independent)
	require.NoError(t, err)
	require.InDelta(t, interval.Estimate, e.Joint, 1e-12, "without the correction for nearly empty bins, of which there are none")
	require.InDelta(t, e.Whole, e.Inside, 1e-12)
	require.InDelta(t, e.Whole, e.Remaining, 1e-12)
	require.InDelta(t, 0, e.Mix, 1e-12)
	require.InDelta(t, 0, score(e), 1e-12)
}

// Without any change, Within exceeds its floor in about 1 % of samples, and nothing accounts for anything; no more does it
// where all values changed alike, or by as much from where they were.
func TestNoiseIsNoExplanation(t *testing.T) {
	source := newSource()
	const runs = 1000
	for name, shapes := range map[string][2][2][]float64{ // Of every other value: current, baseline.
		"no change":         {{half, half}, {fast, fast}},
		"all changed alike": {{half, fast}, {half, fast}},
		"a small change":    {{mixed(half, slow, 0.07), half}, {mixed(fast, slow, 0.03), fast}},
	} {
		above, inside, mix := 0, 0, 0
		for range runs {
			strata := make([]confidence.Stratum, 6)
			counts := multinomial(source, 150_000, []float64{1. / 364, 3. / 364, 9. / 364, 27. / 364, 81. / 364, 243. / 364})
			others := multinomial(source, 150_000, []float64{1. / 364, 3. / 364, 9. / 364, 27. / 364, 81. / 364, 243. / 364})
			for v := range strata {
				strata[v] = confidence.Stratum{Current: multinomial(source, counts[v], shapes[v%2][0]), Baseline: multinomial(source, others[v], shapes[v%2][1])}
			}
			e, err := confidence.Explain(strata, 100, independent)
			require.NoError(t, err)
			if e.Within > e.Floor {
				above++
			}
			if slices.ContainsFunc(e.Accounts, func(one confidence.Account) bool { return one.Inside > 0.05 }) {
				inside++
			}
			if e.Shifted > 0.05 {
				mix++
			}
		}
		switch name {
		case "no change":
			require.Less(t, above, 35)
			require.Greater(t, above, 1)
			continue // Whether there is one to explain is asked before.
		case "all changed alike":
			require.Equal(t, runs, above)
		}
		require.Less(t, inside, 25, name)
		require.Less(t, mix, 35, name)
	}
}

// Values that have no bin in common hide nothing of each other: KL(x) is as large as what moved inside.
func TestValuesApartFromEachOther(t *testing.T) {
	a := confidence.Stratum{Current: []float64{30_000, 10_000, 0, 0}, Baseline: []float64{20_000, 20_000, 0, 0}}
	b := confidence.Stratum{Current: []float64{0, 0, 30_000, 30_000}, Baseline: []float64{0, 0, 30_000, 30_000}}
	e := explained(t, []confidence.Stratum{a, b})
	require.InDelta(t, e.Whole, e.Within, 1e-3)
	require.InDelta(t, 1, e.Accounts[0].Inside, 0.01)
	require.InDelta(t, 0, e.Accounts[1].Share(), 0.01)
}
