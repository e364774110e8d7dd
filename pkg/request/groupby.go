package request

import (
	"fmt"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
)

func (q *Query) checkGroupBy() error {
	for i, label := range q.GroupBy {
		field := fmt.Sprintf("groupBy[%d]", i)
		if err := checkLabel(field, label, "le is the bucket bound, not a group"); err != nil {
			return err
		}
		if slices.Contains(q.GroupBy[:i], label) {
			return fault.InField(field, fmt.Sprintf("%q is named twice", label), "remove one of them")
		}
		if err := q.checkOwnLabel(field, label); err != nil {
			return err
		}
	}
	return nil
}

// checkOwnLabel refuses a label that the answer adds by itself.
func (q *Query) checkOwnLabel(field, label string) error {
	switch {
	case label == "measure" && len(q.Measures) > 1:
		return fault.InField(field, "with several measures, the label measure tells them apart", "ask for one measure, or group by another label")
	case label == "bound" && (q.Confidence.HasBand() || q.Confidence.HasNoiseFloor() || q.Confidence.ExpectedRange):
		return fault.InField(field, "the label bound tells the limits of the band, the noise floor and the expected range apart", "switch them off, or group by another label")
	case label == "resolution" && q.View == ViewSensitivity:
		return fault.InField(field, "in the view sensitivity, the label resolution tells its answers apart", "group by another label")
	}
	return nil
}
