package request

import (
	"fmt"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
)

// fieldsOf lists the fields that apply to each kind of baseline.
var fieldsOf = map[BaselineKind][]string{
	Previous: {"offset", "window"},
	Fixed:    {"from", "to"},
	Cohort:   {"metric", "matchers"},
}

func (q *Query) checkBaselineFields() error {
	b := q.Baseline
	given := []struct {
		name string
		set  bool
	}{
		{"offset", !b.Offset.IsZero()},
		{"window", !b.Window.IsZero()},
		{"from", !b.From.IsZero()},
		{"to", !b.To.IsZero()},
		{"metric", b.Metric != ""},
		{"matchers", len(b.Matchers) > 0},
	}
	for _, field := range given {
		if field.set && !slices.Contains(fieldsOf[b.Kind], field.name) {
			return fault.InField("baseline."+field.name, fmt.Sprintf("does not apply to the baseline kind %q", b.Kind), "remove it, or choose another kind")
		}
	}
	return nil
}

func (q *Query) checkBaseline() error {
	switch q.Baseline.Kind {
	case Previous:
		return q.checkPrevious()
	case Fixed:
		return q.checkFixed()
	default:
		return q.checkCohort()
	}
}

// checkPrevious refuses a current window that lies in its own baseline: the two would share events, and the divergence
// would be too small without a word. $__range is judged once the range is known (see Resolve).
func (q *Query) checkPrevious() error {
	b := q.Baseline
	if b.Offset.Range || q.Window.Range || b.Offset.Length >= q.Window.Length {
		return nil
	}
	return overlap(b.Offset.Length, q.Window.Length)
}

func overlap(offset, window time.Duration) error {
	return fault.InField("baseline.offset",
		fmt.Sprintf("%s is shorter than the window of %s, so the current window would lie in its own baseline", Duration{Length: offset}, Duration{Length: window}),
		fmt.Sprintf("use %s or more", Duration{Length: window}))
}

// Times outside these years can't be counted in nanoseconds since 1970.
const (
	firstYear = 1970
	lastYear  = 2200
)

func (q *Query) checkFixed() error {
	b := q.Baseline
	if b.From.IsZero() {
		return fault.InField("baseline.from", "is missing", "give a time like 2026-11-01T00:00:00Z")
	}
	if b.To.IsZero() {
		return fault.InField("baseline.to", "is missing", "give a time like 2026-11-08T00:00:00Z")
	}
	if b.From.Year() < firstYear {
		return fault.InField("baseline.from", fmt.Sprintf("%d is not a year with metrics", b.From.Year()), "give a time like 2026-11-01T00:00:00Z")
	}
	if b.To.Year() > lastYear {
		return fault.InField("baseline.to", fmt.Sprintf("%d is not a year with metrics", b.To.Year()), "give a time like 2026-11-08T00:00:00Z")
	}
	if !b.From.Before(b.To) {
		return fault.InField("baseline.to", "is not after baseline.from", "swap them, or move one")
	}
	return nil
}

func (q *Query) checkCohort() error {
	b := q.Baseline
	if (b.Metric == "" || b.Metric == q.Current.Metric) && len(b.Matchers) == 0 {
		return fault.InField("baseline.matchers", "the cohort is the same as the current side", "say what differs, such as version = stable")
	}
	if b.Metric != "" {
		if err := checkMetric("baseline.metric", b.Metric); err != nil {
			return err
		}
	}
	if err := checkMatchers("baseline.matchers", b.Matchers); err != nil {
		return err
	}
	return q.checkCohortGroups()
}

// checkCohortGroups refuses a cohort that pins a group-by label: groups are joined on it, so no group, or only one,
// would find its partner.
func (q *Query) checkCohortGroups() error {
	for i, matcher := range q.Baseline.Matchers {
		if slices.Contains(q.GroupBy, matcher.Label) && !slices.Contains(q.Current.Matchers, matcher) {
			return fault.InField(fmt.Sprintf("baseline.matchers[%d]", i),
				fmt.Sprintf("the cohort picks %q, which is also a group-by label, so its groups can't be matched with the current ones", matcher.Label),
				fmt.Sprintf("drop %q from groupBy", matcher.Label))
		}
	}
	return nil
}

// BaselineSelection returns the series of the baseline. What a cohort leaves out is as in current: the metric, and the
// matchers on every label that the cohort does not name.
func (q *Query) BaselineSelection() Selection {
	side := q.Current
	if q.Baseline.Kind != Cohort {
		return side
	}
	if q.Baseline.Metric != "" {
		side.Metric = q.Baseline.Metric
	}
	side.Matchers = slices.DeleteFunc(slices.Clone(q.Current.Matchers), func(inherited Matcher) bool {
		return slices.ContainsFunc(q.Baseline.Matchers, func(own Matcher) bool { return own.Label == inherited.Label })
	})
	side.Matchers = append(side.Matchers, q.Baseline.Matchers...)
	return side
}
