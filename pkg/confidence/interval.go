package confidence

import (
	"math"
	"sync"
)

// Interval is an estimate of a divergence with its band.
type Interval struct {
	// Estimate is the nearly unbiased estimate at the resolution of the bins. It may be negative where Lower is 0: clip it
	// to show it, don't clip it to average it. It is NaN if the samples are insufficient, and +Inf if a known baseline is 0 in a bin
	// with current counts (KL, Jeffreys; Lower and Upper are then, too).
	Estimate float64
	// Lower is the lower limit, ≥ 0, at the resolution of the bins.
	Lower float64
	// Upper is the upper limit at the resolution of the bins: +Inf if UnboundedBins are why.
	Upper float64
	// UpperMerged is the upper limit of the divergence of the groups that Lower is computed on, which is smaller than that
	// of the bins. It is +Inf if the counts of the groups don't bound it either, or there are fewer than two.
	UpperMerged float64
	// Bins is their number, Groups that of the groups they were merged to for Lower, and GroupOf tells the group of each.
	Bins, Groups int
	GroupOf      []int
	// BinsMerged is the number of bins in groups of two or more; MergedCurrent and MergedBaseline are their shares of the
	// current and baseline counts, the largest bin of each group left out.
	BinsMerged                    int
	MergedCurrent, MergedBaseline float64
	// UpperUnbounded says that Upper is +Inf, UnboundedBins in which bins one side has counts and the other, with less than
	// one, does not exclude that it has no mass there.
	UpperUnbounded bool
	UnboundedBins  []int
	// Allowance is the part of Upper − Estimate that is due to rare bins; parts add up in quadrature. +Inf if Upper is.
	Allowance float64
	// AssumedFloor says that Upper rests on an assumption the counts can't test: in bins that are empty in both samples the
	// baseline expects at least 0.001 events.
	AssumedFloor bool
	// Insufficient says that there is no estimate: less than one effective event in a sample, or fewer than two bins.
	Insufficient bool
}

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

// Estimate estimates the divergence of current from baseline from their counts by bin. Neither is changed.
//
// Counts may be fractional. Negative ones are taken for 0, as are effective counts below 1e-9, which are what rounding
// leaves of a sum. Of a known baseline any weights will do.
// Samples that hold less than one effective event each, or a single bin, give an Interval that is Insufficient: no error.
// The errors are ErrUnknownKind, ErrLevel, ErrDesignEffect, ErrLengthMismatch, ErrNotFinite and ErrTooLarge.
func Estimate(kind Kind, current, baseline []float64, opt Options) (Interval, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newRequest(kind, current, baseline, opt, w)
	if err != nil {
		return Interval{}, err
	}
	if r.insufficient() {
		return Interval{
			Estimate: math.NaN(), Upper: kind.supremum(), UpperMerged: kind.supremum(), Bins: len(current),
			UpperUnbounded: math.IsInf(kind.supremum(), 1), Insufficient: true,
		}, nil
	}
	return r.interval(w), nil
}

// interval computes the band: the lower limit on groups, the estimate and the upper limit on the bins.
func (r *request) interval(w *workspace) Interval {
	bins := len(r.x)
	groups := newPartition(&r.table, r.ordered, make([]int, bins), w.takeFlags(bins))
	facts := groups.describe(&r.table, r.ordered, w.ints[:bins], w.ints[bins:])
	whole := layer{table: r.table, target: w.takePair(bins), rare: w.takeFlags(bins), expansion: w.takeExpansion(bins)}
	lower, pooled := r.lowerLimit(groups, w, whole.expansion)
	for i := range whole.rare {
		whole.rare[i] = r.rareInP(i)
	}
	r.withinGroups(whole.target, groups, pooled, w.take(groups.groups))
	unbounded := unboundedBins(nil, r.kind, &r.table)
	upper := newUpperLimit(r.kind, &whole, pooled.divergence(r.kind), r.z, len(unbounded) > 0)

	out := Interval{
		Estimate: upper.estimate, Lower: min(lower.lower, upper.upper), Upper: upper.upper, UpperMerged: lower.upper,
		Bins: bins, Groups: groups.groups, GroupOf: groups.groupOf,
		BinsMerged: facts.bins, MergedCurrent: facts.shareOfP, MergedBaseline: facts.shareOfQ,
		UpperUnbounded: math.IsInf(upper.upper, 1), UnboundedBins: unbounded,
		Allowance: upper.allowance, AssumedFloor: upper.assumedFloor,
	}
	if math.IsInf(out.Estimate, 1) {
		out.Lower = out.Estimate // A fact, not an estimate: the baseline is known.
	}
	if out.Lower > 0 {
		out.Estimate = max(out.Estimate, out.Lower)
	}
	out.Estimate = min(out.Estimate, out.Upper)
	if r.swapped {
		out.MergedCurrent, out.MergedBaseline = out.MergedBaseline, out.MergedCurrent
	}
	return out
}

// lowerLimit computes the limits on the groups, and returns the shrunk pair as well. A single group has no divergence:
// its limits say nothing.
func (r *request) lowerLimit(of partition, w *workspace, spare expansion) (limits, pair) {
	n := of.groups
	x, y, target := w.take(n), w.take(n), w.take(n)
	grouped := layer{evident: of.byEvidence[:n], target: pair{target, target}, expansion: w.takeExpansion(n)}
	clear(x)
	clear(y)
	for i, g := range of.groupOf {
		x[g] += r.x[i]
		y[g] += r.y[i]
	}
	grouped.table = newTable(x, y, r.known)
	if n < 2 {
		grouped.p[0], grouped.q[0] = 1, 1
		return limits{estimate: math.NaN(), lower: 0, upper: math.Inf(1)}, grouped.pair
	}
	grouped.pooledTarget(target)
	return mergedLimits(r.kind, &grouped, spare.first(n), r.z), grouped.pair
}
