package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// buildCells plans windows as sums of cells. Each cell is asked for with one scrape interval more than its length and
// scaled back, so that the increment between the last scrape of one cell and the first of the next is not lost.
func buildCells(query request.Query, timing Timing, limits settings.Limits, scrape, cell time.Duration) (Plan, error) {
	times, step, err := pointTimes(query.Instant, timing, cell, scrape)
	if err != nil {
		return Plan{}, err
	}
	fixed := Span{Start: floor(query.Baseline.From, cell), End: ceil(query.Baseline.To, cell)}
	plan := Plan{Step: step, Points: pointsOf(query, times, fixed)}
	if query.Baseline.Kind == request.Fixed && !(fixed.Start.Equal(query.Baseline.From) && fixed.End.Equal(query.Baseline.To)) {
		plan.Notices = append(plan.Notices, fmt.Sprintf("The baseline was rounded to whole cells of %s: %s to %s.",
			request.Duration{Length: cell}, fixed.Start.Format(time.RFC3339), fixed.End.Format(time.RFC3339)))
	}
	length := cell + scrape
	source := func(side request.Selection, spans []Span) (Source, error) {
		expr, err := bucketCounts(side, query.GroupBy, length)
		return Source{Expr: expr, Cell: cell, Scale: float64(cell) / float64(length), Step: cell, Ranges: spans}, err
	}
	return plan.withSources(query, limits, source)
}

// buildDirect plans one evaluation for each window, for windows whose lengths have no common cell. Like a cell, a window
// is asked for with one scrape interval more and scaled back: so it counts from the last scrape before it to its own
// last one, and nothing is extrapolated.
func buildDirect(query request.Query, timing Timing, limits settings.Limits, scrape time.Duration) (Plan, error) {
	times, step, err := pointTimes(query.Instant, timing, max(scrape, time.Second), scrape)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Step: step, Points: pointsOf(query, times, Span{Start: query.Baseline.From, End: query.Baseline.To})}
	source := func(side request.Selection, spans []Span) (Source, error) {
		window := spans[0].Length()
		length := window + scrape
		expr, err := bucketCounts(side, query.GroupBy, length)
		ends := evaluations(spans, step)
		return Source{Expr: expr, Cell: window, Scale: float64(window) / float64(length), Step: step, Phase: phase(spans[0].End, step), Ranges: ends}, err
	}
	return plan.withSources(query, limits, source)
}

// evaluations returns the range of evaluation times at the ends of spans that are one step apart.
func evaluations(spans []Span, step time.Duration) []Span {
	ends := make([]Span, len(spans))
	for i, span := range spans {
		ends[i] = Span{Start: span.End.Add(-step), End: span.End}
	}
	return ends
}

func phase(t time.Time, step time.Duration) time.Duration { return t.Sub(floor(t, step)) }

func pointsOf(query request.Query, times []time.Time, fixed Span) []Point {
	points := make([]Point, len(times))
	for i, t := range times {
		points[i] = windowsOf(query, t, fixed)
	}
	return points
}

// withSources adds the source of each side; one source serves both where expression and times of evaluation allow it.
func (p Plan) withSources(query request.Query, limits settings.Limits, source func(request.Selection, []Span) (Source, error)) (Plan, error) {
	current, err := source(query.Current, p.spans(func(point Point) []Span { return point.Current }))
	if err != nil {
		return Plan{}, err
	}
	baseline, err := source(query.BaselineSelection(), p.spans(func(point Point) []Span { return point.Baseline }))
	if err != nil {
		return Plan{}, err
	}
	p.Sources = []Source{current}
	if current.Expr == baseline.Expr && current.Step == baseline.Step && current.Phase == baseline.Phase {
		p.Sources[0].Ranges = append(current.Ranges, baseline.Ranges...)
	} else {
		p.Sources, p.Baseline = append(p.Sources, baseline), 1
	}
	for i := range p.Sources {
		p.Sources[i].Ranges = union(p.Sources[i].Ranges)
		if n := p.Sources[i].Evaluations(); n > limits.Cells {
			return Plan{}, fault.New(fault.Limit, fmt.Sprintf("the query needs %d cells of %s, more than the limit of %d", n, request.Duration{Length: p.Sources[i].Step}, limits.Cells),
				"choose a shorter range or a longer window, or raise limits.cells in the data source")
		}
	}
	return p, nil
}

func (p Plan) spans(side func(Point) []Span) []Span {
	var all []Span
	for _, point := range p.Points {
		all = append(all, side(point)...)
	}
	return all
}

// Evaluations returns how many values of the expression are needed for each series.
func (s Source) Evaluations() int {
	total := 0
	for _, span := range s.Ranges {
		total += int(span.Length() / s.Step)
	}
	return total
}

// union sorts spans and joins those that touch or overlap.
func union(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.Start.Compare(b.Start) })
	joined := spans[:0:0]
	for _, span := range spans {
		last := len(joined) - 1
		if last < 0 || span.Start.After(joined[last].End) {
			joined = append(joined, span)
			continue
		}
		if span.End.After(joined[last].End) {
			joined[last].End = span.End
		}
	}
	return joined
}
