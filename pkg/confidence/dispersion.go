package confidence

import "math"

// side is one sample by group, and what its replicates show of its noise.
type side struct {
	raw *sample // By bin.
	sample
	spread
	effect float64   // Design effect.
	zeta   float64   // Heterogeneity.
	linear component // Variance along the influence of the counts.
}

// newSide has room for the groups of raw, and no noise but that of independent events yet.
func newSide(raw *sample, w *workspace) side {
	room := sample{counts: w.take(raw.rows * raw.bins), sums: w.take(raw.bins), exact: raw.exact}
	return side{raw: raw, sample: room, effect: 1, zeta: 1}
}

// dispersion is what the replicates of both sides show of the noise of groups.
type dispersion struct {
	of             partition
	p, q           side
	sides          []*side // Those that have rows.
	phi            float64 // Autocorrelation in the direction in which the sides vary most.
	degrees        float64 // Of freedom of the groups: their number − 1.
	paired, lagged bool

	metric, residuals, other, products, tilted []float64 // Scratch space.
}

// newDispersion has room for the groups of s, and no dispersion yet.
func (s *study) newDispersion(w *workspace) *dispersion {
	bins, most := len(s.x), max(s.p.rows, s.q.rows)
	d := &dispersion{
		of: partition{groupOf: make([]int, bins), byEvidence: w.takeFlags(bins)},
		p:  newSide(&s.p, w), q: newSide(&s.q, w), paired: s.design == Paired, lagged: s.design == Cells,
		metric: w.take(bins), residuals: w.take(most * bins), other: w.take(most * bins), products: w.take(square(max(most, bins))), tilted: w.take(bins),
	}
	for _, side := range [...]*side{&d.p, &d.q} {
		if !side.exact {
			d.sides = append(d.sides, side)
			d.lagged = d.lagged && side.raw.rows >= enoughCells
		}
	}
	return d
}

func square(n int) int { return n * n }

// numbersFor is how many numbers a study needs, by its bins and rows: two copies of the rows and their sums, two sets of
// residuals, a matrix of products, and by bin the request, the effective counts, their layers and scratch space.
func numbersFor(bins, current, baseline int) int {
	rows, most := current+baseline, max(current, baseline)
	return rows*(2*bins+1) + 2*most*bins + square(max(most, bins)) + (2*numbersPerBin+4)*bins
}

// measure merges bins by the effective counts t and measures the dispersion of the groups. There may be just one group,
// which has none.
func (d *dispersion) measure(t *table, ordered bool) {
	d.of = newPartition(t, ordered, d.of.groupOf, d.of.byEvidence)
	if d.of.groups < 2 {
		return
	}
	d.p.raw.group(d.of, &d.p.sample)
	d.q.raw.group(d.of, &d.q.sample)
	d.setMetric(t.known)
	d.setSpreads()
	d.p.clip(d.degrees)
	d.q.clip(d.degrees)
	if d.lagged {
		d.phi = correctLags(d.sides, d.degrees)
	}
	for _, s := range d.sides {
		s.effect, s.zeta = s.designEffect(), s.heterogeneity(d.degrees)
	}
}

// setMetric takes the pooled distribution of effective counts (a known Q: Q) for the units of shares.
func (d *dispersion) setMetric(known bool) {
	weightP, weightQ, groups := 1/d.p.effect, 1/d.q.effect, 0.0
	if known {
		weightP = 0
	}
	total := d.p.total*weightP + d.q.total*weightQ
	d.metric = d.metric[:d.of.groups]
	for k := range d.metric {
		d.metric[k] = (d.p.sums[k]*weightP + d.q.sums[k]*weightQ) / total
		if d.metric[k] > 0 {
			groups++
		}
	}
	d.degrees = max(groups-1, 1)
}

// setSpreads measures how far shares vary. Paired samples have one spread in common, that of the difference of their
// shares; a single row has that of the other side's blocks; one that is known exactly has that of independent events.
func (d *dispersion) setSpreads() {
	for _, s := range [...]*side{&d.p, &d.q} {
		independent := s.independentTrace(d.metric)
		s.spread = spread{trace: independent, independent: independent}
		if s.measured() && !d.paired {
			s.spread = newSpread(s.residuals(d.residuals, d.metric), s.rows, d.products, d.lagged)
			s.independent = independent
		}
	}
	switch single, donor := d.single(); {
	case d.paired:
		u, v := d.p.residuals(d.residuals, d.metric), d.q.residuals(d.other, d.metric)
		for i := range u {
			u[i] -= v[i]
		}
		common := newSpread(u, d.p.rows, d.products, false)
		common.independent = d.p.independent + d.q.independent
		d.p.spread, d.q.spread = common, common
	case single != nil:
		single.spread = donor.carry(single.total)
	}
}

// single is the side that is one row, and the one that lends it its noise; nil if each has its own.
func (d *dispersion) single() (single, donor *side) {
	switch {
	case d.p.rows == 1:
		return &d.p, &d.q
	case d.q.rows == 1:
		return &d.q, &d.p
	default:
		return nil, nil
	}
}

// carry is the spread of a single row with so many events that fluctuates like the blocks of s on top of its own noise:
// the mean of S blocks varies S times less than one of them.
func (s *side) carry(events float64) spread {
	c := spread{independent: s.independent * s.total / events}
	c.trace = max(s.trace-s.independent, 0)*float64(s.rows) + c.independent
	if s.trace > 0 {
		ratio := c.trace / s.trace
		c.square = s.square * ratio * ratio
	}
	return c
}

// heterogeneity is that of both sides together, whose variances are a and b.
func (d *dispersion) heterogeneity(a, b float64) float64 {
	p, q := d.p.zeta, d.q.zeta
	return max((a*a*p+2*a*b*math.Sqrt(p*q)+b*b*q)/((a+b)*(a+b)), 1)
}
