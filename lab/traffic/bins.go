package traffic

import (
	"slices"

	"github.com/prometheus/prometheus/model/histogram"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Bins cut a pod's events so finely that each bin lies in one bucket of every form in which the pod exports them.
type Bins struct {
	// Categories are the bins of a category counter or gauge.
	Categories []scenario.Labels
	// Bounds are the finite upper bounds of a histogram's bins, ascending; the last bin lies above them.
	Bounds []float64
	// Classic are the bounds of the classic histogram; empty if there is none.
	Classic []float64
	// Native is the layout of the native histogram, or nil.
	Native *Native

	upTo []int // For each classic bound, the number of bins up to it.
	size int
}

func newBins(m scenario.Metric, g scenario.Group, layout scenario.Layout) *Bins {
	b := &Bins{}
	kind := m.KindOf()
	switch {
	case kind == scenario.Switch:
		b.Categories = []scenario.Labels{{}}
	case kind.Categorical():
		for _, c := range m.CategoriesOf(g) {
			b.Categories = append(b.Categories, c.Labels)
		}
	case kind == scenario.Native:
		b.Native = exponential(m, g, layout)
		b.Bounds = b.Native.bounds()
	}
	if kind == scenario.Classic || m.AlsoClassic {
		b.Classic = layout.Bounds
	}
	if kind == scenario.Custom {
		b.Native = &Native{Schema: histogram.CustomBucketsSchema, Custom: layout.Bounds}
	}
	if kind != scenario.Native || m.AlsoClassic {
		b.Bounds = slices.Concat(b.Bounds, layout.Bounds)
	}
	slices.Sort(b.Bounds)
	b.Bounds = slices.Compact(b.Bounds)
	for _, bound := range b.Classic {
		at, _ := slices.BinarySearch(b.Bounds, bound)
		b.upTo = append(b.upTo, at+1)
	}
	b.size = len(b.Bounds) + 1
	if b.Categories != nil {
		b.size = len(b.Categories)
	}
	if b.Native != nil {
		b.Native.place(b.Bounds)
	}
	return b
}

// Cumulative returns the counts of a classic histogram's buckets, cumulative over them; the last one is that of +Inf.
func (r Reading) Cumulative() []uint64 {
	out := make([]uint64, 0, len(r.Bins.Classic)+1)
	var sum uint64
	var done int
	for _, end := range append(slices.Clip(r.Bins.upTo), len(r.Counts)) {
		for ; done < end; done++ {
			sum += r.Counts[done]
		}
		out = append(out, sum)
	}
	return out
}
