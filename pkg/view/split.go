package view

import (
	"cmp"
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// Split is a measure of one point, split over its bins.
type Split struct {
	Parts    []Part  // In the order of the bins.
	Ranks    []int   // Indexes of Parts by what they contribute; of KL, by what they certainly do.
	Total    float64 // Of the parts: the textbook value of the shares. +Inf where one of them is.
	Estimate float64 // Of the measure, signed.
	Exact    bool    // The estimate is the total: nothing is corrected.
}

// Part is what one bin adds to a measure, in nats where that has a unit.
type Part struct {
	Bin               distribution.Bin
	Current, Baseline float64    // p and q, the shares compared; smoothed ones where the estimator smooths.
	N                 [2]float64 // Samples: current, baseline; NaN where weights have no sample size.
	Value             float64    // ≥ 0; +Inf where only one side has the bin, and the other is known to have nothing there.
	Lower, Upper      float64    // Limits that hold for all bins at once; NaN where the measure has none, Upper +Inf where open.
	Movement          Movement
	Halved            bool // The empty side counts as half a sample, so that the value is finite.
}

// Movement tells how the share of a bin changed.
type Movement string

// The movements.
const (
	Up       Movement = "up"
	Down     Movement = "down"
	Same     Movement = "same"
	New      Movement = "new"      // Only the current side has the bin.
	Vanished Movement = "vanished" // Only the baseline has it.
)

// Signed is the value with the sign of the change: below 0 where the bin lost mass.
func (p Part) Signed() float64 {
	switch p.Movement {
	case Down, Vanished:
		return -p.Value
	case Up, New, Same:
	}
	return p.Value
}

// LogRatio is ln(p/q); NaN where a side is empty.
func (p Part) LogRatio() float64 {
	if p.Current <= 0 || p.Baseline <= 0 {
		return math.NaN()
	}
	return math.Log(p.Current / p.Baseline)
}

// Correction is what the correction of the bias adds to the parts: all of them and it sum to the estimate. NaN where
// nothing is corrected, or the value is infinite.
func (s Split) Correction() float64 {
	if s.Exact || math.IsInf(s.Total, 1) || math.IsInf(s.Estimate, 1) {
		return math.NaN()
	}
	return s.Estimate - s.Total
}

// Share is a part's share of the total; NaN where that is 0 or infinite.
func (s Split) Share(i int) float64 {
	if s.Total <= 0 || math.IsInf(s.Total, 1) {
		return math.NaN()
	}
	return s.Parts[i].Value / s.Total
}

// Split splits the value of a point over its bins.
func (s *Snapshot) Split(name request.Measure) (Split, error) {
	parts, err := s.estimation.parts(name)
	if err != nil {
		return Split{}, err
	}
	if err := s.estimation.limit(name, parts); err != nil {
		return Split{}, err
	}
	split := Split{Parts: parts, Estimate: s.Value.Estimate, Exact: name.IsMass() || s.estimation.query.Estimator.IsPlugIn()}
	for _, part := range parts {
		split.Total += part.Value
	}
	split.Ranks = ranked(parts)
	if name == request.MeasureKL && len(s.Conclusion.Ranks) == len(parts) {
		split.Ranks = s.Conclusion.Ranks
	}
	return split, nil
}

// ranked orders parts by their values.
func ranked(parts []Part) []int {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[b].Value, parts[a].Value) })
	return order
}

// parts splits the textbook value of a measure over the bins: of the shares in the samples, or of smoothed ones.
func (e estimation) parts(name request.Measure) ([]Part, error) {
	pair := e.pair
	shown := pair // Whose counts are the samples.
	smooths := e.query.Estimator.IsPlugIn() && !name.IsMass()
	if smooths {
		smooth, grouped, err := e.smooth()
		if err != nil {
			return nil, err
		}
		pair, shown = grouped, grouped
		pair.Current.Counts, pair.Baseline.Counts = smooth.P, smooth.Q
	}
	contributions, err := Contributions(name, pair)
	if err != nil {
		return nil, err
	}
	parts := make([]Part, len(contributions))
	for i, one := range contributions {
		parts[i] = Part{
			Bin: pair.Current.Bins[i], Current: one.Current, Baseline: one.Baseline, Value: one.Value,
			N: [2]float64{shown.Current.Counts[i], shown.Baseline.Counts[i]}, Lower: math.NaN(), Upper: math.NaN(),
		}
		parts[i].Movement = movement(parts[i], one.Direction.String())
		if shown.Baseline.Exact {
			parts[i].N[1] = math.NaN()
		}
	}
	if !smooths {
		e.halve(name, parts)
	}
	return parts, nil
}

func movement(part Part, direction string) Movement {
	switch {
	case direction == "same":
		return Same
	case part.Baseline <= 0:
		return New
	case part.Current <= 0:
		return Vanished
	case direction == "gained":
		return Up
	}
	return Down
}

// halve lets a bin that is empty on one side, though samples were taken there, count as one with half a sample, as the
// limits of contributions do: what was not seen in a sample is no fact.
func (e estimation) halve(name request.Measure, parts []Part) {
	least := [2]float64{0.5 * e.noise.DesignEffect[0] / e.pair.Current.Total(), 0.5 * e.noise.DesignEffect[1] / e.pair.Baseline.Total()}
	if e.pair.Baseline.Exact {
		least[1] = 0
	}
	for i := range parts {
		part := &parts[i]
		p, q := max(part.Current, least[0]), max(part.Baseline, least[1])
		rareCurrent, rareBaseline := p > part.Current, q > part.Baseline
		if part.Current <= 0 && part.Baseline <= 0 || !rareCurrent && !rareBaseline {
			continue
		}
		forward, reverse := excess(part.Current, q), excess(part.Baseline, p)
		switch name {
		case request.MeasureKL:
			part.Value, part.Halved = forward, rareBaseline && part.Current > 0
		case request.MeasureKLReverse:
			part.Value, part.Halved = reverse, rareCurrent && part.Baseline > 0
		case request.MeasurePSI:
			part.Value, part.Halved = forward+reverse, true
		default:
			return
		}
	}
}

// excess is p ln(p/q) − p + q, a bin's part of KL: q where p is 0, and +Inf where q is 0 and p is not.
func excess(p, q float64) float64 {
	switch {
	case p <= 0:
		return q
	case q <= 0:
		return math.Inf(1)
	}
	return max(p*math.Log(p/q)-p+q, 0)
}

// limit adds the limits that hold for all bins at once: those of KL, in either direction.
func (e estimation) limit(name request.Measure, parts []Part) error {
	options := e.noise.with(e.options)
	current, baseline := e.pair.Current.Counts, e.pair.Baseline.Counts
	switch {
	case e.query.Estimator.IsPlugIn():
		return nil
	case name == request.MeasureKL:
	case name == request.MeasureKLReverse && !e.pair.Baseline.Exact:
		options.DesignEffectCurrent, options.DesignEffectBaseline = options.DesignEffectBaseline, options.DesignEffectCurrent
		current, baseline = baseline, current
	default:
		return nil
	}
	limited, err := confidence.Contributions(current, baseline, options)
	for i, one := range limited {
		parts[i].Lower, parts[i].Upper = min(one.Lower, parts[i].Value), max(one.Upper, parts[i].Value)
	}
	return err
}
