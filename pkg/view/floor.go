package view

import (
	"errors"
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/request"
)

// power is the chance with which a change as large as the threshold is to be told from noise.
const power = 0.9

// floor is the estimate that no change at all would exceed in (1 − level)/2 of the windows; NaN of what has none.
func (e estimation) floor(name request.Measure) (float64, error) {
	if e.query.Estimator.IsPlugIn() || !name.HasBand() || name.IsMass() {
		return math.NaN(), nil
	}
	options := e.noise.with(e.options)
	numbers := e.pair.Numbers()
	switch name {
	case request.MeasureTV:
		return confidence.NoiseFloorTV(e.pair.Current.Counts, e.pair.Baseline.Counts, options)
	case request.MeasureKS:
		return confidence.NoiseFloorKS(numbers.Current.Counts, numbers.Baseline.Counts, options)
	case request.MeasureWasserstein:
		return confidence.NoiseFloorWasserstein(numbers.Current.Counts, numbers.Baseline.Counts, widths(numbers), options)
	}
	options.Heterogeneity = e.noise.Heterogeneity
	floor, err := confidence.NoiseFloor(kinds[name], e.pair.Current.Counts, e.pair.Baseline.Counts, options)
	if isRoot(name) {
		floor = math.Sqrt(floor)
	}
	return floor, err
}

// required is how many samples on each side it takes to tell a change as large as the threshold from noise with a chance
// of power; NaN where there is no threshold, or no answer.
func (e estimation) required(name request.Measure) (float64, error) {
	kind, known := kinds[name]
	if e.query.Threshold == nil || *e.query.Threshold <= 0 || !known || e.query.Estimator.IsPlugIn() {
		return math.NaN(), nil
	}
	// The value of one nat in the query's unit; of the root of JS, that of the root of a nat.
	threshold := *e.query.Threshold / InUnit(name, e.query.Unit, 1)
	if isRoot(name) {
		threshold *= threshold
	}
	ratio := 1.0 // Both sides as large as each other, which is what "on each side" means.
	if e.pair.Baseline.Exact {
		ratio = math.Inf(1)
	}
	required, err := confidence.RequiredEvents(kind, threshold, e.pair.Used(), confidence.SampleSize{
		Level: e.query.Confidence.Level, Power: power, Heterogeneity: e.noise.Heterogeneity, BaselineRatio: ratio,
		DesignEffectCurrent: e.noise.DesignEffect[0], DesignEffectBaseline: e.noise.DesignEffect[1],
	})
	// A threshold that the measure never reaches, or no two bins with samples: nothing is enough.
	if errors.Is(err, confidence.ErrDivergence) || errors.Is(err, confidence.ErrTooFewBins) || errors.Is(err, confidence.ErrTooLarge) {
		return math.NaN(), nil
	}
	return required.Current, err
}
