package plan

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
)

const (
	// pastReach is how far back the expected range looks: a week has all hours and days that people live by.
	pastReach = 7 * 24 * time.Hour
	// mostPast bounds the past windows of a point: as many as a week has hours.
	mostPast = 168
	// LeastPast is the fewest past windows that have a range.
	LeastPast = 12
)

// pastStride is the distance of the past windows of a point: the window's length, so that no two share an event, or a
// multiple of it where there would be more than mostPast.
func pastStride(window time.Duration) time.Duration {
	return window * max(1, (pastReach/window+mostPast-1)/mostPast)
}

// PastOf returns the times of the past windows of a point, the latest first. None of them overlaps its current window. They
// lie at multiples of their distance, so that all points share them.
func (p Plan) PastOf(point time.Time) []time.Time {
	var times []time.Time
	if p.stride == 0 {
		return nil
	}
	for t := floor(point.Add(-p.past), p.stride); !t.Before(point.Add(-pastReach)); t = t.Add(-p.stride) {
		times = append(times, t)
	}
	return times
}

// withPast adds the windows that the expected range is made of: what the query would have compared at past times.
func (p Plan) withPast(query request.Query, unit time.Duration, fixed Span) Plan {
	if !query.WantsExpectedRange() {
		return p
	}
	stride := pastStride(query.Window.Length)
	switch {
	case stride*(LeastPast+1) > pastReach: // Their grid leaves up to one less.
		p.Warnings = append(p.Warnings, fmt.Sprintf("There is no expected range: a week holds fewer than %d windows of %s. Use a window of %s or less.",
			LeastPast, query.Window, request.Duration{Length: (pastReach / (LeastPast + 1)).Truncate(time.Hour)}))
		return p
	case stride%unit != 0:
		p.Warnings = append(p.Warnings, "There is no expected range: the window is no multiple of the step. Use whole minutes or hours.")
		return p
	}
	p.stride, p.past, p.Past = stride, query.Window.Length, map[time.Time]Windows{}
	for _, point := range p.Points {
		for _, t := range p.PastOf(point.Time) {
			if _, known := p.Past[t]; !known {
				p.Past[t] = window(query, t, fixed, 1)
			}
		}
	}
	return p
}

// leavePast leaves times out of the baselines of past windows, and drops past windows that lie in them: what is known to
// be abnormal is no part of what is normal.
func (l leave) leavePast(past map[time.Time]Windows, out []Span) map[time.Time]Windows {
	if past == nil {
		return nil
	}
	left := make(map[time.Time]Windows, len(past))
	for t, windows := range past {
		if total(l.without(windows.Current, out)) == total(windows.Current) {
			left[t] = l.from(windows, out)
		}
	}
	return left
}
