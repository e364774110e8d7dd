// Package scenario says, as plain values, what a fake world looks like: which metrics it exports, how much traffic each
// group of pods gets, how its values or categories are
// distributed, and which drifts hit whom and when.
//
// It generates nothing: package traffic draws samples from a scenario, package truth computes what they converge to.
package scenario

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Labels are label names and values.
type Labels map[string]string

// Scenario is one fake world. A new one is a new file with one such value, added to All.
type Scenario struct {
	Name    string
	About   string
	Metrics []Metric
	// Scrape is the least time between two scrapes of a pod. Zero means that of the lab.
	Scrape time.Duration
	// History is how far the data reach back at most. Zero means as far as those of the lab.
	History time.Duration
}

// Metric is one metric family, exported by every pod of its groups.
type Metric struct {
	Name string
	Help string
	// Unit is the OpenMetrics unit, the last part of the name ("seconds").
	Unit string
	// Kind says what is counted and how it is exported. The default is Classic.
	Kind Kind
	// Layout is that of a histogram, until a group changes it.
	Layout
	// AlsoClassic exports the observations of a native histogram as a classic one, too, in the buckets of Bounds.
	AlsoClassic bool
	// Categories are the names of the labels that make a category; those of a histogram are none.
	Categories []string
	// Labels are common to all groups.
	Labels Labels
	Groups []Group
	// Rhythms are changes that belong to every day or week, such as weekends. They come before drifts.
	Rhythms []Drift
	Drifts  []Drift
}

// Group is a set of like pods that share traffic evenly and draw their events from one distribution.
type Group struct {
	// Labels are what sets the group apart, such as service and version.
	Labels Labels
	// Pods are the values of the label "pod". Every pod is scraped and restarted on its own.
	Pods []string
	// Rate is the traffic of histograms and counters.
	Rate Rate
	// Level is how high a category gauge stands, all categories and pods together.
	Level Level
	// On is when a switch is 1.
	On Schedule
	// Values is the distribution of a histogram.
	Values Mixture
	// Shares is the distribution over categories.
	Shares Shares
	Burst  Burst
	// Restart is the time between two counter resets of a pod. Zero means never.
	Restart time.Duration
	// Relayouts are the deploys that change a histogram's buckets, the earliest first.
	Relayouts []Relayout
}

// Drift is a change of distribution with a schedule.
type Drift struct {
	Name  string
	About string
	// Where are the labels a group must have to be hit; a value may list several, such as "a|b". Pods of a group are hit
	// together.
	Where    Labels
	Effect   Effect
	Schedule Schedule
	// Injected are the times at which it is active besides. Nil means none: Injectable makes it.
	Injected *Injected
}

// LabelsOf returns all labels of one pod, in a map of its own.
func (m Metric) LabelsOf(g Group, pod string) Labels {
	labels := Labels{}
	maps.Copy(labels, m.Labels)
	maps.Copy(labels, g.Labels)
	labels["pod"] = pod
	return labels
}

// Selector writes the labels as PromQL selects them, without the braces, in the order of their names.
func (l Labels) Selector() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(l)) {
		parts = append(parts, fmt.Sprintf("%s=%q", name, l[name]))
	}
	return strings.Join(parts, ", ")
}

// have says whether all of some labels are there.
func (l Labels) have(some Labels) bool {
	for name, want := range some {
		if got, ok := l[name]; !ok || got != want {
			return false
		}
	}
	return true
}

// Hits says whether the drift changes a group of the metric.
func (d Drift) Hits(m Metric, g Group) bool {
	labels := m.LabelsOf(g, "")
	for name, values := range d.Where {
		if got, ok := labels[name]; !ok || !slices.Contains(strings.Split(values, "|"), got) {
			return false
		}
	}
	return true
}

// Active says whether the drift is on at time t in a lab that was started at now.
func (d Drift) Active(now, t time.Time) bool {
	return d.Schedule.Active(now, t) || d.Injected.Active(t)
}

// Intervals returns when the drift is on by its schedule, an injection or both, as far as that touches [from, to): in
// order and not clipped.
func (d Drift) Intervals(now, from, to time.Time) []Interval {
	all := d.Schedule.Intervals(now, from, to)
	injected := d.Injected.Intervals()
	if len(injected) == 0 {
		return all
	}
	for _, on := range injected {
		if on.From.Before(to) && on.To.After(from) {
			all = append(all, on)
		}
	}
	return union(all)
}

// Next returns what begins first after t, an occurrence of the schedule or an injection; ok is false if nothing does.
func (d Drift) Next(now, t time.Time) (next Interval, ok bool) {
	next, ok = d.Schedule.Next(now, t)
	for _, on := range d.Injected.Intervals() {
		if on.From.After(t) && (!ok || on.From.Before(next.From)) {
			return on, true
		}
	}
	return next, ok
}

// Changes returns the rhythms and drifts that hit a group, in the order in which they apply.
func (m Metric) Changes(g Group) []Drift {
	var hits []Drift
	for _, d := range slices.Concat(m.Rhythms, m.Drifts) {
		if d.Hits(m, g) {
			hits = append(hits, d)
		}
	}
	return hits
}

// Drifted returns the values of a group of a histogram under those of its changes that are active at time t.
func (m Metric) Drifted(g Group, now, t time.Time) Mixture {
	values := g.Values
	for _, c := range m.Changes(g) {
		if effect, ok := c.Effect.(ValueEffect); ok && c.Active(now, t) {
			values = effect.On(values)
		}
	}
	return values
}

// RateAt returns the traffic of a group under those of its changes that are active at time t.
func (m Metric) RateAt(g Group, now, t time.Time) Rate {
	rate := g.Rate
	for _, c := range m.Changes(g) {
		if effect, ok := c.Effect.(RateEffect); ok && c.Active(now, t) {
			rate = effect.On(rate)
		}
	}
	return rate
}

// SharesAt returns the categories of a group under those of its changes that are active at time t.
func (m Metric) SharesAt(g Group, now, t time.Time) Shares {
	shares := g.Shares
	for _, c := range m.Changes(g) {
		if effect, ok := c.Effect.(ShareEffect); ok && c.Active(now, t) {
			shares = effect.On(shares)
		}
	}
	return shares
}

// CategoriesOf returns every category a group can ever have, with the weights of no particular time.
func (m Metric) CategoriesOf(g Group) Shares {
	shares := g.Shares
	for _, c := range m.Changes(g) {
		if effect, ok := c.Effect.(ShareEffect); ok {
			shares = effect.On(shares)
		}
	}
	return shares
}
