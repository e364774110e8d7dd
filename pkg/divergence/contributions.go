package divergence

import "math"

// Direction tells how the mass of a bin changed from the baseline Q to the current P.
type Direction int

// The directions.
const (
	Same   Direction = iota // p = q.
	Gained                  // p > q: the bin holds more than it did.
	Lost                    // p < q: the bin holds less than it did.
)

// String is the direction's name as it is shown.
func (d Direction) String() string {
	switch d {
	case Gained:
		return "gained"
	case Lost:
		return "lost"
	default:
		return "same"
	}
}

// Contribution is one bin's part of a divergence.
type Contribution struct {
	Current   float64 // p, the bin's share of P.
	Baseline  float64 // q, the bin's share of Q.
	Value     float64 // The bin's part of the divergence in nats, ≥ 0.
	Direction Direction
}

// Contributions splits KL(P‖Q) over the bins, in nats: bin i contributes
//
//	c = p ln(p/q) − p + q ≥ 0,   Σ c = KL(P‖Q),
//
// so that c/KL is a share that never exceeds 1 and bins that lost mass rank along with those that gained some. (The bare
// terms p ln(p/q) sum to the same, but those of bins that lost mass are negative and cancel the others.)
// A bin with p = 0 contributes q.
// A bin with q = 0 < p contributes +Inf.
// Source: the terms are those of the generalised Kullback–Leibler divergence, Csiszár 1991, Why least squares and maximum
// entropy?, Ann. Stat. 19.
func Contributions(p, q []float64) ([]Contribution, error) {
	return contributions(p, q, klTerm)
}

// JSContributions splits JS(P, Q) over the bins, in nats: with m = ½(p + q), bin i contributes
//
//	c = ½ p ln(p/m) + ½ q ln(q/m) ≥ 0,   Σ c = JS(P, Q).
//
// It is never infinite.
func JSContributions(p, q []float64) ([]Contribution, error) {
	return contributions(p, q, jsTerm)
}

func contributions(p, q []float64, term func(p, q float64) float64) ([]Contribution, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return nil, err
	}
	parts := make([]Contribution, len(p))
	for i := range p {
		current, baseline := p[i]/totalP, q[i]/totalQ
		parts[i] = Contribution{
			Current: current, Baseline: baseline,
			Value: term(current, baseline), Direction: direction(current, baseline),
		}
	}
	return parts, nil
}

func direction(p, q float64) Direction {
	// Equal ratios of counts are rounded alike, but a total that is no integer may be off by its last place.
	if math.Abs(p-q) <= 4e-16*max(p, q) {
		return Same
	}
	if p > q {
		return Gained
	}
	return Lost
}
