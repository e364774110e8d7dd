package frame

import (
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

// chains splits KL by each label of a joint distribution; none where bins were joined, whose values nobody knows any more.
func (b builder) chains(last view.Snapshot) []Chain {
	labels := b.times.Category
	if b.measure.Name != request.MeasureKL || len(labels) < 2 || b.source.Query.Bins.Kind != request.StoredBins {
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
		value := ""
		if all := bin.Values(); label < len(all) {
			value = all[label]
		}
		if _, known := numbers[value]; !known {
			numbers[value] = len(numbers)
		}
		outer = append(outer, numbers[value])
	}
	return outer, len(numbers)
}
