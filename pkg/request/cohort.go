package request

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/fault"
)

// selection returns what a cohort says itself.
func (b Baseline) selection() Selection {
	return Selection{Metric: b.Metric, Type: b.Type, Category: b.Category, Matchers: b.Matchers, Expr: b.Expr}
}

// inherit fills in what a cohort leaves out. Another metric may be of another type, so that one is looked up.
func (s Selection) inherit(from Selection) Selection {
	if len(s.Category) == 0 {
		s.Category = from.Category
	}
	if s.Expr != "" {
		return s
	}
	s.Metric = cmp.Or(s.Metric, from.Metric)
	if s.Metric == from.Metric {
		s.Type = cmp.Or(s.Type, from.Type)
	}
	setDefault(&s.Type, AutoSeries)
	s.Matchers = inheritMatchers(s.Matchers, from.Matchers)
	return s
}

// inheritMatchers adds the matchers on the labels that own ones do not name.
func inheritMatchers(own, from []Matcher) []Matcher {
	inherited := slices.DeleteFunc(slices.Clone(from), func(theirs Matcher) bool {
		return slices.ContainsFunc(own, func(ours Matcher) bool { return ours.Label == theirs.Label })
	})
	return append(inherited, own...)
}

func (q *Query) checkCohort() error {
	own := q.Baseline.selection()
	if err := own.checkGiven("baseline"); err != nil {
		return err
	}
	if q.Current.Expr != "" && own.Expr == "" && own.Metric == "" {
		return fault.InField("baseline.metric", "is missing, and current is an expression, which has no metric to take over", "name a metric, or write an expr")
	}
	if own.sameAs(q.Current) {
		return q.sameCohort()
	}
	if err := q.checkCohortBins(); err != nil {
		return err
	}
	return q.checkCohortGroups()
}

// sameAs reports whether a cohort names nothing that current does not.
func (s Selection) sameAs(current Selection) bool {
	if len(s.Category) > 0 && !slices.Equal(s.Category, current.Category) {
		return false
	}
	if s.Expr != "" {
		return strings.TrimSpace(s.Expr) == strings.TrimSpace(current.Expr)
	}
	return (s.Metric == "" || s.Metric == current.Metric) && len(s.Matchers) == 0
}

func (q *Query) sameCohort() error {
	const message = "the cohort is the same as the current side"
	if q.Baseline.Expr != "" {
		return fault.InField("baseline.expr", message, "say what differs")
	}
	return fault.InField("baseline.matchers", message, "say what differs, such as version = stable")
}

// checkCohortBins refuses sides whose bins can't be the same: a histogram and categories, or categories of one label
// and of two. An expression that names no category may yield either; the view will tell.
func (q *Query) checkCohortBins() error {
	cohort := q.BaselineSelection()
	if err := cohort.checkShape("baseline"); err != nil {
		return err
	}
	unnamed := q.Current.Expr != "" && len(q.Current.Category) == 0
	if unnamed || len(cohort.Category) == len(q.Current.Category) {
		return nil
	}
	return fault.InField("baseline.category",
		fmt.Sprintf("the cohort has categories of %s and current of %s, so their bins can't be compared", count(len(cohort.Category), "label"), count(len(q.Current.Category), "label")),
		"name as many labels on both sides")
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
	return q.checkCategoryGroups("baseline.category", q.Baseline.Category)
}
