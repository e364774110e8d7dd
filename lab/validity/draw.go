package main

import (
	"hash/fnv"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// sample is what one run has seen of a scenario.
type sample struct {
	x, y              []float64   // Current and baseline counts by bin; baseline shares if it is known.
	current, baseline [][]float64 // The same by replicate, if there are any.
	known, ordered    bool
	widths            []float64 // Distances between the bins' middles, if they have an order.
	realized          *scenario // What was compared, where that is not the cell's scenario but depends on the draw.
}

// newSource starts a generator of its own for each cell, so that what a cell draws depends on the seed and its name only.
func newSource(seed uint64, name string) *rand.PCG {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.NewPCG(seed, h.Sum64())
}

// multinomial draws n independent events.
func multinomial(source rand.Source, n float64, shares []float64) []float64 {
	counts := make([]float64, len(shares))
	rest := 1.0
	for i, share := range shares {
		if n <= 0 || rest <= 0 {
			break
		}
		if share >= rest || i == len(shares)-1 {
			counts[i] = n
			break
		}
		if share > 0 {
			counts[i] = distuv.Binomial{N: n, P: share / rest, Src: source}.Rand()
			n -= counts[i]
			rest -= share
		}
	}
	return counts
}

// dirichlet draws a distribution around weights: the larger their sum, the closer.
func dirichlet(source rand.Source, weights []float64) []float64 {
	out := make([]float64, len(weights))
	for i, w := range weights {
		if w > 0 {
			out[i] = distuv.Gamma{Alpha: w, Beta: 1, Src: source}.Rand()
		}
	}
	return normalized(out)
}
