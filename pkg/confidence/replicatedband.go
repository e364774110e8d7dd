package confidence

import "math"

// replicatedInterval computes the band by what replicates show: first on groups, then carried over to the bins.
func (s *study) replicatedInterval(w *workspace) Interval {
	d := s.newDispersion(w)
	t := table{x: w.take(len(s.x)), y: w.take(len(s.y))}
	for range 2 { // The groups depend on the design effects, and these on the groups.
		if s.divide(&t, d); t.scarce() {
			return s.withDispersion(s.insufficientInterval(), d, 1)
		}
		if d.measure(&t, s.ordered); d.of.groups < 2 {
			return s.singleGroup(d, w)
		}
	}
	if s.divide(&t, d); t.scarce() {
		return s.withDispersion(s.insufficientInterval(), d, 1)
	}
	groups := newGroups(&t, d.of, w)
	n := d.noise(s.kind, &groups, s.z)
	band := mergedLimits(s.kind, &groups, w.takeExpansion(d.of.groups), n)
	return s.withDispersion(s.report(d.of, s.onBins(band, &groups.table, d, w), w), d, n.heterogeneity)
}

// divide fills t with the effective counts.
func (s *study) divide(t *table, d *dispersion) {
	for i, x := range s.x {
		t.x[i], t.y[i] = x/d.p.effect, s.y[i]/d.q.effect
	}
	*t = newTable(t.x, t.y, s.known)
}

// withDispersion adds the dispersion to the band, the samples as the caller knows them.
func (s *study) withDispersion(out Interval, d *dispersion, heterogeneity float64) Interval {
	out.DesignEffectCurrent, out.DesignEffectBaseline = d.p.effect, d.q.effect
	if s.swapped {
		out.DesignEffectCurrent, out.DesignEffectBaseline = d.q.effect, d.p.effect
	}
	out.Heterogeneity, out.Autocorrelation, out.Replicated = heterogeneity, d.phi, true
	return out
}

// singleGroup is the band where all bins are merged: there is no lower limit, and only bins have a design effect.
func (s *study) singleGroup(d *dispersion, w *workspace) Interval {
	d.p.effect, d.q.effect, d.phi = s.p.mergedEffect(d.of, w.ints), s.q.mergedEffect(d.of, w.ints), 0
	if s.design == Blocks {
		d.p.effect = max(d.p.effect, d.q.effect)
		d.q.effect = d.p.effect
	}
	t := table{x: s.x, y: s.y}
	if s.divide(&t, d); t.scarce() {
		return s.withDispersion(s.insufficientInterval(), d, 1)
	}
	s.table = t
	return s.withDispersion(s.report(d.of, s.bands(d.of, w), w), d, 1)
}

// onBins carries the limits of groups over to the bins. The raw counts tell what the estimate and the upper limit of the
// bins have over those of the same groups; that part of the width is that of the bins that were merged, and grows with
// their design effect.
func (s *study) onBins(groups limits, effective *table, d *dispersion, w *workspace) bands {
	raw := s.bands(d.of, w)
	out := bands{groups: groups, bins: raw.bins, unbounded: raw.unbounded}
	out.bins.estimate = groups.estimate + raw.bins.estimate - raw.groups.estimate
	if math.IsInf(raw.bins.upper, 1) || math.IsInf(groups.upper, 1) {
		out.bins.upper, out.bins.allowance, out.bins.assumedFloor = math.Inf(1), math.Inf(1), false
		out.unbounded = s.unboundedMembers(effective, d.of)
		return out
	}
	width := raw.bins.upper - max(raw.bins.estimate, 0)
	within := width * width
	if !math.IsInf(raw.groups.upper, 1) {
		width = raw.groups.upper - max(raw.groups.estimate, 0)
		within -= width * width
	}
	within *= max(s.p.mergedEffect(d.of, w.ints), s.q.mergedEffect(d.of, w.ints))
	upper := math.Hypot(groups.upper-max(groups.estimate, 0), math.Sqrt(max(within, 0)))
	out.bins.upper = min(max(out.bins.estimate, 0)+upper, s.kind.supremum())
	return out
}

// unboundedMembers are the bins that leave the upper limit infinite, by their own counts or by the effective ones of their
// group: the fewer events there are in effect, the less they exclude.
func (s *study) unboundedMembers(groups *table, of partition) []int {
	unbounded := make([]bool, len(s.x))
	for _, i := range unboundedBins(nil, s.kind, &s.table) {
		unbounded[i] = true
	}
	for _, g := range unboundedBins(nil, s.kind, groups) {
		for i, h := range of.groupOf {
			unbounded[i] = unbounded[i] || (h == g && (s.x[i] > 0 || s.y[i] > 0))
		}
	}
	var bins []int
	for i, yes := range unbounded {
		if yes {
			bins = append(bins, i)
		}
	}
	return bins
}
