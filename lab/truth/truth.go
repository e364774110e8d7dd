// Package truth computes what the lab's data converge to: the distribution of each selection of pods over a window, and
// the divergence between two of them, by the scenario alone and without a single sample.
package truth

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

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

// Side is one side of a comparison: which pods, and when.
type Side struct {
	// Selector is a PromQL selector such as http_request_duration_seconds{service="cart"}; _bucket may follow the name.
	Selector string    `json:"selector"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
}

// Distribution is what the histograms of one side converge to.
type Distribution struct {
	// Bounds are the finite upper bounds of the bins, ascending, in the metric's unit.
	Bounds []float64
	// Expected is the expected number of events.
	Expected float64
	// Probabilities are those of the bins; one more than bounds, as the last bin lies above the last bound. The sum is 1.
	Probabilities []float64
}

// Distribution integrates traffic times distribution over [From, To) and all selected pods, exactly: drifts that cover
// a part of the window count for that part's traffic. An error means a selector that selects nothing, or an empty window.
func (t *Truth) Distribution(side Side) (Distribution, error) {
	if !side.From.Before(side.To) {
		return Distribution{}, fmt.Errorf("window from %v to %v: it is empty", side.From, side.To)
	}
	metrics, matchers, err := t.find(side.Selector)
	if err != nil {
		return Distribution{}, err
	}
	var d Distribution
	for _, m := range metrics {
		for _, g := range m.Groups {
			share := selected(m, g, matchers)
			if share == 0 {
				continue
			}
			if d.Bounds == nil {
				d.Bounds, d.Probabilities = m.Bounds, make([]float64, m.Bins())
			}
			if !slices.Equal(d.Bounds, m.Bounds) {
				return Distribution{}, fmt.Errorf("selector %s: the bounds of the selected pods differ", side.Selector)
			}
			t.add(&d, m, g, share, side)
		}
	}
	if d.Expected == 0 {
		return Distribution{}, fmt.Errorf("selector %s: no pod has these labels", side.Selector)
	}
	for i := range d.Probabilities {
		d.Probabilities[i] /= d.Expected
	}
	return d, nil
}

// add adds the expected events of a share of a group to a distribution that is not yet normalised.
func (t *Truth) add(d *Distribution, m scenario.Metric, g scenario.Group, share float64, side Side) {
	for _, part := range t.parts(m, g, side) {
		events := share * g.Rate.Expected(part.From, part.To)
		d.Expected += events
		for i, p := range m.Drifted(g, t.now, part.From).Bins(m.Bounds) {
			d.Probabilities[i] += events * p
		}
	}
}

// Divergence compares two sides that may differ in pods, time or both.
func (t *Truth) Divergence(current, baseline Side) (Divergence, error) {
	p, err := t.Distribution(current)
	if err != nil {
		return Divergence{}, fmt.Errorf("current: %w", err)
	}
	q, err := t.Distribution(baseline)
	if err != nil {
		return Divergence{}, fmt.Errorf("baseline: %w", err)
	}
	return Compare(p.Probabilities, q.Probabilities)
}

// parts cuts a window where one of the group's drifts begins or ends, so that each part has one distribution.
func (t *Truth) parts(m scenario.Metric, g scenario.Group, side Side) []scenario.Interval {
	cuts := []time.Time{side.From, side.To}
	for _, d := range m.DriftsOf(g) {
		for _, on := range d.Schedule.Intervals(t.now, side.From, side.To) {
			for _, edge := range []time.Time{on.From, on.To} {
				if edge.After(side.From) && edge.Before(side.To) {
					cuts = append(cuts, edge)
				}
			}
		}
	}
	slices.SortFunc(cuts, time.Time.Compare)
	parts := make([]scenario.Interval, 0, len(cuts)-1)
	for i := range len(cuts) - 1 {
		parts = append(parts, scenario.Interval{From: cuts[i], To: cuts[i+1]})
	}
	return parts
}

// find returns the metrics a selector names, one per scenario that has it, and what it asks of the labels.
func (t *Truth) find(selector string) ([]scenario.Metric, []*labels.Matcher, error) {
	matchers, err := parser.NewParser(parser.Options{}).ParseMetricSelector(selector)
	if err != nil {
		return nil, nil, fmt.Errorf("selector %s: %w", selector, err)
	}
	name := slices.IndexFunc(matchers, func(w *labels.Matcher) bool {
		return w.Name == model.MetricNameLabel && w.Type == labels.MatchEqual
	})
	if name < 0 {
		return nil, nil, fmt.Errorf("selector %s: it names no metric", selector)
	}
	family := strings.TrimSuffix(matchers[name].Value, "_bucket")
	var metrics []scenario.Metric
	for _, s := range t.scenarios {
		for _, m := range s.Metrics {
			if m.Name == family {
				metrics = append(metrics, m)
			}
		}
	}
	if metrics == nil {
		return nil, nil, fmt.Errorf("selector %s: the lab has no metric %s", selector, family)
	}
	return metrics, slices.Delete(matchers, name, name+1), nil
}

// selected is the share of a group's traffic whose pods meet all matchers.
func selected(m scenario.Metric, g scenario.Group, matchers []*labels.Matcher) float64 {
	var hit int
	for _, pod := range g.Pods {
		have := m.LabelsOf(g, pod)
		if !slices.ContainsFunc(matchers, func(w *labels.Matcher) bool { return !w.Matches(have[w.Name]) }) {
			hit++
		}
	}
	return float64(hit) / float64(len(g.Pods))
}
