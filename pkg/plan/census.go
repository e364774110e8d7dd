package plan

import (
	"time"
)

// censusEvery is how often at least it is asked which series have which bounds: layouts change with deploys.
const censusEvery = 30 * time.Minute

// withCensuses adds the sources that count the series of each bound.
func (p Plan) withCensuses(b builder, cell time.Duration) Plan {
	every := roundUp(censusEvery, cell)
	latest := floor(b.timing.Now.Add(-b.scrape-ingestDelay), every)
	for _, one := range []struct {
		source int
		side   side
		of     func(Windows) []Span
	}{
		{p.Current, b.current, func(w Windows) []Span { return w.Current }},
		{p.Baseline, b.baseline, func(w Windows) []Span { return w.Baseline }},
	} {
		expr, ok := "", false
		if one.source != None {
			expr, ok = one.side.census()
		}
		ranges := union(around(p.spans(one.of), every, latest))
		if !ok || len(ranges) == 0 {
			continue
		}
		if known, ok := p.Censuses[one.source]; ok {
			p.Sources[known].Ranges = union(append(p.Sources[known].Ranges, ranges...))
			continue
		}
		if p.Censuses == nil {
			p.Censuses = map[int]int{}
		}
		p.Censuses[one.source] = len(p.Sources)
		p.Sources = append(p.Sources, Source{Expr: expr, Cell: every, Scale: 1, Step: every, Ranges: ranges})
	}
	return p
}

// around returns the evaluations from the last one not after the start of each span to the first one not before its end,
// as far as they are not after the latest.
func around(spans []Span, every time.Duration, latest time.Time) []Span {
	var wider []Span
	for _, span := range spans {
		one := Span{Start: floor(span.Start, every).Add(-every), End: ceil(span.End, every)}
		if one.End.After(latest) {
			one.End = latest
		}
		if one.Start.Before(one.End) {
			wider = append(wider, one)
		}
	}
	return wider
}
