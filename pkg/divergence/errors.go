package divergence

import "errors"

// The errors of this package. Errors that belong to one bin are wrapped with the side and the index of the bin.
var (
	ErrNoBins           = errors.New("no bins")
	ErrLengthMismatch   = errors.New("different numbers of bins")
	ErrNegative         = errors.New("negative value")
	ErrNotFinite        = errors.New("value is not a finite number")
	ErrZeroTotal        = errors.New("distribution has no mass")
	ErrUnsorted         = errors.New("positions are not in ascending order")
	ErrOuterValue       = errors.New("outer value is out of range")
	ErrUnknownUnit      = errors.New("unknown unit")
	ErrUnknownSmoothing = errors.New("unknown smoothing")
	ErrAmount           = errors.New("amount of smoothing is out of range")
)
