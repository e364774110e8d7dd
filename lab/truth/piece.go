package truth

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/histodrift/histodrift/lab/scenario"
)

// piece is a part of a side in which nothing changes: a share of one group, from one change to the next.
type piece struct {
	metric scenario.Metric
	// events is the expected number of events; for a gauge the level, weighed by the piece's share of the window.
	events float64

	// Of histograms:
	values scenario.Mixture
	layout scenario.Layout
	native *exponential // The buckets, if they are exponential ones.

	// Of what has categories: the expected events of each, by name. Nil for a histogram.
	named map[string]float64
}

func (p piece) counted() bool { return p.named != nil }

// pieces cuts a side into its pieces. There is at least one.
func (t *Truth) pieces(side Side) ([]piece, error) {
	if !side.From.Before(side.To) {
		return nil, fmt.Errorf("window from %v to %v: it is empty", side.From, side.To)
	}
	s, err := t.find(side.Selector)
	if err != nil {
		return nil, err
	}
	var all []piece
	for _, m := range s.metrics {
		for _, g := range m.Groups {
			for _, part := range t.parts(m, g, side) {
				p := t.piece(m, g, part, side, s)
				if p.events > 0 {
					all = append(all, p)
				}
			}
		}
	}
	if all == nil {
		return nil, fmt.Errorf("selector %s: no pod has these labels", side.Selector)
	}
	return all, nil
}

func (t *Truth) piece(m scenario.Metric, g scenario.Group, part scenario.Interval, side Side, s selection) piece {
	p := piece{metric: m}
	events := m.RateAt(g, t.now, part.From).Expected(part.From, part.To)
	ofWindow := part.To.Sub(part.From).Seconds() / side.To.Sub(side.From).Seconds()
	shares := scenario.Shares{{Weight: 1}}
	by := m.Categories
	switch m.KindOf() {
	case scenario.CategoryCounter:
		shares = m.SharesAt(g, t.now, part.From)
	case scenario.CategoryGauge:
		events, shares = g.Level.Mean*ofWindow, m.SharesAt(g, t.now, part.From)
	case scenario.Switch:
		events, shares, by = ofWindow*float64(len(g.Pods)), position(g.On.Active(t.now, part.From)), []string{switchLabel}
	default:
		p.values = m.Drifted(g, t.now, part.From)
		p.layout = m.LayoutAt(g, t.now, part.From)
		if m.KindOf() == scenario.Native && !s.classic {
			p.native = newExponential(m, g, p.layout)
		}
	}
	if side.By != nil {
		by = side.By
	}
	p.name(g, events, shares, by, s.matchers)
	if len(by) == 0 {
		p.named = nil
	}
	return p
}

// switchLabel stands in for the label that a switch does not have: its categories are its two positions.
const switchLabel = "value"

func position(on bool) scenario.Shares {
	if on {
		return scenario.Shares{{Labels: scenario.Labels{switchLabel: "1"}, Weight: 1}}
	}
	return scenario.Shares{{Labels: scenario.Labels{switchLabel: "0"}, Weight: 1}}
}

// name spreads events evenly over the pods of a group and over categories, and keeps those that meet all matchers.
func (p *piece) name(g scenario.Group, events float64, shares scenario.Shares, by []string, matchers []*labels.Matcher) {
	p.named = map[string]float64{}
	for _, pod := range g.Pods {
		for _, c := range shares {
			have := p.metric.LabelsOf(g, pod)
			maps.Copy(have, c.Labels)
			if !meets(have, matchers) {
				continue
			}
			n := events / float64(len(g.Pods)) * c.Weight / shares.Weight()
			p.events += n
			p.named[scenario.NameOf(by, have)] += n
		}
	}
}

// parts cuts a window where one of the group's changes begins or ends, so that each part has one distribution.
func (t *Truth) parts(m scenario.Metric, g scenario.Group, side Side) []scenario.Interval {
	cuts := []time.Time{side.From, side.To}
	cut := func(edges ...time.Time) {
		for _, edge := range edges {
			if edge.After(side.From) && edge.Before(side.To) {
				cuts = append(cuts, edge)
			}
		}
	}
	var changes []scenario.Interval
	if m.KindOf() == scenario.Switch {
		changes = g.On.Intervals(t.now, side.From, side.To)
	}
	for _, c := range m.Changes(g) {
		changes = append(changes, c.Intervals(t.now, side.From, side.To)...)
	}
	for _, on := range changes {
		cut(on.From, on.To)
	}
	for _, change := range g.Relayouts {
		cut(t.now.Add(-change.Before))
	}
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	parts := make([]scenario.Interval, 0, len(cuts)-1)
	for i := range len(cuts) - 1 {
		parts = append(parts, scenario.Interval{From: cuts[i], To: cuts[i+1]})
	}
	return parts
}
