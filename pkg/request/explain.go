package request

import (
	"fmt"
	"slices"

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

func (e *Explain) applyDefaults() { setDefault(&e.MaxValues, DefaultMaxValues) }

func (q *Query) checkExplain() error {
	if q.Measures[0] != MeasureKL {
		return fault.InField("measures", fmt.Sprintf("%s has no chain rule, by which a change is split", q.Measures[0]), "use kl")
	}
	if n := q.Explain.MaxValues; n < 2 || n > mostMaxValues {
		return fault.InField("explain.maxValues", fmt.Sprintf("%d is not a number of values", n), fmt.Sprintf("use 2 to %d", mostMaxValues))
	}
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
		}
	}
	return nil
}
