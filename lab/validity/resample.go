package main

import (
	"math"
	"math/rand/v2"
	"slices"
)

// draws is the number of draws of the methods that draw.
const draws = 200

var (
	// bootstrap is the percentile bootstrap: quantiles of the plug-in of counts drawn from those seen.
	bootstrap = method{"percentile bootstrap", func(s *sample, m measure, level float64, source rand.Source) (band, error) {
		return quantiles(s, m, level, func(counts []float64) []float64 {
			add := 0.0
			if m.open {
				add = 0.5
			}
			seen, n := smoothed(counts, 0)
			shares, _ := smoothed(multinomial(source, n, seen), add)
			return shares
		}), nil
	}}
	// posterior takes the quantiles of the divergence of distributions drawn from their posterior, half an event a bin
	// being the prior.
	posterior = method{"Dirichlet posterior", func(s *sample, m measure, level float64, source rand.Source) (band, error) {
		return quantiles(s, m, level, func(counts []float64) []float64 {
			weights := make([]float64, len(counts))
			for i, c := range counts {
				weights[i] = c + 0.5
			}
			return dirichlet(source, weights)
		}), nil
	}}
)

// quantiles are those of the divergence of distributions that draw finds possible given counts.
func quantiles(s *sample, m measure, level float64, draw func(counts []float64) []float64) band {
	values := make([]float64, draws)
	for i := range values {
		p, q := draw(s.x), s.y
		if !s.known {
			q = draw(s.y)
		}
		values[i] = m.between(p, q)
	}
	slices.Sort(values)
	return band{quantile(values, (1-level)/2), quantile(values, 0.5), quantile(values, (1+level)/2)}
}

// quantile interpolates between sorted values.
func quantile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := share * float64(len(sorted)-1)
	i := min(int(at), max(len(sorted)-2, 0))
	low, high := sorted[i], sorted[min(i+1, len(sorted)-1)]
	if low == high { // Also for infinite ones.
		return low
	}
	return low + (at-float64(i))*(high-low)
}
