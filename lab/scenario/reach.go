package scenario

import "math"

// Reach is a range of magnitudes. Its zero value is empty.
type Reach struct{ Low, High float64 }

// reachSigmas is how many standard deviations leave a share of 1e-12 outside on one side.
const reachSigmas = 7.04

// Empty says whether the range holds nothing.
func (r Reach) Empty() bool { return r.High == 0 }

// Join returns the smallest range that holds both.
func (r Reach) Join(other Reach) Reach {
	switch {
	case r.Empty():
		return other
	case other.Empty():
		return r
	}
	return Reach{min(r.Low, other.Low), max(r.High, other.High)}
}

// Reach returns the magnitudes of a mixture's positive and negative values, but for a share of about 1e-12 of each mode.
func (m Mixture) Reach() (positive, negative Reach) {
	for _, mode := range m {
		if mode.Weight == 0 || mode.Median == 0 {
			continue
		}
		width := math.Exp(reachSigmas * mode.Sigma)
		reach := Reach{mode.Median / width, mode.Median * width}
		if mode.Negative {
			negative = negative.Join(reach)
		} else {
			positive = positive.Join(reach)
		}
	}
	return positive, negative
}

// Reach is that of a group's values under every combination of its changes, so that it is the same at all times.
func (m Metric) Reach(g Group) (positive, negative Reach) {
	possible := []Mixture{g.Values}
	for _, c := range m.Changes(g) {
		effect, ok := c.Effect.(ValueEffect)
		if !ok {
			continue
		}
		for _, values := range possible {
			possible = append(possible, effect.On(values))
		}
	}
	for _, values := range possible {
		above, below := values.Reach()
		positive, negative = positive.Join(above), negative.Join(below)
	}
	return positive, negative
}
