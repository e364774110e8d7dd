package truth

import (
	"encoding/json"
	"fmt"
	"math"
)

// Divergence holds the true divergences between two distributions, in nats.
type Divergence struct {
	// KL is KL(current‖baseline) = Σ p ln(p/q): +Inf where the current mass meets an empty baseline bin.
	KL Nats `json:"kl"`
	// KLReverse is KL(baseline‖current).
	KLReverse Nats `json:"klReverse"`
	// JS is the Jensen–Shannon divergence, at most ln 2.
	JS Nats `json:"js"`
	// NewMass is the current probability of bins that have none in the baseline.
	NewMass float64 `json:"newMass"`
	// VanishedMass is the baseline probability of bins that have none at present.
	VanishedMass float64 `json:"vanishedMass"`
}

// Nats is an amount of information. In JSON infinity is the string "+Inf".
type Nats float64

// MarshalJSON implements json.Marshaler.
func (n Nats) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(n), 0) || math.IsNaN(float64(n)) {
		return json.Marshal(fmt.Sprintf("%+v", float64(n)))
	}
	return json.Marshal(float64(n))
}

// Compare returns the divergences between the current distribution p and the baseline q: probabilities over the same
// bins. Different lengths are an error.
func Compare(p, q []float64) (Divergence, error) {
	if len(p) != len(q) {
		return Divergence{}, fmt.Errorf("%d bins against %d: the bounds differ", len(p), len(q))
	}
	middle := make([]float64, len(p))
	for i := range p {
		middle[i] = (p[i] + q[i]) / 2
	}
	return Divergence{
		KL:           Nats(kl(p, q)),
		KLReverse:    Nats(kl(q, p)),
		JS:           Nats(kl(p, middle)/2 + kl(q, middle)/2),
		NewMass:      unmatched(p, q),
		VanishedMass: unmatched(q, p),
	}, nil
}

// unmatched is the mass of p in bins where q has none.
func unmatched(p, q []float64) float64 {
	var sum float64
	for i := range p {
		if q[i] == 0 {
			sum += p[i]
		}
	}
	return sum
}

// kl is Σ p ln(p/q). A bin with p = 0 adds nothing.
func kl(p, q []float64) float64 {
	var sum float64
	for i := range p {
		if p[i] > 0 {
			sum += p[i] * math.Log(p[i]/q[i])
		}
	}
	return max(sum, 0)
}
