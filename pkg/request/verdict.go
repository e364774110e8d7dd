package request

import (
	"fmt"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Verdict says how a change is judged that is looked at again and again, such as a canary.
type Verdict struct {
	Since  time.Time `json:"since,omitzero"` // When it began; zero: where the range begins.
	Worse  *Worse    `json:"worse,omitzero"` // Only a change for the worse fails; nil: any change does.
	Parity *Parity   `json:"parity,omitzero"`
}

// Worse says which way is worse.
type Worse struct {
	Statistic WorseStatistic `json:"statistic"`
	Quantile  float64        `json:"quantile,omitzero"` // Of the statistic quantile.
	Direction Direction      `json:"direction"`
}

// WorseStatistic names the number by which a change is for the better or the worse.
type WorseStatistic string

// What can become worse.
const (
	WorseMean     WorseStatistic = "mean"
	WorseQuantile WorseStatistic = "quantile"
)

// Direction names the way that is worse.
type Direction string

// The directions.
const (
	WorseUp   Direction = "up"   // Larger values are worse, such as latencies.
	WorseDown Direction = "down" // Smaller values are worse, such as scores.
)

// Parity says what traffic the two sides should have.
type Parity struct {
	Ratio     float64  `json:"ratio,omitzero"`   // Samples of current for each of the baseline, such as 0.05; 0: not checked.
	Tolerance *float64 `json:"tolerance"`        // Relative deviation of the ratio that is taken for granted.
	Labels    []string `json:"labels,omitempty"` // Labels whose mix should be the same on both sides, such as route.
}

// Defaults of a verdict.
const (
	DefaultWorseQuantile = 0.95
	DefaultTolerance     = 0.2
)

func (v *Verdict) applyDefaults() {
	if v.Worse != nil {
		setDefault(&v.Worse.Statistic, WorseMean)
		setDefault(&v.Worse.Direction, WorseUp)
		if v.Worse.Statistic == WorseQuantile {
			setDefault(&v.Worse.Quantile, DefaultWorseQuantile)
		}
	}
	if v.Parity != nil {
		if v.Parity.Tolerance == nil { // 0 is a tolerance, too.
			tolerance := DefaultTolerance
			v.Parity.Tolerance = &tolerance
		}
	}
}

func (q *Query) checkVerdict() error {
	if q.Estimator.IsPlugIn() {
		return fault.InField("estimator", fmt.Sprintf("%s has no limits, which a verdict follows from", q.Estimator), "use corrected")
	}
	if !q.Measures[0].HasBand() {
		return fault.InField("measures", fmt.Sprintf("%s has no limits, which a verdict follows from", q.Measures[0]), "use js or kl")
	}
	if !q.WidenTo.IsZero() {
		return fault.InField("widenTo", "does not apply to the view verdict, whose window grows by itself", "remove it")
	}
	if since := q.Verdict.Since; !since.IsZero() && (since.Year() < firstYear || since.Year() > lastYear) {
		return fault.InField("verdict.since", fmt.Sprintf("%d is not a year with metrics", since.Year()), "give the time at which the rollout began")
	}
	if err := q.checkWorse(); err != nil {
		return err
	}
	return q.checkParity()
}

func (q *Query) checkWorse() error {
	worse := q.Verdict.Worse
	if worse == nil {
		return nil
	}
	if len(q.Current.Category) > 0 {
		return fault.InField("verdict.worse", "categories have no order, so that none is worse than another", "remove it")
	}
	if err := oneOf("verdict.worse.statistic", worse.Statistic, WorseMean, WorseQuantile); err != nil {
		return err
	}
	if err := oneOf("verdict.worse.direction", worse.Direction, WorseUp, WorseDown); err != nil {
		return err
	}
	switch p := worse.Quantile; {
	case worse.Statistic == WorseMean && p != 0:
		return fault.InField("verdict.worse.quantile", "does not apply to the mean", "remove it, or use the statistic quantile")
	case worse.Statistic == WorseQuantile && !(p > 0 && p < 1):
		return fault.InField("verdict.worse.quantile", fmt.Sprintf("%v is not a share between 0 and 1", p), "use 0.95 for the 95th percentile")
	}
	return nil
}

func (q *Query) checkParity() error {
	parity := q.Verdict.Parity
	switch {
	case parity == nil:
		return nil
	case !finite(parity.Ratio) || parity.Ratio < 0:
		return fault.InField("verdict.parity.ratio", fmt.Sprintf("%v is not a ratio of samples", parity.Ratio), "use 0.05 for a canary of 5 % beside 100 %")
	case !finite(*parity.Tolerance) || *parity.Tolerance < 0:
		return fault.InField("verdict.parity.tolerance", fmt.Sprintf("%v is not a relative deviation", *parity.Tolerance), "use 0.2 for 20 %")
	}
	if parity.Ratio > 0 && !q.comparesTraffic() {
		return fault.InField("verdict.parity.ratio", fmt.Sprintf("does not apply to the baseline kind %q, whose windows are of another length", q.Baseline.Kind), "remove it, or use cohort")
	}
	if len(parity.Labels) > 0 && q.Baseline.Kind == Static {
		return fault.InField("verdict.parity.labels", "does not apply to weights written down, of which no traffic is known", "remove it")
	}
	if m := q.Measures[0]; len(parity.Labels) > 0 && (m.NeedsOrder() || m.IsMass()) {
		return fault.InField("verdict.parity.labels", fmt.Sprintf("%s can't compare how traffic is made up of labels", m), "use js or kl, or remove it")
	}
	for i, label := range parity.Labels {
		field := fmt.Sprintf("verdict.parity.labels[%d]", i)
		if err := checkLabel(field, label, "le is the bucket bound"); err != nil {
			return err
		}
		if slices.Contains(parity.Labels[:i], label) {
			return fault.InField(field, fmt.Sprintf("%q is named twice", label), "remove one of them")
		}
		if slices.Contains(q.GroupBy, label) {
			return fault.InField(field, fmt.Sprintf("%q makes the groups, so that each has one value of it", label), "remove it here or from groupBy")
		}
	}
	return nil
}

// comparesTraffic reports whether both sides count over equally long times, so that their numbers can be compared.
func (q *Query) comparesTraffic() bool {
	switch q.Baseline.Kind {
	case Cohort, Rest:
		return true
	case Previous:
		return q.Baseline.Window == q.Window
	}
	return false
}
