package request

import (
	"fmt"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Measures are all measures, in the order in which they are offered.
var Measures = []Measure{
	MeasureKL, MeasureKLReverse, MeasurePSI, MeasureJS, MeasureJSDistance, MeasureTV, MeasureHellinger, MeasureWasserstein,
	MeasureKS, MeasureCrossEntropy, MeasureEntropy, MeasureG, MeasureNewMass, MeasureVanishedMass,
}

// MeasureScale names what the numbers of a measure mean.
type MeasureScale int

// The scales.
const (
	LogScale    MeasureScale = iota // In nats or bits, as the query says.
	PlainScale                      // A number without unit.
	ShareScale                      // A share of samples, 0 to 1.
	MetricScale                     // In the unit of the metric.
)

// Scale returns what the measure's numbers mean.
func (m Measure) Scale() MeasureScale {
	switch m {
	case MeasureTV, MeasureKS, MeasureNewMass, MeasureVanishedMass:
		return ShareScale
	case MeasureHellinger, MeasureJSDistance, MeasureG:
		return PlainScale
	case MeasureWasserstein:
		return MetricScale
	}
	return LogScale
}

// IsMass reports whether the measure is the share of samples in bins that are empty on the other side.
func (m Measure) IsMass() bool { return m == MeasureNewMass || m == MeasureVanishedMass }

// HasBand reports whether there are limits of the measure.
func (m Measure) HasBand() bool {
	return m != MeasureCrossEntropy && m != MeasureEntropy && m != MeasureG
}

// AddsUp reports whether the measure is a sum of parts that bins have; of a root, whether what it is the root of is.
func (m Measure) AddsUp() bool {
	return m != MeasureKS && m != MeasureCrossEntropy && m != MeasureEntropy && m != MeasureG
}

// NeedsOrder reports whether the measure is about numbers, so that categories have none.
func (m Measure) NeedsOrder() bool { return m == MeasureWasserstein || m == MeasureKS }

func (q *Query) checkMeasures() error {
	for i, measure := range q.Measures {
		field := fmt.Sprintf("measures[%d]", i)
		if err := oneOf(field, measure, Measures...); err != nil {
			return err
		}
		if slices.Contains(q.Measures[:i], measure) {
			return fault.InField(field, fmt.Sprintf("%q is asked for twice", measure), "remove one of them")
		}
		if measure.NeedsOrder() && len(q.Current.Category) > 0 {
			return fault.InField(field, fmt.Sprintf("%s needs values in an order, and categories have none", measure), "use js or tv")
		}
		if q.AlertOn.IsLimit() && !measure.HasBand() {
			return fault.InField("alertOn", fmt.Sprintf("%s has no %s limit", measure, q.AlertOn), "alert on the estimate, or use another measure")
		}
	}
	return nil
}
