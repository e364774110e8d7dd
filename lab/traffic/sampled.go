package traffic

import (
	"fmt"
	"math"
)

// sampling is the share of events that are traced.
const sampling = 0.01

// Sampled is a traced event of a histogram.
type Sampled struct {
	Value   float64 // In the metric's unit.
	Millis  int64   // Milliseconds since the epoch.
	TraceID string
	Bin     int // Of the reading's Bins.
}

// Sampled returns traced events of the latest scrape interval, at most one a bin, as a scrape of a classic histogram
// yields. Like counts they depend on the seed, the pod and the time only, and drawing them changes no count.
func (p *Pod) Sampled() []Sampled {
	if !p.Metric.KindOf().Ordered() || p.step-1 <= p.first {
		return nil
	}
	p.seed(saltSampled, p.step-1)
	var all []Sampled
	for bin, n := range p.drawn {
		// Drawn for every bin, so that none depends on the counts of the others.
		chance, place, moment, id := p.random.Float64(), p.random.Float64(), p.random.Int64N(p.scrape), [2]uint64{p.random.Uint64(), p.random.Uint64()}
		if chance >= -math.Expm1(float64(n)*math.Log1p(-sampling)) {
			continue
		}
		all = append(all, Sampled{
			Value: p.profiles.bins.within(bin, place), Millis: p.Due() - p.scrape - moment, TraceID: fmt.Sprintf("%016x%016x", id[0], id[1]), Bin: bin,
		})
	}
	return all
}

// within returns a value in a bin, evenly from its upper end down for place from 0 to 1; above the last bound, up to half
// as much again.
func (b *Bins) within(bin int, place float64) float64 {
	if bin == len(b.Bounds) {
		last := b.Bounds[bin-1]
		return last + math.Abs(last)/2*(1-place)
	}
	lower := min(0, b.Bounds[bin])
	if bin > 0 {
		lower = b.Bounds[bin-1]
	}
	return b.Bounds[bin] - (b.Bounds[bin]-lower)*place
}
