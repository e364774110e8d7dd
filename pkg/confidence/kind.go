package confidence

import (
	"fmt"
	"math"
)

// Kind names an f-divergence D = Σ q f(p/q), f convex, f(1) = 0.
type Kind int

// The divergences.
const (
	KL         Kind = iota // Kullback–Leibler KL(P‖Q) = Σ p ln(p/q).
	KLReverse              // KL(Q‖P) = Σ q ln(q/p).
	Jeffreys               // KL(P‖Q) + KL(Q‖P), also known as population stability index (PSI).
	JS                     // Jensen–Shannon, at most ln 2.
	Hellinger2             // Squared Hellinger distance ½ Σ (√p − √q)², at most 1.

	totalVariation // ½ Σ |p − q|, at most 1. It is not smooth, and so not for Estimate: see TotalVariation.
)

// String is the name of the divergence.
func (k Kind) String() string {
	switch k {
	case KL:
		return "KL"
	case KLReverse:
		return "reverse KL"
	case Jeffreys:
		return "Jeffreys"
	case JS:
		return "Jensen–Shannon"
	case Hellinger2:
		return "squared Hellinger"
	default:
		return fmt.Sprintf("Kind(%d)", int(k))
	}
}

// supremum is the largest value that the divergence can take.
func (k Kind) supremum() float64 {
	switch k {
	case JS:
		return math.Ln2
	case Hellinger2, totalVariation:
		return 1
	default:
		return math.Inf(1)
	}
}

// logarithmic tells whether a bin that is empty on one side can make the divergence infinite.
func (k Kind) logarithmic() bool { return k == KL || k == Jeffreys }
