package distribution

import (
	"slices"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
)

// Muted returns the cells of an answer in which any of its series has a value other than 0. NaN is no answer.
func Muted(answer fetch.Answer, source plan.Source) []plan.Span {
	var spans []plan.Span
	for _, within := range source.Ranges {
		for end := within.Start.Add(source.Step); !end.After(within.End); end = end.Add(source.Step) {
			cell, ok := answer.Grid.Index(end)
			if ok && slices.ContainsFunc(answer.Series, func(one fetch.Series) bool { return holds(one.Values[cell]) }) {
				spans = append(spans, plan.Span{Start: end.Add(-source.Cell), End: end})
			}
		}
	}
	return spans
}

func holds(value float64) bool {
	return !fetch.IsMissing(value) && !fetch.IsInvalid(value) && value != 0
}
