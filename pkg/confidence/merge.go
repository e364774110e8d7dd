package confidence

// mergeAdjacent sweeps over ordered bins and closes a group as soon as it is expected to hold enough, or is evidence.
//
// A bin that is evidence on its own becomes a group; what was open before it goes to the last group that was not closed
// by evidence, if there is one, else stays open around it. What is open at the end goes to that group, too, else to the
// last one of any kind.
func (m *partitioner) mergeAdjacent() {
	bins, ordinary := len(m.groupOf), unassigned // ordinary: the last group that was not closed by evidence.
	start, run := 0, stretch{}
	for i := range bins {
		bin := m.bin(i)
		if m.evident(bin) {
			if start < i && ordinary != unassigned {
				m.assign(start, i, ordinary)
				start, run = i, stretch{}
			}
			m.groupOf[i] = m.open(true)
			if start == i {
				start = i + 1
			}
			continue
		}
		run = stretch{run.x + bin.x, run.y + bin.y}
		evident := m.evident(run)
		if !evident && !m.expected(run) {
			continue
		}
		group := m.open(evident)
		if !evident {
			ordinary = group
		}
		m.assign(start, i+1, group)
		start, run = i+1, stretch{}
	}
	switch {
	case m.groups == 0:
		m.assign(0, bins, m.open(false))
	case ordinary != unassigned:
		m.assign(start, bins, ordinary)
	default:
		m.assign(start, bins, m.groups-1)
	}
}

// mergeRare merges the bins of categories, which have no neighbours: those that can't stand alone become one group,
// "other". If that is not enough either, it joins the smallest bin that is expected to hold enough.
func (m *partitioner) mergeRare() {
	smallest, rare := unassigned, 0
	other := stretch{}
	for i := range m.groupOf {
		bin := m.bin(i)
		evident := m.evident(bin)
		if !evident && !m.expected(bin) {
			other = stretch{other.x + bin.x, other.y + bin.y}
			rare++
			continue
		}
		m.groupOf[i] = m.open(evident)
		if !evident && (smallest == unassigned || m.smaller(bin, m.bin(smallest))) {
			smallest = i
		}
	}
	if rare == 0 {
		return
	}
	evident := m.evident(other)
	group := unassigned
	if evident || m.expected(other) || smallest == unassigned {
		group = m.open(evident)
	} else {
		group = m.groupOf[smallest]
	}
	m.assign(0, len(m.groupOf), group)
}

// smaller orders bins by weight, and bins of equal weight by x, so that the order of categories does not matter.
func (m *partitioner) smaller(s, t stretch) bool {
	if m.weight(s) != m.weight(t) {
		return m.weight(s) < m.weight(t)
	}
	return s.x < t.x
}

// merged are the facts about a partition that tell how much resolution the lower limit has lost.
type merged struct {
	bins               int     // Bins that lie in groups of two or more.
	shareOfP, shareOfQ float64 // Their mass outside the largest bin of each group.
}

// describe computes the facts about the partition of t. largest and size are scratch space for an integer a group.
func (p partition) describe(t *table, ordered bool, largest, size []int) merged {
	for g := range p.groups {
		largest[g], size[g] = unassigned, 0
	}
	for i, g := range p.groupOf {
		size[g]++
		if largest[g] == unassigned || t.larger(i, largest[g], ordered) {
			largest[g] = i
		}
	}
	var m merged
	for i, g := range p.groupOf {
		if size[g] < 2 {
			continue
		}
		m.bins++
		if i != largest[g] {
			m.shareOfP += t.x[i]
			m.shareOfQ += t.y[i]
		}
	}
	m.shareOfP /= t.nx
	m.shareOfQ /= t.ny
	return m
}

// larger tells whether bin i has a larger sum of its shares of P and Q than bin j. Of equal bins the first is the largest;
// categories have no first, there it is the one with more in P.
func (t *table) larger(i, j int, ordered bool) bool {
	v, w := t.x[i]/t.nx+t.y[i]/t.ny, t.x[j]/t.nx+t.y[j]/t.ny
	if v != w || ordered {
		return v > w
	}
	return t.x[i] > t.x[j]
}
