package confidence_test

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// drifting are rows of n latencies each, whose logarithm moves from row to row: by an autoregressive process with the
// correlation phi and the standard deviation sd, about a latency slower times that of latency.
func drifting(rng *rand.Rand, rows int, n float64, bins int, ratio, slower, phi, sd float64) [][]float64 {
	out, level := make([][]float64, rows), sd*rng.NormFloat64()
	for r := range out {
		out[r] = multinomial(rng, n, latency(bins, ratio, slower*math.Exp(level)))
		level = phi*level + math.Sqrt(1-phi*phi)*sd*rng.NormFloat64()
	}
	return out
}

// dirichlet draws shares around p that vary as those of independent events vary in samples of tau+1.
func dirichlet(rng *rand.Rand, p []float64, tau float64) []float64 {
	out, sum := make([]float64, len(p)), 0.0
	for i, share := range p {
		out[i] = distuv.Gamma{Alpha: max(share*tau, 1e-6), Beta: 1, Src: rng}.Rand()
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// clustered are rows of n events each that have a Dirichlet-multinomial distribution with the given design effect.
func clustered(rng *rand.Rand, rows int, n float64, p []float64, effect float64) [][]float64 {
	out := make([][]float64, rows)
	for r := range out {
		shares := p
		if effect > 1 {
			shares = dirichlet(rng, p, (n-effect)/(effect-1))
		}
		out[r] = multinomial(rng, n, shares)
	}
	return out
}

// sums are the counts of all rows together.
func sums(rows [][]float64) []float64 {
	out := make([]float64, len(rows[0]))
	for _, row := range rows {
		for i, count := range row {
			out[i] += count
		}
	}
	return out
}

// bursty are replicates of a random kind, with enough rows for any design.
func bursty(rng *rand.Rand, design confidence.Design) confidence.Replicates {
	bins, rows := 4+rng.IntN(20), 12+rng.IntN(8)
	p, q := latency(bins, 1.5, 1+rng.Float64()), latency(bins, 1.5, 1)
	in := confidence.Replicates{Design: design, Baseline: clustered(rng, rows, 400, q, 1+30*rng.Float64())}
	if design == confidence.Blocks {
		rows = 1
	}
	in.Current = clustered(rng, rows, 300, p, 1+30*rng.Float64())
	return in
}

// permuted are the rows in the given order.
func permuted(rows [][]float64, order []int) [][]float64 {
	out := make([][]float64, len(rows))
	for i, j := range order {
		out[i] = rows[j]
	}
	return out
}

func pick(row []float64, order []int) []float64 {
	out := make([]float64, len(row))
	for i, j := range order {
		out[i] = row[j]
	}
	return out
}

func scaled(rows [][]float64, factor float64) [][]float64 {
	out := make([][]float64, len(rows))
	for r, row := range rows {
		for _, count := range row {
			out[r] = append(out[r], factor*count)
		}
	}
	return out
}
