package confidence

import (
	"fmt"
	"math"
)

// EventsForFloor is how many times the events it takes, on both sides in proportion, until the noise floor is at most the
// given divergence: the smallest factor, up to 1e-9 of it, that NoiseFloor of the multiplied counts agrees with. Below 1,
// there are more events than are needed.
//
// The noise floor falls nearly with the inverse of the number of events; the sum over rare bins falls slightly faster.
// A factor is never so small that less than one effective event would be left in a sample. It is +Inf if no multiple of
// the counts is enough: a sample without events, fewer than two bins, or a need for more events than can be (1e100).
// Input and errors are those of NoiseFloor, and ErrDivergence if the divergence is not above 0 or more than it can be.
func EventsForFloor(kind Kind, divergence float64, current, baseline []float64, opt Options) (float64, error) {
	floor, err := NoiseFloor(kind, current, baseline, opt)
	if err != nil {
		return 0, err
	}
	if !(divergence > 0 && divergence <= min(kind.supremum(), math.MaxFloat64)) {
		return 0, fmt.Errorf("%w: %v of %v", ErrDivergence, kind, divergence)
	}
	m := multiplied{
		kind: kind, current: current, baseline: baseline, opt: opt,
		x: make([]float64, len(current)), y: make([]float64, len(baseline)),
	}
	m.most = maxTotal / max(1, positive(current))
	if !opt.KnownBaseline {
		m.most = min(m.most, maxTotal/max(1, positive(baseline)))
	}
	guess := floor / divergence
	if !(guess > 0 && guess < m.most) {
		guess = 1
	}
	return m.smallest(divergence, guess), nil
}

// positive is the total of the counts above 0.
func positive(counts []float64) float64 {
	sum := 0.0
	for _, count := range counts {
		sum += max(count, 0)
	}
	return sum
}

// multiplied are two samples with some multiple of their events.
type multiplied struct {
	kind              Kind
	current, baseline []float64
	opt               Options
	x, y              []float64 // Scratch space.
	most              float64   // The largest multiple.
}

// floorAtMost tells whether that many times the events bring the noise floor down to the divergence. Samples that are
// insufficient have none, and do not.
func (m *multiplied) floorAtMost(divergence, times float64) bool {
	for i, count := range m.current {
		m.x[i] = count * times
	}
	for i, count := range m.baseline {
		m.y[i] = count
		if !m.opt.KnownBaseline {
			m.y[i] = count * times
		}
	}
	floor, err := NoiseFloor(m.kind, m.x, m.y, m.opt)
	return err == nil && floor <= divergence
}

// smallest is the smallest multiple with floorAtMost: it brackets it from a guess on, then bisects its logarithm.
func (m *multiplied) smallest(divergence, guess float64) float64 {
	high := guess
	for !m.floorAtMost(divergence, high) {
		if high *= 2; high > m.most {
			return math.Inf(1)
		}
	}
	low := high / 2 // Ends where less than one event is left.
	for m.floorAtMost(divergence, low) {
		high, low = low, low/2
	}
	for high > low*(1+1e-9) {
		if middle := math.Sqrt(low) * math.Sqrt(high); m.floorAtMost(divergence, middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}
