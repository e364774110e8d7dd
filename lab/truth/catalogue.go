package truth

import (
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// catalogue is the answer to GET /lab/scenarios.
type catalogue struct {
	// Now is the moment the schedules count from.
	Now time.Time `json:"now"`
	// Data is what the lab holds at present.
	Data      scenario.Interval `json:"data"`
	Scenarios []scenarioEntry   `json:"scenarios"`
}

type scenarioEntry struct {
	Name    string        `json:"name"`
	About   string        `json:"about"`
	Metrics []metricEntry `json:"metrics"`
}

type metricEntry struct {
	Name   string            `json:"name"`
	Help   string            `json:"help"`
	Unit   string            `json:"unit"`
	Type   string            `json:"type"`
	Bounds []float64         `json:"bounds"`
	Groups []groupEntry      `json:"groups"`
	Drifts []driftEntry      `json:"drifts"`
	Labels map[string]string `json:"labels"`
}

type groupEntry struct {
	Labels    map[string]string `json:"labels"`
	Pods      []string          `json:"pods"`
	PerSecond float64           `json:"perSecond"`
}

type driftEntry struct {
	Name   string            `json:"name"`
	About  string            `json:"about"`
	Where  map[string]string `json:"where"`
	Effect string            `json:"effect"`
	// Intervals are those that touch the data.
	Intervals []scenario.Interval `json:"intervals"`
	// Next is the first one that begins after the data, or null.
	Next *scenario.Interval `json:"next"`
}

func (t *Truth) catalogue(data scenario.Interval) catalogue {
	c := catalogue{Now: t.now, Data: data, Scenarios: []scenarioEntry{}}
	for _, s := range t.scenarios {
		entry := scenarioEntry{Name: s.Name, About: s.About}
		for _, m := range s.Metrics {
			entry.Metrics = append(entry.Metrics, t.describe(m, data))
		}
		c.Scenarios = append(c.Scenarios, entry)
	}
	return c
}

func (t *Truth) describe(m scenario.Metric, data scenario.Interval) metricEntry {
	entry := metricEntry{
		Name: m.Name, Help: m.Help, Unit: m.Unit, Type: "histogram", Bounds: m.Bounds, Labels: m.Labels,
		Drifts: []driftEntry{},
	}
	for _, g := range m.Groups {
		entry.Groups = append(entry.Groups, groupEntry{g.Labels, g.Pods, g.Rate.PerSecond})
	}
	for _, d := range m.Drifts {
		drift := driftEntry{
			Name: d.Name, About: d.About, Where: d.Where, Effect: d.Effect.String(),
			Intervals: append([]scenario.Interval{}, d.Schedule.Intervals(t.now, data.From, data.To)...),
		}
		if next, ok := d.Schedule.Next(t.now, data.To); ok {
			drift.Next = &next
		}
		entry.Drifts = append(entry.Drifts, drift)
	}
	return entry
}
