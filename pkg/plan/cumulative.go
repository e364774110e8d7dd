package plan

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

// cumulative plans a verdict: one point at the end of each cell since it began, whose current window reaches from there
// to the point. Which cells there are follows from the query alone, so that everyone who asks looks at the same moments.
// Whoever does not say when it began asks about the range, which begins at from. shown are the moments of the answer.
func (p Plan) cumulative(query request.Query, from time.Time, shown []time.Time, fixed Span) (Plan, error) {
	if since := query.Verdict.Since; !since.IsZero() {
		from = since.UTC()
		if query.Baseline.Kind == request.Fixed && from.Before(query.Baseline.To) {
			return Plan{}, fault.InField("verdict.since", fmt.Sprintf("%s lies before the end of the baseline, so that current would lie in its own baseline", from.Format(time.RFC3339)),
				"use a baseline that ends before it")
		}
	}
	end := shown[len(shown)-1]
	p.Shown, p.Begun = shown, ceil(from, p.Cell)
	if cells := int(end.Sub(p.Begun) / p.Cell); cells > maxPoints {
		return Plan{}, fault.New(fault.Limit, fmt.Sprintf("the verdict would add up %d cells of %s, more than %d", cells, request.Duration{Length: p.Cell}, maxPoints),
			"let it begin later (verdict.since), or choose a longer window, which makes longer cells")
	}
	for t := p.Begun.Add(p.Cell); !t.After(end); t = t.Add(p.Cell) {
		p.Points = append(p.Points, Point{Time: t, Windows: []Windows{since(query, p.Begun, t, fixed)}})
	}
	if len(p.Points) == 0 {
		p.Points = []Point{{Time: end, Windows: []Windows{since(query, end.Add(-p.Cell), end, fixed)}}}
	}
	return p, nil
}

// since returns the windows from a beginning to t. A baseline of the time before is as long, and lies as far back as the
// query says; one that the query wants longer begins earlier.
func since(query request.Query, begun, t time.Time, fixed Span) Windows {
	whole := query
	whole.Window.Length, whole.Baseline.Window.Length = t.Sub(begun), t.Sub(begun)+max(0, query.Baseline.Window.Length-query.Window.Length)
	windows := window(whole, t, fixed, 1)
	switch query.Baseline.Kind {
	case request.Previous:
		windows.Overlap = windows.Length > query.Baseline.Offset.Length
	case request.Seasonal:
		windows.Overlap = windows.Length > query.Baseline.Period.Length
	}
	return windows
}

// Since returns windows of a verdict without what lies before start: for a group whose counts begin later. A baseline of
// the same time begins with it; others stay as long as they are.
func (p Plan) Since(start time.Time, windows Windows) Windows {
	if len(windows.Current) == 0 || !start.After(p.Begun) {
		return windows
	}
	end := windows.Current[len(windows.Current)-1].End
	windows.Length = end.Sub(start)
	windows.Current = after(start, windows.Current)
	if p.leave.both {
		windows.Baseline = after(start, windows.Baseline)
	}
	return windows
}

// after returns what of some spans lies after a moment.
func after(start time.Time, spans []Span) []Span {
	var left []Span
	for _, span := range spans {
		if !span.End.After(start) {
			continue
		}
		if span.Start.Before(start) {
			span.Start = start
		}
		left = append(left, span)
	}
	return left
}

// SameTime reports whether both sides of a verdict lie at the same time.
func (p Plan) SameTime() bool { return p.leave.both }
