package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

// Worse is whether a change is for the worse.
type Worse struct {
	Current, Baseline float64 // The mean or the quantile of each side, in the metric's unit.
	// How much worse current is than the baseline, with its limits: above 0 for certain where the lower one is. Of the mean in
	// the metric's unit; of a quantile, the share of samples beyond Bound.
	Shift confidence.Shift
	Bound float64 // Of a quantile: the bound next to it; NaN of the mean.
}

// Certain reports whether the change is for the worse, and Better whether it is for the better, beyond noise.
func (w *Worse) Certain() bool { return w.Shift.Lower > 0 }

// Better reports whether the change is for the better, beyond noise.
func (w *Worse) Better() bool { return w.Shift.Upper < 0 }

// worse judges the direction of a change; nil where nobody asked.
//
// The mean is that of the bins' positions, see distribution.Positions and confidence.MeanShift.
//
// A quantile is compared by the share of samples beyond a bound of the bins, since the quantile became worse where more
// samples lie beyond it: shares of counted bins have exact limits (confidence.ShareShift), where a quantile within a bin is a
// guess. The bound is the one beyond which, of both sides together, a share next to 1 − quantile lies: chosen without a look
// at how the sides differ, it favours neither, so that the limits hold as if it had been known beforehand.
//
// Replicates show how far both vary from one stretch to the next; where they can't, the design effects of the whole
// histogram stand in.
func (c *court) worse(compared comparison) (*Worse, error) {
	if c.query.Verdict.Worse == nil {
		return nil, nil
	}
	if !compared.pair.Current.Ordered {
		return nil, fault.InField("verdict.worse", "categories have no order, so that none is worse than another", "remove it")
	}
	pair := compared.pair.Numbers()
	if pair.Current.Total() <= 0 || pair.Baseline.Total() <= 0 {
		return &Worse{Current: math.NaN(), Baseline: math.NaN(), Bound: math.NaN(), Shift: confidence.Shift{Estimate: math.NaN(), Lower: math.Inf(-1), Upper: math.Inf(1)}}, nil
	}
	ask := *c.query.Verdict.Worse
	var found Worse
	var err error
	if ask.Statistic == request.WorseMean {
		found, err = c.meanShift(compared, pair)
	} else {
		found, err = c.quantileShift(compared, pair, ask)
	}
	if ask.Direction == request.WorseDown {
		s := found.Shift
		found.Shift = confidence.Shift{Estimate: -s.Estimate, Lower: -s.Upper, Upper: -s.Lower}
	}
	return &found, err
}

// along finds out how far a mean of weights varies. The bins that are no numbers weigh nothing.
func (c *court) along(compared comparison, weights []float64) (confidence.Along, error) {
	plain := confidence.Along{Current: compared.noise.DesignEffect[0], Baseline: compared.noise.DesignEffect[1], Degrees: math.Inf(1)}
	if compared.study == nil {
		return plain, nil
	}
	all := make([]float64, len(compared.pair.Current.Bins))
	copy(all, weights)
	along, err := confidence.EffectsAlong(all, compared.study.replicates, c.options(compared.pair))
	if err != nil || !along.Replicated {
		return plain, err
	}
	return along, nil
}

func (c *court) meanShift(compared comparison, pair distribution.Pair) (Worse, error) {
	positions := distribution.Positions(pair.Current.Bins)
	along, err := c.along(compared, positions)
	if err != nil {
		return Worse{}, err
	}
	options := c.options(compared.pair)
	options.DesignEffectCurrent, options.DesignEffectBaseline = along.Current, along.Baseline
	shift, err := confidence.MeanShift(positions, pair.Current.Counts, pair.Baseline.Counts, along.Degrees, options)
	return Worse{Current: mean(pair.Current.Counts, positions), Baseline: mean(pair.Baseline.Counts, positions), Shift: shift, Bound: math.NaN()}, err
}

func (c *court) quantileShift(compared comparison, pair distribution.Pair, ask request.Worse) (Worse, error) {
	cut := cutNextTo(pair, ask.Quantile)
	beyond := make([]float64, len(pair.Current.Bins))
	for i := cut; i < len(beyond); i++ {
		beyond[i] = 1
	}
	along, err := c.along(compared, beyond)
	if err != nil {
		return Worse{}, err
	}
	above := func(h distribution.Histogram) float64 { return mean(h.Counts, beyond) * h.Total() }
	level := confidence.StudentLevel(c.query.Confidence.Level, along.Degrees)
	shift, err := confidence.ShareShift(above(pair.Current)/along.Current, pair.Current.Total()/along.Current,
		above(pair.Baseline)/along.Baseline, pair.Baseline.Total()/along.Baseline, pair.Baseline.Exact, level)
	return Worse{
		Current: quantileOf(pair.Current, ask.Quantile), Baseline: quantileOf(pair.Baseline, ask.Quantile),
		Shift: shift, Bound: pair.Current.Bins[cut-1].Upper,
	}, err
}

// cutNextTo returns the first bin beyond the bound next to a quantile of both sides together, by shares. There are at least
// two bins.
func cutNextTo(pair distribution.Pair, quantile float64) int {
	total := pair.Current.Total()
	if !pair.Baseline.Exact {
		total += pair.Baseline.Total()
	}
	best, least, below := 1, math.Inf(1), 0.0
	for i := range len(pair.Current.Bins) - 1 {
		below += pair.Current.Counts[i]
		if !pair.Baseline.Exact {
			below += pair.Baseline.Counts[i]
		}
		if distance := math.Abs(below/total - quantile); distance < least {
			best, least = i+1, distance
		}
	}
	return best
}

// quantileOf is a quantile of a histogram of numbers, linear within the bin, as that of Prometheus's histogram_quantile: of
// what lies beyond the highest bound, that bound.
func quantileOf(h distribution.Histogram, quantile float64) float64 {
	rank, below := quantile*h.Total(), 0.0
	for i, count := range h.Counts {
		if below+count < rank || count <= 0 {
			below += count
			continue
		}
		bin := h.Bins[i]
		lower := bin.Lower
		if math.IsInf(lower, -1) {
			if lower = 0; bin.Upper <= 0 {
				return bin.Upper
			}
		}
		if math.IsInf(bin.Upper, 1) {
			return lower
		}
		return lower + (bin.Upper-lower)*(rank-below)/count
	}
	return math.NaN()
}
