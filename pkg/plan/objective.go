package plan

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

// windowEnds returns the ends of the windows that an objective counts: a window apart, so that none shares an event with
// another, on multiples of the window, so that every panel and rule counts the same ones, and back to a period before the
// first point of the range.
func (b builder) windowEnds(unit time.Duration) (grid, error) {
	step := roundUp(b.query.Window.Length, unit)
	first, last, err := ends(b.query.Instant, b.timing, step, b.scrape)
	if err != nil {
		return grid{}, err
	}
	lead := int((b.query.SLO.Period.Length - 1) / step)
	if count := lead + between(first, last, step); count > maxPoints {
		tooMany := fault.New(fault.Limit, fmt.Sprintf("the objective counts %d windows of %s in %s and the range, more than %d", count, b.query.Window, b.query.SLO.Period, maxPoints),
			"use a shorter period or range, or a longer window")
		tooMany.Field = "slo.period"
		return grid{}, tooMany
	}
	return grid{times: every(first.Add(-time.Duration(lead)*step), last, step), step: step, lead: lead}, nil
}

const (
	// finestStride is how many points a window has where episodes are looked for: their begin is known to such a part of it.
	finestStride = 4
	// mostStrides is how many points there are up to which they are worth it.
	mostStrides = 3000
)

// stridePoints returns the points at which episodes are looked for: so near to each other that no stretch of time lies in
// none of their windows, whatever the width of the panel.
func (b builder) stridePoints(unit time.Duration) (grid, error) {
	for parts := time.Duration(finestStride); ; parts /= 2 {
		step := part(b.query.Window.Length, parts, unit)
		first, last, err := ends(false, b.timing, step, b.scrape)
		if err != nil {
			return grid{}, err
		}
		switch count := between(first, last, step); {
		case parts > 1 && count > mostStrides:
			continue
		case count > maxPoints:
			return grid{}, fault.New(fault.Limit, fmt.Sprintf("the range holds %d windows of %s, more than %d", count, request.Duration{Length: step}, maxPoints),
				"choose a shorter range or a longer window")
		}
		return grid{times: every(first, last, step), step: step}, nil
	}
}

// part returns the length of so many parts of a window, or of a few more where that divides it into whole units.
func part(window, parts, unit time.Duration) time.Duration {
	for more := parts; more < 2*parts; more++ {
		if window%(more*unit) == 0 {
			return window / more
		}
	}
	return roundUp(window/parts, unit)
}
