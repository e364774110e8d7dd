package fetch

import (
	"fmt"
	"maps"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Answer is what one source of a plan yielded.
type Answer struct {
	Grid   Grid
	Series []Series // Ordered by their labels.
}

// Series is one series of an answer: Grid.Len() values, see IsMissing and IsInvalid.
type Series struct {
	Labels map[string]string
	Values []float64
}

// assembly puts chunks together to an answer.
type assembly struct {
	source plan.Source
	grid   Grid
	limits settings.Limits
	series map[string]Series
}

func newAssembly(source plan.Source, limits settings.Limits) *assembly {
	return &assembly{source: source, grid: newGrid(source), limits: limits, series: map[string]Series{}}
}

// add copies the values of chunks into place. Chunks may hold more than is asked for.
func (a *assembly) add(chunks map[chunkID]columns) error {
	line := timelineOf(a.source)
	for id, chunk := range chunks {
		for i := range line.chunk {
			index, ok := a.grid.index(line.time(line.start(id) + i).UnixMilli())
			if !ok {
				continue
			}
			for name, column := range chunk {
				series, err := a.row(name, column)
				if err != nil {
					return err
				}
				series.Values[index] = column.values[i]
			}
		}
	}
	return nil
}

func (a *assembly) row(name string, column column) (Series, error) {
	if series, ok := a.series[name]; ok {
		return series, nil
	}
	if len(a.series) >= a.limits.Series {
		return Series{}, tooManySeries(a.limits.Series)
	}
	if (len(a.series)+1)*a.grid.n > a.limits.Values {
		return Series{}, fault.New(fault.Limit, fmt.Sprintf("the query needs more than %d values (series times cells)", a.limits.Values),
			"choose a shorter range, a longer window or fewer groups, or raise limits.values in the data source")
	}
	series := Series{Labels: column.labels, Values: emptyValues(a.grid.n)}
	a.series[name] = series
	return series, nil
}

func (a *assembly) answer() Answer {
	answer := Answer{Grid: a.grid}
	for _, name := range slices.Sorted(maps.Keys(a.series)) {
		// A chunk may know series that had ended before the first evaluation asked for.
		if slices.ContainsFunc(a.series[name].Values, func(v float64) bool { return !IsMissing(v) }) {
			answer.Series = append(answer.Series, a.series[name])
		}
	}
	return answer
}
