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

// Contribution is one bin's part of a measure.
type Contribution struct {
	Current   float64 // p, the bin's share of P.
	Baseline  float64 // q, the bin's share of Q.
	Value     float64 // The bin's part in the unit of the measure, ≥ 0. All of them sum to it.
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

// JeffreysContributions splits J(P, Q) over the bins, in nats: bin i contributes
//
//	c = (p − q) ln(p/q) ≥ 0,   Σ c = J(P, Q).
//
// A bin that is empty on one side only contributes +Inf.
func JeffreysContributions(p, q []float64) ([]Contribution, error) {
	return contributions(p, q, jeffreysTerm)
}

// HellingerContributions splits the squared Hellinger distance over the bins, without unit: bin i contributes
//
//	c = ½ (√p − √q)² ≥ 0,   Σ c = H²(P, Q).
//
// The distance itself, √Σ c, is no sum over bins.
func HellingerContributions(p, q []float64) ([]Contribution, error) {
	return contributions(p, q, hellingerTerm)
}

// TVContributions splits the total variation over the bins, without unit: bin i contributes
//
//	c = ½ |p − q| ≥ 0,   Σ c = TV(P, Q).
//
// Half of it lies in bins that gained mass, half in bins that lost some.
func TVContributions(p, q []float64) ([]Contribution, error) {
	return contributions(p, q, totalVariationTerm)
}

// WassersteinContributions splits W₁(P, Q) over the bins, in the unit of positions. The mass that is carried over the edge
// between bin i and the next costs
//
//	e = |F_P − F_Q| (positions[i+1] − positions[i]),   Σ e = W₁(P, Q),
//
// and half of e is booked to each of the two bins. A bin's part tells how much is carried past it, not how much its own
// share changed: a bin that is the same on both sides has one if mass moved from its one side to the other.
func WassersteinContributions(p, q, positions []float64) ([]Contribution, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return nil, err
	}
	if err := checkPositions(positions, len(p)); err != nil {
		return nil, err
	}
	parts := split(p, q, totalP, totalQ, func(_, _ float64) float64 { return 0 })
	eachGap(p, q, totalP, totalQ, func(i int, gap float64) {
		half := 0.5 * math.Abs(gap) * (positions[i+1] - positions[i])
		parts[i].Value += half
		parts[i+1].Value += half
	})
	return parts, nil
}

func contributions(p, q []float64, term func(p, q float64) float64) ([]Contribution, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return nil, err
	}
	return split(p, q, totalP, totalQ, term), nil
}

// split describes each bin, with term(p, q) for its value.
func split(p, q []float64, totalP, totalQ float64, term func(p, q float64) float64) []Contribution {
	parts := make([]Contribution, len(p))
	for i := range p {
		current, baseline := p[i]/totalP, q[i]/totalQ
		parts[i] = Contribution{
			Current: current, Baseline: baseline,
			Value: term(current, baseline), Direction: direction(current, baseline),
		}
	}
	return parts
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
