package confidence

import "slices"

const (
	// fineBins is the number of bins from which on total variation is looked at in coarse groups.
	fineBins = 40
	// coarseGroups is about how many groups there are then: the resolution that most histograms have.
	coarseGroups = 12
)

// distanceGroups are the groups that the lower limit of total variation is computed on: those of Estimate, or coarse ones
// if the bins are fine. Groups that stand by evidence remain whatever their mass. spare is scratch space for a number a
// bin.
func (r *request) distanceGroups(groupOf []int, byEvidence []bool, spare []float64) partition {
	m := newPartitioner(&r.table, groupOf, byEvidence)
	if len(groupOf) >= fineBins {
		m.need = max(m.need, m.coarseWeight(r.ordered, spare))
	}
	return m.merge(r.ordered)
}

// coarseWeight is the smallest weight of a coarse group: an equal part of all, or for categories, that of the largest
// ones, since all others become one group. It goes by the pooled counts, which say nothing of the change.
func (m *partitioner) coarseWeight(ordered bool, weights []float64) float64 {
	if ordered {
		return m.weight(stretch{m.t.nx, m.t.ny}) / coarseGroups
	}
	for i := range weights {
		weights[i] = m.weight(m.bin(i))
	}
	slices.Sort(weights)
	return weights[len(weights)-(coarseGroups-1)]
}
