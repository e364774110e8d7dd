package confidence

import "math"

// emptyShare is the smallest number of baseline events that a bin empty in both samples is assumed to expect. Nothing in
// the counts bounds it; without the assumption, KL would have no upper limit wherever the last bucket is empty.
const emptyShare = 0.001

// upperLimit is the estimate at the resolution of the bins and its upper limit.
type upperLimit struct {
	estimate, upper float64
	allowance       float64 // The part of the upper width that rare bins have in it; the parts add up in quadrature.
	assumedFloor    bool    // The limit rests on emptyShare.
}

// newUpperLimit fits the bins, whose target has the divergence floor, and widens the upper limit by what rare bins may
// hide. It is +Inf if unbounded is true.
func newUpperLimit(k Kind, l *layer, floor, z float64, unbounded bool) upperLimit {
	d, m := l.fit(k, floor)
	if unbounded || math.IsInf(d, 1) {
		return upperLimit{estimate: d, upper: math.Inf(1), allowance: math.Inf(1)}
	}
	base := max(d, 0)
	v := newInversion(k, &l.table, m, independentEvents(z))
	band := v.upper(base + m.continuity)
	current, baseline := allowances(k, &l.table, z)
	squares := current*current + baseline*baseline + m.bias*m.bias
	u := upperLimit{estimate: d}
	if k.logarithmic() {
		var hidden float64
		hidden, u.assumedFloor = hiddenMass(&l.table, z)
		squares += hidden*hidden + logAllowance(k, &l.table, z)
	}
	u.allowance = math.Sqrt(squares)
	u.upper = min(base+math.Hypot(band-base, u.allowance), k.supremum())
	return u
}

// unboundedBins appends to dst the bins that leave a logarithmic divergence without an upper limit: mass on one side, and
// on the other fewer events than would exclude that there is none. A baseline known to be 0 under current mass makes
// the divergence itself infinite.
func unboundedBins(dst []int, k Kind, t *table) []int {
	if !k.logarithmic() {
		return dst
	}
	for i, x := range t.x {
		y := t.y[i]
		current := x > 0 && y < unseen
		if t.known {
			current = x > 0 && y <= 0
		}
		if current || (k == Jeffreys && y > 0 && x < unseen) {
			dst = append(dst, i)
		}
	}
	return dst
}

// hiddenMass is the most that KL may gain from current mass in one bin that has shown none: P's upper Poisson limit at 0
// events, times the ratio of the logarithms. Bins empty in both samples are assumed to expect emptyShare baseline events;
// assumed tells whether there were any.
func hiddenMass(t *table, z float64) (most float64, assumed bool) {
	if t.known {
		return 0, false
	}
	share := poissonUpper(0, z) * t.a
	for i, x := range t.x {
		y := t.y[i]
		switch {
		case y < unseen:
			assumed = true
			most = max(most, share*(digamma(y+1)-math.Log(emptyShare)))
		case y < fewEvents && t.rareInP(i) && !gained(t, i, x, y):
			most = max(most, share*logShortfall(y, z))
		}
	}
	return most, assumed
}

// gained tells whether the share of bin i in P is more than gainRatio times that in Q.
func gained(t *table, i int, x, y float64) bool { return x*t.a > gainRatio*geometricCount(y)*t.b }

// logAllowance is the sum of squares of what the divergence may gain from bins with few events on one side and mass on the
// other, by the lower Poisson limit of those events, over what their normal approximation already covers.
func logAllowance(k Kind, t *table, z float64) float64 {
	squares := 0.0
	for i, x := range t.x {
		y := t.y[i]
		if !t.known && y < fewEvents && gained(t, i, x, y) {
			p := x * t.a
			d := k.term(p, poissonLower(y, z)*t.b) - k.term(p, geometricCount(y)*t.b)
			squares += max(d*d-z*p*z*p/(y+1), 0)
		}
		if k == Jeffreys && y > 0 && x < enoughCount {
			d := y / t.ny * logShortfall(x, z)
			squares += d * d
		}
	}
	return squares
}
