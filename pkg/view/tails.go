package view

import (
	"fmt"
	"math"
	"strings"

	"github.com/histodrift/histodrift/pkg/distribution"
)

// tailQuantiles are the quantiles that are told beside a divergence, which says nothing of how far a tail reaches.
var tailQuantiles = []float64{0.5, 0.95, 0.99}

// Quantile is a value that a share Of of the samples does not exceed, on each side.
type Quantile struct {
	Of                float64
	Current, Baseline Place
}

// Place is a value in the metric's unit.
type Place struct {
	Value float64
	Above bool // The quantile lies above the highest bound, which Value is, nobody knows how far.
}

// Tails returns the tail quantiles of both sides; nil where the bins are no numbers.
func (s *Snapshot) Tails() []Quantile {
	numbers := s.Numbers()
	if !s.Current.Ordered || numbers.Current.Total() <= 0 || numbers.Baseline.Total() <= 0 {
		return nil
	}
	all := make([]Quantile, len(tailQuantiles))
	for i, q := range tailQuantiles {
		all[i] = Quantile{Of: q, Current: place(q, numbers.Current), Baseline: place(q, numbers.Baseline)}
	}
	return all
}

// place is the quantile q of a histogram as Prometheus' histogram_quantile has it of classic buckets: linear within a bin,
// of which one without lower end is taken to begin at 0 where it ends above that.
func place(q float64, h distribution.Histogram) Place {
	wanted, below := q*h.Total(), 0.0
	last := 0
	for i, count := range h.Counts {
		if count <= 0 {
			continue
		}
		last = i
		if below+count >= wanted {
			return within(h.Bins[i], (wanted-below)/count)
		}
		below += count
	}
	return within(h.Bins[last], 1) // What rounding left.
}

func within(bin distribution.Bin, share float64) Place {
	lower := bin.Lower
	if math.IsInf(lower, -1) {
		lower = bin.Upper - max(bin.Upper, 0)
	}
	if math.IsInf(bin.Upper, 1) {
		return Place{Value: bin.Lower, Above: true}
	}
	return Place{Value: lower + share*(bin.Upper-lower)}
}

// TailsText writes quantiles as "p50 0.1 s → 0.2 s, p99 0.4 s → > 10 s", the baseline first.
func TailsText(all []Quantile, unit string) string {
	if unit != "" {
		unit = " " + unit
	}
	text := func(p Place) string {
		if p.Above {
			return "> " + number(p.Value) + unit
		}
		return number(p.Value) + unit
	}
	written := make([]string, len(all))
	for i, q := range all {
		written[i] = fmt.Sprintf("p%s %s → %s", number(100*q.Of), text(q.Baseline), text(q.Current))
	}
	return strings.Join(written, ", ")
}
