package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/fault"
)

// checkJoint checks the labels that become part of the bin. Such bins have no order, as categories have none: what needs
// one is refused.
func (q *Query) checkJoint() error {
	if len(q.Joint) == 0 {
		return nil
	}
	for i, label := range q.Joint {
		if err := q.checkJointLabel(fmt.Sprintf("joint[%d]", i), label, q.Joint[:i]); err != nil {
			return err
		}
	}
	names := strings.Join(q.Joint, ", ")
	for i, measure := range q.Measures {
		if measure.NeedsOrder() {
			return fault.InField(fmt.Sprintf("measures[%d]", i), fmt.Sprintf("%s needs values in an order, and bins of several values of %s have none", measure, names), "use js or kl, or move joint to groupBy")
		}
	}
	switch {
	case q.Baseline.Kind == Static:
		return fault.InField("joint", "does not apply to the baseline static, whose weights have no labels", "remove it, or use another kind of baseline")
	case q.View == ViewExplain:
		return fault.InField("joint", "does not apply to the view explain, which tells by itself what the mix of a label's values adds and what lies inside", fmt.Sprintf("remove it, and name %s in explain.labels", names))
	case q.View == ViewExemplars:
		return fault.InField("joint", "does not apply to the view exemplars, which looks for them by the bounds of a bin alone", fmt.Sprintf("remove it, or move %s to groupBy", names))
	case q.View == ViewDistributions && q.Format == FormatNumeric:
		return fault.InField("format", fmt.Sprintf("numeric draws bins along one axis of numbers, and bins of several values of %s have none", names), "use table or bars, or move joint to groupBy")
	case q.AlertOn == StatisticFrom || q.AlertOn == StatisticTo:
		return fault.InField("alertOn", fmt.Sprintf("%q is a bound of bins, and those of several values of %s are not bounds of one number", q.AlertOn, names), "use contribution or share, or move joint to groupBy")
	case q.Verdict != nil && q.Verdict.Worse != nil:
		return fault.InField("verdict.worse", fmt.Sprintf("bins of several values of %s have no order, so that none is worse than another", names), "remove it, or move joint to groupBy")
	}
	return q.checkCohortJoint()
}

func (q *Query) checkJointLabel(field, label string, before []string) error {
	if err := checkLabel(field, label, "le is the bucket bound, which is part of the bin anyway"); err != nil {
		return err
	}
	switch {
	case slices.Contains(before, label):
		return fault.InField(field, fmt.Sprintf("%q is named twice", label), "remove one of them")
	case slices.Contains(q.GroupBy, label):
		return fault.InField(field, fmt.Sprintf("%q makes the groups, so that each has one value of it", label), "remove it here or from groupBy")
	case slices.Contains(q.Current.Category, label) || slices.Contains(q.Baseline.Category, label):
		return fault.InField(field, fmt.Sprintf("%q is a category, and so part of the bin anyway", label), "remove it here")
	case q.Replicates.Kind == ByLabel && q.Replicates.By == label:
		return fault.InField(field, fmt.Sprintf("%q tells the instances of replicates apart", label), "remove it here, or name another label in replicates.by")
	}
	return nil
}

// checkCohortJoint refuses a cohort that picks a value of a joint label: all of the other values would look as if they had
// vanished.
func (q *Query) checkCohortJoint() error {
	for i, matcher := range q.Baseline.Matchers {
		if q.Baseline.Kind == Cohort && slices.Contains(q.Joint, matcher.Label) && !slices.Contains(q.Current.Matchers, matcher) {
			return fault.InField(fmt.Sprintf("baseline.matchers[%d]", i), fmt.Sprintf("the cohort picks %q, which is also part of the bin, so that its bins can't be those of current", matcher.Label),
				fmt.Sprintf("drop %q from joint", matcher.Label))
		}
	}
	return nil
}
