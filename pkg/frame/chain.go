package frame

import (
	"cmp"
	"slices"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Chain splits the textbook KL of a joint distribution by one of its labels: into how far the mix of its values moved, and
// how far what lies inside of them did. The two add up to it. null where infinite.
type Chain struct {
	Label  string   `json:"label"`
	Mix    *float64 `json:"mix"`
	Inside *float64 `json:"inside"`
}

// Weight is one value of the labels in joint: how much of each side lies in it, and by how much the textbook KL inside of it
// moved. KL of the whole is that of the shares plus Σ current · kl.
type Weight struct {
	Value    string   `json:"value"`
	Current  float64  `json:"current"`
	Baseline float64  `json:"baseline"`
	KL       *float64 `json:"kl"` // null where infinite, and where a side has none.
}

// mostWeights bounds the values of joint labels in a recipe.
const mostWeights = 100

// weights are those of the values of the labels in joint, the largest first.
func (b builder) weights(last view.Snapshot) (weights []Weight, lighter int) {
	current, baseline := last.Current.Total(), last.Baseline.Total()
	for _, part := range last.Parts() {
		weight := Weight{Value: part.String(), Current: part.Current / current, Baseline: part.Baseline / baseline}
		if kl, err := divergence.KL(part.Pair.Current.Counts, part.Pair.Baseline.Counts); err == nil {
			weight.KL = finite(view.InUnit(request.MeasureKL, b.source.Query.Unit, kl))
		}
		weights = append(weights, weight)
	}
	slices.SortStableFunc(weights, func(a, b Weight) int { return cmp.Compare(b.Current, a.Current) })
	listed := min(len(weights), mostWeights)
	return weights[:listed], len(weights) - listed
}

// chains splits KL by each label of a joint distribution; none where bins were joined, whose values nobody knows any more.
func (b builder) chains(last view.Snapshot) []Chain {
	query := b.source.Query
	labels := slices.Concat(query.Joint, b.times.Category)
	if b.measure.Name != request.MeasureKL || len(labels) == 0 || len(labels) < 2 && len(query.Joint) == 0 || query.Bins.Kind == request.TopBins {
		return nil
	}
	var all []Chain
	for i, label := range labels {
		outer, values := byValue(last.Current.Bins, i)
		chain, err := divergence.ChainRule(last.Current.Counts, last.Baseline.Counts, outer, values)
		if err != nil {
			return nil
		}
		all = append(all, Chain{Label: label, Mix: finite(b.inUnit(chain.Mix)), Inside: finite(b.inUnit(chain.Inside))})
	}
	return all
}

// byValue numbers the values of a label, and tells that of each bin.
func byValue(bins []distribution.Bin, label int) (outer []int, values int) {
	numbers := map[string]int{}
	for _, bin := range bins {
		value, all := "", bin.Values()
		if part, ok := bin.Part(); ok {
			all = append(part.Values(), all...)
		}
		if label < len(all) {
			value = all[label]
		}
		if _, known := numbers[value]; !known {
			numbers[value] = len(numbers)
		}
		outer = append(outer, numbers[value])
	}
	return outer, len(numbers)
}
