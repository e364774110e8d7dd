package frame

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

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

	NoiseFloor *float64     `json:"noiseFloor"`         // null of what has none.
	Expected   *[3]*float64 `json:"expected,omitempty"` // Lower, median and upper of the expected range; null where infinite.
	PValue     *float64     `json:"pValue"`             // Of no change at all.
	QValue     *float64     `json:"qValue"`             // The same over all groups (Benjamini–Hochberg).
	Noise      Noise        `json:"noise"`
	Chains     []Chain      `json:"chains,omitempty"`   // Of a joint distribution: KL split by each label.
	Weights    []Weight     `json:"weights,omitempty"`  // Of the values of the labels in joint: those with the largest shares, at most mostWeights.
	Lighter    int          `json:"lighter,omitempty"`  // Values that are not listed.
	Smoothed   *[2]float64  `json:"smoothed,omitempty"` // Share of the mass that smoothing moved: current, baseline.
}

// Noise is how far the counts spread, against independent events.
type Noise struct {
	Replicates   string      `json:"replicates"`   // What shows it; "none" where events are taken as independent.
	DesignEffect [2]float64  `json:"designEffect"` // Current, baseline: variance over that of independent events.
	Effective    [2]*float64 `json:"effective"`    // Samples over the design effect.
	// Only the design effects count: there are no replicates of all that is compared, or a window holds a change.
	EffectsOnly     bool    `json:"effectsOnly,omitempty"`
	Autocorrelation float64 `json:"autocorrelation,omitempty"`
	Heterogeneity   float64 `json:"heterogeneity,omitempty"`
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

	// Simultaneous limits, of KL: of its contribution, and of p/q, how many times as frequent it became. null where open.
	Limits *[2]*float64 `json:"contributionLimits,omitempty"`
	Ratio  *[2]*float64 `json:"ratioLimits,omitempty"`
	Tied   bool         `json:"tied,omitempty"`  // It may contribute as much as the first.
	Group  *int         `json:"group,omitempty"` // The group that it is merged into for the lower limit; left out where none are.
}

func (b builder) replay(last view.Snapshot) *Replay {
	value := last.Value
	bins := b.bins(last)
	weights, lighter := b.weights(last)
	return &Replay{
		Time: last.Time, Current: spans(last.Windows.Current), Baseline: spans(last.Windows.Baseline),
		Bins: bins, More: len(last.Current.Bins) - len(bins), N: [2]*float64{sampleCount(last.Current), sampleCount(last.Baseline)},
		Estimate: finite(b.inUnit(value.Estimate)), PlugIn: finite(b.inUnit(value.PlugIn)),
		Lower: finite(b.inUnit(value.Lower)), Upper: finite(b.inUnit(value.Upper)),
		NoiseFloor: finite(b.inUnit(last.Conclusion.Floor)), Expected: b.expected(value.Normal),
		PValue: finite(last.Conclusion.PValue), QValue: finite(last.Conclusion.QValue), Noise: noiseOf(last), Smoothed: smoothedOf(value), Chains: b.chains(last), Weights: weights, Lighter: lighter,
	}
}

func (b builder) expected(normal view.Normal) *[3]*float64 {
	if math.IsNaN(normal.Median) || !b.source.Query.WantsExpectedRange() {
		return nil
	}
	return &[3]*float64{finite(b.inUnit(normal.Lower)), finite(b.inUnit(normal.Median)), finite(b.inUnit(normal.Upper))}
}

func smoothedOf(value view.Value) *[2]float64 {
	if value.Moved == [2]float64{} {
		return nil
	}
	return &value.Moved
}

func noiseOf(last view.Snapshot) Noise {
	noise := Noise{Replicates: cmp.Or(last.Noise.Design, "none"), DesignEffect: last.Noise.DesignEffect}
	for side, h := range []distribution.Histogram{last.Current, last.Baseline} {
		if n := sampleCount(h); n != nil {
			noise.Effective[side] = finite(*n / noise.DesignEffect[side])
		}
	}
	if last.Noise.Design != "" {
		noise.Autocorrelation, noise.Heterogeneity = last.Noise.Autocorrelation, last.Noise.Heterogeneity
		noise.EffectsOnly = last.Noise.EffectsOnly
	}
	return noise
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

// mostBins bounds the bins of a recipe: more than any layout of buckets has, and few enough that a metric with thousands
// of categories does not fill the browser.
const mostBins = 1000

// bins lists the bins in their order; of more than mostBins, those with the largest contributions.
func (b builder) bins(last view.Snapshot) []Bin {
	pair, drawn := last.Pair, last.Conclusion
	parts, err := view.Contributions(b.measure.Name, pair)
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
		if i < len(last.Groups) {
			bins[k].Group = &last.Groups[i]
		}
		if i < len(drawn.Parts) {
			part := drawn.Parts[i]
			bins[k].Ratio, bins[k].Tied = &[2]*float64{finite(part.RatioLower), finite(part.RatioUpper)}, drawn.Tied[i] && part.Upper > 0 && part.Value > 0
			if b.measure.Name == request.MeasureKL {
				bins[k].Limits = &[2]*float64{finite(b.inUnit(part.Lower)), finite(b.inUnit(part.Upper))}
			}
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
