// Package scenario says, as plain values, what a fake world looks like: which metrics it exports, how much traffic each
// group of pods gets, how its values are distributed, and which drifts hit whom and when.
//
// It generates nothing: package traffic draws samples from a scenario, package truth computes what they converge to.
package scenario

import (
	"maps"
	"time"
)

// Labels are label names and values.
type Labels map[string]string

// Scenario is one fake world. A new one is a new file with one such value, added to All.
type Scenario struct {
	Name    string
	About   string
	Metrics []Metric
}

// Metric is one family of classic histograms (_bucket, _sum, _count), exported by every pod of its groups.
type Metric struct {
	Name string
	Help string
	// Unit is the OpenMetrics unit, the last part of the name ("seconds").
	Unit string
	// Bounds are the finite upper bounds of the buckets, ascending. The +Inf bucket is implied.
	Bounds []float64
	// Labels are common to all groups.
	Labels Labels
	Groups []Group
	Drifts []Drift
}

// Group is a set of like pods that share traffic evenly and draw their values from one distribution.
type Group struct {
	// Labels are what sets the group apart, such as service and version.
	Labels Labels
	// Pods are the values of the label "pod". Every pod is scraped and restarted on its own.
	Pods   []string
	Rate   Rate
	Values Mixture
	Burst  Burst
	// Restart is the time between two counter resets of a pod. Zero means never.
	Restart time.Duration
}

// Drift is a change of distribution with a schedule.
type Drift struct {
	Name  string
	About string
	// Where are the labels a group must have to be hit. Pods of a group are hit together.
	Where    Labels
	Effect   Effect
	Schedule Schedule
}

// Bins is the number of bins of the metric: one per finite bound and one above the last.
func (m Metric) Bins() int { return len(m.Bounds) + 1 }

// LabelsOf returns all labels of one pod, in a map of its own.
func (m Metric) LabelsOf(g Group, pod string) Labels {
	labels := Labels{}
	maps.Copy(labels, m.Labels)
	maps.Copy(labels, g.Labels)
	labels["pod"] = pod
	return labels
}

// Hits says whether the drift changes a group of the metric.
func (d Drift) Hits(m Metric, g Group) bool {
	have := m.LabelsOf(g, "")
	for name, want := range d.Where {
		if got, ok := have[name]; !ok || got != want {
			return false
		}
	}
	return true
}

// DriftsOf returns the drifts that hit a group, in the order of declaration.
func (m Metric) DriftsOf(g Group) []Drift {
	var hits []Drift
	for _, d := range m.Drifts {
		if d.Hits(m, g) {
			hits = append(hits, d)
		}
	}
	return hits
}

// Drifted returns the group's values under those of its drifts that are active at time t, in order of declaration.
func (m Metric) Drifted(g Group, now, t time.Time) Mixture {
	values := g.Values
	for _, d := range m.DriftsOf(g) {
		if d.Schedule.Active(now, t) {
			values = d.Effect.On(values)
		}
	}
	return values
}
