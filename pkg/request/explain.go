package request

import (
	"fmt"
	"slices"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Explain says which labels may account for a change.
type Explain struct {
	Labels    []string `json:"labels,omitempty"` // Candidates; none: those found in the series.
	MaxValues int      `json:"maxValues"`        // Values of a label that are told apart, those with most samples; the others are one.
}

// Values of a label that an explanation tells apart.
const (
	DefaultMaxValues = 20
	mostMaxValues    = 500
)

// mostExplainLabels bounds the candidates: each costs requests of its own.
const mostExplainLabels = 20

func (e *Explain) applyDefaults() { setDefault(&e.MaxValues, DefaultMaxValues) }

func (q *Query) checkExplain() error {
	if q.Measures[0] != MeasureKL {
		return fault.InField("measures", fmt.Sprintf("%s has no chain rule, by which a change is split", q.Measures[0]), "use kl")
	}
	if n := q.Explain.MaxValues; n < 2 || n > mostMaxValues {
		return fault.InField("explain.maxValues", fmt.Sprintf("%d is not a number of values", n), fmt.Sprintf("use 2 to %d", mostMaxValues))
	}
	switch {
	case q.Baseline.Kind == Static:
		return fault.InField("baseline.kind", "a static baseline has no labels, by which a change could be explained", "use previous, seasonal, fixed, cohort or rest")
	case q.Estimator.IsPlugIn():
		return fault.InField("estimator", fmt.Sprintf("the chain rule, by which a change is split, is not exact for %s", q.Estimator), fmt.Sprintf("use %s", Corrected))
	case len(q.Explain.Labels) > mostExplainLabels:
		return fault.InField("explain.labels", fmt.Sprintf("names %d labels, more than %d", len(q.Explain.Labels), mostExplainLabels), "name those that may be the reason")
	}
	return q.checkExplainLabels()
}

func (q *Query) checkExplainLabels() error {
	for i, label := range q.Explain.Labels {
		field := fmt.Sprintf("explain.labels[%d]", i)
		if err := checkLabel(field, label, "le is the bucket bound"); err != nil {
			return err
		}
		switch {
		case slices.Contains(q.Explain.Labels[:i], label):
			return fault.InField(field, fmt.Sprintf("%q is named twice", label), "remove one of them")
		case slices.Contains(q.GroupBy, label):
			return fault.InField(field, fmt.Sprintf("%q makes the groups, so that each has one value of it", label), "remove it here or from groupBy")
		case slices.Contains(q.Current.Category, label):
			return fault.InField(field, fmt.Sprintf("the values of %q are the bins", label), "remove it")
		case q.isPinned(label):
			return fault.InField(field, fmt.Sprintf("the matchers leave one value of %q on each side", label), "remove it, or the matchers on it")
		case q.tellsSidesApart(label):
			return fault.InField(field, fmt.Sprintf("%q tells the cohort from the current side, so that it can't be told from the change", label), "remove it")
		}
	}
	return nil
}

// MayExplain reports whether a label of the series may account for a change: one that makes neither bins nor groups, and
// may have several values on both sides.
func (q *Query) MayExplain(label string) bool {
	switch {
	case label == model.BucketLabel || label == model.MetricNameLabel || slices.Contains(q.GroupBy, label):
		return false
	case slices.Contains(q.Current.Category, label) || slices.Contains(q.BaselineSelection().Category, label):
		return false
	}
	return !q.isPinned(label) && !q.tellsSidesApart(label)
}

// isPinned reports whether the matchers of both sides leave one value of a label.
func (q *Query) isPinned(label string) bool {
	equal := func(m Matcher) bool { return m.Label == label && m.Op == Equal }
	return slices.ContainsFunc(q.Current.Matchers, equal) && slices.ContainsFunc(q.BaselineSelection().Matchers, equal)
}

// tellsSidesApart reports whether a cohort has a matcher on a label that current has not.
func (q *Query) tellsSidesApart(label string) bool {
	return q.Baseline.Kind == Cohort && slices.ContainsFunc(q.Baseline.Matchers, func(m Matcher) bool {
		return m.Label == label && !slices.Contains(q.Current.Matchers, m)
	})
}
