package distribution

import (
	"time"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
)

// Census tells how many series of classic buckets have each bound, now and then. A sum over series that do not all have a
// bound counts at that bound the events of some of them only: it is no cumulative count, and the bound can't be used.
type Census struct {
	Answer fetch.Answer
	Every  time.Duration // Distance of its evaluations.
}

// lacks tells at which moments a bound was not in all series.
type lacks struct {
	grid  fetch.Grid
	every time.Duration
	of    [][]int32 // Groups whose series do not all have the upper bound of a bin; bins by evaluations. nil: not known.
}

// byGroup sorts the series by the keys of their groups, once for all of them.
func (c *Census) byGroup(groupBy []string) map[string][]fetch.Series {
	if c == nil {
		return nil
	}
	groups := map[string][]fetch.Series{}
	for _, series := range c.Answer.Series {
		key, _ := groupOf(series.Labels, groupBy)
		groups[key] = append(groups[key], series)
	}
	return groups
}

// lacks finds the bins whose upper bounds some of a group's own series lack. All series of a pod come and go at once, so that at
// any moment as many series have each bound, unless they have not all the same bounds.
func (c *Census) lacks(own []fetch.Series, bins layout) lacks {
	counts := map[float64][]float64{}
	for _, series := range own {
		if bound, readable := parseBound(series.Labels[model.BucketLabel]); readable {
			counts[bound] = addValues(counts[bound], series.Values)
		}
	}
	if len(counts) == 0 {
		return lacks{}
	}
	found := lacks{grid: c.Answer.Grid, every: c.Every, of: rows[int32](bins.numbers(), c.Answer.Grid.Len())}
	for at := range c.Answer.Grid.Len() {
		most := 0.0
		for _, values := range counts {
			if !fetch.IsMissing(values[at]) {
				most = max(most, values[at])
			}
		}
		for b, bin := range bins.bins[:bins.numbers()] {
			values, known := counts[bin.Upper]
			if most > 0 && (!known || fetch.IsMissing(values[at]) || values[at] < most) {
				found.of[b][at] = 1
			}
		}
	}
	return found
}

// over adds up, for each bin, at how many moments around some windows its bound was lacking.
func (l lacks) over(spans []plan.Span) []int32 {
	if l.of == nil {
		return nil
	}
	sum := make([]int32, len(l.of))
	for _, span := range spans {
		for at := plan.Floor(span.Start, l.every); ; at = at.Add(l.every) {
			if index, ok := l.grid.Index(at); ok {
				for b := range l.of {
					sum[b] += l.of[b][index]
				}
			}
			if !at.Before(span.End) {
				break
			}
		}
	}
	return sum
}

// add adds what another group lacks.
func (l *lacks) add(other lacks) {
	if other.of == nil {
		return
	}
	if l.of == nil {
		*l = lacks{grid: other.grid, every: other.every, of: rows[int32](len(other.of), other.grid.Len())}
	}
	addRows(l.of, other.of)
}
