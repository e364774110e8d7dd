package main

import (
	"math/rand/v2"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// band is an answer about a divergence.
type band struct{ lower, estimate, upper float64 }

// method gives the band of a measure from counts. Those that draw do so from source.
type method struct {
	name string
	band func(s *sample, m measure, level float64, source rand.Source) (band, error)
}

// question is what is asked of each sample of a cell.
type question struct {
	method
	measure
	level float64
}

// ask asks for the bands of all measures by all methods.
func ask(levels []float64, measures []measure, methods ...method) []question {
	var out []question
	for _, level := range levels {
		for _, m := range measures {
			for _, by := range methods {
				out = append(out, question{by, m, level})
			}
		}
	}
	return out
}

// ours is the band of pkg/confidence, for independent events.
var ours = method{"this band", func(s *sample, m measure, level float64, _ rand.Source) (band, error) {
	v, err := m.band(s, confidence.Options{Level: level, Ordered: s.ordered, KnownBaseline: s.known})
	return band{v.Lower, v.Estimate, v.Upper}, err
}}
