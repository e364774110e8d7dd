package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// By hand: 30 of 100 against 20 of 400, with the limits of Clopper and Pearson put together by squares.
func TestShareShift(t *testing.T) {
	shift, err := confidence.ShareShift(30, 100, 20, 400, false, 0.95)
	require.NoError(t, err)
	lowP, highP := limitsOf(t, 30, 100, 0.95)
	lowQ, highQ := limitsOf(t, 20, 400, 0.95)
	require.InDelta(t, 0.25, shift.Estimate, 1e-15)
	require.InDelta(t, 0.25-math.Hypot(0.3-lowP, highQ-0.05), shift.Lower, 1e-15)
	require.InDelta(t, 0.25+math.Hypot(highP-0.3, 0.05-lowQ), shift.Upper, 1e-15)

	known, err := confidence.ShareShift(30, 100, 0.05, 1, true, 0.95)
	require.NoError(t, err)
	require.InDelta(t, lowP-0.05, known.Lower, 1e-15)
	none, err := confidence.ShareShift(0, 0, 1, 10, false, 0.95)
	require.NoError(t, err)
	require.Equal(t, []float64{-1, 1}, []float64{none.Lower, none.Upper})
	_, err = confidence.ShareShift(1, 2, 1, 2, false, 1)
	require.ErrorIs(t, err, confidence.ErrLevel)
}

// By hand: means of 0/1 are shares, with the variance p(1−p)/n of each and no skewness where both are alike.
func TestMeanShift(t *testing.T) {
	shift, err := confidence.MeanShift([]float64{0, 1}, []float64{50, 50}, []float64{75, 25}, math.Inf(1), confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.InDelta(t, 0.25, shift.Estimate, 1e-15)
	// The variances of both sides are 0.25 and 0.1875, together 0.21875; the third moments 0 and 0.09375, together 0.046875.
	se := math.Sqrt(0.25/100 + 0.21875/100)
	skew := (0.046875/1e4 - 0.09375/1e4) / (se * se * se) * (2*1.959964*1.959964 + 1) / 6
	require.InDelta(t, 0.25-se*(1.959964-skew), shift.Lower, 1e-6, "wider where the error is skewed to that side")
	require.InDelta(t, 0.25+se*1.959964, shift.Upper, 1e-6, "never narrower")

	effects, err := confidence.MeanShift([]float64{0, 1}, []float64{50, 50}, []float64{50, 50}, math.Inf(1), confidence.Options{Level: 0.95, DesignEffectCurrent: 4, DesignEffectBaseline: 4})
	require.NoError(t, err)
	require.InDelta(t, 2*math.Sqrt(0.5/100)*1.959964, effects.Upper, 1e-6, "the root of the design effect wider")
	few, err := confidence.MeanShift([]float64{0, 1}, []float64{50, 50}, []float64{50, 50}, 5, confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.InEpsilon(t, math.Sqrt(0.5/100)*distuv.StudentsT{Sigma: 1, Nu: 5}.Quantile(0.975), few.Upper, 0.01)
	same, err := confidence.MeanShift([]float64{0, 1}, []float64{0, 5}, []float64{0, 9}, math.Inf(1), confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.Equal(t, confidence.Shift{}, same)
	_, err = confidence.MeanShift([]float64{0}, []float64{1, 2}, []float64{1, 2}, 1, confidence.Options{Level: 0.95})
	require.ErrorIs(t, err, confidence.ErrLengthMismatch)
	_, err = confidence.MeanShift([]float64{0, 1}, []float64{1, math.NaN()}, []float64{1, 2}, 1, confidence.Options{Level: 0.95})
	require.ErrorIs(t, err, confidence.ErrNotFinite)
}

// drawn are the counts of n events, in rows of which each has a mixture of its own around the shares, so that the variance
// of its counts is the effect times that of independent events.
func drawn(source *distuv.Gamma, binomial func(n, p float64) float64, rows int, n, effect float64, shares []float64) [][]float64 {
	all := make([][]float64, rows)
	for r := range all {
		each := n / float64(rows)
		mixture := shares
		if effect > 1 {
			tau, sum := (each-1)/(effect-1)-1, 0.0
			mixture = make([]float64, len(shares))
			for k, p := range shares {
				if p > 0 {
					source.Alpha = tau * p
					mixture[k] = source.Rand()
				}
				sum += mixture[k]
			}
			for k := range mixture {
				mixture[k] /= sum
			}
		}
		all[r] = make([]float64, len(shares))
		left, rest := each, 1.0
		for k, p := range mixture {
			if k == len(mixture)-1 || p >= rest {
				all[r][k] = left
				break
			}
			all[r][k] = binomial(left, p/rest)
			left -= all[r][k]
			rest -= p
		}
	}
	return all
}

func summed(rows [][]float64) []float64 {
	sum := make([]float64, len(rows[0]))
	for _, row := range rows {
		for k, count := range row {
			sum[k] += count
		}
	}
	return sum
}

// Each limit of a shift errs as rarely as it may: where nothing has changed, a quantile or a mean is taken for worse, and for
// better, in no more than 2.5 % of samples at 95 %, and for independent and bursty events, of small and large sides, and at the levels of
// later looks.
func TestShiftsKeepTheirLevel(t *testing.T) {
	source := newSource()
	gamma := &distuv.Gamma{Beta: 1, Src: source}
	binomial := func(n, p float64) float64 {
		if n <= 0 || p <= 0 {
			return 0
		}
		return distuv.Binomial{N: n, P: min(p, 1), Src: source}.Rand()
	}
	q := latency(12, 2, 1)
	positions := make([]float64, len(q))
	for i := range positions {
		positions[i] = math.Pow(2, float64(i)-6)
	}
	const runs = 4000
	for _, c := range []struct{ n, ratio, effect, level float64 }{
		{120, 1, 1, 0.95}, {120, 10, 1, 0.95}, {1200, 10, 1, 0.95}, {12_000, 1, 1, 0.95}, {1200, 1, 3, 0.95}, {12_000, 10, 10, 0.95}, {1200, 10, 1, 0.99}, {12_000, 10, 3, 0.99},
	} {
		var worse, better [2]int
		for range runs {
			rows := confidence.Replicates{Current: drawn(gamma, binomial, 12, c.n, c.effect, q), Baseline: drawn(gamma, binomial, 12, c.n*c.ratio, c.effect, q)}
			x, y := summed(rows.Current), summed(rows.Baseline)
			for i, shift := range []confidence.Shift{quantileShift(t, rows, x, y, c.effect > 1, c.level), meanShift(t, rows, positions, x, y, c.effect > 1, c.level)} {
				if shift.Lower > 0 {
					worse[i]++
				}
				if shift.Upper < 0 {
					better[i]++
				}
			}
		}
		allowed := (1 - c.level) / 2
		limit := int(runs * (allowed + 3*math.Sqrt(allowed*(1-allowed)/runs)))
		t.Logf("%+v: worse %v, better %v of %d, %d allowed", c, worse, better, runs, int(allowed*runs))
		for i, name := range []string{"quantile", "mean"} {
			require.LessOrEqual(t, worse[i], limit, "%s %+v", name, c)
			require.LessOrEqual(t, better[i], limit, "%s %+v", name, c)
		}
	}
}

// quantileShift is that of the share beyond the bound next to 95 % of both sides, as the view has it.
func quantileShift(t *testing.T, rows confidence.Replicates, x, y []float64, bursty bool, level float64) confidence.Shift {
	t.Helper()
	total, below, cut, least := 0.0, 0.0, 1, 1.0
	for k := range x {
		total += x[k] + y[k]
	}
	for k := range len(x) - 1 {
		below += x[k] + y[k]
		if far := math.Abs(below/total - 0.95); far < least {
			cut, least = k+1, far
		}
	}
	beyond := make([]float64, len(x))
	var part, n [2]float64
	for k := range x {
		n[0] += x[k]
		n[1] += y[k]
		if k >= cut {
			beyond[k] = 1
			part[0] += x[k]
			part[1] += y[k]
		}
	}
	along := confidence.Along{Current: 1, Baseline: 1, Degrees: math.Inf(1)}
	if bursty {
		var err error
		along, err = confidence.EffectsAlong(beyond, rows, confidence.Options{Level: level, Ordered: true})
		require.NoError(t, err)
		require.True(t, along.Replicated)
	}
	shift, err := confidence.ShareShift(part[0]/along.Current, n[0]/along.Current, part[1]/along.Baseline, n[1]/along.Baseline, false, confidence.StudentLevel(level, along.Degrees))
	require.NoError(t, err)
	return shift
}

func meanShift(t *testing.T, rows confidence.Replicates, positions, x, y []float64, bursty bool, level float64) confidence.Shift {
	t.Helper()
	options := confidence.Options{Level: level, Ordered: true}
	degrees := math.Inf(1)
	if bursty {
		along, err := confidence.EffectsAlong(positions, rows, options)
		require.NoError(t, err)
		options.DesignEffectCurrent, options.DesignEffectBaseline, degrees = along.Current, along.Baseline, along.Degrees
	}
	shift, err := confidence.MeanShift(positions, x, y, degrees, options)
	require.NoError(t, err)
	return shift
}

// Replicates that vary along the weights show it, and those that do not, do not.
func TestEffectsAlong(t *testing.T) {
	up, down := []float64{90, 110}, []float64{110, 90}
	rows := confidence.Replicates{Current: [][]float64{up, down, up, down, up, down}, Baseline: [][]float64{{100, 100}, {100, 100}, {100, 100}, {100, 100}, {100, 100}}}
	along, err := confidence.EffectsAlong([]float64{0, 1}, rows, confidence.Options{Level: 0.95})
	require.NoError(t, err)
	// By hand: each row deviates by 10, so that V = 6/5 · 6 · 10²/1200², against 0.25/1200.
	require.InDelta(t, 6.0/5*6*100/1200/1200/(0.25/1200), along.Current, 1e-12)
	require.InDelta(t, 1, along.Baseline, 0, "never below that of independent events")
	require.InDelta(t, 5, along.Degrees, 1e-9, "all the noise is that of six rows")
	paired, err := confidence.EffectsAlong([]float64{0, 1}, confidence.Replicates{Design: confidence.Paired, Current: rows.Current, Baseline: rows.Current}, confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.InDelta(t, 1, paired.Current, 0, "what lasts is no error")
	few, err := confidence.EffectsAlong([]float64{0, 1}, confidence.Replicates{Current: rows.Current[:2], Baseline: rows.Baseline}, confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.False(t, few.Replicated)
	_, err = confidence.EffectsAlong([]float64{0}, rows, confidence.Options{Level: 0.95})
	require.ErrorIs(t, err, confidence.ErrLengthMismatch)
	blocks := confidence.Replicates{Design: confidence.Blocks, Current: [][]float64{{100, 100}}}
	for range 6 {
		blocks.Baseline = append(blocks.Baseline, up, down)
	}
	lent, err := confidence.EffectsAlong([]float64{0, 1}, blocks, confidence.Options{Level: 0.95})
	require.NoError(t, err)
	require.InDelta(t, lent.Baseline, lent.Current, 0.05, "a window varies as the blocks do")
}

func TestStudentLevel(t *testing.T) {
	require.InDelta(t, 0.95, confidence.StudentLevel(0.95, math.Inf(1)), 0)
	require.InDelta(t, 2*distuv.UnitNormal.CDF(distuv.StudentsT{Sigma: 1, Nu: 11}.Quantile(0.975))-1, confidence.StudentLevel(0.95, 11), 1e-5)
	for _, degrees := range []float64{3, 5, 11, 29} {
		z := confidence.NormalQuantile(confidence.StudentLevel(0.9999, degrees))
		require.InEpsilon(t, min(distuv.StudentsT{Sigma: 1, Nu: degrees}.Quantile(0.99995), confidence.NormalQuantile(1-1e-15)), z, 1e-2, degrees)
	}
}
