package confidence

import "math"

const (
	// unseen is the count below which a bin may be one that its distribution gives no mass.
	unseen = 1
	// fewEvents is the count below which the logarithm of a baseline count needs limits of its own.
	fewEvents = 20
	// gainRatio is the ratio p/q above which the bins with fewEvents do.
	gainRatio = 3
)

// limits are an estimate with its lower and upper limit.
type limits struct{ estimate, lower, upper float64 }

// mergedLimits are the limits of the divergence of groups. spare is scratch space; l keeps the shrunk pair of its fit.
func mergedLimits(k Kind, l *layer, spare expansion, n noise) limits {
	band := l.invert(k, n)
	if !k.logarithmic() || math.IsInf(band.estimate, 1) {
		return band
	}
	if !l.known {
		band.lower = min(band.lower, max(band.estimate-gainShortfall(k, &l.table, n.z), 0))
	}
	if guard := logGuard(k, &l.table, n.z); guard > 0 {
		band.upper = max(band.upper, max(band.estimate, 0)+guard)
		band.lower = max(band.lower, renyiLower(k, *l, spare, n))
	}
	return band
}

// invert fits the groups and inverts the test in both directions. The estimate is moved by half an event, since counts
// are whole.
func (l *layer) invert(k Kind, n noise) limits {
	d, m := l.fit(k, 0)
	if math.IsInf(d, 1) {
		return limits{d, d, d}
	}
	v := newInversion(k, &l.table, m, n)
	return limits{
		estimate: d,
		lower:    v.lower(d - m.continuity),
		upper:    min(v.upper(max(d, 0)+m.continuity), k.supremum()),
	}
}

// gainShortfall is how much of the divergence may be due to bins that gained mass over few baseline events: for them the
// normal approximation of ln y is replaced by the upper Poisson limit of y. Bins are independent: their parts add up in
// quadrature.
func gainShortfall(k Kind, t *table, z float64) float64 {
	squares := 0.0
	for i, x := range t.x {
		y := t.y[i]
		if x <= 0 || y >= fewEvents {
			continue
		}
		p, q := x*t.a, geometricCount(y)*t.b
		if p > gainRatio*q {
			d := k.term(p, q) - k.term(p, max(poissonUpper(y, z)*t.b, q))
			squares += d * d
		}
	}
	return math.Sqrt(squares)
}

// logGuard is how much larger the divergence may be since the other side of a bin with mass has fewer than enoughCount
// events, by their lower Poisson limit. It is +Inf where that side may have no mass at all.
func logGuard(k Kind, t *table, z float64) float64 {
	guard := 0.0
	for i, x := range t.x {
		y := t.y[i]
		if !t.known && x > 0 {
			guard += x * t.a * openLogShortfall(y, z)
		}
		if k == Jeffreys && y > 0 {
			guard += y / t.ny * openLogShortfall(x, z)
		}
	}
	return guard
}

func openLogShortfall(count, z float64) float64 {
	switch {
	case count < unseen:
		return math.Inf(1)
	case count < enoughCount:
		return logShortfall(count, z)
	default:
		return 0
	}
}

// renyiLower is a lower limit of KL or Jeffreys that survives ratios with heavy tails, where the limit by moments drops
// to 0: the Rényi divergence of order ½ is no larger than KL, so KL ≥ −2 ln(1 − H²), and Jeffreys is at least twice that.
// Source: van Erven & Harremoës 2014, Rényi divergence and Kullback–Leibler divergence, IEEE Trans. Inf. Theory 60.
func renyiLower(k Kind, l layer, spare expansion, n noise) float64 {
	l.expansion = spare
	d, m := l.fit(Hellinger2, 0)
	v := newInversion(Hellinger2, &l.table, m, n)
	hellinger := min(v.lower(d-m.continuity), 1)
	bound := -2 * math.Log(max(1-hellinger, 1e-300))
	if k == Jeffreys {
		return 2 * bound
	}
	return bound
}
