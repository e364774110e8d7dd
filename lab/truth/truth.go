// Package truth computes what the lab's data converge to: the distribution of each selection of pods over a window, and
// the divergence between two of them, by the scenario alone and without a single sample.
package truth

import (
	"errors"
	"fmt"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Truth knows the scenarios of one lab and the moment their drifts count from. It is safe for concurrent use.
type Truth struct {
	scenarios []scenario.Scenario
	now       time.Time
}

// New returns the truth of a lab that was started at now.
func New(scenarios []scenario.Scenario, now time.Time) *Truth {
	return &Truth{scenarios: scenarios, now: now}
}

// Side is one side of a comparison: which series, and when.
type Side struct {
	// Selector is a PromQL selector such as http_request_duration_seconds{service="cart"}. With _bucket after its name a
	// native histogram is the classic one that shows the same observations.
	Selector string    `json:"selector"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	// By are the labels whose values make the categories; the default are the category labels of the metric. With them
	// the events of a histogram have categories, too.
	By []string `json:"by,omitempty"`
}

// Distribution is what the series of one side converge to.
type Distribution struct {
	// Kind is that of the metric.
	Kind scenario.Kind
	// Bounds are the finite upper bounds of the bins, ascending, in the metric's unit; nil if the bins are categories.
	Bounds []float64
	// Categories are the names of the categories, ascending: the values of their labels, with ", " between them; nil if the
	// bins have bounds. A missing label's value is empty.
	Categories []string
	// Expected is the expected number of events; for a gauge the mean level.
	Expected float64
	// Probabilities are those of the bins. There is one more than bounds, as the last bin lies above the last bound. The
	// sum is 1.
	Probabilities []float64
}

// Distribution integrates traffic times distribution over [From, To) and all selected pods, exactly: drifts that cover
// a part of the window count for that part's traffic. Where layouts differ, the bins are those that all of them can
// tell: the coarsest schema or the common bounds. An error means a selector that selects nothing, or an empty window.
func (t *Truth) Distribution(side Side) (Distribution, error) {
	pieces, err := t.pieces(side)
	if err != nil {
		return Distribution{}, err
	}
	d, err := distributions(pieces)
	if err != nil {
		return Distribution{}, fmt.Errorf("selector %s: %w", side.Selector, err)
	}
	return d[0], nil
}

// Distributions returns both sides of a comparison over the same bins.
func (t *Truth) Distributions(current, baseline Side) (p, q Distribution, err error) {
	ours, err := t.pieces(current)
	if err != nil {
		return p, q, fmt.Errorf("current: %w", err)
	}
	theirs, err := t.pieces(baseline)
	if err != nil {
		return p, q, fmt.Errorf("baseline: %w", err)
	}
	d, err := distributions(ours, theirs)
	if err != nil {
		return p, q, err
	}
	return d[0], d[1], nil
}

// Divergence compares two sides that may differ in metric, pods, layout or time.
func (t *Truth) Divergence(current, baseline Side) (Divergence, error) {
	p, q, err := t.Distributions(current, baseline)
	if err != nil {
		return Divergence{}, err
	}
	return Compare(p.Probabilities, q.Probabilities)
}

// distributions returns one distribution for each side, all over the same bins.
func distributions(sides ...[]piece) ([]Distribution, error) {
	var all []piece
	for _, pieces := range sides {
		all = append(all, pieces...)
	}
	for _, p := range all {
		if p.counted() != all[0].counted() {
			return nil, errors.New("bins between bounds cannot be compared with categories")
		}
	}
	if all[0].counted() {
		return byCategory(sides), nil
	}
	bounds, err := commonBounds(all)
	if err != nil {
		return nil, err
	}
	var out []Distribution
	for _, pieces := range sides {
		d := Distribution{Kind: pieces[0].metric.KindOf(), Bounds: bounds, Probabilities: make([]float64, len(bounds)+1)}
		for _, p := range pieces {
			d.Expected += p.events
			for bin, share := range p.values.Bins(bounds) {
				d.Probabilities[bin] += p.events * share
			}
		}
		out = append(out, d.normalised())
	}
	return out, nil
}

// normalised returns the distribution with probabilities in place of events.
func (d Distribution) normalised() Distribution {
	for bin := range d.Probabilities {
		d.Probabilities[bin] /= d.Expected
	}
	return d
}
