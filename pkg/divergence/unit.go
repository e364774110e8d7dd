package divergence

import (
	"fmt"
	"math"
)

// Unit is the unit of a divergence: the base of its logarithm. The zero value is nats.
type Unit int

// The units. 1 nat = 1/ln 2 ≈ 1.4427 bits.
const (
	Nats Unit = iota // Natural logarithm.
	Bits             // Binary logarithm.
)

// ParseUnit returns the unit named "nats" or "bits", or ErrUnknownUnit.
func ParseUnit(name string) (Unit, error) {
	switch name {
	case Nats.String():
		return Nats, nil
	case Bits.String():
		return Bits, nil
	}
	return Nats, fmt.Errorf("%w %q: want %v or %v", ErrUnknownUnit, name, Nats, Bits)
}

// String is the unit's name.
func (u Unit) String() string {
	if u == Bits {
		return "bits"
	}
	return "nats"
}

// FromNats converts a divergence from nats into u. +Inf stays +Inf and NaN stays NaN.
func (u Unit) FromNats(nats float64) float64 {
	if u == Bits {
		return nats / math.Ln2
	}
	return nats
}

// ToNats converts a divergence, or a threshold somebody typed in, from u into nats.
func (u Unit) ToNats(value float64) float64 {
	if u == Bits {
		return value * math.Ln2
	}
	return value
}
