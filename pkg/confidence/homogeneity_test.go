package confidence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func homogeneity(t testing.TB, x, y []float64, zeta float64, opt confidence.Options) confidence.Test {
	t.Helper()
	if opt.Level == 0 {
		opt.Level = 0.95
	}
	test, err := confidence.Homogeneity(x, y, zeta, opt)
	require.NoError(t, err)
	return test
}

// The first is the example of scipy.stats.chi2_contingency with lambda_="log-likelihood": its p-value is that of the
// statistic, 0.25046668010954165. The others are those of an independent implementation with scipy's χ².
func TestHomogeneity(t *testing.T) {
	x := []float64{12, 48, 130, 290, 310, 140, 52, 14, 8, 11}
	y := []float64{160, 610, 1490, 2900, 2700, 1350, 560, 170, 52, 60}
	overdispersed := confidence.Options{DesignEffectCurrent: 2, DesignEffectBaseline: 3}
	for _, c := range []struct {
		name string
		x, y []float64
		zeta float64
		opt  confidence.Options
		want confidence.Test
	}{
		{
			"scipy",
			[]float64{10, 10, 20},
			[]float64{20, 20, 20},
			1,
			confidence.Options{},
			confidence.Test{Statistic: 2.7688587616781319, Corrected: 2.7104461377375384, DegreesOfFreedom: 2, PValue: 0.25788976085786564, Groups: 3},
		},
		{
			"ordered", x, y, 0,
			confidence.Options{Ordered: true},
			confidence.Test{Statistic: 16.155245131255462, Corrected: 16.001987706831912, DegreesOfFreedom: 9, PValue: 0.06684009086130173, Groups: 10},
		},
		{
			"merged", append([]float64{0, 1}, x...), append([]float64{1, 0}, y...), 1,
			confidence.Options{},
			// The two rare bins join the smallest one, which then has 9 and 53.
			confidence.Test{Statistic: 16.88233008178281, Corrected: 16.724113649587988, DegreesOfFreedom: 9, PValue: 0.05321573875105975, Groups: 10},
		},
		{
			"overdispersed", x, y, 1, overdispersed, // By effective counts, the last two are rare and become one.
			confidence.Test{Statistic: 7.656072476384123, Corrected: 7.572518130272511, DegreesOfFreedom: 8, PValue: 0.47630012759437124, Groups: 9},
		},
		{
			"known baseline",
			[]float64{30, 45, 25},
			[]float64{1, 2, 1},
			1,
			confidence.Options{KnownBaseline: true},
			confidence.Test{Statistic: 1.4568469984329102, Corrected: 1.4460019835562383, DegreesOfFreedom: 2, PValue: 0.48529370608458255, Groups: 3},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			test := homogeneity(t, c.x, c.y, c.zeta, c.opt)
			require.InEpsilon(t, c.want.Statistic, test.Statistic, 1e-12)
			require.InEpsilon(t, c.want.Corrected, test.Corrected, 1e-12)
			require.InEpsilon(t, c.want.PValue, test.PValue, 1e-10)
			c.want.Statistic, c.want.Corrected, c.want.PValue = test.Statistic, test.Corrected, test.PValue
			require.Equal(t, c.want, test)
		})
	}
}

// scipy's p-value of the statistic itself: exp(−G/2) is the tail of χ² with two degrees of freedom.
func TestHomogeneityTail(t *testing.T) {
	test := homogeneity(t, []float64{10, 10, 20}, []float64{20, 20, 20}, 1, confidence.Options{})
	require.InEpsilon(t, 0.25046668010954165, math.Exp(-test.Statistic/2), 1e-12)
	require.InEpsilon(t, math.Exp(-test.Corrected/2), test.PValue, 1e-12)
}

func TestHomogeneityAtItsEdges(t *testing.T) {
	known := confidence.Options{KnownBaseline: true}
	for _, c := range []struct {
		name string
		x, y []float64
		opt  confidence.Options
		want confidence.Test
	}{
		{"no bins", nil, nil, confidence.Options{}, confidence.Test{PValue: 1, Insufficient: true}},
		{"one bin", []float64{100}, []float64{90}, confidence.Options{}, confidence.Test{PValue: 1, Insufficient: true}},
		{"no events", []float64{0, 0}, []float64{5, 6}, confidence.Options{}, confidence.Test{PValue: 1, Insufficient: true}},
		{"less than one effective event", []float64{4, 4}, []float64{50, 60}, confidence.Options{DesignEffectCurrent: 9}, confidence.Test{PValue: 1, Insufficient: true}},
		{"one group", []float64{1, 3}, []float64{2, 1}, confidence.Options{}, confidence.Test{PValue: 1, Groups: 1}},
		{"all in one bin", []float64{0, 3000}, []float64{0, 100}, confidence.Options{}, confidence.Test{PValue: 1, Groups: 1}},
		{"no change", []float64{30, 60}, []float64{100, 200}, confidence.Options{}, confidence.Test{PValue: 1, Groups: 2, DegreesOfFreedom: 1}},
		{"impossible bin", []float64{30, 60, 1}, []float64{1, 2, 0}, known, confidence.Test{Statistic: math.Inf(1), Corrected: math.Inf(1), Groups: 2, DegreesOfFreedom: 1}},
		{"impossible bin alone", []float64{3, 1}, []float64{1, 0}, known, confidence.Test{Statistic: math.Inf(1), Corrected: math.Inf(1), Groups: 1}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, homogeneity(t, c.x, c.y, 1, c.opt)) })
	}
	_, err := confidence.Homogeneity([]float64{1, 2}, []float64{1, 2}, 0.5, confidence.Options{Level: 0.9})
	require.ErrorIs(t, err, confidence.ErrHeterogeneity)
	_, err = confidence.Homogeneity([]float64{1, 2}, []float64{1, 2}, math.NaN(), confidence.Options{Level: 0.9})
	require.ErrorIs(t, err, confidence.ErrHeterogeneity)
	_, err = confidence.Homogeneity([]float64{1, 2}, []float64{1}, 1, confidence.Options{Level: 0.9})
	require.ErrorIs(t, err, confidence.ErrLengthMismatch)
	_, err = confidence.Homogeneity([]float64{1, 2}, []float64{1, 3}, 1, confidence.Options{})
	require.ErrorIs(t, err, confidence.ErrLevel)
}

// Without a change the p-value is below 2.5 % in at most about 2.5 % of samples, however few events the bins hold. The
// standard error is 0.35 %.
func TestHomogeneityFalseAlarms(t *testing.T) {
	const runs = 2000
	known := confidence.Options{Ordered: true, KnownBaseline: true}
	for _, c := range []struct {
		name  string
		q     []float64
		n, m  float64
		opt   confidence.Options
		least float64
	}{
		{"full buckets", latency(12, 1.5, 1), 10000, 10000, confidence.Options{Ordered: true}, 0.012},
		{"few events", latency(12, 1.5, 1), 50, 50, confidence.Options{Ordered: true}, 0.005},
		{"small current sample", latency(12, 1.5, 1), 200, 2000, confidence.Options{Ordered: true}, 0.005},
		{"known baseline", latency(12, 1.5, 1), 300, 0, known, 0.005},
		{"fine buckets", latency(60, 1.07, 1), 50, 50, confidence.Options{Ordered: true}, 0.005},
		{"categories", latency(60, 1.07, 1), 200, 200, confidence.Options{}, 0.005},
	} {
		t.Run(c.name, func(t *testing.T) {
			source, alarms := newSource(), 0.0
			for range runs {
				x, y := multinomial(source, c.n, c.q), c.q
				if !c.opt.KnownBaseline {
					y = multinomial(source, c.m, c.q)
				}
				alarms += share(homogeneity(t, x, y, 1, c.opt).PValue <= 0.025, runs)
			}
			require.LessOrEqual(t, alarms, 0.04)
			require.GreaterOrEqual(t, alarms, c.least)
		})
	}
}

// directed draws n events of 12 equally likely bins, odd and even ones pushed apart by the change and by chance: noise that
// adds strength to one of the 11 eigenvalues of the counts' covariance.
func directed(source rand.Source, n, strength, change float64) []float64 {
	shares := make([]float64, 12)
	push := change + math.Sqrt(strength/n)*rand.New(source).NormFloat64()
	for i := range shares {
		shares[i] = (1 + push*float64(1-2*(i%2))) / 12
	}
	return multinomial(source, n, shares)
}

// directedEffects are the mean of the eigenvalues and the heterogeneity of such counts.
func directedEffects(strength float64) (design, zeta float64) {
	design = (10 + 1 + strength) / 11
	return design, (10 + (1+strength)*(1+strength)) / (11 * design * design)
}

// Where the noise has a direction, design effects alone raise too many false alarms, and the heterogeneity mends it.
func TestHomogeneityOfDirectedNoise(t *testing.T) {
	const runs, n, strength = 2000, 20000, 10
	design, zeta := directedEffects(strength)
	opt := confidence.Options{DesignEffectCurrent: design, DesignEffectBaseline: design}
	source, plain, mended := newSource(), 0.0, 0.0
	for range runs {
		x, y := directed(source, n, strength, 0), directed(source, n, strength, 0)
		plain += share(homogeneity(t, x, y, 1, opt).PValue <= 0.025, runs)
		mended += share(homogeneity(t, x, y, zeta, opt).PValue <= 0.025, runs)
	}
	require.Greater(t, plain, 0.06)
	require.LessOrEqual(t, mended, 0.04)
	require.GreaterOrEqual(t, mended, 0.012)
}

// The number of events that is required at a heterogeneity has about the power it promises, even against a change in the
// very direction of the noise, which is the hardest to see: its variance is 5.8 times the mean, not ζ = 3.3 times.
func TestPowerOfDirectedNoiseIsAsRequired(t *testing.T) {
	const runs, strength, kl = 1000, 10, 0.02
	design, zeta := directedEffects(strength)
	n := required(t, confidence.KL, kl, 12, confidence.SampleSize{
		Heterogeneity: zeta, DesignEffectCurrent: design, DesignEffectBaseline: design,
	}).Current
	opt := confidence.Options{DesignEffectCurrent: design, DesignEffectBaseline: design}
	source, power := newSource(), 0.0
	for range runs {
		x, y := directed(source, n, strength, math.Sqrt(2*kl)), directed(source, n, strength, 0)
		power += share(homogeneity(t, x, y, zeta, opt).PValue <= 0.025, runs)
	}
	require.GreaterOrEqual(t, power, 0.82)
	require.LessOrEqual(t, power, 0.95)
}

// The test and the lower limit nearly agree, and both find a clear change.
func TestHomogeneityAgreesWithTheLowerLimit(t *testing.T) {
	source, differ, found := newSource(), 0.0, 0.0
	const runs = 500
	p, q := latency(12, 1.5, 1.12), latency(12, 1.5, 1)
	for range runs {
		x, y := multinomial(source, 2000, p), multinomial(source, 4000, q)
		test := homogeneity(t, x, y, 1, confidence.Options{Ordered: true}).PValue <= 0.025
		lower := estimate(t, confidence.KL, x, y, confidence.Options{Ordered: true}).Lower > 0
		differ += share(test != lower, runs)
		found += share(test, runs)
	}
	require.Less(t, differ, 0.06)
	require.Greater(t, found, 0.5)
}

func TestHomogeneityIsSymmetric(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		v, w := homogeneity(t, x, y, 1, confidence.Options{Ordered: true}), homogeneity(t, y, x, 1, confidence.Options{Ordered: true})
		requireNear(t, v.Statistic, w.Statistic, "statistic")
		requireNear(t, v.PValue, w.PValue, "p-value")
		require.Equal(t, v.Groups, w.Groups)
		require.Equal(t, estimate(t, confidence.KL, x, y, confidence.Options{Ordered: true}).Groups, v.Groups)
	}
}

func FuzzHomogeneity(f *testing.F) {
	f.Add(uint8(0), 1.0, 1.0, 1.0, encode(10, 20, 30, 30, 5, 0, 0, 4))
	f.Add(uint8(1), 2.5, 3.0, 1.0, encode(1e99, 1, 5e-324, 1e15, 0, 0))
	f.Add(uint8(2), 1e300, 1.0, 1e9, encode(1000, 0.5, 3, 0, 7, 1e-280))
	f.Fuzz(func(t *testing.T, flags uint8, zeta, effectP, effectQ float64, data []byte) {
		x, y := decodePairs(data)
		test, err := confidence.Homogeneity(x, y, zeta, confidence.Options{
			Level: 0.95, Ordered: flags&1 > 0, KnownBaseline: flags&2 > 0, DesignEffectCurrent: effectP, DesignEffectBaseline: effectQ,
		})
		if err != nil {
			return
		}
		if !(test.PValue >= 0 && test.PValue <= 1) || !(test.Statistic >= 0) || !(test.Corrected >= 0) || !(test.DegreesOfFreedom >= 0) {
			t.Fatalf("%+v", test)
		}
	})
}
