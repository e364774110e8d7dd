package frame

import (
	"cmp"
	"fmt"
	"math"
	"slices"
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
	Unit      string         `json:"unit"` // "nats", "bits", or "share" of what is none of them.
	Window    string         `json:"window"`
	Cell      string         `json:"cell"` // Length of time that one fetched value counts.
	Step      string         `json:"step"`
	Current   Side           `json:"current"`
	Baseline  Side           `json:"baseline"`
	Bins      string         `json:"bins"`           // Which bins are compared.
	Mute      string         `json:"mute,omitempty"` // PromQL of the times left out.
	Cost      fetch.Cost     `json:"cost"`           // Of the whole query.
	Status    map[string]int `json:"status"`         // Points of each.
	Last      *Replay        `json:"last,omitempty"`
}

// Side is where the counts of a side came from: the value of the expression for the group, times the scale. A static
// baseline has neither.
type Side struct {
	PromQL string  `json:"promql,omitempty"`
	Scale  float64 `json:"scale,omitempty"`
	Rest   bool    `json:"rest,omitempty"` // The values are those of all other groups.
	Static bool    `json:"static,omitempty"`
}

// Replay holds what the last point that could be judged was computed from. Values are in the recipe's unit.
type Replay struct {
	Time     time.Time   `json:"time"`
	Current  [][2]string `json:"current"`        // Windows, RFC 3339.
	Baseline [][2]string `json:"baseline"`       // Windows, RFC 3339.
	Bins     []Bin       `json:"bins"`           // All, or those with the largest contributions.
	More     int         `json:"more,omitempty"` // Bins that are not listed; all other numbers are of all bins.
	N        [2]*float64 `json:"n"`              // Samples: current, baseline; null for weights without a sample size.
	Estimate *float64    `json:"estimate"`       // Signed, before it is clipped at 0; null where it is infinite.
	PlugIn   *float64    `json:"plugIn"`         // Textbook value of the shares; null where it is infinite.
	Lower    *float64    `json:"lower"`
	Upper    *float64    `json:"upper"` // null where the counts give none.
}

// Bin is one bin of the last point.
type Bin struct {
	Name         string   `json:"name"`
	Lower        *float64 `json:"lower,omitempty"` // Bounds of numbers; left out where infinite, and for categories.
	Upper        *float64 `json:"upper,omitempty"`
	Current      float64  `json:"current"`      // Count.
	Baseline     float64  `json:"baseline"`     // Count.
	Contribution *float64 `json:"contribution"` // To the plug-in value; null where it is infinite.
	Direction    string   `json:"direction"`
}

func (b builder) recipe() Recipe {
	query, p := b.source.Query, b.source.Plan
	recipe := Recipe{
		Formula: formula(b.measure.Name, query.Unit), Estimator: estimator(b.measure.Name), Level: query.Confidence.Level, Unit: unitText(b.measure.Name, query.Unit),
		Window: query.Window.String(), Cell: p.Sources[p.Current].Cell.String(), Step: p.Step.String(),
		Current: sideOf(p, p.Current), Baseline: sideOf(p, p.Baseline), Bins: binsText(query, b.measure.Resolution, b.times.Category),
		Cost: b.source.Cost, Status: map[string]int{},
	}
	recipe.Baseline.Rest = query.Baseline.Kind == request.Rest
	if p.Mute != plan.None {
		recipe.Mute = p.Sources[p.Mute].Expr
	}
	for i := range b.group.Status {
		recipe.Status[string(b.status(i))]++
	}
	if b.measure.Last != nil {
		recipe.Last = b.replay(*b.measure.Last)
	}
	return recipe
}

// status is that of the measure at a point: where one measure of the group is infinite, others are not, and a coarser
// resolution may leave nothing to compare.
func (b builder) status(i int) view.Status {
	status, estimate := b.group.Status[i], b.measure.Values[i].Estimate
	switch {
	case status.Judged() && math.IsNaN(estimate):
		return view.Incomparable
	case status == view.Infinite && !math.IsInf(estimate, 1):
		return view.OK
	}
	return status
}

func sideOf(p plan.Plan, source int) Side {
	if source == plan.None {
		return Side{Static: true}
	}
	return Side{PromQL: p.Sources[source].Expr, Scale: p.Sources[source].Scale}
}

func unitText(measure request.Measure, unit request.Unit) string {
	if measure.IsShare() {
		return "share"
	}
	return string(unit)
}

func estimator(measure request.Measure) string {
	if measure.IsShare() {
		return "observed share, Clopper–Pearson limits"
	}
	return "bias-corrected (Zhang–Grabchak)"
}

// binsText says which bins are compared, such as "country × device, top 20" or "stored, half resolution".
func binsText(query request.Query, resolution view.Resolution, category []string) string {
	text := string(query.Bins.Kind)
	if query.Bins.Count > 0 {
		text = fmt.Sprintf("%s %d", query.Bins.Kind, query.Bins.Count)
	}
	if query.Bins.Scale != "" {
		text += " " + string(query.Bins.Scale)
	}
	if len(category) > 0 {
		text = strings.Join(category, " × ") + ", " + text
	}
	if resolution != view.Full {
		text += ", " + resolution.String() + " resolution"
	}
	return text
}

func (b builder) replay(last view.Snapshot) *Replay {
	value := last.Value
	bins := b.bins(last.Pair)
	return &Replay{
		Time: last.Time, Current: spans(last.Windows.Current), Baseline: spans(last.Windows.Baseline),
		Bins: bins, More: len(last.Current.Bins) - len(bins), N: [2]*float64{sampleCount(last.Current), sampleCount(last.Baseline)},
		Estimate: finite(b.inUnit(value.Estimate)), PlugIn: finite(b.inUnit(value.PlugIn)),
		Lower: finite(b.inUnit(value.Lower)), Upper: finite(b.inUnit(value.Upper)),
	}
}

func sampleCount(h distribution.Histogram) *float64 {
	if h.Exact {
		return nil
	}
	return finite(h.Total())
}

func spans(all []plan.Span) [][2]string {
	texts := [][2]string{}
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
	if err != nil {
		return nil, err
	}
	switch measure {
	case request.MeasureKLReverse:
		reversed, err := divergence.Contributions(baseline, current)
		for i := range reversed {
			parts[i].Value = reversed[i].Value
		}
		return parts, err
	case request.MeasureNewMass, request.MeasureVanishedMass:
		for i := range parts {
			own, other := parts[i].Current, parts[i].Baseline
			if measure == request.MeasureVanishedMass {
				own, other = other, own
			}
			parts[i].Value = 0
			if other == 0 {
				parts[i].Value = own
			}
		}
	}
	return parts, nil
}

// mostBins bounds the bins of a recipe: more than any layout of buckets has, and few enough that a metric with thousands
// of categories does not fill the browser.
const mostBins = 1000

// bins lists the bins in their order; of more than mostBins, those with the largest contributions.
func (b builder) bins(pair distribution.Pair) []Bin {
	parts, err := contributions(b.measure.Name, pair.Current.Counts, pair.Baseline.Counts)
	listed := make([]int, len(pair.Current.Bins))
	for i := range listed {
		listed[i] = i
	}
	if len(listed) > mostBins {
		if err == nil {
			slices.SortStableFunc(listed, func(i, k int) int { return cmp.Compare(parts[k].Value, parts[i].Value) })
		}
		listed = listed[:mostBins]
		slices.Sort(listed)
	}
	bins := make([]Bin, len(listed))
	for k, i := range listed {
		bin := pair.Current.Bins[i]
		bins[k] = Bin{Name: bin.String(), Lower: finite(bin.Lower), Upper: finite(bin.Upper), Current: pair.Current.Counts[i], Baseline: pair.Baseline.Counts[i]}
		if err == nil {
			bins[k].Contribution, bins[k].Direction = finite(b.inUnit(parts[i].Value)), parts[i].Direction.String()
		}
	}
	return bins
}

// finite returns nil for what JSON can't hold.
func finite(value float64) *float64 {
	if math.IsInf(value, 0) || math.IsNaN(value) {
		return nil
	}
	return &value
}
