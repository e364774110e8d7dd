// Package plan turns a query into what has to be fetched: the points of time, the windows of each point, and the PromQL
// that yields their counts. It knows no server and does no I/O.
package plan

import (
	"time"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Plan says which windows a query compares and where their counts come from.
type Plan struct {
	Points  []Point
	Step    time.Duration // Distance of the points.
	Sources []Source
	// Index into Sources of the counts of each side. Both are the same where one expression serves both.
	Current, Baseline int
	Notices           []string // What a person should know about how the question was read.
}

// Point is one moment of the answer.
type Point struct {
	Time     time.Time
	Current  []Span // Windows whose counts add up to the current distribution; one span here.
	Baseline []Span // Windows whose counts add up to the baseline.
	Overlap  bool   // The current window lies partly in its own baseline: this point can't be judged.
}

// Span is the stretch of time (Start, End].
type Span struct{ Start, End time.Time }

// Length returns End − Start.
func (s Span) Length() time.Duration { return s.End.Sub(s.Start) }

// Source is one PromQL expression. Its value at time t, times Scale, counts what happened in (t − Cell, t]. With cells,
// Step equals Cell and the values of neighbouring evaluations add up to windows; with direct windows, Cell is the window
// and each value stands alone.
type Source struct {
	Expr   string
	Cell   time.Duration
	Scale  float64
	Step   time.Duration // Distance of the evaluations, which lie on multiples of Step plus Phase, counted from 1970.
	Phase  time.Duration
	Ranges []Span // The evaluations needed: times t with Start < t ≤ End; ordered, apart from each other.
}

// Timing is what Grafana says about the panel or rule that asks.
type Timing struct {
	From, To      time.Time
	Interval      time.Duration // Wanted distance of points; 0 if unknown.
	MaxDataPoints int64         // 0 if unknown.
	Now           time.Time     // What is not scraped yet can't be asked for.
}

// Build plans a query. The error is a *fault.Error.
func Build(query request.Query, timing Timing, config settings.Settings) (Plan, error) {
	timing.From, timing.To = timing.From.UTC(), timing.To.UTC()
	query, err := query.Resolve(roundUp(timing.To.Sub(timing.From), niceStep(timing.To.Sub(timing.From)/60)))
	if err != nil {
		return Plan{}, err
	}
	scrape := config.ScrapeInterval
	if !query.ScrapeInterval.IsZero() {
		scrape = query.ScrapeInterval.Length
	}
	if err := checkWindow(query, scrape); err != nil {
		return Plan{}, err
	}
	if cell, ok := cellLength(query, scrape); ok {
		return buildCells(query, timing, config.Limits, scrape, cell)
	}
	return buildDirect(query, timing, config.Limits, scrape)
}
