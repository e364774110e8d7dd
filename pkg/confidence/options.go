package confidence

import (
	"fmt"
	"math"
)

// Options say how the counts came about and how sure the limits have to be.
type Options struct {
	// Level is the confidence level of the two-sided band, in (0, 1). Each limit alone holds at (1+Level)/2.
	Level float64
	// Ordered says that the bins have an order, so that neighbours may be merged: buckets of a histogram. Else they are
	// categories, and the rare ones are merged into one.
	Ordered bool
	// KnownBaseline says that the baseline is known exactly, so that it has no sampling error: its values are weights, not
	// counts. A bin with weight 0 is then impossible, not merely unseen; never say so of a baseline that was counted.
	KnownBaseline bool
	// DesignEffectCurrent and DesignEffectBaseline are the factors by which the variance of the counts exceeds that of
	// independent events, ≥ 1. Counts are divided by them. 0 stands for 1.
	DesignEffectCurrent, DesignEffectBaseline float64
	// Heterogeneity, ≥ 1, is for NoiseFloor alone: by how much the mean square of the design effects of all directions exceeds
	// the square of their mean (see Interval). 0 stands for 1.
	Heterogeneity float64
}

// normalQuantile checks the options and returns the one-sided normal quantile of the band's limits.
func (o *Options) normalQuantile() (float64, error) {
	if !(o.Level > 0 && o.Level < 1) {
		return 0, fmt.Errorf("%w: %v", ErrLevel, o.Level)
	}
	for _, effect := range []*float64{&o.DesignEffectCurrent, &o.DesignEffectBaseline} {
		if err := factor(effect, ErrDesignEffect); err != nil {
			return 0, err
		}
	}
	if err := factor(&o.Heterogeneity, ErrHeterogeneity); err != nil {
		return 0, err
	}
	return normalQuantile(o.Level), nil
}

// factor takes an unset one for 1, and checks that it is a number from 1 up.
func factor(value *float64, invalid error) error {
	if *value == 0 {
		*value = 1
	}
	if !(*value >= 1) || math.IsInf(*value, 1) {
		return fmt.Errorf("%w: %v", invalid, *value)
	}
	return nil
}

// request is a checked call: the divergence of P from Q, as counts or weights by bin. For KLReverse P is the baseline.
type request struct {
	kind    Kind
	z       float64
	ordered bool
	swapped bool
	// As the caller knows the samples: not exchanged.
	effectCurrent, effectBaseline float64
	heterogeneity                 float64
	table
}

// newRequest checks the input, copies it into w and exchanges the samples for KLReverse. It makes room in w.
func newRequest(k Kind, current, baseline []float64, o Options, w *workspace) (request, error) {
	w.reset(len(current))
	return newRequestIn(w, k, current, baseline, o)
}

// newRequestIn is newRequest where w has room.
func newRequestIn(w *workspace, k Kind, current, baseline []float64, o Options) (request, error) {
	if k < KL || k > Hellinger2 {
		return request{}, fmt.Errorf("%w: %v", ErrUnknownKind, k)
	}
	if len(current) != len(baseline) {
		return request{}, fmt.Errorf("%w: %d and %d", ErrLengthMismatch, len(current), len(baseline))
	}
	z, err := o.normalQuantile()
	if err != nil {
		return request{}, err
	}
	x, err := appendEffective(w.take(len(current))[:0], current, "current", o.DesignEffectCurrent)
	if err != nil {
		return request{}, err
	}
	y := w.take(len(baseline))[:0]
	if o.KnownBaseline {
		y, err = appendShares(y, baseline, "baseline")
	} else {
		y, err = appendEffective(y, baseline, "baseline", o.DesignEffectBaseline)
	}
	if err != nil {
		return request{}, err
	}
	r := request{
		kind: k, z: z, ordered: o.Ordered, swapped: k == KLReverse,
		effectCurrent: o.DesignEffectCurrent, effectBaseline: o.DesignEffectBaseline, heterogeneity: o.Heterogeneity,
	}
	if o.KnownBaseline {
		r.effectBaseline = 1
	}
	if !r.swapped {
		r.table = newTable(x, y, o.KnownBaseline)
		return r, nil
	}
	if o.KnownBaseline { // As P it can't be exact, but it can be next to it.
		for i := range y {
			y[i] *= knownCount
		}
	}
	r.kind, r.table = KL, newTable(y, x, false)
	return r, nil
}

// insufficient tells whether a sample holds less than one event, or there is nothing to tell apart.
func (r *request) insufficient() bool {
	return len(r.x) < 2 || r.scarce() || (r.known && total(r.y) <= 0)
}
