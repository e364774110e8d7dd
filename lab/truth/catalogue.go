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
	Name  string `json:"name"`
	About string `json:"about"`
	// ScrapeSeconds and HistorySeconds are there where they differ from those of the lab.
	ScrapeSeconds  float64       `json:"scrapeSeconds,omitempty"`
	HistorySeconds float64       `json:"historySeconds,omitempty"`
	Metrics        []metricEntry `json:"metrics"`
}

type metricEntry struct {
	Name string `json:"name"`
	Help string `json:"help"`
	Unit string `json:"unit"`
	Type string `json:"type"`
	// Kind says more than the type: which form of histogram, and whether label values are categories.
	Kind scenario.Kind `json:"kind"`
	layoutEntry
	AlsoClassic bool              `json:"alsoClassic,omitempty"`
	Categories  []string          `json:"categories,omitempty"` // Names of the category labels.
	Groups      []groupEntry      `json:"groups"`
	Rhythms     []driftEntry      `json:"rhythms,omitempty"`
	Drifts      []driftEntry      `json:"drifts"`
	Labels      map[string]string `json:"labels"`
}

// layoutEntry is how a histogram cuts its values.
type layoutEntry struct {
	Bounds        []float64 `json:"bounds,omitempty"`
	Schema        *int      `json:"schema,omitempty"`
	ZeroThreshold float64   `json:"zeroThreshold,omitempty"`
}

type groupEntry struct {
	Labels    map[string]string   `json:"labels"`
	Pods      []string            `json:"pods"`
	PerSecond float64             `json:"perSecond,omitempty"`
	Level     float64             `json:"level,omitempty"`  // Mean of a category gauge.
	Shares    []categoryEntry     `json:"shares,omitempty"` // Without any drift.
	On        []scenario.Interval `json:"on,omitempty"`     // When a switch is 1.
	Relayouts []relayoutEntry     `json:"relayouts,omitempty"`
}

type categoryEntry struct {
	Labels      map[string]string `json:"labels"`
	Probability float64           `json:"probability"`
}

type relayoutEntry struct {
	At time.Time `json:"at"`
	layoutEntry
}

type driftEntry struct {
	Name   string            `json:"name"`
	About  string            `json:"about"`
	Where  map[string]string `json:"where"`
	Effect string            `json:"effect"`
	// Intervals are those that touch the data, by schedule or injection.
	Intervals []scenario.Interval `json:"intervals"`
	// Injected are the injections alone, past, present and to come.
	Injected []scenario.Interval `json:"injected,omitempty"`
	// Next is the first one that begins after the data, or null.
	Next *scenario.Interval `json:"next"`
}

func (t *Truth) catalogue(data scenario.Interval) catalogue {
	c := catalogue{Now: t.now, Data: data, Scenarios: []scenarioEntry{}}
	for _, s := range t.scenarios {
		entry := scenarioEntry{Name: s.Name, About: s.About, ScrapeSeconds: s.Scrape.Seconds(), HistorySeconds: s.History.Seconds()}
		for _, m := range s.Metrics {
			entry.Metrics = append(entry.Metrics, t.describe(m, data))
		}
		c.Scenarios = append(c.Scenarios, entry)
	}
	return c
}

func (t *Truth) describe(m scenario.Metric, data scenario.Interval) metricEntry {
	kind := m.KindOf()
	entry := metricEntry{
		Name: m.Name, Help: m.Help, Unit: m.Unit, Type: kind.Type(), Kind: kind, layoutEntry: describeLayout(m, m.Layout),
		AlsoClassic: m.AlsoClassic, Categories: m.Categories, Labels: m.Labels, Drifts: []driftEntry{},
	}
	for _, g := range m.Groups {
		entry.Groups = append(entry.Groups, t.describeGroup(m, g, data))
	}
	for _, d := range m.Rhythms {
		entry.Rhythms = append(entry.Rhythms, t.describeDrift(d, data))
	}
	for _, d := range m.Drifts {
		entry.Drifts = append(entry.Drifts, t.describeDrift(d, data))
	}
	return entry
}

func describeLayout(m scenario.Metric, l scenario.Layout) layoutEntry {
	entry := layoutEntry{Bounds: l.Bounds}
	if m.KindOf() == scenario.Native {
		entry.Schema, entry.ZeroThreshold = &l.Schema, l.Zero()
	}
	return entry
}

func (t *Truth) describeGroup(m scenario.Metric, g scenario.Group, data scenario.Interval) groupEntry {
	entry := groupEntry{Labels: g.Labels, Pods: g.Pods, PerSecond: g.Rate.PerSecond, Level: g.Level.Mean}
	for _, c := range g.Shares {
		entry.Shares = append(entry.Shares, categoryEntry{c.Labels, c.Weight / g.Shares.Weight()})
	}
	if m.KindOf() == scenario.Switch {
		entry.On = g.On.Intervals(t.now, data.From, data.To)
	}
	for _, change := range g.Relayouts {
		entry.Relayouts = append(entry.Relayouts, relayoutEntry{t.now.Add(-change.Before), describeLayout(m, change.Layout)})
	}
	return entry
}

func (t *Truth) describeDrift(d scenario.Drift, data scenario.Interval) driftEntry {
	entry := driftEntry{
		Name: d.Name, About: d.About, Where: d.Where, Effect: d.Effect.String(),
		Intervals: append([]scenario.Interval{}, d.Intervals(t.now, data.From, data.To)...),
		Injected:  d.Injected.Intervals(),
	}
	if next, ok := d.Next(t.now, data.To); ok {
		entry.Next = &next
	}
	return entry
}
