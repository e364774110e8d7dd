package plan

import (
	"slices"
	"time"
)

// leave says how times are left out of a plan's windows.
type leave struct {
	unit time.Duration // Length of the cells that can be left out; 0: windows go as a whole.
	both bool          // The current window leaves out the same, since both sides lie at the same time.
}

// LeaveOut returns the plan without some times in its baselines. A baseline at the same time as its current window takes
// them from both, so that the two stay comparable.
func (p Plan) LeaveOut(spans []Span) Plan {
	if len(spans) == 0 {
		return p
	}
	out := make([]Span, len(spans))
	for i, span := range spans {
		out[i] = span
		if p.leave.unit > 0 {
			out[i] = Span{Start: floor(span.Start, p.leave.unit), End: ceil(span.End, p.leave.unit)}
		}
	}
	out = union(out)
	p.Past = p.leave.leavePast(p.Past, out)
	p.Points = slices.Clone(p.Points)
	for i, point := range p.Points {
		p.Points[i].Windows = slices.Clone(point.Windows)
		for k, windows := range point.Windows {
			p.Points[i].Windows[k] = p.leave.from(windows, out)
		}
	}
	return p
}

func (l leave) from(windows Windows, out []Span) Windows {
	before := total(windows.Baseline)
	windows.Baseline = l.without(windows.Baseline, out)
	windows.LeftOut += before - total(windows.Baseline)
	if l.both {
		windows.Current = l.without(windows.Current, out)
	}
	return windows
}

// without returns what is left of spans. out is ordered, its spans apart.
func (l leave) without(spans, out []Span) []Span {
	var left []Span
	for _, span := range spans {
		rest, whole := span, true
		for _, gone := range out {
			if !gone.Start.Before(rest.End) || !rest.Start.Before(gone.End) {
				continue
			}
			whole = false
			if rest.Start.Before(gone.Start) && l.unit > 0 {
				left = append(left, Span{Start: rest.Start, End: gone.Start})
			}
			rest.Start = gone.End
			if !rest.Start.Before(rest.End) {
				break
			}
		}
		if rest.Start.Before(rest.End) && (whole || l.unit > 0) {
			left = append(left, rest)
		}
	}
	return left
}

func total(spans []Span) time.Duration {
	var sum time.Duration
	for _, span := range spans {
		sum += span.Length()
	}
	return sum
}
