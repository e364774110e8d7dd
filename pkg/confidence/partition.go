package confidence

import "math"

const (
	// enoughCount is the smallest expected count a bin must have in the smaller sample to stand alone, and the smallest
	// count that can be evidence.
	enoughCount = 5
	// evidenceRisk is the probability that any rare bin of the table passes for evidence where P = Q.
	evidenceRisk = 0.01
)

// partition merges bins into groups of enough counts each. The lower limit is computed on it.
//
// A bin is expected to hold enough if its pooled count, shared out by the totals, is at least enoughCount in the smaller
// sample. A bin that is not may hold evidence: a count of at least enoughCount on one side that chance cannot have put
// there (see evident); it stays a group, for pooling it would hide what it shows. All others are merged. Going by the
// pooled counts, and by evidence at a fixed risk, is what keeps the choice of groups from favouring fluctuations.
type partition struct {
	groupOf    []int  // Bin → group.
	groups     int    // Number of groups.
	byEvidence []bool // Group → it stands by evidence. Not shorter than groups.
}

// partitioner holds what both merge rules need.
type partitioner struct {
	t        *table
	need     float64 // The smallest weight that is expected to be enough in both samples.
	deviance float64 // The smallest deviance that is evidence.
	partition
}

// newPartition merges the bins of t; adjacent ones if they are ordered, else all rare ones into one.
func newPartition(t *table, ordered bool, groupOf []int, byEvidence []bool) partition {
	m := newPartitioner(t, groupOf, byEvidence)
	return m.merge(ordered)
}

func newPartitioner(t *table, groupOf []int, byEvidence []bool) partitioner {
	m := partitioner{t: t, partition: partition{groupOf: groupOf, byEvidence: byEvidence}}
	m.deviance = math.Log(float64(len(t.x)) / evidenceRisk)
	if t.known {
		m.need = enoughCount / t.nx
	} else {
		m.need = enoughCount * (t.nx + t.ny) / min(t.nx, t.ny)
	}
	return m
}

func (m *partitioner) merge(ordered bool) partition {
	for i := range m.groupOf {
		m.groupOf[i], m.byEvidence[i] = unassigned, false
	}
	if ordered {
		m.mergeAdjacent()
	} else {
		m.mergeRare()
	}
	return m.partition
}

// sum adds up the values of bins by group.
func (p partition) sum(groups, bins []float64) {
	clear(groups)
	for i, g := range p.groupOf {
		groups[g] += bins[i]
	}
}

// unassigned marks a bin that belongs to no group yet.
const unassigned = -1

// stretch is the sum of some bins.
type stretch struct{ x, y float64 }

func (m *partitioner) bin(i int) stretch { return stretch{m.t.x[i], m.t.y[i]} }

// expected tells whether s is expected to hold enough.
func (m *partitioner) expected(s stretch) bool { return m.weight(s) >= m.need }

// weight is the pooled count of s, or the share of Q if it is known.
func (m *partitioner) weight(s stretch) float64 {
	if m.t.known {
		return s.y
	}
	return s.x + s.y
}

// evident tells whether s, which is not expected to hold enough, holds a count on one side that is no chance excess: the
// binomial deviance of x among x + y from nx/(nx+ny) is at least ln(K/evidenceRisk), or for a known Q the Poisson
// deviance of x from nx·q. By Chernoff's bound a deviance of d has a probability of at most e^{−d} in each direction.
func (m *partitioner) evident(s stretch) bool {
	if m.expected(s) {
		return false
	}
	if m.t.known {
		mean := s.y * m.t.nx
		if s.x < enoughCount || s.x <= mean {
			return false
		}
		return mean <= 0 || s.x*math.Log(s.x/mean)-s.x+mean >= m.deviance
	}
	if s.x < enoughCount && s.y < enoughCount {
		return false
	}
	sum, w, d := s.x+s.y, m.t.nx/(m.t.nx+m.t.ny), 0.0
	if s.x > 0 {
		d += s.x * math.Log(s.x/(sum*w))
	}
	if s.y > 0 {
		d += s.y * math.Log(s.y/(sum*(1-w)))
	}
	return d >= m.deviance
}

// open starts a new group and returns its number.
func (m *partitioner) open(evident bool) int {
	m.byEvidence[m.groups] = evident
	m.groups++
	return m.groups - 1
}

// assign puts the bins from..to−1 that belong to no group yet into group.
func (m *partitioner) assign(from, to, group int) {
	for i := from; i < to; i++ {
		if m.groupOf[i] == unassigned {
			m.groupOf[i] = group
		}
	}
}
