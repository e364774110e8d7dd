package distribution

import (
	"fmt"
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// static is a distribution written down: the same at all times.
type static struct{ histogram Histogram }

// Static returns the side of a static baseline. labels are the category labels of the current side, which name its
// categories. The error is a *fault.Error: the categories do not fit the labels.
func Static(baseline request.Baseline, labels []string) (Side, error) {
	scale, total := 1.0, 0.0
	for _, weight := range baseline.Weights {
		total += weight
	}
	if baseline.N != nil {
		scale = *baseline.N / total
	}
	h := Histogram{Ordered: len(baseline.Categories) == 0, Exact: baseline.N == nil}
	for i, weight := range baseline.Weights {
		bin, err := staticBin(baseline, labels, i)
		if err != nil {
			return nil, err
		}
		h.add(bin, weight*scale)
	}
	if !h.Ordered {
		h = sortedCategories(h)
	}
	return static{h}, nil
}

func staticBin(baseline request.Baseline, labels []string, i int) (Bin, error) {
	if len(baseline.Categories) == 0 {
		lower, upper := math.Inf(-1), math.Inf(1)
		if i > 0 {
			lower = baseline.Bounds[i-1]
		}
		if i < len(baseline.Bounds) {
			upper = baseline.Bounds[i]
		}
		return NumberBin(lower, upper), nil
	}
	values := baseline.Categories[i]
	if len(values) != len(labels) {
		return Bin{}, fault.InField(fmt.Sprintf("baseline.categories[%d]", i),
			fmt.Sprintf("has %d values, but the bins are made of %d labels (%v)", len(values), len(labels), labels), "give one value for each label, in this order")
	}
	return CategoryBin(labels, values), nil
}

func sortedCategories(h Histogram) Histogram {
	order := make([]int, len(h.Bins))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return CompareBins(h.Bins[a], h.Bins[b]) })
	sorted := Histogram{Ordered: h.Ordered, Sparse: h.Sparse, Exact: h.Exact}
	for _, i := range order {
		sorted.add(h.Bins[i], h.Counts[i])
	}
	return sorted
}

// Window implements Side.
func (s static) Window([]plan.Span) (Histogram, Repair, bool) { return s.histogram, Repair{}, true }
