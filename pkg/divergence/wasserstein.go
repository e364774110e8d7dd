package divergence

import (
	"fmt"
	"math"
)

// Wasserstein is the Wasserstein distance of order 1, also known as earth mover's distance, in the unit of positions,
//
//	W₁(P, Q) = Σ |F_P − F_Q| Δ,   Δ = positions[i+1] − positions[i],
//
// with F the cumulative shares up to bin i: the mean distance that mass has to be carried to make P of Q. The mass of bin
// i is taken to lie at positions[i]. It is a metric, and at most the total variation times the range of the positions.
// Positions are finite and ascend; bins at the same position are one. A bin without an end needs a finite position, too,
// and what lies in it counts as if it lay there.
// One bin gives 0.
// The errors are those of all measures, ErrLengthMismatch and ErrNotFinite also for positions, and ErrUnsorted.
// Source: Vallender 1974, Calculation of the Wasserstein distance between probability distributions on the line, Theory
// Probab. Appl. 18.
func Wasserstein(p, q, positions []float64) (float64, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return 0, err
	}
	if err := checkPositions(positions, len(p)); err != nil {
		return 0, err
	}
	var s sum
	eachGap(p, q, totalP, totalQ, func(i int, gap float64) {
		s.add(math.Abs(gap) * (positions[i+1] - positions[i]))
	})
	return min(s.value(), positions[len(p)-1]-positions[0]), nil
}

// checkPositions checks that there is a position for each bin, and that they are finite and ascend.
func checkPositions(positions []float64, bins int) error {
	if len(positions) != bins {
		return fmt.Errorf("%w: %d and %d positions", ErrLengthMismatch, bins, len(positions))
	}
	for i, x := range positions {
		switch {
		case math.IsNaN(x) || math.IsInf(x, 0):
			return fmt.Errorf("position of bin %d: %w", i, ErrNotFinite)
		case i > 0 && x < positions[i-1]:
			return fmt.Errorf("%w: bin %d", ErrUnsorted, i)
		}
	}
	if math.IsInf(positions[bins-1]-positions[0], 0) {
		return fmt.Errorf("range of positions: %w", ErrNotFinite)
	}
	return nil
}
