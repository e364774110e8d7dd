package divergence

// pooler groups bins until each group is expected to hold enough in the smaller sample.
type pooler struct {
	p, q    []float64
	weight  func(p, q float64) float64 // The pooled count, or the share of Q if it is known.
	need    float64                    // The least weight that is enough.
	groupOf []int
	groups  int
}

// pool is Smooth for PoolSmoothing.
func pool(p, q []float64, totalP, totalQ, least float64, s Smoothing) Smoothed {
	m := pooler{p: p, q: q, groupOf: make([]int, len(p))}
	if s.KnownBaseline {
		m.weight, m.need = func(_, y float64) float64 { return y / totalQ }, least/totalP
	} else {
		m.weight, m.need = func(x, y float64) float64 { return x + y }, least*((totalP+totalQ)/min(totalP, totalQ))
	}
	if s.Ordered {
		m.sweep()
	} else {
		m.collect()
	}
	return m.smoothed(totalP, totalQ)
}

// sweep closes a group of neighbours as soon as it holds enough. What is open at the end goes to the last group.
func (m *pooler) sweep() {
	var run sum
	for i := range m.p {
		m.groupOf[i] = m.groups
		run.add(m.weight(m.p[i], m.q[i]))
		if run.value() >= m.need {
			m.groups++
			run = sum{}
		}
	}
	if m.groups == 0 {
		m.groups = 1
	}
	for i := range m.groupOf {
		m.groupOf[i] = min(m.groupOf[i], m.groups-1)
	}
}

// collect leaves bins that hold enough alone, and makes one group of all others, which joins the smallest of those if it
// is not enough.
func (m *pooler) collect() {
	smallest, rare := -1, 0
	var rest sum
	for i := range m.p {
		weight := m.weight(m.p[i], m.q[i])
		if weight < m.need {
			m.groupOf[i] = -1
			rest.add(weight)
			rare++
			continue
		}
		m.groupOf[i] = m.groups
		m.groups++
		if smallest < 0 || m.smaller(i, smallest) {
			smallest = i
		}
	}
	if rare == 0 {
		return
	}
	group := m.groups
	if smallest >= 0 && rest.value() < m.need {
		group = m.groupOf[smallest]
	} else {
		m.groups++
	}
	for i, g := range m.groupOf {
		if g < 0 {
			m.groupOf[i] = group
		}
	}
}

// smaller orders bins by weight, and those of equal weight by p, so that the order of categories does not matter.
func (m *pooler) smaller(i, j int) bool {
	a, b := m.weight(m.p[i], m.q[i]), m.weight(m.p[j], m.q[j])
	if a != b {
		return a < b
	}
	return m.p[i] < m.p[j]
}

// smoothed sums up the groups.
func (m *pooler) smoothed(totalP, totalQ float64) Smoothed {
	type group struct{ p, q sum }
	groups, largest := make([]group, m.groups), make([]int, m.groups)
	for g := range largest {
		largest[g] = -1
	}
	for i, g := range m.groupOf {
		if largest[g] < 0 || m.larger(i, largest[g], totalP, totalQ) {
			largest[g] = i
		}
	}
	var movedP, movedQ sum
	for i, g := range m.groupOf {
		groups[g].p.add(m.p[i])
		groups[g].q.add(m.q[i])
		if i != largest[g] {
			movedP.add(m.p[i])
			movedQ.add(m.q[i])
		}
	}
	s := Smoothed{
		P: make([]float64, m.groups), Q: make([]float64, m.groups), GroupOf: m.groupOf,
		MovedCurrent: movedP.value() / totalP, MovedBaseline: movedQ.value() / totalQ,
	}
	for g, sums := range groups {
		s.P[g], s.Q[g] = sums.p.value(), sums.q.value()
	}
	return s
}

// larger tells whether bin i has a larger sum of its shares of P and Q than bin j, or the same and more in P.
func (m *pooler) larger(i, j int, totalP, totalQ float64) bool {
	a, b := m.p[i]/totalP+m.q[i]/totalQ, m.p[j]/totalP+m.q[j]/totalQ
	if a != b {
		return a > b
	}
	return m.p[i] > m.p[j]
}
