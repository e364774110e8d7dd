package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// known stands for the ratio of a baseline that is known exactly.
var known = math.Inf(1)

var (
	sizes  = []float64{50, 200, 1000, 10000, 50000}
	ratios = []float64{0.1, 1, 10, 100, known}
)

// cell is one scenario at one size: n current events, and ratio times as many of the baseline. What is bursty about it, if
// anything, is its noise.
type cell struct {
	scenario
	n, ratio   float64
	noise      string // Empty: events are independent.
	replicates int    // Rows of counts, 0 where there are none.
	draw       func(source rand.Source) sample
	questions  []question
	samples    int
}

// independent is a cell of independent events.
func independent(s scenario, n, ratio float64) cell {
	return cell{scenario: s, n: n, ratio: ratio, draw: func(source rand.Source) sample {
		x, y := multinomial(source, n, s.p), s.q
		if ratio != known {
			y = multinomial(source, math.Round(n*ratio), s.q)
		}
		return sample{x: x, y: y, known: ratio == known, ordered: s.ordered, widths: s.widths}
	}}
}

func (c *cell) String() string {
	name := fmt.Sprintf("%s, %s, n %g, baseline × %s", c.shape, c.change, c.n, ratioName(c.ratio))
	if c.noise != "" {
		name += fmt.Sprintf(", %s, %d", c.noise, c.replicates)
	}
	return name
}

func ratioName(r float64) string {
	if r == known {
		return "known"
	}
	return fmt.Sprint(r)
}

// wellKnown tells whether the baseline has at least 100,000 events and expects five or more in each bin.
func (c *cell) wellKnown() bool {
	n := c.n * c.ratio
	return n >= 1e5 && slices.Min(c.q) > 0 && (math.IsInf(n, 1) || n*slices.Min(c.q) >= 5)
}

// outcome is how the answers to one question met the truth in one cell.
type outcome struct {
	*cell
	question
	tally
}

// simulate draws the cell's samples and asks its questions of each.
func (c *cell) simulate(seed uint64) ([]*outcome, error) {
	source := newSource(seed, c.String())
	out := make([]*outcome, len(c.questions))
	for i, q := range c.questions {
		out[i] = &outcome{cell: c, question: q, tally: tally{truth: q.of(&c.scenario)}}
	}
	for range c.samples {
		s := c.draw(source)
		for _, o := range out {
			truth := o.truth
			if s.realized != nil {
				truth = o.of(s.realized)
			}
			b, err := o.method.band(&s, o.measure, o.level, source)
			if err != nil {
				return nil, fmt.Errorf("%v, %s: %w", c, o.measure.name, err)
			}
			o.add(b, truth)
		}
	}
	return out, nil
}
