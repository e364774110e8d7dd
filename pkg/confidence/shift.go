package confidence

import (
	"fmt"
	"math"
)

// Shift is a difference, current less baseline, with its limits.
type Shift struct {
	Estimate, Lower, Upper float64
}

// ShareShift is the difference of two shares: part of n samples of the current side, basePart of baseN of the baseline, all
// in effective samples. known says that the baseline's share is exact. The limits of both shares, u and l, are put together,
//
//	lower = d − √((p − l_p)² + (u_q − q)²),   upper = d + √((u_p − p)² + (q − l_q)²),   d = p − q,
//
// which holds where each share's limits do, however rare the events. Each limit alone holds at (1 + level)/2. The errors are
// those of Share.
// Source: Zou & Donner 2008, Construction of confidence limits about effect measures, Statistics in Medicine 27, with the
// limits of Clopper & Pearson 1934.
func ShareShift(part, n, basePart, baseN float64, known bool, level float64) (Shift, error) {
	lowerP, upperP, err := Share(part, n, level)
	if err != nil {
		return Shift{}, err
	}
	lowerQ, upperQ, err := Share(basePart, baseN, level)
	if err != nil {
		return Shift{}, err
	}
	if n <= 0 || baseN <= 0 {
		return Shift{Estimate: math.NaN(), Lower: -1, Upper: 1}, nil
	}
	p, q := part/n, basePart/baseN
	if known {
		lowerQ, upperQ = q, q
	}
	d := p - q
	return Shift{Estimate: d, Lower: d - math.Hypot(p-lowerP, upperQ-q), Upper: d + math.Hypot(upperP-p, q-lowerQ)}, nil
}

// MeanShift is the difference of the means of the bins' positions, of counts and design effects as for Estimate. With the
// variances s² and third moments κ of both samples' positions,
//
//	d = x̄ − ȳ,   v = s_x²/n + s_y²/m,   γ = (κ_x/n² − κ_y/m²)/v^1.5,   d ∓ √v max(t, t ∓ γ (2t² + 1)/6),
//
// where n and m are effective and t is Student's quantile of the degrees of freedom that v was estimated with, or the normal
// one. s² and κ of a side are its own or those of both sides together, whichever are larger: a small sample that has missed
// the tail does not know how far it reaches. The last term is that of Edgeworth's expansion of a studentised mean, whose far tail is otherwise missed where values
// are skewed, as latencies are; it is used where it widens the limits, never where it narrows them.
// A sample without spread has none: its limits are d. Errors are those of Estimate.
// Source: Hall 1992, The bootstrap and Edgeworth expansion, ch. 2.
func MeanShift(positions, current, baseline []float64, degrees float64, opt Options) (Shift, error) {
	if len(positions) != len(current) || len(current) != len(baseline) {
		return Shift{}, fmt.Errorf("%w: %d, %d and %d", ErrLengthMismatch, len(positions), len(current), len(baseline))
	}
	z, err := opt.normalQuantile()
	if err != nil {
		return Shift{}, err
	}
	x, err := momentsOf(positions, current)
	if err != nil {
		return Shift{}, err
	}
	y, err := momentsOf(positions, baseline)
	if err != nil {
		return Shift{}, err
	}
	both := x.with(y)
	if opt.KnownBaseline {
		both = y
	}
	x, y = x.atLeast(both), y.atLeast(both)
	a, b := opt.DesignEffectCurrent/x.n, opt.DesignEffectBaseline/y.n
	if opt.KnownBaseline {
		b = 0
	}
	if !math.IsInf(degrees, 1) {
		z = studentQuantile(z, degrees)
	}
	d, v := x.mean-y.mean, a*x.variance+b*y.variance
	if !(v > 0) {
		return Shift{Estimate: d, Lower: d, Upper: d}, nil
	}
	skew := (a*a*x.third - b*b*y.third) / (v * math.Sqrt(v)) * (2*z*z + 1) / 6
	return Shift{Estimate: d, Lower: d - math.Sqrt(v)*max(z, z-skew), Upper: d + math.Sqrt(v)*max(z, z+skew)}, nil
}

// positionMoments are those of a sample of positions: n of them, their mean, variance and third central moment.
type positionMoments struct{ n, mean, variance, third float64 }

func momentsOf(positions, counts []float64) (m positionMoments, err error) {
	for i, count := range counts {
		if math.IsNaN(count-count) || math.IsNaN(positions[i]-positions[i]) {
			return m, fmt.Errorf("bin %d: %w", i, ErrNotFinite)
		}
		m.n += max(count, 0)
		m.mean += max(count, 0) * positions[i]
	}
	if m.n <= 0 {
		return positionMoments{mean: math.NaN(), variance: math.NaN()}, nil
	}
	m.mean /= m.n
	for i, count := range counts {
		d, share := positions[i]-m.mean, max(count, 0)/m.n
		m.variance += share * d * d
		m.third += share * d * d * d
	}
	return m, nil
}

// with returns the moments of both samples together, each around its own mean.
func (m positionMoments) with(other positionMoments) positionMoments {
	share := m.n / (m.n + other.n)
	m.variance = share*m.variance + (1-share)*other.variance
	m.third = share*m.third + (1-share)*other.third
	return m
}

// atLeast returns moments no smaller than those of both sides.
func (m positionMoments) atLeast(both positionMoments) positionMoments {
	m.variance = max(m.variance, both.variance)
	if math.Abs(both.third) > math.Abs(m.third) {
		m.third = both.third
	}
	return m
}
