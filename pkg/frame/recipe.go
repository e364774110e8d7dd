package frame

import (
	"math"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// newMeta returns the metadata that all frames of a query share.
func newMeta(source Source) *data.FrameMeta {
	kind := data.FrameTypeTimeSeriesMulti
	if source.Query.Instant {
		kind = data.FrameTypeNumericMulti
	}
	var exprs []string
	for _, one := range source.Plan.Sources {
		exprs = append(exprs, one.Expr)
	}
	return &data.FrameMeta{
		Type:                kind,
		TypeVersion:         data.FrameTypeVersion{0, 1},
		ExecutedQueryString: strings.Join(exprs, "\n"),
	}
}

// Recipe says how the numbers of a frame came about. It is in the frame's metadata, for people and programs that want to
// compute them again.
type Recipe struct {
	Formula   string         `json:"formula"`
	Estimator string         `json:"estimator"`
	Level     float64        `json:"level"`
	Unit      string         `json:"unit"`
	Window    string         `json:"window"`
	Cell      string         `json:"cell"` // Length of time that one fetched value counts.
	Step      string         `json:"step"`
	Current   Side           `json:"current"`
	Baseline  Side           `json:"baseline"`
	Cost      fetch.Cost     `json:"cost"` // Of the whole query.
	Status    map[string]int `json:"status"`
	Last      *Replay        `json:"last,omitempty"`
}

// Side is where the counts of a side came from: the value of the expression, times the scale.
type Side struct {
	PromQL string  `json:"promql"`
	Scale  float64 `json:"scale"`
}

// Replay holds what the last point that could be judged was computed from. Values are in the recipe's unit.
type Replay struct {
	Time     time.Time   `json:"time"`
	Current  [][2]string `json:"current"`  // Windows, RFC 3339.
	Baseline [][2]string `json:"baseline"` // Windows, RFC 3339.
	Bins     []Bin       `json:"bins"`
	N        [2]float64  `json:"n"`        // Samples: current, baseline.
	Estimate float64     `json:"estimate"` // Signed, before it is clipped at 0.
	PlugIn   *float64    `json:"plugIn"`   // Textbook value of the shares; null where it is infinite.
	Lower    float64     `json:"lower"`
	Upper    *float64    `json:"upper"` // null where the counts give none.
}

// Bin is one bin of the last point.
type Bin struct {
	Name         string   `json:"name"`
	Current      float64  `json:"current"`      // Count.
	Baseline     float64  `json:"baseline"`     // Count.
	Contribution *float64 `json:"contribution"` // To the plug-in value; null where it is infinite.
	Direction    string   `json:"direction"`
}

func (b builder) recipe() Recipe {
	query, p := b.source.Query, b.source.Plan
	recipe := Recipe{
		Formula: formula(b.measure.Name, query.Unit), Estimator: "bias-corrected (Zhang–Grabchak)", Level: query.Confidence.Level, Unit: string(query.Unit),
		Window: query.Window.String(), Cell: p.Sources[p.Current].Cell.String(), Step: p.Step.String(),
		Current:  Side{PromQL: p.Sources[p.Current].Expr, Scale: p.Sources[p.Current].Scale},
		Baseline: Side{PromQL: p.Sources[p.Baseline].Expr, Scale: p.Sources[p.Baseline].Scale},
		Cost:     b.source.Cost, Status: map[string]int{},
	}
	for _, status := range b.group.Status {
		recipe.Status[string(status)]++
	}
	if b.group.Last != nil {
		recipe.Last = b.replay(*b.group.Last)
	}
	return recipe
}

func (b builder) replay(last view.Snapshot) *Replay {
	unit, value := unitOf(b.source.Query), last.Values[b.index]
	replay := &Replay{
		Time: last.Time, Bins: bins(b.measure.Name, last.Current, last.Baseline, unit), N: [2]float64{last.Current.Total(), last.Baseline.Total()},
		Estimate: unit.FromNats(value.Estimate), PlugIn: finite(unit.FromNats(value.PlugIn)),
		Lower: unit.FromNats(value.Lower), Upper: finite(unit.FromNats(value.Upper)),
	}
	for _, point := range b.source.Plan.Points {
		if point.Time.Equal(last.Time) {
			replay.Current, replay.Baseline = spans(point.Current), spans(point.Baseline)
		}
	}
	return replay
}

func spans(all []plan.Span) [][2]string {
	var texts [][2]string
	for _, span := range all {
		texts = append(texts, rangeText(span.Start, span.End))
	}
	return texts
}

// contributions splits a measure over the bins; directions are those of the current side.
func contributions(measure request.Measure, current, baseline []float64) ([]divergence.Contribution, error) {
	if measure == request.MeasureJS {
		return divergence.JSContributions(current, baseline)
	}
	parts, err := divergence.Contributions(current, baseline)
	if err != nil || measure != request.MeasureKLReverse {
		return parts, err
	}
	reversed, err := divergence.Contributions(baseline, current)
	for i := range reversed {
		parts[i].Value = reversed[i].Value
	}
	return parts, err
}

func bins(measure request.Measure, current, baseline distribution.Histogram, unit divergence.Unit) []Bin {
	parts, err := contributions(measure, current.Counts, baseline.Counts)
	list := make([]Bin, len(current.Counts))
	for i := range list {
		list[i] = Bin{Name: current.Name(i), Current: current.Counts[i], Baseline: baseline.Counts[i]}
		if err == nil {
			list[i].Contribution, list[i].Direction = finite(unit.FromNats(parts[i].Value)), parts[i].Direction.String()
		}
	}
	return list
}

// finite returns nil for what JSON can't hold.
func finite(value float64) *float64 {
	if math.IsInf(value, 0) || math.IsNaN(value) {
		return nil
	}
	return &value
}
