package confidence

import "errors"

// The errors of this package. Errors that belong to one bin are wrapped with the side and the index of the bin. Samples
// that are merely too small are no error: see Interval.Insufficient.
var (
	ErrUnknownKind    = errors.New("unknown divergence")
	ErrLevel          = errors.New("confidence level is not between 0 and 1")
	ErrDesignEffect   = errors.New("design effect is not a number from 1 up")
	ErrHeterogeneity  = errors.New("heterogeneity is not a number from 1 up")
	ErrUnknownDesign  = errors.New("unknown design of replicates")
	ErrUnpaired       = errors.New("paired samples have different numbers of rows")
	ErrLengthMismatch = errors.New("samples have different numbers of bins")
	ErrWidth          = errors.New("distance between bins is not a finite number from 0 up")
	ErrNotFinite      = errors.New("count is not a finite number")
	ErrTooLarge       = errors.New("count is too large")
	ErrDivergence     = errors.New("divergence is not a value above 0 that it can take")
	ErrTooFewBins     = errors.New("fewer than two bins")
	ErrPower          = errors.New("power is not from 0.5 up to 1")
	ErrRatio          = errors.New("ratio of baseline to current events is not above 0")
)
