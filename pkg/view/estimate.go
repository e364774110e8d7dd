package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/request"
)

var kinds = map[request.Measure]confidence.Kind{
	request.MeasureKL:        confidence.KL,
	request.MeasureKLReverse: confidence.KLReverse,
	request.MeasureJS:        confidence.JS,
}

// estimate computes one measure of a point: divergences in nats, shares as they are. A single bin has no divergence to
// estimate: NaN. open are the bins that keep it from having an upper limit.
func estimate(name request.Measure, pair distribution.Pair, query request.Query) (value Value, open []int, err error) {
	p, q := pair.Current.Counts, pair.Baseline.Counts
	if value.PlugIn, err = plugIn(name, p, q); err != nil {
		return value, nil, err
	}
	level := query.Confidence.Level
	if name.IsMass() {
		n := pair.Current.Total()
		if name == request.MeasureVanishedMass {
			n = pair.Baseline.Total()
		}
		value.Estimate = value.PlugIn
		if name == request.MeasureVanishedMass && pair.Baseline.Exact {
			value.Lower, value.Upper = value.Estimate, value.Estimate
			return value, nil, nil
		}
		value.Lower, value.Upper, err = confidence.Share(value.PlugIn*n, n, level)
		return value, nil, err
	}
	interval, err := confidence.Estimate(kinds[name], p, q, confidence.Options{Level: level, Ordered: pair.Current.Ordered, KnownBaseline: pair.Baseline.Exact})
	if err != nil {
		return value, nil, err
	}
	if interval.Insufficient {
		value.Estimate, value.Lower, value.Upper = math.NaN(), math.NaN(), math.NaN()
		return value, nil, nil
	}
	if interval.UpperUnbounded && !math.IsInf(interval.Estimate, 1) && query.Confidence.HasBand() {
		open = interval.UnboundedBins
	}
	value.Estimate, value.Lower, value.Upper = interval.Estimate, interval.Lower, interval.Upper
	return value, open, nil
}

func plugIn(name request.Measure, current, baseline []float64) (float64, error) {
	switch name {
	case request.MeasureKLReverse:
		return divergence.KL(baseline, current)
	case request.MeasureJS:
		return divergence.JS(current, baseline)
	case request.MeasureNewMass:
		return divergence.NewMass(current, baseline)
	case request.MeasureVanishedMass:
		return divergence.NewMass(baseline, current)
	}
	return divergence.KL(current, baseline)
}
