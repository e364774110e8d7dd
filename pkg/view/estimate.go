package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/request"
)

// kinds are the f-divergences whose bands follow from replicates; the distances are the roots of those they stand for.
var kinds = map[request.Measure]confidence.Kind{
	request.MeasureKL:         confidence.KL,
	request.MeasureKLReverse:  confidence.KLReverse,
	request.MeasurePSI:        confidence.Jeffreys,
	request.MeasureJS:         confidence.JS,
	request.MeasureJSDistance: confidence.JS,
	request.MeasureHellinger:  confidence.Hellinger2,
}

// isRoot reports whether a measure is the square root of its kind.
func isRoot(name request.Measure) bool {
	return name == request.MeasureJSDistance || name == request.MeasureHellinger
}

// estimation estimates the measures of one point.
type estimation struct {
	query   request.Query
	pair    distribution.Pair
	noise   Noise
	options confidence.Options
	study   *study // nil where there are no replicates, or only their design effects are known.
}

// estimated is one measure of a point. open are the bins that keep it from having an upper limit, doubt says why its band
// is not to be trusted.
type estimated struct {
	Value
	open   []int
	doubt  string
	groups []int // The group of each bin that the lower limit is computed on; nil of what is computed on the bins.
}

// of estimates a measure: divergences in nats, others in their own unit. A single bin has no divergence to estimate: NaN.
func (e estimation) of(name request.Measure) (out estimated, err error) {
	out.Value = noValue
	if out.PlugIn, err = plugIn(name, e.pair.Current.Counts, e.pair.Baseline.Counts, e.pair); err != nil {
		return out, err
	}
	switch {
	case name.IsMass():
		return out, e.mass(name, &out.Value)
	case e.query.Estimator.IsPlugIn():
		return out, e.smoothed(name, &out.Value)
	case name == request.MeasureG:
		return out, e.homogeneity(&out.Value)
	case name == request.MeasureEntropy || name == request.MeasureCrossEntropy:
		return out, e.entropies(name, &out.Value)
	}
	interval, err := e.interval(name)
	if err != nil || interval.Insufficient {
		return out, err
	}
	if interval.UpperUnbounded && !math.IsInf(interval.Estimate, 1) && e.query.Confidence.HasBand() {
		out.open = interval.UnboundedBins
	}
	out.Estimate, out.Lower, out.Upper, out.doubt = interval.Estimate, interval.Lower, interval.Upper, doubts[interval.Unreliable]
	if interval.Groups < interval.Bins {
		out.groups = interval.GroupOf
	}
	if name == request.MeasureWasserstein && out.doubt == "" && e.fewest() < fewForWasserstein {
		out.doubt = "with fewer than 1000 effective samples the upper limit may be too low"
	}
	if isRoot(name) {
		out.Estimate = math.Copysign(math.Sqrt(math.Abs(out.Estimate)), out.Estimate)
		out.Lower, out.Upper = math.Sqrt(out.Lower), math.Sqrt(out.Upper)
	}
	return out, nil
}

// doubts are the reasons why a band is not to be trusted, for people.
var doubts = map[confidence.Doubt]string{
	confidence.SparseTail: "much of its noise comes from the ends of the histogram, where less than one sample is expected. The lower limit holds, the upper one may be too low",
}

// fewForWasserstein is the number of samples below which the upper limit of the Wasserstein distance was measured to miss
// the truth of long tails in more than 9 % of windows.
const fewForWasserstein = 1000

// fewest is the number of effective samples of the smaller side.
func (e estimation) fewest() float64 {
	n := e.pair.Current.Total() / e.noise.DesignEffect[0]
	if e.pair.Baseline.Exact {
		return n
	}
	return min(n, e.pair.Baseline.Total()/e.noise.DesignEffect[1])
}

// interval is the band of a divergence or distance.
func (e estimation) interval(name request.Measure) (confidence.Interval, error) {
	p, q := e.pair.Current.Counts, e.pair.Baseline.Counts
	switch name {
	case request.MeasureTV:
		return confidence.TotalVariation(p, q, e.noise.with(e.options))
	case request.MeasureKS:
		numbers := e.pair.Numbers()
		return confidence.KolmogorovSmirnov(numbers.Current.Counts, numbers.Baseline.Counts, e.noise.with(e.options))
	case request.MeasureWasserstein:
		numbers := e.pair.Numbers()
		return confidence.Wasserstein(numbers.Current.Counts, numbers.Baseline.Counts, widths(numbers), e.noise.with(e.options))
	}
	switch {
	case e.study != nil && e.study.kind == kinds[name]:
		return e.study.interval, nil
	case e.study != nil:
		return confidence.EstimateReplicated(kinds[name], e.study.replicates, e.options)
	}
	return confidence.Estimate(kinds[name], p, q, e.noise.with(e.options))
}

// widths are the distances of the places where the mass of neighbouring bins lies.
func widths(pair distribution.Pair) []float64 {
	positions := distribution.Positions(pair.Current.Bins)
	all := make([]float64, max(len(positions)-1, 0))
	for i := range all {
		all[i] = positions[i+1] - positions[i]
	}
	return all
}

// mass is the share of samples in bins that are empty on the other side.
func (e estimation) mass(name request.Measure, value *Value) (err error) {
	n, effect := e.pair.Current.Total(), e.noise.DesignEffect[0]
	if name == request.MeasureVanishedMass {
		n, effect = e.pair.Baseline.Total(), e.noise.DesignEffect[1]
	}
	value.Estimate = value.PlugIn
	if name == request.MeasureVanishedMass && e.pair.Baseline.Exact {
		value.Lower, value.Upper = value.Estimate, value.Estimate
		return nil
	}
	value.Lower, value.Upper, err = confidence.Share(value.PlugIn*n/effect, n/effect, e.query.Confidence.Level)
	return err
}

// homogeneity is the G statistic of the samples, with its p-value, which is that of joined bins and of effective counts.
func (e estimation) homogeneity(value *Value) error {
	value.Estimate = value.PlugIn
	p, err := e.pValue()
	value.PValue = p
	return err
}

// pValue is the probability of a difference as large as this one where there is no change at all.
func (e estimation) pValue() (float64, error) {
	test, err := confidence.Homogeneity(e.pair.Current.Counts, e.pair.Baseline.Counts, e.noise.Heterogeneity, e.noise.with(e.options))
	return test.PValue, err
}

// entropies are corrected for the bias of small counts like KL, so that H(P, Q) − H(P) is its estimate.
func (e estimation) entropies(name request.Measure, value *Value) (err error) {
	options := e.noise.with(e.options)
	if name == request.MeasureEntropy {
		value.Estimate, err = confidence.Entropy(e.pair.Current.Counts, options)
		return err
	}
	value.Estimate, err = confidence.CrossEntropy(e.pair.Current.Counts, e.pair.Baseline.Counts, options)
	return err
}

// smoothings are the plug-in estimators.
var smoothings = map[request.Estimator]divergence.SmoothingKind{
	request.NoneAdded: divergence.NoSmoothing, request.Epsilon: divergence.EpsilonSmoothing, request.Laplace: divergence.LaplaceSmoothing,
	request.Jeffreys: divergence.JeffreysSmoothing, request.Pool: divergence.PoolSmoothing,
}

// smooth smooths the shares as the estimator says. The pair has the bins that these are of, which may be fewer.
func (e estimation) smooth() (divergence.Smoothed, distribution.Pair, error) {
	smoothing := divergence.Smoothing{Kind: smoothings[e.query.Estimator], Ordered: e.pair.Current.Ordered, KnownBaseline: e.pair.Baseline.Exact}
	if e.query.Smoothing != nil {
		smoothing.Amount = *e.query.Smoothing
	}
	smooth, err := divergence.Smooth(e.pair.Current.Counts, e.pair.Baseline.Counts, smoothing)
	pair := e.pair
	if smooth.GroupOf != nil {
		pair = pair.Grouped(smooth.GroupOf)
	}
	return smooth, pair, err
}

// smoothed is the textbook value of smoothed shares.
func (e estimation) smoothed(name request.Measure, value *Value) error {
	smooth, pair, err := e.smooth()
	if err != nil {
		return err
	}
	value.Moved = [2]float64{smooth.MovedCurrent, smooth.MovedBaseline}
	if name == request.MeasureG { // Of counts, not of shares.
		scale(smooth.P, e.pair.Current.Total())
		scale(smooth.Q, e.pair.Baseline.Total())
	}
	value.Estimate, err = plugIn(name, smooth.P, smooth.Q, pair)
	return err
}

// scale brings values to a total.
func scale(values []float64, total float64) {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	for i := range values {
		values[i] *= total / sum
	}
}

// plugIn is the textbook value of counts on the bins of a pair.
func plugIn(name request.Measure, current, baseline []float64, of distribution.Pair) (float64, error) {
	switch name {
	case request.MeasureKLReverse:
		return divergence.KL(baseline, current)
	case request.MeasurePSI:
		return divergence.Jeffreys(current, baseline)
	case request.MeasureJS:
		return divergence.JS(current, baseline)
	case request.MeasureJSDistance:
		return divergence.JSDistance(current, baseline)
	case request.MeasureTV:
		return divergence.TotalVariation(current, baseline)
	case request.MeasureHellinger:
		return divergence.Hellinger(current, baseline)
	case request.MeasureWasserstein, request.MeasureKS:
		return ofNumbers(name, current, baseline, of)
	case request.MeasureCrossEntropy:
		return divergence.CrossEntropy(current, baseline)
	case request.MeasureEntropy:
		return divergence.Entropy(current)
	case request.MeasureG:
		if of.Baseline.Exact {
			return divergence.GKnown(current, baseline)
		}
		return divergence.G(current, baseline)
	case request.MeasureNewMass:
		return divergence.NewMass(current, baseline)
	case request.MeasureVanishedMass:
		return divergence.NewMass(baseline, current)
	}
	return divergence.KL(current, baseline)
}

// ofNumbers is a measure of numbers, of which nulls are none; NaN where a side has nothing else.
func ofNumbers(name request.Measure, current, baseline []float64, of distribution.Pair) (float64, error) {
	of.Current.Counts, of.Baseline.Counts = current, baseline
	numbers := of.Numbers()
	if numbers.Current.Total() <= 0 || numbers.Baseline.Total() <= 0 {
		return math.NaN(), nil
	}
	if name == request.MeasureKS {
		return divergence.KolmogorovSmirnov(numbers.Current.Counts, numbers.Baseline.Counts)
	}
	return divergence.Wasserstein(numbers.Current.Counts, numbers.Baseline.Counts, distribution.Positions(numbers.Current.Bins))
}
