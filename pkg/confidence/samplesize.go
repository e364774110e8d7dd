package confidence

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// defaultPower is the power that events are required for if none is given.
const defaultPower = 0.9

// SampleSize says what a number of events has to be enough for.
type SampleSize struct {
	// Level is the confidence level of the two-sided band, in (0, 1), as in Options.
	Level float64
	// Power is the probability that Lower > 0, in [0.5, 1). 0 stands for 0.9.
	Power float64
	// Heterogeneity is ζ ≥ 1, how unlike the design effects of the directions are: (K − 1) Σλ²/(Σλ)², λ the eigenvalues of
	// the covariance of the counts over that of independent events. 0 stands for 1. More than K − 1 is taken for K − 1.
	Heterogeneity float64
	// DesignEffectCurrent and DesignEffectBaseline are as in Options.
	DesignEffectCurrent, DesignEffectBaseline float64
	// BaselineRatio is the number of baseline events for each current one, > 0. 0 stands for 1. +Inf is a baseline that is
	// known exactly.
	BaselineRatio float64
}

// Required is the number of events that are needed.
type Required struct {
	// Effective is n_e = 1/(a + b), to which a sample of n events contributes with n over its design effect. Not rounded.
	Effective float64
	// Current and Baseline are the events needed on each side, rounded up. At least one effective event is needed on each.
	// Baseline is +Inf if it has to be known exactly.
	Current, Baseline float64
}

// RequiredEvents is the number of events at which a true divergence gives a lower limit above 0 with the wanted power.
// With α = (1 − Level)/2 and the normal quantile z of the power,
//
//	ν = (K − 1)/ζ,   c = χ²(ν; 1−α) − ν,   s = 2z + √(4z² + 2ν + 4c),   λ = (s² − 2ν)/4,   n_e = ζ λ f”(1)/(2 D),
//
// for near P = Q the estimate is, up to its mean, f”(1)/(2 n_e) times a non-central χ² (ζ times one of ν degrees of
// freedom) with the noncentrality 2 n_e D/f”(1), and λ is what it takes to lift all but 1 − Power of it over the quantile.
// The events of the sides follow from 1/n_e = δP/nP + δQ/nQ.
//
// The bins are those that hold enough events to count, not buckets that are always empty. The variance is that near P = Q:
// beyond a divergence of about 0.2 f”(1) the number is only a guide.
// The errors are ErrUnknownKind, ErrDivergence (not above 0, or more than the divergence can be), ErrTooFewBins, ErrLevel,
// ErrPower, ErrHeterogeneity, ErrDesignEffect, ErrRatio and ErrTooLarge.
// Source: the usual argument for the power of a test, e.g. Cohen 1988, Statistical power analysis, ch. 7, with the variance
// 2ν + 4λ of a non-central χ².
func RequiredEvents(kind Kind, divergence float64, bins int, opt SampleSize) (Required, error) {
	if kind < KL || kind > Hellinger2 {
		return Required{}, fmt.Errorf("%w: %v", ErrUnknownKind, kind)
	}
	if !(divergence > 0 && divergence <= min(kind.supremum(), math.MaxFloat64)) {
		return Required{}, fmt.Errorf("%w: %v of %v", ErrDivergence, kind, divergence)
	}
	if bins < 2 {
		return Required{}, fmt.Errorf("%w: %d", ErrTooFewBins, bins)
	}
	if err := opt.complete(); err != nil {
		return Required{}, err
	}
	degrees, zeta, err := degreesOfFreedom(bins, opt.Heterogeneity)
	if err != nil {
		return Required{}, err
	}
	if kind == KLReverse {
		kind = KL
	}
	effective := zeta * opt.noncentrality(degrees) * kind.curvatureAtOne() / (2 * divergence)
	return opt.split(effective)
}

// complete checks the options and fills in what 0 stands for.
func (s *SampleSize) complete() error {
	o := Options{Level: s.Level, DesignEffectCurrent: s.DesignEffectCurrent, DesignEffectBaseline: s.DesignEffectBaseline}
	if _, err := o.normalQuantile(); err != nil {
		return err
	}
	s.DesignEffectCurrent, s.DesignEffectBaseline = o.DesignEffectCurrent, o.DesignEffectBaseline
	if s.Power == 0 {
		s.Power = defaultPower
	}
	if !(s.Power >= 0.5 && s.Power < 1) {
		return fmt.Errorf("%w: %v", ErrPower, s.Power)
	}
	if s.BaselineRatio == 0 {
		s.BaselineRatio = 1
	}
	if !(s.BaselineRatio > 0) {
		return fmt.Errorf("%w: %v", ErrRatio, s.BaselineRatio)
	}
	return nil
}

// noncentrality is λ, at which a non-central χ² with the mean ν + λ and the variance 2ν + 4λ is above the quantile of the
// central one with the probability Power. It solves λ = c + z √(2ν + 4λ).
func (s *SampleSize) noncentrality(degrees float64) float64 {
	excess := 2*mathext.GammaIncRegCompInv(degrees/2, (1-s.Level)/2) - degrees
	z := mathext.NormalQuantile(s.Power)
	root := 2*z + math.Sqrt(max(4*z*z+2*degrees+4*excess, 0))
	return max((root*root-2*degrees)/4, 0)
}

// split is the number of events on each side that make up the effective number.
func (s *SampleSize) split(effective float64) (Required, error) {
	known := math.IsInf(s.BaselineRatio, 1)
	current := effective * s.DesignEffectCurrent
	if !known {
		current += effective * s.DesignEffectBaseline / s.BaselineRatio
		current = max(current, s.DesignEffectBaseline/s.BaselineRatio)
	}
	current = max(current, s.DesignEffectCurrent)
	r := Required{Effective: effective, Current: roundUp(current), Baseline: math.Inf(1)}
	if !known {
		r.Baseline = roundUp(current * s.BaselineRatio)
	}
	if !(r.Current <= maxTotal) || !known && !(r.Baseline <= maxTotal) {
		return Required{}, fmt.Errorf("%w: more than %g are needed", ErrTooLarge, maxTotal)
	}
	return r, nil
}

// roundUp rounds up, but not for what rounding has put on top of a whole number.
func roundUp(n float64) float64 { return math.Ceil(n * (1 - 1e-12)) }
