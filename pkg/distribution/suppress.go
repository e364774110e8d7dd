package distribution

import (
	"cmp"
	"slices"
)

// suppressedBin stands for all bins with too few events to be shown.
var suppressedBin = named("suppressed", "suppressed")

// Suppression says what was joined so that no bin shows few events.
type Suppression struct {
	Below             int     // Fewest events of a side that a bin may show, unless it has none.
	Bins              int     // Bins with fewer, and those that were joined with them.
	Current, Baseline float64 // Share of each side in bins that were joined.
}

// Suppress joins bins with fewer than k events on a side, unless they have none there: those of numbers with their
// neighbours, so that their order is kept, all others into one bin, "suppressed". What is joined has at least k events of a
// side itself, or none, and never stands for a single bin, which the total would give away. The weights of an exact side are
// no events.
func (p Pair) Suppress(k int) (Pair, Suppression) {
	s := Suppression{Below: k}
	if k < 2 || !p.hides(k) {
		return p, s
	}
	current, baseline := p.Current.Total(), p.Baseline.Total()
	events := Suppression{Below: k} // As s, but with events for shares.
	switch {
	case p.Current.Ordered:
		p, events = p.suppressNumbers(events)
	case p.Current.Joint && p.Current.Numeric: // Each part by itself, and then parts that are few as a whole.
		p = p.eachPart(func(part Pair) Pair {
			part, events = part.suppressNumbers(events)
			return part
		})
	}
	if p.hides(k) && !p.Current.Ordered {
		p, events = p.suppressNames(events)
	}
	s.Bins, s.Current, s.Baseline = events.Bins, ratio(events.Current, current), ratio(events.Baseline, baseline)
	return p, s
}

// hides reports whether there is a bin that must not be shown.
func (p Pair) hides(k int) bool {
	return slices.ContainsFunc(p.indexes(), func(i int) bool { return !p.shows(p.Current.Counts[i], p.Baseline.Counts[i], k) })
}

func (p Pair) indexes() []int {
	all := make([]int, len(p.Current.Bins))
	for i := range all {
		all[i] = i
	}
	return all
}

// eventPart is what an event less may be off: counts are estimated from rates.
const eventPart = 1e-6

// shows reports whether counts may be shown.
func (p Pair) shows(current, baseline float64, k int) bool {
	enough := func(count float64) bool { return count <= 0 || count >= float64(k)-eventPart }
	return enough(current) && (p.Baseline.Exact || enough(baseline))
}

// suppressNumbers joins neighbours until each may be shown. Nulls that are few go into the last bin.
func (p Pair) suppressNumbers(s Suppression) (Pair, Suppression) {
	joined := Pair{emptyLike(p.Current), emptyLike(p.Baseline)}
	var members []int // Bins of each joined one.
	last := func() int { return len(members) - 1 }
	merge := func() { // The last into the one before.
		n := last()
		for _, h := range []*Histogram{&joined.Current, &joined.Baseline} {
			if !h.Bins[n].IsCategory() {
				h.Bins[n-1].Upper = h.Bins[n].Upper
			}
			h.Counts[n-1] += h.Counts[n]
			h.Bins, h.Counts = h.Bins[:n], h.Counts[:n]
		}
		members[n-1] += members[n]
		members = members[:n]
	}
	safe := func(n int) bool { return p.shows(joined.Current.Counts[n], joined.Baseline.Counts[n], s.Below) }
	for i, bin := range p.Current.Bins {
		joined.Current.add(bin, p.Current.Counts[i])
		joined.Baseline.add(bin, p.Baseline.Counts[i])
		members = append(members, 1)
		if n := last(); n > 0 && !safe(n-1) && !bin.IsCategory() {
			merge()
		}
	}
	for n := last(); n > 0; n = last() {
		// What is too few at the end, before nulls or of nulls, goes to the one before.
		if !safe(n) || !safe(n-1) {
			merge()
			continue
		}
		break
	}
	for n, count := range members {
		if count > 1 {
			s.Bins += count
			s.Current += joined.Current.Counts[n]
			s.Baseline += joined.Baseline.Counts[n]
		}
	}
	return joined, s
}

// suppressNames joins all bins of few events, and as many of the next smallest as it takes, into one.
func (p Pair) suppressNames(s Suppression) (Pair, Suppression) {
	order := p.indexes()
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(p.Current.Counts[a]+p.weight(a), p.Current.Counts[b]+p.weight(b))
	})
	hidden, sum := map[int]bool{}, [2]float64{}
	hide := func(i int) {
		hidden[i] = true
		sum[0] += p.Current.Counts[i]
		sum[1] += p.Baseline.Counts[i]
	}
	for _, i := range order {
		if !p.shows(p.Current.Counts[i], p.Baseline.Counts[i], s.Below) {
			hide(i)
		}
	}
	for _, i := range order {
		if len(hidden) >= minBins && p.shows(sum[0], sum[1], s.Below) {
			break
		}
		if !hidden[i] && p.Current.Counts[i]+p.Baseline.Counts[i] > 0 {
			hide(i)
		}
	}
	joined := Pair{emptyLike(p.Current), emptyLike(p.Baseline)}
	for i, bin := range p.Current.Bins {
		if !hidden[i] {
			joined.Current.add(bin, p.Current.Counts[i])
			joined.Baseline.add(bin, p.Baseline.Counts[i])
		}
	}
	joined.Current.add(suppressedBin, sum[0])
	joined.Baseline.add(suppressedBin, sum[1])
	s.Bins, s.Current, s.Baseline = s.Bins+len(hidden), s.Current+sum[0], s.Baseline+sum[1]
	return joined, s
}

// weight is the events of the baseline in a bin; those of an exact one are none.
func (p Pair) weight(i int) float64 {
	if p.Baseline.Exact {
		return 0
	}
	return p.Baseline.Counts[i]
}
