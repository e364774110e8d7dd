package frame

import (
	"time"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// ExplainRecipe says how an explanation came about. It is in the frame's metadata. Divergences are in its unit, and signed.
type ExplainRecipe struct {
	Formula   string         `json:"formula"`
	Estimator string         `json:"estimator"`
	Level     float64        `json:"level"`
	Unit      string         `json:"unit"`
	Window    string         `json:"window"`
	Cell      string         `json:"cell"`
	Current   Side           `json:"current"`
	Baseline  Side           `json:"baseline"`
	Bins      string         `json:"bins"`
	Cost      fetch.Cost     `json:"cost"` // Of the whole query, look-ups included.
	Groups    []ExplainGroup `json:"groups"`
}

// ExplainGroup is the explanation of one group.
type ExplainGroup struct {
	Labels     map[string]string `json:"labels,omitempty"`
	Status     string            `json:"status"`
	Time       *time.Time        `json:"time,omitempty"`
	Current    [][2]string       `json:"current,omitempty"`  // Windows, RFC 3339.
	Baseline   [][2]string       `json:"baseline,omitempty"` // Windows, RFC 3339.
	N          [2]*float64       `json:"n"`                  // Samples: current, baseline.
	Estimate   *float64          `json:"estimate"`           // As in the view divergence, signed.
	Lower      *float64          `json:"lower"`
	NoiseFloor *float64          `json:"noiseFloor"`
	Changed    bool              `json:"changed"` // The estimate is not to be explained by noise.
	Noise      *Noise            `json:"noise,omitempty"`
	Top        *ExplainTop       `json:"top"` // What accounts for most; null where nothing does.
	Sentence   string            `json:"sentence,omitempty"`
	Chains     []ExplainLabel    `json:"chains,omitempty"` // One for each label.
}

// ExplainTop names the value that accounts for most.
type ExplainTop struct {
	Label    string  `json:"label"`
	Value    string  `json:"value"`
	Accounts float64 `json:"accountsFor"`
	Reason   string  `json:"reason"`
}

// ExplainLabel is the chain rule for one label, mix + inside = joint, and what follows from it.
type ExplainLabel struct {
	Label       string   `json:"label"`
	Values      int      `json:"values"`           // Told apart.
	Others      int      `json:"others,omitempty"` // Values that are one.
	PromQL      string   `json:"promql"`           // Of the current side's counts.
	Mix         *float64 `json:"mix"`              // KL(l).
	Inside      *float64 `json:"inside"`           // Σ p(l) KL(x|l).
	Joint       *float64 `json:"joint"`            // KL(x, l).
	Interaction *float64 `json:"interaction"`      // inside − KL(x): 0 of a label that has nothing to do with it, below 0 of a shift of the mix.
	Remaining   *float64 `json:"remaining"`        // Of KL(x), once the baseline has the current shares.
	Shifted     float64  `json:"shifted"`          // Share of the change that the mix accounts for.
	Within      *float64 `json:"within"`           // As inside, with the values of few samples as one, of what has a counterpart.
	Floor       *float64 `json:"withinFloor"`      // What within would exceed in 1 % of windows if no value had changed.
	Purity      float64  `json:"purity"`           // How much of what labels tell about the inside this one tells.
	Comparable  float64  `json:"comparable"`       // Share of the current samples with a counterpart in the baseline.
}

func (e explainer) recipe(groups []int) ExplainRecipe {
	query, p := e.source.Query, e.source.Plan
	recipe := ExplainRecipe{
		Formula: "KL(x, l) = KL(l) + Σ p(l) KL(x | l)", Estimator: "bias-corrected (Zhang–Grabchak), without the correction for nearly empty bins, so that both sides are equal",
		Level: query.Confidence.Level, Unit: unitText(request.MeasureKL, query.Unit), Window: query.Window.String(), Cell: p.Sources[p.Current].Cell.String(),
		Current: sideOf(p, p.Current), Baseline: sideOf(p, p.Baseline), Bins: binsText(query, view.Full, e.result.Category), Cost: e.source.Cost,
	}
	recipe.Baseline.Rest = query.Baseline.Kind == request.Rest
	for _, g := range groups {
		recipe.Groups = append(recipe.Groups, e.group(e.explanation.Groups[g]))
	}
	return recipe
}

func (e explainer) group(of view.ExplainedGroup) ExplainGroup {
	inUnit := func(nats float64) *float64 { return finite(view.InUnit(request.MeasureKL, e.source.Query.Unit, nats)) }
	group := ExplainGroup{Labels: of.Group.Labels, Status: string(of.Status), Changed: of.Changed, Sentence: of.Sentence}
	if n := len(of.Group.Current); n > 0 {
		group.N = [2]*float64{finite(of.Group.Current[n-1]), finite(of.Group.Baseline[n-1])}
	}
	if !of.Status.Judged() {
		return group
	}
	if last := of.Group.Measures[0].Last; last != nil {
		noise := noiseOf(*last)
		group.Time, group.Current, group.Baseline, group.Noise = &last.Time, spans(last.Windows.Current), spans(last.Windows.Baseline), &noise
		group.Estimate, group.Lower, group.NoiseFloor = inUnit(last.Value.Estimate), inUnit(last.Value.Lower), inUnit(last.Conclusion.Floor)
	}
	if of.Top != nil {
		group.Top = &ExplainTop{Label: of.Top.Label, Value: of.Top.Name(), Accounts: of.Top.Accounts, Reason: string(of.Top.Reason)}
	}
	for _, label := range of.Labels {
		group.Chains = append(group.Chains, ExplainLabel{
			Label: label.Label, Values: label.Values, Others: label.Others, PromQL: label.Expr, Mix: inUnit(label.Mix), Inside: inUnit(label.Inside), Joint: inUnit(label.Joint),
			Interaction: inUnit(label.Inside - label.Whole), Remaining: inUnit(label.Remaining),
			Shifted: label.Shifted, Within: inUnit(label.Within), Floor: inUnit(label.Floor), Purity: label.Purity, Comparable: label.Comparable,
		})
	}
	return group
}
