package main

import "github.com/histodrift/histodrift/pkg/confidence"

// measure is what is estimated.
type measure struct {
	name    string
	of      func(s *scenario) float64 // The truth.
	band    func(s *sample, o confidence.Options) (confidence.Interval, error)
	ordered bool // It needs bins that have an order.
	divergence
}

// fDivergences are those that the band by moments is for.
var (
	kl           = fDivergence("KL", confidence.KL, klTerm, true)
	klReverse    = fDivergence("reverse KL", confidence.KLReverse, klReverseTerm, true)
	psi          = fDivergence("PSI", confidence.Jeffreys, psiTerm, true)
	js           = fDivergence("JS", confidence.JS, jsTerm, false)
	hellinger    = fDivergence("H²", confidence.Hellinger2, hellingerTerm, false)
	fDivergences = []measure{kl, klReverse, psi, js, hellinger}
	measures     = append(fDivergences, distances...)
)

func fDivergence(name string, kind confidence.Kind, at func(p, q float64) term, open bool) measure {
	d := divergence{kind, at, open}
	return measure{
		name: name, divergence: d,
		of: func(s *scenario) float64 { return d.between(s.p, s.q) },
		band: func(s *sample, o confidence.Options) (confidence.Interval, error) {
			return confidence.Estimate(kind, s.x, s.y, o)
		},
	}
}
