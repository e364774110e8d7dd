package main

import (
	"math/rand/v2"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// byReplicates is the band with the variance that replicates show.
func byReplicates(name string, design confidence.Design) method {
	return method{name, func(s *sample, m measure, level float64, _ rand.Source) (band, error) {
		v, err := confidence.EstimateReplicated(m.kind, confidence.Replicates{
			Design: design, Current: s.current, Baseline: s.baseline,
		}, confidence.Options{Level: level, Ordered: s.ordered})
		return band{v.Lower, v.Estimate, v.Upper}, err
	}}
}

var (
	byCells     = byReplicates("cells", confidence.Cells)
	byInstances = byReplicates("instances", confidence.Instances)
	byPairs     = byReplicates("paired", confidence.Paired)
	byBlocks    = byReplicates("blocks", confidence.Blocks)
)

// replicated is a sample of rows of counts.
func replicated(s *scenario, current, baseline [][]float64) sample {
	return sample{x: sum(current), y: sum(baseline), current: current, baseline: baseline, ordered: s.ordered, widths: s.widths}
}

// windowed is a cell of two windows, each of so many cells of time.
func windowed(s scenario, by noise, cells int, n float64) cell {
	return cell{
		scenario: s, n: n, ratio: 1, noise: by.name, replicates: cells,
		draw: func(source rand.Source) sample {
			each := n / float64(cells)
			return replicated(&s, by.draw(source, cells, each, s.p), by.draw(source, cells, each, s.q))
		},
	}
}

// blocked is a cell of a current window of so many cells of time, and a baseline of blocks that are as long.
func blocked(s scenario, by noise, cells, blocks int, each float64) cell {
	n := each * float64(cells)
	return cell{
		scenario: s, n: n, ratio: float64(blocks), noise: by.name, replicates: blocks,
		draw: func(source rand.Source) sample {
			current := sum(by.draw(source, cells, each, s.p))
			history := by.draw(source, cells*blocks, each, s.q)
			baseline := make([][]float64, blocks)
			for i := range baseline {
				baseline[i] = sum(history[i*cells : (i+1)*cells])
			}
			return replicated(&s, [][]float64{current}, baseline)
		},
	}
}

// podTau is how alike pods are: the shares of each are Dirichlet with this sum of weights. podBursts is the design effect
// of the counts of each.
const (
	podTau    = 300
	podBursts = 3
)

// pods is a cell of so many pods, each with shares of its own for ever, which a change moves by the ratio p/q of each bin,
// and bursts. The same pods are compared with themselves, and with what these pods do in the long run; other pods with
// what all pods would do.
func pods(s scenario, number int, each float64, same bool) cell {
	name := "other pods"
	if same {
		name = "same pods"
	}
	return cell{
		scenario: s, n: each * float64(number), ratio: 10, noise: name, replicates: number,
		draw: func(source rand.Source) sample {
			before := rows(number, func() []float64 { return dirichlet(source, weighted(s.q, podTau)) })
			after := make([][]float64, number)
			for i := range after {
				if same {
					after[i] = moved(before[i], &s)
				} else {
					after[i] = dirichlet(source, weighted(s.p, podTau))
				}
			}
			out := replicated(&s, bursting(source, each, after), bursting(source, 10*each, before))
			if same {
				out.realized = &scenario{p: normalized(sum(after)), q: normalized(sum(before)), ordered: s.ordered, widths: s.widths}
			}
			return out
		},
	}
}

func weighted(shares []float64, by float64) []float64 {
	out := make([]float64, len(shares))
	for i, p := range shares {
		out[i] = by * p
	}
	return out
}

// moved applies the change of a scenario to other shares.
func moved(shares []float64, by *scenario) []float64 {
	out := make([]float64, len(shares))
	for i, q := range shares {
		if by.q[i] > 0 {
			out[i] = q * by.p[i] / by.q[i]
		}
	}
	return normalized(out)
}

func bursting(source rand.Source, n float64, shares [][]float64) [][]float64 {
	draw := bursts(podBursts)
	out := make([][]float64, len(shares))
	for i, p := range shares {
		out[i] = draw(source, 1, n, p)[0]
	}
	return out
}
