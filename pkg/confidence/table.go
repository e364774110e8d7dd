package confidence

import (
	"fmt"
	"math"
)

const (
	// maxTotal bounds the total of a sample, so that the cube of its inverse stays within the range of a float64.
	maxTotal = 1e100
	// residue is the largest effective count that is taken for none. Sums of cells leave such residues of rounding, and
	// they are not harmless: since x ψ(x) → −1 as x → 0, each would lower the estimate by 1/nx.
	residue = 1e-9
	// smallestShare is the smallest share of an exactly known baseline that is not taken for 0.
	smallestShare = 1e-290
	// knownCount is the number of events that an exactly known distribution counts as where it takes the role of P.
	knownCount = 1e13
)

// table holds the effective counts of both samples on the same bins.
type table struct {
	x, y   []float64 // Effective counts of P and of Q. If Q is known, y is Q.
	nx, ny float64   // Totals of x and y. If Q is known, ny is 1.
	a, b   float64   // 1/nx and 1/ny, the scales of the variances. If Q is known, b is 0.
	known  bool      // Q is known exactly.
}

// newTable takes the totals of x and y, which it keeps.
func newTable(x, y []float64, known bool) table {
	t := table{x: x, y: y, nx: total(x), ny: total(y), known: known}
	t.a = 1 / t.nx
	if known {
		t.ny = 1
	} else {
		t.b = 1 / t.ny
	}
	return t
}

func total(values []float64) float64 {
	s := 0.0
	for _, v := range values {
		s += v
	}
	return s
}

// swapped is the table with the roles of P and Q exchanged, for counts on both sides.
func (t *table) swapped() table {
	return table{x: t.y, y: t.x, nx: t.ny, ny: t.nx, a: t.b, b: t.a}
}

// scarce tells whether a sample holds less than one event.
func (t *table) scarce() bool { return t.nx < 1 || (!t.known && t.ny < 1) }

// rareInP tells whether bin i, which going by Q expects less than one event in P, holds so few that their Poisson
// error is not that of a normal variable. The limits of such bins come from allowances instead.
func (t *table) rareInP(i int) bool { return t.x[i] < enoughCount && t.nx*t.y[i] < t.ny }

// appendEffective appends the effective counts to dst: counts divided by the design effect, negative ones and residues of
// rounding taken for 0.
func appendEffective(dst, counts []float64, side string, designEffect float64) ([]float64, error) {
	sum := 0.0
	for i, count := range counts {
		if math.IsNaN(count) || math.IsInf(count, 0) {
			return nil, fmt.Errorf("%s, bin %d: %w", side, i, ErrNotFinite)
		}
		effective := count / designEffect
		if effective < residue {
			effective = 0
		}
		sum += effective
		dst = append(dst, effective)
	}
	if sum > maxTotal {
		return nil, fmt.Errorf("%s: %w: the total is above %g", side, ErrTooLarge, maxTotal)
	}
	return dst, nil
}

// appendShares appends weights as shares of their total to dst, negative ones taken for 0. It is all 0 if the total is.
func appendShares(dst, weights []float64, side string) ([]float64, error) {
	sum := 0.0
	for i, weight := range weights {
		if math.IsNaN(weight) || math.IsInf(weight, 0) {
			return nil, fmt.Errorf("%s, bin %d: %w", side, i, ErrNotFinite)
		}
		sum += max(weight, 0)
	}
	if sum > maxTotal {
		return nil, fmt.Errorf("%s: %w: the total is above %g", side, ErrTooLarge, maxTotal)
	}
	for _, weight := range weights {
		share := max(weight, 0) / max(sum, math.SmallestNonzeroFloat64)
		if share < smallestShare {
			share = 0
		}
		dst = append(dst, share)
	}
	return dst, nil
}
