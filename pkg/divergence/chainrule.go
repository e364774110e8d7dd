package divergence

import "fmt"

// Chain is KL(P‖Q) of a joint distribution, split by an outer value. All divergences are in nats.
type Chain struct {
	Total  float64     // Mix + Inside, KL(P‖Q) of the joint distribution.
	Mix    float64     // KL(P(l)‖Q(l)): how far the shares of the outer values moved.
	Inside float64     // Σ p(l) KL(P(x|l)‖Q(x|l)): how far what lies inside of the outer values moved, on average.
	Values []OuterPart // One for each outer value.
}

// OuterPart is the part of one outer value l in a Chain.
type OuterPart struct {
	Current  float64 // p(l), the share of l in P.
	Baseline float64 // q(l), the share of l in Q.
	Mix      float64 // p(l) ln(p(l)/q(l)) − p(l) + q(l) ≥ 0. These sum to Chain.Mix.
	Inside   float64 // KL(P(x|l)‖Q(x|l)).
	Weighted float64 // p(l)·Inside. These sum to Chain.Inside.
}

// ChainRule splits the divergence of two joint distributions of an inner and an outer value (latency and instance, say)
// into that of the mix of the outer values and those inside of each,
//
//	KL(P(x,l)‖Q(x,l)) = KL(P(l)‖Q(l)) + Σ p(l) KL(P(x|l)‖Q(x|l)),   in nats.
//
// A joint bin i holds p[i] and q[i], and has the outer value outer[i], 0 ≤ outer[i] < values. What the bins of one outer
// value mean is left to the caller, and so is their order.
// All parts are ≥ 0 and computed without cancellation: they sum to the divergence of the joint bins but for rounding.
// An outer value with p(l) = 0 has Mix q(l) and Inside 0: it is gone, and there is nothing inside to compare.
// An outer value with q(l) = 0 < p(l) has Mix +Inf and Inside 0: it is new, and there is nothing to compare it with.
// A joint bin with q = 0 < p in an outer value that Q has makes Inside +Inf.
// An outer value with neither has 0 throughout.
// The errors are those of all measures, ErrLengthMismatch also for outer, and ErrOuterValue.
// Source: Cover & Thomas 2006, Elements of Information Theory, theorem 2.5.3.
func ChainRule(p, q []float64, outer []int, values int) (Chain, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return Chain{}, err
	}
	if err := checkOuter(outer, values, len(p)); err != nil {
		return Chain{}, err
	}
	massP, massQ, inside := make([]sum, values), make([]sum, values), make([]sum, values)
	for i, l := range outer {
		massP[l].add(p[i])
		massQ[l].add(q[i])
	}
	for i, l := range outer {
		if x, y := massP[l].value(), massQ[l].value(); x/totalP > 0 && y/totalQ > 0 {
			inside[l].add(klTerm(p[i]/x, q[i]/y))
		}
	}
	chain := Chain{Values: make([]OuterPart, values)}
	var mix, weighted, all sum
	for l := range chain.Values {
		current, baseline := massP[l].value()/totalP, massQ[l].value()/totalQ
		part := OuterPart{Current: current, Baseline: baseline, Mix: klTerm(current, baseline), Inside: inside[l].value()}
		part.Weighted = current * part.Inside
		mix.add(part.Mix)
		weighted.add(part.Weighted)
		all.add(part.Mix)
		all.add(part.Weighted)
		chain.Values[l] = part
	}
	chain.Total, chain.Mix, chain.Inside = all.value(), mix.value(), weighted.value()
	return chain, nil
}

// checkOuter checks that there is an outer value for each bin, and that they are in range.
func checkOuter(outer []int, values, bins int) error {
	if len(outer) != bins {
		return fmt.Errorf("%w: %d and %d outer values", ErrLengthMismatch, bins, len(outer))
	}
	for i, l := range outer {
		if l < 0 || l >= values {
			return fmt.Errorf("bin %d: %w: %d of %d", i, ErrOuterValue, l, values)
		}
	}
	return nil
}
