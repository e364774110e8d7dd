package scenario

import "time"

// Schedule says when a change is active: drifts relative to the lab's now, so that a fresh lab always shows the same
// picture, and rhythms by the calendar.
type Schedule struct {
	// Starts is how long before now one occurrence begins. Negative values lie after now.
	Starts time.Duration
	// Calendar makes the schedule independent of now: Starts is then how long after Monday 00:00 UTC one begins.
	Calendar bool
	// Lasts is the length of every occurrence.
	Lasts time.Duration
	// Every is the time between the beginnings of two occurrences, before and after. Zero means just one.
	Every time.Duration
}

// Never is the schedule of what does not happen on its own. It is the zero value.
func Never() Schedule { return Schedule{} }

// Interval is the half-open stretch of time [From, To).
type Interval struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Active says whether it is on at time t in a lab that was started at now.
func (s Schedule) Active(now, t time.Time) bool {
	since := t.Sub(s.first(now))
	if s.Every > 0 {
		since = mod(since, s.Every)
	}
	return since >= 0 && since < s.Lasts
}

// Intervals returns the occurrences that touch [from, to), in order and not clipped.
func (s Schedule) Intervals(now, from, to time.Time) []Interval {
	if s == Never() {
		return nil
	}
	first := s.first(now)
	if s.Every == 0 {
		if first.Before(to) && first.Add(s.Lasts).After(from) {
			return []Interval{{first, first.Add(s.Lasts)}}
		}
		return nil
	}
	var out []Interval
	begin := from.Add(-mod(from.Sub(first), s.Every))
	for ; begin.Before(to); begin = begin.Add(s.Every) {
		if begin.Add(s.Lasts).After(from) {
			out = append(out, Interval{begin, begin.Add(s.Lasts)})
		}
	}
	return out
}

// Next returns the first occurrence that begins after t; ok is false if there is none.
func (s Schedule) Next(now, t time.Time) (next Interval, ok bool) {
	if s == Never() {
		return Interval{}, false
	}
	begin := s.first(now)
	if s.Every > 0 {
		begin = t.Add(s.Every - mod(t.Sub(begin), s.Every))
	}
	return Interval{begin, begin.Add(s.Lasts)}, begin.After(t)
}

// monday is a Monday at midnight.
var monday = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// first is the beginning of the occurrence that the others are counted from.
func (s Schedule) first(now time.Time) time.Time {
	if s.Calendar {
		return monday.Add(s.Starts)
	}
	return now.Add(-s.Starts)
}

// mod is the remainder with the sign of the divisor, so that times before the first occurrence count too.
func mod(d, every time.Duration) time.Duration {
	if d %= every; d < 0 {
		d += every
	}
	return d
}
