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
	Series []Series // Ordered by their labels, then by their parts: kinds, bounds.
}

// Series is one series of an answer: Grid.Len() values, see IsMissing and IsInvalid.
type Series struct {
	Labels map[string]string // Shared with the other parts; not to be changed.
	Part   Part
	Values []float64
}

// assembly puts chunks together to an answer.
type assembly struct {
	source plan.Source
	grid   Grid
	limits settings.Limits
	series map[columnKey]Series
}

func newAssembly(source plan.Source, limits settings.Limits) *assembly {
	return &assembly{source: source, grid: newGrid(source), limits: limits, series: map[columnKey]Series{}}
}

// add copies the values of chunks into place. Chunks may hold more than is asked for.
func (a *assembly) add(chunks map[chunkID]columns) error {
	for id, chunk := range chunks {
		places := a.places(id)
		if len(places) == 0 {
			continue
		}
		for key, column := range chunk {
			series, err := a.row(key, column)
			if err != nil {
				return err
			}
			for _, place := range places {
				series.Values[place.to] = column.values[place.from]
			}
		}
	}
	return nil
}

// move takes one value of a column to its place in the answer.
type move struct{ from, to int }

// places returns which evaluations of a chunk are asked for, and where they stand in the answer.
func (a *assembly) places(id chunkID) []move {
	line := timelineOf(a.source)
	var places []move
	for i := range line.chunk {
		if index, ok := a.grid.index(line.time(line.start(id) + i).UnixMilli()); ok {
			places = append(places, move{from: int(i), to: index})
		}
	}
	return places
}

func (a *assembly) row(key columnKey, column column) (Series, error) {
	if series, ok := a.series[key]; ok {
		return series, nil
	}
	if len(a.series) >= a.limits.Series {
		return Series{}, tooManySeries(a.limits.Series)
	}
	if (len(a.series)+1)*a.grid.n > a.limits.Values {
		return Series{}, fault.New(fault.Limit, fmt.Sprintf("the query needs more than %d values (series times cells)", a.limits.Values),
			"choose a shorter range, a longer window or fewer groups, or raise limits.values in the data source")
	}
	series := Series{Labels: column.labels, Part: key.part, Values: emptyValues(a.grid.n)}
	a.series[key] = series
	return series, nil
}

func (a *assembly) answer() Answer {
	answer := Answer{Grid: a.grid}
	for _, key := range slices.SortedFunc(maps.Keys(a.series), columnKey.compare) {
		// A chunk may know series that had ended before the first evaluation asked for.
		if slices.ContainsFunc(a.series[key].Values, func(v float64) bool { return !IsMissing(v) }) {
			answer.Series = append(answer.Series, a.series[key])
		}
	}
	return answer
}
