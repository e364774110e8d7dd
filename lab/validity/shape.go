package main

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// latency is a lognormal distribution on buckets.
type latency struct {
	name   string
	bounds []float64 // Upper bounds in seconds; one more bucket has none.
	median float64   // Seconds.
	sigma  float64   // Standard deviation of the logarithm.
}

// shares is the distribution with another median and spread.
func (l latency) shares(slower, wider float64) []float64 {
	at := func(i int) float64 { return math.Log(l.bounds[i]/(l.median*slower)) / (l.sigma * wider) }
	out := make([]float64, len(l.bounds)+1)
	for i := range out {
		low, high := math.Inf(-1), math.Inf(1)
		if i > 0 {
			low = at(i - 1)
		}
		if i < len(l.bounds) {
			high = at(i)
		}
		if low > 0 { // The upper tail by its own function: 1 − F has no digits left there.
			out[i] = distuv.UnitNormal.Survival(low) - distuv.UnitNormal.Survival(high)
		} else {
			out[i] = distuv.UnitNormal.CDF(high) - distuv.UnitNormal.CDF(low)
		}
	}
	return out
}

// widths are the distances between the middles of neighbouring buckets, geometric ones of their bounds.
func (l latency) widths() []float64 {
	last := len(l.bounds) - 1
	middles := []float64{l.bounds[0] / 2}
	for i := range last {
		middles = append(middles, math.Sqrt(l.bounds[i]*l.bounds[i+1]))
	}
	middles = append(middles, l.bounds[last]*1.5)
	out := make([]float64, len(middles)-1)
	for i := range out {
		out[i] = middles[i+1] - middles[i]
	}
	return out
}

// geometric are n bounds that grow by ratio.
func geometric(first, ratio float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = first * math.Pow(ratio, float64(i))
	}
	return out
}

// zipf gives the category of rank i a weight of 1/i.
func zipf(categories int) []float64 {
	out := make([]float64, categories)
	for i := range out {
		out[i] = 1 / float64(i+1)
	}
	return normalized(out)
}

// mixture is the distribution of which a share comes from q and the rest from p.
func mixture(p, q []float64, share float64) []float64 {
	out := make([]float64, len(p))
	for i := range p {
		out[i] = (1-share)*p[i] + share*q[i]
	}
	return out
}

// scaled multiplies the weight of one bin.
func scaled(p []float64, bin int, factor float64) []float64 {
	out := append([]float64(nil), p...)
	out[bin] *= factor
	return normalized(out)
}

// withShare gives one bin a share; the others keep their ratios.
func withShare(p []float64, bin int, share float64) []float64 {
	out := scaled(p, bin, 0)
	for i := range out {
		out[i] *= 1 - share
	}
	out[bin] = share
	return out
}

// normalized divides weights by their sum, in place.
func normalized(weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights
}
