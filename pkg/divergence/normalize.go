package divergence

import (
	"fmt"
	"math"
)

// totals checks that p and q are distributions on the same bins, up to a factor each, and returns their totals.
func totals(p, q []float64) (totalP, totalQ float64, err error) {
	if len(p) != len(q) {
		return 0, 0, fmt.Errorf("%w: %d and %d", ErrLengthMismatch, len(p), len(q))
	}
	if len(p) == 0 {
		return 0, 0, ErrNoBins
	}
	if totalP, err = total("p", p); err != nil {
		return 0, 0, err
	}
	if totalQ, err = total("q", q); err != nil {
		return 0, 0, err
	}
	return totalP, totalQ, nil
}

func total(side string, values []float64) (float64, error) {
	var s sum
	for i, v := range values {
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return 0, fmt.Errorf("%s, bin %d: %w", side, i, ErrNotFinite)
		case v < 0:
			return 0, fmt.Errorf("%s, bin %d: %w", side, i, ErrNegative)
		}
		s.add(v)
	}
	t := s.value()
	switch {
	case math.IsNaN(t) || math.IsInf(t, 0):
		return 0, fmt.Errorf("total of %s: %w", side, ErrNotFinite)
	case t <= 0:
		return 0, fmt.Errorf("%s: %w", side, ErrZeroTotal)
	}
	return t, nil
}
