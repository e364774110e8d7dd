package scenario

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Injected are the stretches of time in which a drift is made active on top of its schedule. What draws samples and what
// tells the truth share one. It is safe for concurrent use; the zero value and nil hold none.
type Injected struct {
	changing sync.Mutex
	// intervals are in order and apart from each other. A list is never changed, only replaced.
	intervals atomic.Pointer[[]Interval]
}

// Intervals returns all stretches in order. The caller leaves them as they are.
func (i *Injected) Intervals() []Interval {
	if i == nil {
		return nil
	}
	if all := i.intervals.Load(); all != nil {
		return *all
	}
	return nil
}

// Active says whether a stretch holds time t.
func (i *Injected) Active(t time.Time) bool {
	return slices.ContainsFunc(i.Intervals(), func(on Interval) bool { return on.Holds(t) })
}

// Add adds a stretch and returns the one that it has become: stretches that touch are one.
func (i *Injected) Add(on Interval) Interval {
	i.changing.Lock()
	defer i.changing.Unlock()
	all := union(append(slices.Clone(i.Intervals()), on))
	i.intervals.Store(&all)
	at := slices.IndexFunc(all, func(one Interval) bool { return one.Holds(on.From) })
	return all[at]
}

// End ends at time t what is active then, and drops what was to come. It says whether there was any.
func (i *Injected) End(t time.Time) bool {
	i.changing.Lock()
	defer i.changing.Unlock()
	var kept []Interval
	var ended bool
	for _, on := range i.Intervals() {
		if on.To.After(t) {
			ended = true
			on.To = t
		}
		if on.From.Before(on.To) {
			kept = append(kept, on)
		}
	}
	i.intervals.Store(&kept)
	return ended
}

// Holds says whether t lies in the interval.
func (i Interval) Holds(t time.Time) bool { return !t.Before(i.From) && t.Before(i.To) }

// union puts intervals in order and joins those that touch, in the memory of its argument.
func union(all []Interval) []Interval {
	slices.SortFunc(all, func(a, b Interval) int { return a.From.Compare(b.From) })
	joined := all[:0]
	for _, next := range all {
		if last := len(joined) - 1; last >= 0 && !next.From.After(joined[last].To) {
			if next.To.After(joined[last].To) {
				joined[last].To = next.To
			}
			continue
		}
		joined = append(joined, next)
	}
	return joined
}
