package main

import (
	"math"
	"math/rand/v2"
)

// noise draws the counts of consecutive cells of time in which n events each are expected to come from shares in the long
// run.
type noise struct {
	name string
	draw func(source rand.Source, cells int, n float64, shares []float64) [][]float64
}

// noises are those of a window of cells: independent events; a mixture of its own in each cell, so that the variance of the
// counts is the given multiple (design effect); and one direction that drifts, with the given autocorrelation from cell to
// cell.
var noises = []noise{
	{"independent", func(source rand.Source, cells int, n float64, shares []float64) [][]float64 {
		return rows(cells, func() []float64 { return multinomial(source, n, shares) })
	}},
	{"bursts, design effect 3", bursts(3)},
	{"bursts, design effect 30", bursts(30)},
	{"drifting, φ = 0", drifting(0, 0.2)},
	{"drifting, φ = 0.5", drifting(0.5, 0.2)},
	{"drifting, φ = 0.8", drifting(0.8, 0.2)},
}

func rows(n int, draw func() []float64) [][]float64 {
	out := make([][]float64, n)
	for i := range out {
		out[i] = draw()
	}
	return out
}

// bursts draws Dirichlet-multinomial counts: their variance is effect = 1 + (n−1)/(τ+1) times that of independent events.
func bursts(effect float64) func(rand.Source, int, float64, []float64) [][]float64 {
	return func(source rand.Source, cells int, n float64, shares []float64) [][]float64 {
		tau := (n-1)/(effect-1) - 1
		weights := weighted(shares, tau)
		return rows(cells, func() []float64 { return multinomial(source, n, dirichlet(source, weights)) })
	}
}

// drifting draws from shares that move along one direction, p(1 + σ s u), where s is autoregressive with variance 1, and u
// is up for the upper half of the bins and down for the lower one, with mean 0 and variance 1. The long-run shares are p.
func drifting(phi, sigma float64) func(rand.Source, int, float64, []float64) [][]float64 {
	return func(source rand.Source, cells int, n float64, shares []float64) [][]float64 {
		random := rand.New(source)
		direction := halves(shares)
		state, innovation := random.NormFloat64(), math.Sqrt(1-phi*phi)
		return rows(cells, func() []float64 {
			moved := make([]float64, len(shares))
			for i, p := range shares {
				moved[i] = p * max(1+sigma*state*direction[i], 0.01)
			}
			state = phi*state + innovation*random.NormFloat64()
			return multinomial(source, n, normalized(moved))
		})
	}
}

// halves is √((1−A)/A) for the upper bins, which hold the share A of about a half, and −√(A/(1−A)) for the lower ones.
func halves(shares []float64) []float64 {
	lower, cut := 0.0, 0
	for cut < len(shares)-1 && (cut == 0 || lower+shares[cut]/2 < 0.5) {
		lower += shares[cut]
		cut++
	}
	out := make([]float64, len(shares))
	for i := range out {
		if out[i] = math.Sqrt(lower / (1 - lower)); i < cut {
			out[i] = -1 / out[i]
		}
	}
	return out
}

// sum adds up counts by bin.
func sum(rows [][]float64) []float64 {
	out := make([]float64, len(rows[0]))
	for _, row := range rows {
		for i, v := range row {
			out[i] += v
		}
	}
	return out
}
