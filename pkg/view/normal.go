package view

import (
	"math"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// Normal is the range in which a divergence usually lies: the median and two quantiles of what past windows had. All are
// NaN where fewer than plan.LeastPast of them could be judged.
type Normal struct{ Lower, Median, Upper float64 }

// The quantiles of past windows between which the expected range lies. They are robust: a few incidents of the past week
// move them little.
const (
	lowerQuantile = 0.025
	upperQuantile = 0.975
)

// normals finds the expected ranges of a group. What past windows had is kept: the points of a panel share them.
type normals struct {
	plan plan.Plan
	past map[time.Time]map[request.Measure]float64 // nil where a past window could not be judged.
}

// at returns the range of a measure at a point.
func (n *normals) at(j *judge, point time.Time, name request.Measure) (Normal, error) {
	var values []float64
	for _, t := range n.plan.PastOf(point) {
		windows, planned := n.plan.Past[t]
		if !planned {
			continue
		}
		if _, known := n.past[t]; !known {
			measured, err := j.past(windows)
			if err != nil {
				return Normal{}, err
			}
			n.past[t] = measured
		}
		if value, ok := n.past[t][name]; ok && !math.IsNaN(value) {
			values = append(values, value)
		}
	}
	if len(values) < plan.LeastPast {
		return Normal{math.NaN(), math.NaN(), math.NaN()}, nil
	}
	slices.Sort(values)
	return Normal{quantile(values, lowerQuantile), quantile(values, 0.5), quantile(values, upperQuantile)}, nil
}

// past estimates all measures of a past window; nil where it could not be judged.
func (j *judge) past(windows plan.Windows) (map[request.Measure]float64, error) {
	compared, err := j.compareIn(windows)
	if err != nil || compared.status != OK {
		return nil, err
	}
	all := map[request.Measure]float64{}
	for _, name := range j.query.Measures {
		e := j.estimation(compared, binsFor(name, compared), Full)
		value, err := e.of(name)
		if err != nil {
			return nil, err
		}
		all[name] = value.Estimate
		if name != request.MeasureEntropy && name != request.MeasureCrossEntropy {
			all[name] = max(value.Estimate, 0)
		}
	}
	return all, nil
}

// quantile of ascending values, between which it is linear. Source: Hyndman & Fan 1996, Sample quantiles in statistical
// packages, Am. Stat. 50, type 7.
func quantile(values []float64, share float64) float64 {
	place := share * float64(len(values)-1)
	i := int(place)
	rest := place - float64(i)
	if rest == 0 || values[i] == values[i+1] {
		return values[i]
	}
	return values[i] + rest*(values[i+1]-values[i])
}
