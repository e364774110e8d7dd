package scenario

import "fmt"

// Effect is what a drift does: a ValueEffect to the distribution of a histogram, a ShareEffect to that of categories, a
// RateEffect to the traffic of either.
type Effect interface{ fmt.Stringer }

// ValueEffect changes how values are distributed. On returns a new mixture and leaves its argument as it was.
type ValueEffect interface {
	Effect
	On(Mixture) Mixture
}

// Stretch multiplies every value by Factor: the whole distribution moves on a logarithmic axis.
type Stretch struct{ Factor float64 }

// On implements ValueEffect.
func (e Stretch) On(m Mixture) Mixture {
	out := make(Mixture, len(m))
	for i, mode := range m {
		mode.Median *= e.Factor
		out[i] = mode
	}
	return out
}

func (e Stretch) String() string { return fmt.Sprintf("all values × %g", e.Factor) }

// Tail multiplies the values of a share of the events by Factor and leaves the others as they were.
type Tail struct{ Share, Factor float64 }

// On implements ValueEffect.
func (e Tail) On(m Mixture) Mixture {
	out := make(Mixture, 0, 2*len(m))
	for _, mode := range m {
		kept, slow := mode, mode
		kept.Weight *= 1 - e.Share
		slow.Weight *= e.Share
		slow.Median *= e.Factor
		out = append(out, kept, slow)
	}
	return out
}

func (e Tail) String() string { return fmt.Sprintf("%g %% of values × %g", 100*e.Share, e.Factor) }

// Extra adds a mode that takes Share of all events; its shape is as that of a Mode.
type Extra struct {
	Share, Median, Sigma float64
	Negative             bool
}

// On implements ValueEffect.
func (e Extra) On(m Mixture) Mixture {
	out := make(Mixture, 0, len(m)+1)
	for _, mode := range m {
		mode.Weight *= 1 - e.Share
		out = append(out, mode)
	}
	return append(out, Mode{Weight: e.Share * m.Weight(), Median: e.Median, Sigma: e.Sigma, Negative: e.Negative})
}

func (e Extra) String() string {
	at := e.Median
	if e.Negative {
		at = -at
	}
	return fmt.Sprintf("%g %% of values in a mode around %g", 100*e.Share, at)
}
