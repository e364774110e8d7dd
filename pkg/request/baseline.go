package request

import (
	"fmt"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
)

// fieldsOf lists the fields that apply to each kind of baseline.
var fieldsOf = map[BaselineKind][]string{
	Previous: {"offset", "window", "exclude", "mute"},
	Seasonal: {"period", "count", "exclude", "mute"},
	Fixed:    {"from", "to", "exclude", "mute"},
	Cohort:   {"metric", "type", "category", "matchers", "expr", "exclude", "mute"},
	Rest:     {"exclude", "mute"},
	Static:   {"bounds", "categories", "weights", "n"},
}

func (q *Query) checkBaselineFields() error {
	b := q.Baseline
	given := []struct {
		name string
		set  bool
	}{
		{"offset", !b.Offset.IsZero()},
		{"window", !b.Window.IsZero()},
		{"period", !b.Period.IsZero()},
		{"count", b.Count != 0},
		{"from", !b.From.IsZero()},
		{"to", !b.To.IsZero()},
		{"metric", b.Metric != ""},
		{"type", b.Type != ""},
		{"category", len(b.Category) > 0},
		{"matchers", len(b.Matchers) > 0},
		{"expr", b.Expr != ""},
		{"bounds", len(b.Bounds) > 0},
		{"categories", len(b.Categories) > 0},
		{"weights", len(b.Weights) > 0},
		{"n", b.N != nil},
		{"exclude", len(b.Exclude) > 0},
		{"mute", b.Mute != ""},
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
	case Seasonal:
		return q.checkSeasonal()
	case Fixed:
		return checkInterval("baseline", q.Baseline.From, q.Baseline.To)
	case Cohort:
		return q.checkCohort()
	case Rest:
		return q.checkRest()
	default:
		return q.checkStatic()
	}
}

// checkRest asks for groups: without them there is one, and no others.
func (q *Query) checkRest() error {
	if len(q.GroupBy) > 0 {
		return nil
	}
	return fault.InField("groupBy", "is empty, and the baseline rest compares each group with all others", "name a label such as tenant, or choose another baseline")
}

// BaselineSelection returns the series of the baseline: those of current, but for a cohort. What a cohort leaves out is
// as in current: the metric and its type, the category labels, and the matchers on every label that it does not name.
func (q *Query) BaselineSelection() Selection {
	if q.Baseline.Kind != Cohort {
		return q.Current
	}
	return q.Baseline.selection().inherit(q.Current)
}
