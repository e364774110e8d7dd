package divergence

import (
	"fmt"
	"math"
)

// G is the log-likelihood-ratio statistic of homogeneity of two samples of counts, without unit,
//
//	G = 2 Σ O ln(O/E),   over the 2K cells of the table, E = bin total · sample total / total,
//	  = 2 [n₁ KL(P‖M) + n₂ KL(Q‖M)],   M = (n₁P + n₂Q)/(n₁ + n₂),
//
// with n₁ and n₂ the totals. It is symmetric, ≥ 0, and 0 if and only if P = Q. Other than of the divergences its size is
// that of the samples: the arguments have to be counts. Where both samples come from one distribution and all expected
// counts are large it follows χ² with as many degrees of freedom as there are bins that are not empty on both sides, less
// one; where they are small it does not.
// It is never +Inf: where it leaves the range of a float64 the error is ErrNotFinite.
// Source: Wilks 1938, The large-sample distribution of the likelihood ratio, Ann. Math. Stat. 9; Sokal & Rohlf 1981,
// Biometry, section 17.4.
func G(current, baseline []float64) (float64, error) {
	totalP, totalQ, err := totals(current, baseline)
	if err != nil {
		return 0, err
	}
	weightP, weightQ := 1/(1+totalQ/totalP), 1/(1+totalP/totalQ)
	var fromP, fromQ sum
	for i := range current {
		p, q := current[i]/totalP, baseline[i]/totalQ
		if p > 0 || q > 0 {
			m := weightedMean(p, q, weightP, weightQ)
			fromP.add(klTerm(p, m))
			fromQ.add(klTerm(q, m))
		}
	}
	g := 2 * (float64(totalP*fromP.value()) + float64(totalQ*fromQ.value()))
	if math.IsInf(g, 1) {
		return 0, fmt.Errorf("G: %w", ErrNotFinite)
	}
	return g, nil
}

// GKnown is the log-likelihood-ratio statistic of fit of a sample of counts to shares that are known exactly, without
// unit,
//
//	G = 2 Σ O ln(O/E) = 2n KL(P‖Q),   E = n·q,
//
// with n the total of current. Where the sample comes from the shares and all expected counts are large it follows χ² with
// as many degrees of freedom as there are bins with q > 0, less one.
// Shares may be weights of any total. A bin with q = 0 in which something was counted makes it +Inf.
// Where a finite one leaves the range of a float64 the error is ErrNotFinite.
// Source: see G.
func GKnown(current, shares []float64) (float64, error) {
	n, _, err := totals(current, shares)
	if err != nil {
		return 0, err
	}
	kl, err := KL(current, shares)
	g := 2 * (n * kl)
	if math.IsInf(g, 1) && !math.IsInf(kl, 1) {
		return 0, fmt.Errorf("G: %w", ErrNotFinite)
	}
	return g, err
}

// weightedMean is weightP·p + weightQ·q, of weights that sum to 1: p where p = q, and not 0 where p or q is not. It goes
// from the heavier side, so that a sample of few counts beside one of many does not vanish in the rounding.
func weightedMean(p, q, weightP, weightQ float64) float64 {
	if weightP > weightQ {
		p, q, weightP = q, p, weightQ
	}
	return max(q+float64(weightP*(p-q)), math.SmallestNonzeroFloat64)
}
