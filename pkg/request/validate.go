package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Limits of the confidence level: outside them the method has not been measured.
const (
	MinLevel = 0.8
	MaxLevel = 0.999
)

func (q *Query) validate() error {
	checks := []func() error{
		q.checkVersion, q.checkEnums, q.checkMeasures, q.checkEstimator, q.checkCurrent, q.checkNumbers, q.checkWidenTo, q.checkGroupBy,
		q.checkReplicates,
		q.checkBaselineFields, q.checkBaseline, q.checkLeftOut, q.checkBins, q.checkSensitivity, q.checkJoint, q.checkView,
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (q *Query) checkVersion() error {
	if q.Version == Version {
		return nil
	}
	return fault.InField("version", fmt.Sprintf("%d is not a version this plugin knows", q.Version), fmt.Sprintf("use %d, or update the plugin", Version))
}

func (q *Query) checkEnums() error {
	if err := oneOf("view", q.View, Views...); err != nil {
		return err
	}
	if err := oneOf("unit", q.Unit, UnitNats, UnitBits); err != nil {
		return err
	}
	if err := oneOf("alertOn", q.AlertOn, q.View.Statistics()...); err != nil {
		return err
	}
	return oneOf("baseline.kind", q.Baseline.Kind, Previous, Seasonal, Fixed, Cohort, Rest, Static)
}

func oneOf[T ~string](field string, value T, allowed ...T) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, name := range allowed {
		names[i] = string(name)
	}
	return fault.InField(field, fmt.Sprintf("%q is not known", value), "use "+orList(names))
}

// orList writes a, b or c.
func orList(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// checkCurrent checks the current side, and that its categories are not groups, too.
func (q *Query) checkCurrent() error {
	if err := q.Current.Validate("current"); err != nil {
		return err
	}
	return q.checkCategoryGroups("current.category", q.Current.Category)
}

func (q *Query) checkNumbers() error {
	if level := q.Confidence.Level; !(level >= MinLevel && level <= MaxLevel) {
		return fault.InField("confidence.level", fmt.Sprintf("%v is outside %v to %v", level, MinLevel, MaxLevel), "use 0.95 for a 95 % band")
	}
	if count := *q.MinCount; !finite(count) || count < 0 {
		return fault.InField("minCount", fmt.Sprintf("%v is not a number of samples", count), "use 0 or more")
	}
	if t := q.Threshold; t != nil && (!finite(*t) || *t < 0) {
		return fault.InField("threshold", fmt.Sprintf("%v is not a divergence", *t), "use 0 or more")
	}
	if q.ScrapeInterval.Range {
		return fault.InField("scrapeInterval", "is not a scrape interval", "write it like 15s or 1m")
	}
	if q.AlertOn.IsLimit() && !q.Confidence.HasBand() {
		return fault.InField("alertOn", fmt.Sprintf("%q is a limit of the band, and confidence.band is off", q.AlertOn), "switch the band on, or alert on the estimate")
	}
	return nil
}

// checkWidenTo leaves a window of $__range alone: a panel that shows more than widenTo has no need to widen.
func (q *Query) checkWidenTo() error {
	widest := q.WidenTo
	if widest.IsZero() {
		return nil
	}
	if widest.Range {
		return fault.InField("widenTo", "is not a length", "write it like 6h or 1d")
	}
	if !q.Window.Range && widest.Length < q.Window.Length {
		return fault.InField("widenTo", fmt.Sprintf("%s is shorter than the window of %s", widest, q.Window), fmt.Sprintf("use %s or more, or remove it", q.Window))
	}
	return nil
}
