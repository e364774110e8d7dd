package scenario

import "time"

// Schedule says when a drift is active, relative to the lab's now, so that a fresh lab always shows the same picture.
type Schedule struct {
	// Starts is how long before now one occurrence begins. Negative values lie after now.
	Starts time.Duration
	// Lasts is the length of every occurrence.
	Lasts time.Duration
	// Every is the time between the beginnings of two occurrences, before and after. Zero means just one.
	Every time.Duration
}

// Interval is the half-open stretch of time [From, To).
type Interval struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Active says whether the drift is on at time t in a lab that was started at now.
func (s Schedule) Active(now, t time.Time) bool {
	since := t.Sub(now.Add(-s.Starts))
	if s.Every > 0 {
		since = mod(since, s.Every)
	}
	return since >= 0 && since < s.Lasts
}

// Intervals returns the occurrences that touch [from, to), in order and not clipped.
func (s Schedule) Intervals(now, from, to time.Time) []Interval {
	first := now.Add(-s.Starts)
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
	begin := now.Add(-s.Starts)
	if s.Every > 0 {
		begin = t.Add(s.Every - mod(t.Sub(begin), s.Every))
	}
	return Interval{begin, begin.Add(s.Lasts)}, begin.After(t)
}

// mod is the remainder with the sign of the divisor, so that times before the first occurrence count too.
func mod(d, every time.Duration) time.Duration {
	if d %= every; d < 0 {
		d += every
	}
	return d
}
