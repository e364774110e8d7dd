package divergence

import "errors"

// The errors of this package. Errors that belong to one bin are wrapped with the side and the index of the bin.
var (
	ErrNoBins         = errors.New("no bins")
	ErrLengthMismatch = errors.New("distributions have different numbers of bins")
	ErrNegative       = errors.New("negative value")
	ErrNotFinite      = errors.New("value is not a finite number")
	ErrZeroTotal      = errors.New("distribution has no mass")
	ErrUnknownUnit    = errors.New("unknown unit")
)
