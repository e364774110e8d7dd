package confidence

import "math"

// component is a part of the linear variance, with the degrees of freedom that it was estimated with.
type component struct{ variance, lag, degrees float64 }

// square is the variance of the variance, up to a factor.
func (c component) square() float64 { return c.variance * c.variance / c.degrees }

// degreesOf is the degrees of freedom of a variance from so many rows, at least 2.
func degreesOf(rows float64) float64 { return max(rows-1, 2) }

// noise is what the dispersion makes of the errors of the groups l. The linear variance is measured along the slopes of
// the divergence at the smoothed pair.
func (d *dispersion) noise(k Kind, l *layer, z float64) noise {
	l.shrink(l.target, l.evident, 1, l.pair)
	newMoments(k, &l.table, l.expansion, nil)
	expectedP, expectedQ := l.linearVariances()
	d.setLinear(l, expectedP, expectedQ)
	p, q := d.p.linear, d.q.linear
	variance := p.variance + q.variance

	n := noise{z: z, direction: 1, heterogeneity: d.heterogeneity(l.a, l.b)}
	if expected := expectedP + expectedQ; expected > 0 {
		n.direction = variance / expected
	}
	degrees := variance * variance / max(p.square()+q.square(), 1e-300)
	a, b := l.a/(l.a+l.b), l.b/(l.a+l.b)
	bias := a*a*d.p.zeta/p.degrees + b*b*d.q.zeta/q.degrees
	if single, _ := d.single(); single != nil { // Both sides rest on the same rows.
		degrees, bias = single.linear.degrees, single.zeta/single.linear.degrees
	} else if d.paired {
		bias = d.p.zeta / p.degrees
	}
	n.linearZ, n.biasVariance = studentQuantile(z, degrees), 2*bias/d.degrees
	return n
}

// setLinear measures the linear variance of each side. Paired samples have one in common; what is known exactly has what
// is expected of it.
func (d *dispersion) setLinear(l *layer, expectedP, expectedQ float64) {
	d.p.linear = component{variance: expectedP, degrees: math.Inf(1)}
	d.q.linear = component{variance: expectedQ, degrees: math.Inf(1)}
	if d.paired {
		degrees := degreesOf(float64(d.p.rows))
		d.p.linear = component{variance: pairedAlong(&d.p.sample, &d.q.sample, l.slopeP, l.slopeQ), degrees: degrees}
		d.q.linear = component{degrees: degrees}
		return
	}
	if d.p.measured() {
		d.p.linear = d.p.along(l.slopeP)
	}
	if d.q.measured() {
		d.q.linear = d.q.along(l.slopeQ)
	}
	switch {
	case d.p.rows == 1:
		d.p.linear = carried(&d.q.sample, tilt(d.tilted, l.slopeP, l.p, l.q), expectedP/d.p.effect)
	case d.q.rows == 1:
		d.q.linear = carried(&d.p.sample, tilt(d.tilted, l.slopeQ, l.q, l.p), expectedQ/d.q.effect)
	}
	if d.lagged {
		correctLinearLags(d.sides, d.phi)
	}
}

// linearVariances are the parts of P and Q in the linear variance that independent events have.
func (l *layer) linearVariances() (p, q float64) {
	for i, u := range l.slopeP {
		p += l.p[i] * l.a * u * u
		q += l.q[i] * l.b * l.slopeQ[i] * l.slopeQ[i]
	}
	return p, q
}

// along is the variance of Σ slope·share, and its covariance between consecutive rows, as the rows show them.
func (s *sample) along(slope []float64) component {
	c := component{degrees: degreesOf(float64(s.rows))}
	mean, previous := s.mean(slope), 0.0
	for r := range s.rows {
		d := s.deviation(r, slope, mean)
		c.variance += d * d
		c.lag += d * previous
		previous = d
	}
	c.variance *= varianceFactor(s.rows)
	c.lag *= varianceFactor(s.rows)
	return c
}

// pairedAlong is the variance of the sum of both samples' Σ slope·share, row r of both being the same instance.
func pairedAlong(p, q *sample, slopeP, slopeQ []float64) float64 {
	meanP, meanQ, variance := p.mean(slopeP), q.mean(slopeQ), 0.0
	for r := range p.rows {
		d := p.deviation(r, slopeP, meanP) + q.deviation(r, slopeQ, meanQ)
		variance += d * d
	}
	return variance * varianceFactor(p.rows)
}

// mean is Σ slope·share.
func (s *sample) mean(slope []float64) float64 {
	sum := 0.0
	for k, l := range slope {
		sum += l * s.share(k)
	}
	return sum
}

// deviation is what row r adds to Σ slope·share over its expected part.
func (s *sample) deviation(r int, slope []float64, mean float64) float64 {
	sum := 0.0
	for k, count := range s.row(r) {
		sum += (slope[k] - mean) * count
	}
	return sum / s.total
}

// tilt carries slopes over from a sample with the shares own to one with the shares other. Fluctuations are alike on the
// logarithmic scale: those of a share that is r times as large are r times as large.
func tilt(out, slope, own, other []float64) []float64 {
	for k, l := range slope {
		out[k] = l * min(max(own[k]/other[k], 0.1), 10)
	}
	return out[:len(slope)]
}

// carried is the variance along slope of a single row that fluctuates like a block of donor, on top of that of its own
// independent events.
func carried(donor *sample, slope []float64, independent float64) component {
	c := donor.along(slope)
	mean, counting := donor.mean(slope), 0.0
	for k, l := range slope {
		counting += donor.share(k) * (l - mean) * (l - mean)
	}
	c.variance = max(c.variance-counting/donor.total, 0)*float64(donor.rows) + independent
	return c
}
