package distribution

import (
	"maps"
	"slices"

	"github.com/histodrift/histodrift/pkg/fetch"
)

// categoryReader reads one series for each combination of the values of some labels. A series that lacks a label counts
// what has no value for it.
type categoryReader struct {
	reading Reading
	labels  []string
	grid    fetch.Grid
	shared  *layout
}

func (r categoryReader) sharing(bins layout) reader { r.shared = &bins; return r }

func (r categoryReader) binOf(labels map[string]string) Bin {
	values := make([]string, len(r.labels))
	for i, label := range r.labels {
		values[i] = labels[label]
	}
	return CategoryBin(r.labels, values)
}

func (r categoryReader) layout(group *part, _ *Found) layout {
	byKey := map[string]Bin{}
	for _, series := range group.series {
		bin := r.binOf(series.Labels)
		byKey[bin.key] = bin
	}
	return layout{kind: categoryKind, level: r.reading.Level, bins: slices.SortedFunc(maps.Values(byKey), CompareBins)}
}

func (r categoryReader) history(group *part, found *Found) History {
	values, seen := map[string][]float64{}, firsts{}
	for _, series := range group.series {
		key := r.binOf(series.Labels).key
		found.Summed = append(found.Summed, seen.differ(key, series.Labels)...)
		values[key] = addValues(values[key], series.Values)
	}
	bins := r.layout(group, found)
	if r.shared != nil {
		bins = *r.shared
	}
	columns := make([][]float64, len(bins.bins))
	for b, bin := range bins.bins {
		columns[b] = values[bin.key]
	}
	h := newHistory(r.grid, bins)
	for cell := range r.grid.Len() {
		r.addCell(&h, cell, columns)
	}
	return h
}

// addCell adds the counts of one cell. A category without a value had no events.
func (r categoryReader) addCell(h *History, cell int, columns [][]float64) {
	if !h.open(cell, columns, nil) {
		return
	}
	for b, values := range columns {
		if values != nil && !fetch.IsMissing(values[cell]) {
			h.count(cell, b, settle(values[cell]*r.reading.Scale, values[cell]))
		}
	}
}
