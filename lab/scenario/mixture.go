package scenario

import (
	"math"
	"slices"
)

// Mode is one component of a distribution: a lognormal, or a single point at zero. For a lognormal, ln |x| is normal with
// mean ln Median and standard deviation Sigma.
type Mode struct {
	// Weight is relative to the other modes of the mixture.
	Weight float64
	// Median is that of |x|, in the metric's unit. Zero means that every value is exactly zero.
	Median float64
	// Sigma is the standard deviation of ln |x|, without unit.
	Sigma float64
	// Negative turns all values around: they are below zero.
	Negative bool
}

// Mixture is a distribution of values. Weights need not sum to 1.
type Mixture []Mode

// Weight is the sum of the weights of all modes.
func (m Mixture) Weight() float64 {
	var sum float64
	for _, mode := range m {
		sum += mode.Weight
	}
	return sum
}

// Bins returns the probability of every bin (b[i−1], b[i]]; the last one lies above the last bound. The sum is 1 up to
// rounding. The length is len(bounds)+1.
func (m Mixture) Bins(bounds []float64) []float64 {
	p := make([]float64, len(bounds)+1)
	total := m.Weight()
	for _, mode := range m {
		for i, share := range mode.Bins(bounds) {
			p[i] += mode.Weight / total * share
		}
	}
	return p
}

// Bins returns the probability of every bin under this mode alone, as Mixture.Bins does.
func (m Mode) Bins(bounds []float64) []float64 {
	p := make([]float64, len(bounds)+1)
	if m.Median == 0 {
		at, _ := slices.BinarySearch(bounds, 0)
		p[at] = 1
		return p
	}
	low := math.Inf(-1)
	for i := range p {
		high := math.Inf(1)
		if i < len(bounds) {
			high = m.z(bounds[i])
		}
		p[i] = between(low, high)
		low = high
	}
	return p
}

// Sums returns for every bin the expected value times the probability of the bin, E[x; x in bin]: by it a bin's count
// becomes a part of the histogram's sum. The unit is the metric's.
func (m Mode) Sums(bounds []float64) []float64 {
	if m.Median == 0 {
		return make([]float64, len(bounds)+1)
	}
	mean := m.Median * math.Exp(m.Sigma*m.Sigma/2)
	if m.Negative {
		mean = -mean
	}
	// Weighing a lognormal by its value gives a lognormal whose normal is moved up by Sigma.
	shifted := Mode{Median: m.Median * math.Exp(m.Sigma*m.Sigma), Sigma: m.Sigma, Negative: m.Negative}
	sums := shifted.Bins(bounds)
	for i := range sums {
		sums[i] *= mean
	}
	return sums
}

// z is the standard normal score of a value, growing with the value. Values of the other sign lie beyond all of the
// mode's.
func (m Mode) z(x float64) float64 {
	sign := 1.0
	if m.Negative {
		sign = -1
	}
	if x *= sign; x <= 0 {
		return math.Inf(-int(sign))
	}
	return sign * math.Log(x/m.Median) / m.Sigma
}

// between is the standard normal probability of (low, high]. It subtracts the smaller tails, so that bins far out on
// either side keep their relative precision.
func between(low, high float64) float64 {
	if low > 0 {
		return tail(low) - tail(high)
	}
	return tail(-high) - tail(-low)
}

// tail is the standard normal probability above z.
func tail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
