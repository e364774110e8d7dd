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
	// DesignEffectCurrent and DesignEffectBaseline are the factors by which the variance of the counts exceeds that of
	// independent events, a mean over bins, ≥ 1: what the options of Estimate say, or the replicates of EstimateReplicated
	// show. 1 for a known baseline.
	DesignEffectCurrent, DesignEffectBaseline float64
	// Heterogeneity ≥ 1 is by how much the mean square of the design effects of all directions exceeds the square of their
	// mean. 1 if they are the same, as for independent events. It widens the noise floor: see Options.
	Heterogeneity float64
	// Autocorrelation in [0, 0.9] is that of consecutive replicates, in the direction in which they vary most. 0 where it is
	// not corrected for.
	Autocorrelation float64
	// Replicated says that the band has the variance that replicates show. If not, it is that of independent events: Lower
	// can't be trusted for data that come in bursts.
	Replicated bool
	// Unreliable says why the band is not to be trusted; "" if it is.
	Unreliable Doubt
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
		return r.insufficientInterval(), nil
	}
	return r.interval(w), nil
}

// interval computes the band of independent events.
func (r *request) interval(w *workspace) Interval {
	bins := len(r.x)
	of := newPartition(&r.table, r.ordered, make([]int, bins), w.takeFlags(bins))
	return r.report(of, r.bands(of, w), w)
}

// insufficientInterval says that there is no estimate.
func (r *request) insufficientInterval() Interval {
	return Interval{
		Estimate: math.NaN(), Upper: r.kind.supremum(), UpperMerged: r.kind.supremum(), Bins: len(r.x),
		UpperUnbounded: math.IsInf(r.kind.supremum(), 1), Insufficient: true,
		DesignEffectCurrent: r.effectCurrent, DesignEffectBaseline: r.effectBaseline, Heterogeneity: 1,
	}
}

// bands are the limits of a divergence at both resolutions: the groups have the lower one, the bins the estimate and the
// upper one.
type bands struct {
	groups    limits
	bins      upperLimit
	unbounded []int // The bins that leave the upper limits infinite.
}

// bands computes the limits for independent events.
func (r *request) bands(of partition, w *workspace) bands {
	bins := len(r.x)
	whole := layer{table: r.table, target: w.takePair(bins), rare: w.takeFlags(bins), expansion: w.takeExpansion(bins)}
	groups, pooled := r.groupLimits(of, w, whole.expansion)
	for i := range whole.rare {
		whole.rare[i] = r.rareInP(i)
	}
	r.withinGroups(whole.target, of, pooled, w.take(of.groups))
	unbounded := unboundedBins(nil, r.kind, &r.table)
	upper := newUpperLimit(r.kind, &whole, pooled.divergence(r.kind), r.z, len(unbounded) > 0)
	return bands{groups: groups, bins: upper, unbounded: unbounded}
}

// report puts the limits in order.
func (r *request) report(of partition, b bands, w *workspace) Interval {
	bins := len(r.x)
	facts := of.describe(&r.table, r.ordered, w.ints[:bins], w.ints[bins:])
	out := Interval{
		Estimate: b.bins.estimate, Lower: min(b.groups.lower, b.bins.upper), Upper: b.bins.upper, UpperMerged: b.groups.upper,
		Bins: bins, Groups: of.groups, GroupOf: of.groupOf,
		BinsMerged: facts.bins, MergedCurrent: facts.shareOfP, MergedBaseline: facts.shareOfQ,
		UpperUnbounded: math.IsInf(b.bins.upper, 1), UnboundedBins: b.unbounded,
		Allowance: b.bins.allowance, AssumedFloor: b.bins.assumedFloor,
		DesignEffectCurrent: r.effectCurrent, DesignEffectBaseline: r.effectBaseline, Heterogeneity: 1,
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

// groupLimits computes the limits on the groups, and returns the shrunk pair as well. A single group has no divergence:
// its limits say nothing.
func (r *request) groupLimits(of partition, w *workspace, spare expansion) (limits, pair) {
	grouped := newGroups(&r.table, of, w)
	if of.groups < 2 {
		grouped.p[0], grouped.q[0] = 1, 1
		return limits{estimate: math.NaN(), lower: 0, upper: math.Inf(1)}, grouped.pair
	}
	return mergedLimits(r.kind, &grouped, spare.first(of.groups), independentEvents(r.z)), grouped.pair
}

// newGroups adds up the counts of t by group.
func newGroups(t *table, of partition, w *workspace) layer {
	n := of.groups
	x, y, target := w.take(n), w.take(n), w.take(n)
	grouped := layer{evident: of.byEvidence[:n], target: pair{target, target}, expansion: w.takeExpansion(n)}
	of.sum(x, t.x)
	of.sum(y, t.y)
	grouped.table = newTable(x, y, t.known)
	grouped.pooledTarget(target)
	return grouped
}
