package main

import (
	"math"
	"math/rand/v2"
)

// The delta method: the plug-in with half an event added to each bin, ± z standard errors of its linear part. The second
// takes the bias of second order off.
var (
	delta = method{"delta method", func(s *sample, m measure, level float64, _ rand.Source) (band, error) {
		d, _, se := linearize(s, m)
		return symmetric(d, se, level), nil
	}}
	deltaCorrected = method{"delta, bias-corrected", func(s *sample, m measure, level float64, _ rand.Source) (band, error) {
		d, bias, se := linearize(s, m)
		return symmetric(d-bias, se, level), nil
	}}
)

// symmetric is the band of a normal estimate of something that is not negative.
func symmetric(d, se, level float64) band {
	z := math.Sqrt2 * math.Erfinv(level)
	return band{max(d-z*se, 0), d, max(d+z*se, 0)}
}

// linearize returns the plug-in, its bias of second order and the standard error of its linear part.
func linearize(s *sample, m measure) (d, bias, se float64) {
	p, nx := smoothed(s.x, 0.5)
	q, ny := s.y, math.Inf(1)
	if !s.known {
		q, ny = smoothed(s.y, 0.5)
	}
	a, b, bins := 1/nx, 1/ny, 0.0
	var meanP, squareP, meanQ, squareQ float64
	for i := range p {
		if q[i] <= 0 {
			continue
		}
		t := m.at(p[i], q[i])
		d += t.value
		bias += t.curvature * (a + b*p[i]/q[i]) / 2
		meanP += p[i] * t.slopeP
		squareP += p[i] * t.slopeP * t.slopeP
		meanQ += q[i] * t.slopeQ
		squareQ += q[i] * t.slopeQ * t.slopeQ
		bins++
	}
	variance := a*(squareP-meanP*meanP) + b*(squareQ-meanQ*meanQ)
	return d, bias * (bins - 1) / bins, math.Sqrt(max(variance, 0))
}

// smoothed are the shares of counts, each increased by add, and the number of events.
func smoothed(counts []float64, add float64) (shares []float64, n float64) {
	shares = make([]float64, len(counts))
	for i, c := range counts {
		shares[i] = c + add
		n += c
	}
	return normalized(shares), n
}
