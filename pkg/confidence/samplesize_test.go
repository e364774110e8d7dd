package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func required(t testing.TB, kind confidence.Kind, divergence float64, bins int, opt confidence.SampleSize) confidence.Required {
	t.Helper()
	if opt.Level == 0 {
		opt.Level = 0.95
	}
	r, err := confidence.RequiredEvents(kind, divergence, bins, opt)
	require.NoError(t, err)
	return r
}

// The numbers are those of an independent implementation with scipy's quantiles.
func TestRequiredEvents(t *testing.T) {
	lax := confidence.SampleSize{Level: 0.9, Power: 0.8}
	tests := []struct {
		kind       confidence.Kind
		divergence float64
		bins       int
		opt        confidence.SampleSize
		want       float64
	}{
		{confidence.KL, 0.02, 2, confidence.SampleSize{}, 341.8330386459262},
		{confidence.KL, 0.02, 5, confidence.SampleSize{}, 471.14146386661923},
		{confidence.KL, 0.05, 5, confidence.SampleSize{}, 188.4565855466477},
		{confidence.KL, 0.02, 12, confidence.SampleSize{}, 627.4490845905084},
		{confidence.KL, 0.05, 12, confidence.SampleSize{Power: 0.9}, 250.97963383620333},
		{confidence.KL, 0.02, 60, confidence.SampleSize{}, 1132.057245912753},
		{confidence.KL, 0.05, 60, confidence.SampleSize{Heterogeneity: 1}, 452.82289836510114},
		{confidence.KL, 0.05, 200, lax, 548.2214804588983},
		{confidence.KLReverse, 0.02, 12, confidence.SampleSize{}, 627.4490845905084},
		{confidence.Jeffreys, 0.04, 12, confidence.SampleSize{}, 627.4490845905084},
		{confidence.JS, 0.005, 12, confidence.SampleSize{}, 627.4490845905084},
		{confidence.Hellinger2, 0.005, 12, lax, 414.6396719600767},
		// 2.5 times the number for K − 1 over 2.5 degrees of freedom.
		{confidence.KL, 0.02, 12, confidence.SampleSize{Heterogeneity: 2.5}, 2.5 * 482.98156175143123},
		{confidence.KL, 0.05, 60, confidence.SampleSize{Heterogeneity: 2.5}, 2.5 * 322.63391567879336},
		// All variance in one direction: one square, of 11 times the size.
		{confidence.KL, 0.02, 12, confidence.SampleSize{Heterogeneity: 1e300}, 11 * 341.8330386459262},
	}
	for _, c := range tests {
		require.InEpsilon(t, c.want, required(t, c.kind, c.divergence, c.bins, c.opt).Effective, 1e-9, "%+v", c)
	}
}

func TestRequiredEventsOfTheSides(t *testing.T) {
	const effective = 471.14146386661923 // K = 5, KL = 0.02.
	for _, c := range []struct {
		name              string
		opt               confidence.SampleSize
		current, baseline float64
	}{
		{"equal", confidence.SampleSize{}, 943, 943},
		{"ten times the baseline", confidence.SampleSize{BaselineRatio: 10}, 519, 5183},
		{"a small baseline", confidence.SampleSize{BaselineRatio: 0.1}, 5183, 519},
		{"known baseline", confidence.SampleSize{BaselineRatio: math.Inf(1)}, 472, math.Inf(1)},
		{"design effect, equal", confidence.SampleSize{DesignEffectCurrent: 3, DesignEffectBaseline: 3}, 2827, 2827},
		{"design effects", confidence.SampleSize{DesignEffectCurrent: 2, DesignEffectBaseline: 30, BaselineRatio: 10}, 2356, 23558},
		{"design effect, known baseline", confidence.SampleSize{DesignEffectCurrent: 2, DesignEffectBaseline: 9, BaselineRatio: math.Inf(1)}, 943, math.Inf(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := required(t, confidence.KL, 0.02, 5, c.opt)
			require.InEpsilon(t, effective, r.Effective, 1e-12)
			require.Equal(t, c.current, r.Current)
			require.Equal(t, c.baseline, r.Baseline)
		})
	}
}

// However large the divergence, Estimate needs one effective event on each side.
func TestRequiredEventsAreAtLeastOne(t *testing.T) {
	r := required(t, confidence.KL, 1e9, 3, confidence.SampleSize{DesignEffectCurrent: 4, DesignEffectBaseline: 7, BaselineRatio: 0.5})
	require.Equal(t, 14.0, r.Current)
	require.Equal(t, 7.0, r.Baseline)
	r = required(t, confidence.KL, 0.1, 3, confidence.SampleSize{Level: 0.001, Power: 0.5})
	require.Equal(t, confidence.Required{Effective: r.Effective, Current: 1, Baseline: 1}, r)
}

func TestRequiredEventsErrors(t *testing.T) {
	good := confidence.SampleSize{Level: 0.95}
	tests := []struct {
		name       string
		kind       confidence.Kind
		divergence float64
		bins       int
		opt        confidence.SampleSize
		want       error
	}{
		{"kind", 99, 0.1, 5, good, confidence.ErrUnknownKind},
		{"no divergence", confidence.KL, 0, 5, good, confidence.ErrDivergence},
		{"negative", confidence.KL, -0.1, 5, good, confidence.ErrDivergence},
		{"NaN", confidence.KL, math.NaN(), 5, good, confidence.ErrDivergence},
		{"infinite", confidence.KL, math.Inf(1), 5, good, confidence.ErrDivergence},
		{"more than it can be", confidence.JS, 0.7, 5, good, confidence.ErrDivergence},
		{"more than it can be", confidence.Hellinger2, 1.1, 5, good, confidence.ErrDivergence},
		{"one bin", confidence.KL, 0.1, 1, good, confidence.ErrTooFewBins},
		{"negative bins", confidence.KL, 0.1, math.MinInt, good, confidence.ErrTooFewBins},
		{"no level", confidence.KL, 0.1, 5, confidence.SampleSize{}, confidence.ErrLevel},
		{"power", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, Power: 1}, confidence.ErrPower},
		{"little power", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, Power: 0.4}, confidence.ErrPower},
		{"power NaN", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, Power: math.NaN()}, confidence.ErrPower},
		{"heterogeneity", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, Heterogeneity: 0.5}, confidence.ErrHeterogeneity},
		{"heterogeneity NaN", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, Heterogeneity: math.NaN()}, confidence.ErrHeterogeneity},
		{"heterogeneity infinite", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, Heterogeneity: math.Inf(1)}, confidence.ErrHeterogeneity},
		{"design effect", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, DesignEffectBaseline: 0.1}, confidence.ErrDesignEffect},
		{"ratio", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, BaselineRatio: -1}, confidence.ErrRatio},
		{"ratio NaN", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, BaselineRatio: math.NaN()}, confidence.ErrRatio},
		{"too many", confidence.KL, 1e-300, 5, good, confidence.ErrTooLarge},
		{"too many by the ratio", confidence.KL, 0.1, 5, confidence.SampleSize{Level: 0.9, BaselineRatio: 1e-300}, confidence.ErrTooLarge},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := confidence.RequiredEvents(c.kind, c.divergence, c.bins, c.opt)
			require.ErrorIs(t, err, c.want)
		})
	}
}

// slower is the distribution, slowed down by as much as gives it a divergence from q.
func slower(kind confidence.Kind, q []float64, by func(slower float64) []float64, divergence float64) []float64 {
	low, high := 1.0, 10.0
	for range 60 {
		if middle := math.Sqrt(low * high); truth(kind, by(middle), q) < divergence {
			low = middle
		} else {
			high = middle
		}
	}
	return by(high)
}

// At the computed number of events, the lower limit is above 0 in 90 % of samples. The standard error is 0.9 %.
func TestPowerIsAsRequired(t *testing.T) {
	const runs = 1000
	for _, c := range []struct {
		name       string
		kind       confidence.Kind
		bins       int
		ratio      float64 // Of bounds.
		divergence float64
		opt        confidence.SampleSize
	}{
		{"5 bins", confidence.KL, 5, 2, 0.05, confidence.SampleSize{}},
		{"12 bins", confidence.KL, 12, 1.3, 0.02, confidence.SampleSize{}},
		{"12 bins, Jensen–Shannon", confidence.JS, 12, 1.3, 0.005, confidence.SampleSize{}},
		{"12 bins, ten times the baseline", confidence.KL, 12, 1.3, 0.02, confidence.SampleSize{BaselineRatio: 10}},
		{"12 bins, known baseline", confidence.Hellinger2, 12, 1.3, 0.005, confidence.SampleSize{BaselineRatio: math.Inf(1)}},
		{"60 bins", confidence.KL, 60, 1.03, 0.05, confidence.SampleSize{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := latency(c.bins, c.ratio, 1)
			p := slower(c.kind, q, func(s float64) []float64 { return latency(c.bins, c.ratio, s) }, c.divergence)
			n := required(t, c.kind, c.divergence, c.bins, c.opt)
			source, opt := newSource(), confidence.Options{Ordered: true, KnownBaseline: math.IsInf(n.Baseline, 1)}
			power := 0.0
			for range runs {
				x, y := multinomial(source, n.Current, p), q
				if !opt.KnownBaseline {
					y = multinomial(source, n.Baseline, q)
				}
				power += share(estimate(t, c.kind, x, y, opt).Lower > 0, runs)
			}
			require.GreaterOrEqual(t, power, 0.88)
			require.LessOrEqual(t, power, 0.95)
		})
	}
}

// Less divergence, more power, a higher level or more bins take more events.
func TestRequiredEventsAreMonotone(t *testing.T) {
	base := required(t, confidence.KL, 0.03, 10, confidence.SampleSize{}).Effective
	require.Greater(t, required(t, confidence.KL, 0.02, 10, confidence.SampleSize{}).Effective, base)
	require.Greater(t, required(t, confidence.KL, 0.03, 10, confidence.SampleSize{Power: 0.95}).Effective, base)
	require.Greater(t, required(t, confidence.KL, 0.03, 10, confidence.SampleSize{Level: 0.99}).Effective, base)
	require.Greater(t, required(t, confidence.KL, 0.03, 11, confidence.SampleSize{}).Effective, base)
	require.Greater(t, required(t, confidence.KL, 0.03, 10, confidence.SampleSize{Heterogeneity: 1.5}).Effective, base)
}

func FuzzRequiredEvents(f *testing.F) {
	f.Add(uint8(0), 0.02, 12, 0.95, 0.9, 1.0, 1.0, 1.0, 1.0)
	f.Add(uint8(3), 1e-300, 2, 1e-12, 0.5, 3.0, 5.0, 1e9, math.Inf(1))
	f.Add(uint8(1), 1e300, math.MaxInt, 1-1e-16, 1-1e-16, 1e300, 1e300, 1.0, 5e-324)
	f.Fuzz(func(t *testing.T, kind uint8, divergence float64, bins int, level, power, zeta, effectP, effectQ, ratio float64) {
		opt := confidence.SampleSize{
			Level: level, Power: power, Heterogeneity: zeta,
			DesignEffectCurrent: effectP, DesignEffectBaseline: effectQ, BaselineRatio: ratio,
		}
		r, err := confidence.RequiredEvents(confidence.Kind(kind), divergence, bins, opt)
		if err != nil {
			return
		}
		if !(r.Effective >= 0) || !(r.Current >= max(effectP, 1)*(1-1e-9)) || !(r.Baseline >= 1) || math.IsInf(r.Current, 0) {
			t.Fatalf("%+v", r)
		}
	})
}
