package request

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Limits of the confidence level: outside them the method has not been measured.
const (
	MinLevel = 0.8
	MaxLevel = 0.999
)

func (q *Query) validate() error {
	checks := []func() error{
		q.checkVersion, q.checkEnums, q.checkCurrent, q.checkNumbers, q.checkGroupBy,
		q.checkBaselineFields, q.checkBaseline,
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
	if err := oneOf("view", q.View, ViewDivergence); err != nil {
		return err
	}
	for i, measure := range q.Measures {
		field := fmt.Sprintf("measures[%d]", i)
		if err := oneOf(field, measure, MeasureKL, MeasureKLReverse, MeasureJS); err != nil {
			return err
		}
		if slices.Contains(q.Measures[:i], measure) {
			return fault.InField(field, fmt.Sprintf("%q is asked for twice", measure), "remove one of them")
		}
	}
	if err := oneOf("unit", q.Unit, UnitNats, UnitBits); err != nil {
		return err
	}
	if err := oneOf("alertOn", q.AlertOn, StatisticEstimate, StatisticLower, StatisticUpper); err != nil {
		return err
	}
	return oneOf("baseline.kind", q.Baseline.Kind, Previous, Fixed, Cohort)
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

func (q *Query) checkCurrent() error { return q.Current.Validate("current") }

// Validate checks a selection; field is its place in the query.
func (s Selection) Validate(field string) error {
	if s.Metric == "" {
		return fault.InField(field+".metric", "is missing", "name a histogram, without _bucket")
	}
	if err := checkMetric(field+".metric", s.Metric); err != nil {
		return err
	}
	return s.ValidateMatchers(field)
}

// ValidateMatchers checks a selection that needs no metric.
func (s Selection) ValidateMatchers(field string) error {
	return checkMatchers(field+".matchers", s.Matchers)
}

func checkMetric(field, metric string) error {
	if err := checkResolved(field, metric); err != nil {
		return err
	}
	if !model.UTF8Validation.IsValidMetricName(metric) {
		return fault.InField(field, "is not a metric name", "use valid UTF-8")
	}
	if base, found := strings.CutSuffix(metric, "_bucket"); found {
		return fault.InField(field, fmt.Sprintf("%q names the buckets of a histogram", metric), fmt.Sprintf("leave _bucket off: %q", base))
	}
	return nil
}

func checkMatchers(field string, matchers []Matcher) error {
	for i, matcher := range matchers {
		place := fmt.Sprintf("%s[%d]", field, i)
		if matcher.Label == "" {
			return fault.InField(place+".label", "is missing", "name a label, or remove the matcher")
		}
		if !model.UTF8Validation.IsValidLabelName(matcher.Label) {
			return fault.InField(place+".label", "is not a label name", "use valid UTF-8")
		}
		if err := oneOf(place+".op", matcher.Op, Equal, NotEqual, Regexp, NotRegexp); err != nil {
			return err
		}
		if err := checkResolved(place+".value", matcher.Value); err != nil {
			return err
		}
		if err := checkRegexp(place+".value", matcher); err != nil {
			return err
		}
	}
	return nil
}

func (q *Query) checkNumbers() error {
	if level := q.Confidence.Level; !(level >= MinLevel && level <= MaxLevel) {
		return fault.InField("confidence.level", fmt.Sprintf("%v is outside %v to %v", level, MinLevel, MaxLevel), "use 0.95 for a 95 % band")
	}
	if count := *q.MinCount; !(count >= 0) || math.IsInf(count, 0) {
		return fault.InField("minCount", fmt.Sprintf("%v is not a number of samples", count), "use 0 or more")
	}
	if t := q.Threshold; t != nil && (!(*t >= 0) || math.IsInf(*t, 0)) {
		return fault.InField("threshold", fmt.Sprintf("%v is not a divergence", *t), "use 0 or more")
	}
	if q.ScrapeInterval.Range {
		return fault.InField("scrapeInterval", "is not a scrape interval", "write it like 15s or 1m")
	}
	if q.AlertOn != StatisticEstimate && !q.Confidence.HasBand() {
		return fault.InField("alertOn", fmt.Sprintf("%q is a limit of the band, and confidence.band is off", q.AlertOn), "switch the band on, or alert on the estimate")
	}
	return nil
}

// Labels that the answer adds: measure where there are several, bound to the fields of the band.
const (
	measureLabel = "measure"
	boundLabel   = "bound"
)

func (q *Query) checkGroupBy() error {
	for i, label := range q.GroupBy {
		field := fmt.Sprintf("groupBy[%d]", i)
		switch {
		case label == "":
			return fault.InField(field, "is empty", "name a label, or remove it")
		case label == "le":
			return fault.InField(field, "le is the bucket bound, not a group", "remove it")
		case !model.UTF8Validation.IsValidLabelName(label):
			return fault.InField(field, "is not a label name", "use valid UTF-8")
		case slices.Contains(q.GroupBy[:i], label):
			return fault.InField(field, fmt.Sprintf("%q is named twice", label), "remove one of them")
		}
		if err := checkResolved(field, label); err != nil {
			return err
		}
		if label == measureLabel && len(q.Measures) > 1 {
			return fault.InField(field, "with several measures, the label measure tells them apart", "ask for one measure, or group by another label")
		}
		if label == boundLabel && q.Confidence.HasBand() {
			return fault.InField(field, "with a band, the label bound tells its limits apart", "switch the band off, or group by another label")
		}
	}
	return nil
}
