package main

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// distances are the measures that are no sums over bins of a smooth function.
var distances = []measure{
	{name: "TV", of: totalVariation, band: func(s *sample, o confidence.Options) (confidence.Interval, error) {
		return confidence.TotalVariation(s.x, s.y, o)
	}},
	{name: "W1", of: wasserstein, band: func(s *sample, o confidence.Options) (confidence.Interval, error) {
		return confidence.Wasserstein(s.x, s.y, s.widths, o)
	}, ordered: true},
	{name: "KS", of: kolmogorovSmirnov, band: func(s *sample, o confidence.Options) (confidence.Interval, error) {
		return confidence.KolmogorovSmirnov(s.x, s.y, o)
	}, ordered: true},
}

func totalVariation(s *scenario) float64 {
	d := 0.0
	for i, p := range s.p {
		d += math.Abs(p-s.q[i]) / 2
	}
	return d
}

func wasserstein(s *scenario) float64 {
	if !s.ordered {
		return math.NaN()
	}
	d, below := 0.0, 0.0
	for i, width := range s.widths {
		below += s.p[i] - s.q[i]
		d += width * math.Abs(below)
	}
	return d
}

func kolmogorovSmirnov(s *scenario) float64 {
	if !s.ordered {
		return math.NaN()
	}
	d, below := 0.0, 0.0
	for i, p := range s.p {
		below += p - s.q[i]
		d = max(d, math.Abs(below))
	}
	return d
}
