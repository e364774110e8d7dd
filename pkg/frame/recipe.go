package frame

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// newMeta returns the metadata that all frames of a query share.
func newMeta(source Source) *data.FrameMeta {
	if source.Query.Instant {
		return metaOf(source, data.FrameTypeNumericMulti)
	}
	return metaOf(source, data.FrameTypeTimeSeriesMulti)
}

func metaOf(source Source, kind data.FrameType) *data.FrameMeta {
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
	Unit      string         `json:"unit"` // "nats", "bits", "share", "metric" for the metric's own, or "none".
	Window    string         `json:"window"`
	Cell      string         `json:"cell"` // Length of time that one fetched value counts.
	Step      string         `json:"step"`
	Current   Side           `json:"current"`
	Baseline  Side           `json:"baseline"`
	Bins      string         `json:"bins"`                // Which bins are compared.
	Mute      string         `json:"mute,omitempty"`      // PromQL of the times left out.
	Cost      fetch.Cost     `json:"cost"`                // Of the whole query.
	Status    map[string]int `json:"status"`              // Points of each.
	RequiredN *float64       `json:"requiredN,omitempty"` // Samples on each side that tell a change as large as the threshold from noise in 90 % of windows.
	Sentence  string         `json:"sentence,omitempty"`  // The last point in plain words.
	Last      *Replay        `json:"last,omitempty"`
	Quantiles []Quantile     `json:"quantiles,omitempty"` // Of the last point, for the view distributions.
}

// Side is where the counts of a side came from: the value of the expression for the group, times the scale. A static
// baseline has neither.
type Side struct {
	PromQL string  `json:"promql,omitempty"`
	Scale  float64 `json:"scale,omitempty"`
	Rest   bool    `json:"rest,omitempty"` // The values are those of all other groups.
	Static bool    `json:"static,omitempty"`
}

func (b builder) recipe() Recipe {
	recipe := recipeOf(b.source, b.measure.Name, b.measure.Resolution, b.times.Category)
	for i := range b.group.Status {
		recipe.Status[string(b.status(i))]++
	}
	if b.measure.Last != nil {
		recipe.Last = b.replay(*b.measure.Last)
		recipe.RequiredN, recipe.Sentence = finite(b.measure.Last.Conclusion.Required), b.measure.Last.Conclusion.Sentence
	}
	return recipe
}

// recipeOf is what all groups of a measure have in common.
func recipeOf(source Source, measure request.Measure, resolution view.Resolution, category []string) Recipe {
	query, p := source.Query, source.Plan
	recipe := Recipe{
		Formula: formula(measure, query.Unit), Estimator: estimatorText(measure, query), Level: query.Confidence.Level, Unit: unitText(measure, query.Unit),
		Window: query.Window.String(), Cell: p.Sources[p.Current].Cell.String(), Step: p.Step.String(),
		Current: sideOf(p, p.Current), Baseline: sideOf(p, p.Baseline), Bins: binsText(query, resolution, category),
		Cost: source.Cost, Status: map[string]int{},
	}
	recipe.Baseline.Rest = query.Baseline.Kind == request.Rest
	if p.Mute != plan.None {
		recipe.Mute = p.Sources[p.Mute].Expr
	}
	return recipe
}

// status is that of the measure at a point.
func (b builder) status(i int) view.Status {
	return view.StatusOf(b.group.Status[i], b.measure.Values[i].Estimate)
}

func sideOf(p plan.Plan, source int) Side {
	if source == plan.None {
		return Side{Static: true}
	}
	return Side{PromQL: p.Sources[source].Expr, Scale: p.Sources[source].Scale}
}

// estimatorText names the way from counts to the value.
func estimatorText(measure request.Measure, query request.Query) string {
	if measure.IsMass() {
		return "observed share, Clopper–Pearson limits"
	}
	if query.Estimator.IsPlugIn() {
		text := "plug-in, smoothing " + string(query.Estimator)
		if query.Smoothing != nil {
			text += " " + strconv.FormatFloat(*query.Smoothing, 'g', -1, 64)
		}
		return text
	}
	switch measure {
	case request.MeasureTV, request.MeasureWasserstein:
		return "bias-corrected (folded normal)"
	case request.MeasureKS:
		return "observed, limits of Dvoretzky–Kiefer–Wolfowitz"
	case request.MeasureG:
		return "observed, p-value with Williams' correction"
	case request.MeasureJS, request.MeasureJSDistance:
		return "bias-corrected (digamma entropies)"
	case request.MeasureHellinger:
		return "bias-corrected (half-factorial moments)"
	}
	if measure == request.MeasureEntropy {
		return "bias-corrected (Grassberger)"
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
	if labels := slices.Concat(query.Joint, category); len(labels) > 0 {
		if len(category) == 0 {
			labels = append(labels, "buckets")
		}
		text = strings.Join(labels, " × ") + ", " + text
	}
	if resolution != view.Full {
		text += ", " + resolution.String() + " resolution"
	}
	return text
}
