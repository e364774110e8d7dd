// Package plan turns a query into what has to be fetched: the points of time, the windows of each point, and the PromQL
// that yields their counts. It knows no server and does no I/O.
package plan

import (
	"time"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// None is the index of a source that a plan does without.
const None = -1

// Plan says which windows a query compares and where their counts come from.
type Plan struct {
	Points  []Point
	Step    time.Duration // Distance of the points.
	Lead    int           // Points before the range, whose windows an objective counts.
	Sources []Source
	// Indexes into Sources of the counts of each side, and of the times to leave out. Both sides are the same where one
	// expression serves both. A static baseline has no source.
	Current, Baseline, Mute int
	// Censuses are the sources that tell, for a source of classic buckets, how many series have each bound. A bound that
	// some series lack, such as those of pods before a deploy, counts a part of the events only.
	Censuses map[int]int
	Notices  []string // What a person should know about how the question was read.
	Warnings []string // What may be wrong with the question.
	Hint     string   // What else to try where a side has no counts.
	// Mix are the sources that tell how the traffic of each side is made up; None where nobody asked.
	Mix [2]int
	// Shown are the moments of a verdict's answer. Its points, at the end of each cell since it began, are those at which
	// it may be looked at. nil of other views, which answer at their points.
	Shown []time.Time
	// Begun is when the counts of a verdict begin: with the first whole cell. Where that is not over yet, the only point is
	// of the cell before, to know which groups there are, and is not to be judged.
	Begun time.Time
	// Past are the windows of past times that tell what is normal, see PastOf; nil where nobody asked.
	Past map[time.Time]Windows
	// Cell is the length of time into which windows can be cut; 0 where each stands alone.
	Cell time.Duration

	leave  leave
	stride time.Duration // Distance of the past windows.
	past   time.Duration // How long before a point they end at the latest.
}

// HasLevels reports whether a side holds levels rather than counts.
func (p Plan) HasLevels() bool {
	return p.Sources[p.Current].Level || p.Baseline != None && p.Sources[p.Baseline].Level
}

// Point is one moment of the answer: the windows that the query asks for, and behind them wider ones, each to be taken
// where the one before holds too few samples.
type Point struct {
	Time    time.Time
	Windows []Windows
}

// Windows are the two sides of a comparison.
type Windows struct {
	Length   time.Duration // Of the current window.
	Current  []Span        // Windows whose counts add up to the current distribution.
	Baseline []Span        // Windows whose counts add up to the baseline.
	Overlap  bool          // The current window lies partly in its own baseline: there is no comparing the two.
	LeftOut  time.Duration // What was left out of the baseline.
}

// Span is the stretch of time (Start, End].
type Span struct{ Start, End time.Time }

// Length returns End − Start.
func (s Span) Length() time.Duration { return s.End.Sub(s.Start) }

// Source is one PromQL expression. Its value at time t, times Scale, counts what happened in (t − Cell, t]. With cells,
// Step equals Cell and the values of neighbouring evaluations add up to windows; with direct windows, Cell is the window
// and each value stands alone.
type Source struct {
	Expr     string
	Field    string   // Where the query says so; "" where it is made from several fields.
	Category []string // Labels whose values are the bins; none where the answer holds histograms, or tells by itself.
	Free     bool     // The expression is the query's own: only its answer tells what it yields.
	Level    bool     // Values are levels over the cell rather than counts.
	Cell     time.Duration
	Scale    float64
	Series   int           // Most series of the answer where that is more than the data source's limit; else 0.
	Step     time.Duration // Distance of the evaluations, which lie on multiples of Step plus Phase, counted from 1970.
	Phase    time.Duration
	Ranges   []Span // The evaluations needed: times t with Start < t ≤ End; ordered, apart from each other.
}

// Timing is what Grafana says about the panel or rule that asks.
type Timing struct {
	From, To      time.Time
	Interval      time.Duration // Wanted distance of points; 0 if unknown.
	MaxDataPoints int64         // 0 if unknown.
	Now           time.Time     // What is not scraped yet can't be asked for.
}

// Build plans a query whose types of series are settled. The error is a *fault.Error.
func Build(query request.Query, timing Timing, config settings.Settings) (Plan, error) {
	timing.From, timing.To = timing.From.UTC(), timing.To.UTC()
	query, err := query.Resolve(roundUp(timing.To.Sub(timing.From), niceStep(timing.To.Sub(timing.From)/60)))
	if err != nil {
		return Plan{}, err
	}
	if err := checkFixed(query.Baseline, timing.Now); err != nil {
		return Plan{}, err
	}
	b := builder{query: query, timing: timing, limits: config.Limits, scrape: config.ScrapeInterval}
	if !query.ScrapeInterval.IsZero() {
		b.scrape = query.ScrapeInterval.Length
	}
	if !config.WholeIncrease {
		b.beyond = b.scrape
	}
	if err := checkWindow(query, b.scrape); err != nil {
		return Plan{}, err
	}
	if b.current, err = b.side("current.expr", query.Current); err != nil {
		return Plan{}, err
	}
	field := "current.expr" // One expression may serve both.
	if query.Baseline.Expr != "" {
		field = "baseline.expr"
	}
	if b.baseline, err = b.side(field, query.BaselineSelection()); err != nil {
		return Plan{}, err
	}
	return b.build()
}
