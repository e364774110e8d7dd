package confidence

import (
	"cmp"
	"math"
	"slices"
)

// eventsPerBinAndNat is the number of events for each bin, times KL in nats, at which a ranking begins to be stable.
const eventsPerBinAndNat = 30

// Rank orders bins by what they certainly contribute: the indices of parts, by lower limit, then by value, the largest
// first. Of equal bins the first comes first. Going by the lower limit, a bin with few events and a large value by chance
// does not come before one that is sure.
func Rank(parts []Contribution) []int {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if byLower := cmp.Compare(parts[j].Lower, parts[i].Lower); byLower != 0 {
			return byLower
		}
		return cmp.Compare(parts[j].Value, parts[i].Value)
	})
	return order
}

// Tied tells, for each bin, whether the counts leave it open that it contributes the most: whether its limits overlap with
// those of the bin that Rank has at the top. That bin is tied with itself; if it is the only one, it is the top for sure.
// Bins without events, which nothing is known of, are not tied with anything.
func Tied(parts []Contribution) []bool {
	tied := make([]bool, len(parts))
	if len(parts) == 0 {
		return tied
	}
	top := Rank(parts)[0]
	for i, part := range parts {
		tied[i] = i == top || part.Upper >= parts[top].Lower && !part.unknown()
	}
	return tied
}

// unknown tells whether the contribution is that of a bin without events.
func (c Contribution) unknown() bool { return c.RatioLower <= 0 && math.IsInf(c.RatioUpper, 1) }

// StableAt is the number of effective events in the smaller sample, about 30 K/KL for K bins with events, below which the
// order of the contributions to a divergence of kl nats is not stable: another sample of the same distributions is likely
// to have another bin at the top. It is +Inf if there is no divergence (kl ≤ 0 or NaN), or no two bins: then there is no
// order. It is 0 if kl is +Inf: then that of one bin is.
//
// It is a rule of thumb from simulations: at KL = 0.05 on 12 buckets of a latency (7200 events) the top is right in 27 % of
// samples of 1000 events, in 37 % of those of 10 000 and in 56 % of those of 100 000; on 20 categories (12 000) in 69 % and
// 100 % of the first two. Buckets that contribute nearly the same stay tied for long.
func StableAt(bins int, kl float64) float64 {
	if !(kl > 0) || bins < 2 {
		return math.Inf(1)
	}
	return eventsPerBinAndNat * float64(bins) / kl
}
