package divergence

import (
	"fmt"
	"math"
)

// SmoothingKind names a way to keep bins that are empty on one side from making a plug-in divergence infinite.
type SmoothingKind int

// The kinds. None corrects for sampling; what each does to a divergence is set by its amount, not by the counts.
const (
	NoSmoothing       SmoothingKind = iota // Counts as they are.
	EpsilonSmoothing                       // Shares below ε are raised to ε, and the shares normalised again.
	LaplaceSmoothing                       // α is added to the count of each bin.
	JeffreysSmoothing                      // ½ is added to the count of each bin, as by Krichevsky & Trofimov.
	PoolSmoothing                          // Bins of few expected counts are pooled.
)

// smoothingKinds are all kinds.
var smoothingKinds = [...]SmoothingKind{NoSmoothing, EpsilonSmoothing, LaplaceSmoothing, JeffreysSmoothing, PoolSmoothing}

// ParseSmoothing returns the kind named "none", "epsilon", "laplace", "jeffreys" or "pool", or ErrUnknownSmoothing.
func ParseSmoothing(name string) (SmoothingKind, error) {
	for _, kind := range smoothingKinds {
		if name == kind.String() {
			return kind, nil
		}
	}
	return NoSmoothing, fmt.Errorf("%w %q: want one of %v", ErrUnknownSmoothing, name, smoothingKinds)
}

// String is the kind's name.
func (k SmoothingKind) String() string {
	switch k {
	case NoSmoothing:
		return "none"
	case EpsilonSmoothing:
		return "epsilon"
	case LaplaceSmoothing:
		return "laplace"
	case JeffreysSmoothing:
		return "jeffreys"
	case PoolSmoothing:
		return "pool"
	default:
		return fmt.Sprintf("SmoothingKind(%d)", int(k))
	}
}

// Smoothing tells how to smooth. The zero value does nothing.
type Smoothing struct {
	Kind SmoothingKind
	// Amount is ε as a share, less than 1, for EpsilonSmoothing; α as a count for LaplaceSmoothing; and the smallest
	// expected count for PoolSmoothing. 0 stands for the default: 1e-4, 1 and 5. The other kinds don't have one.
	Amount float64
	// Ordered bins are pooled with their neighbours, others in one bin.
	Ordered bool
	// KnownBaseline tells that Q is known exactly, up to a factor: it has no counts. Then nothing is added to it, and the
	// counts that PoolSmoothing expects are those of P under Q. EpsilonSmoothing raises its shares all the same.
	KnownBaseline bool
}

// Smoothed is a pair of distributions after smoothing.
type Smoothed struct {
	P, Q []float64 // Shares with EpsilonSmoothing, else of the totals that they have; one for each group with PoolSmoothing.
	// GroupOf is the index in P and Q of each bin that was smoothed with PoolSmoothing, else nil.
	GroupOf []int
	// The share of P and of Q that was moved: the total variation between before and after. With PoolSmoothing it is the
	// share of the bins that were pooled, without the largest of each group, which is the one with the largest sum of its
	// shares of P and Q.
	MovedCurrent, MovedBaseline float64
}

// Smooth smooths the counts p of the current window and q of the baseline, for a plug-in divergence as other tools have it.
//
//   - NoSmoothing returns copies.
//   - EpsilonSmoothing returns max(p, ε)/Σ max(p, ε), p normalised to 1, and the same of Q. Evidently and feature-engine
//     raise empty bins only, and leave the shares with a total of 1 + kε, k bins raised: their PSI is larger by a relative
//     kε, or so; a divergence that normalises, as scipy's, is the same.
//   - LaplaceSmoothing returns p + α and q + α. They have to be counts.
//   - JeffreysSmoothing is LaplaceSmoothing with α = ½.
//   - PoolSmoothing returns the sums of groups of bins, each expected to hold enough in the smaller sample: a bin does if
//     its pooled count (p + q)·n/N, n the smaller total and N both, is at least the amount; with a known baseline if its
//     expected count q·n, q normalised to 1 and n the total of P, is. Ordered bins are swept from the first to the last, and
//     a group is closed as soon as it is expected to hold enough; what is left at the end joins the last group. Of bins
//     without order those that hold enough stay alone, in their order, and all others make the last group; if that is
//     not enough, it joins the smallest of those. Where no bin or group is enough there is one of all. Pooling never raises
//     an f-divergence.
//
// A divergence of the result may still be +Inf: with NoSmoothing; with a known baseline and any other kind but
// EpsilonSmoothing where q = 0 < p; and with PoolSmoothing where a group is empty on one side.
// The errors are those of all measures, ErrUnknownSmoothing, and ErrAmount for an amount that is below 0, not finite, or an
// ε of 1 or more.
// Sources: Krichevsky & Trofimov 1981, The performance of universal encoding, IEEE Trans. Inf. Theory 27; Cochran 1954,
// Some methods for strengthening the common χ² tests, Biometrics 10, for the least expected count of 5.
func Smooth(p, q []float64, s Smoothing) (Smoothed, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return Smoothed{}, err
	}
	amount, err := s.amount()
	if err != nil {
		return Smoothed{}, err
	}
	var smoothed Smoothed
	switch s.Kind {
	case PoolSmoothing:
		return pool(p, q, totalP, totalQ, amount, s), nil
	case EpsilonSmoothing:
		smoothed.P, smoothed.Q = raised(p, totalP, amount), raised(q, totalQ, amount)
	default:
		smoothed.P, smoothed.Q = added(p, amount), added(q, amount)
		if s.KnownBaseline {
			smoothed.Q = added(q, 0)
		}
	}
	if smoothed.MovedCurrent, err = TotalVariation(p, smoothed.P); err != nil {
		return Smoothed{}, err
	}
	smoothed.MovedBaseline, err = TotalVariation(q, smoothed.Q)
	return smoothed, err
}

// amount is the amount, or the default of the kind; 0 for NoSmoothing.
func (s Smoothing) amount() (float64, error) {
	var amount float64
	switch s.Kind {
	case NoSmoothing:
		return 0, nil
	case JeffreysSmoothing:
		return 0.5, nil
	case EpsilonSmoothing:
		amount = 1e-4
	case LaplaceSmoothing:
		amount = 1
	case PoolSmoothing:
		amount = 5
	default:
		return 0, fmt.Errorf("%w: %v", ErrUnknownSmoothing, s.Kind)
	}
	if s.Amount != 0 {
		amount = s.Amount
	}
	if !(amount > 0) || math.IsInf(amount, 1) || s.Kind == EpsilonSmoothing && amount >= 1 {
		return 0, fmt.Errorf("%w: %v %v", ErrAmount, s.Kind, s.Amount)
	}
	return amount, nil
}

// raised are the shares of values, none below epsilon before they were normalised again.
func raised(values []float64, total, epsilon float64) []float64 {
	shares := make([]float64, len(values))
	var raised sum
	for i, v := range values {
		shares[i] = max(v/total, epsilon)
		raised.add(shares[i])
	}
	newTotal := raised.value()
	for i := range shares {
		shares[i] /= newTotal
	}
	return shares
}

// added are the values, amount more each.
func added(values []float64, amount float64) []float64 {
	sums := make([]float64, len(values))
	for i, v := range values {
		sums[i] = v + amount
	}
	return sums
}
