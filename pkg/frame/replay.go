package frame

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
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
