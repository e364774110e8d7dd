package distribution

import (
	"maps"
	"math"
	"slices"

	"github.com/prometheus/common/model"

	"github.com/histodrift/histodrift/pkg/fetch"
)

// classicReader reads cumulative counts by le, as sum by (le) (increase(…_bucket[…])) yields them. Series without le
// count values that have no number, such as nulls.
type classicReader struct {
	reading Reading
	grid    fetch.Grid
	census  map[string][]fetch.Series // Of each group; none where it was not asked for.
	shared  *layout
}

func (r classicReader) sharing(bins layout) reader { r.shared = &bins; return r }

// buckets are the values of each bound, and those of null values.
type buckets struct {
	bounds map[float64][]float64
	null   []float64
}

func (r classicReader) buckets(group *part, found *Found) buckets {
	b := buckets{bounds: map[float64][]float64{}}
	seen := firsts{}
	for _, series := range group.series {
		text, bucket := series.Labels[model.BucketLabel]
		bound, readable := parseBound(text)
		if bucket && !readable {
			found.Unreadable = append(found.Unreadable, text)
			continue
		}
		// The same text twice: labels beyond le that nobody asked for.
		found.Summed = append(found.Summed, seen.differ(text, series.Labels)...)
		if !bucket {
			b.null = addValues(b.null, series.Values)
			continue
		}
		b.bounds[bound] = addValues(b.bounds[bound], series.Values)
	}
	return b
}

func (r classicReader) layout(group *part, found *Found) layout {
	b := r.buckets(group, found)
	bins, lower := layout{kind: classicKind}, math.Inf(-1)
	for _, upper := range slices.Sorted(maps.Keys(b.bounds)) {
		bins.bins = append(bins.bins, NumberBin(lower, upper))
		lower = upper
	}
	if b.null != nil {
		bins.bins, bins.hasNil = append(bins.bins, nullBin), true
	}
	return bins
}

func (r classicReader) history(group *part, found *Found) History {
	b := r.buckets(group, found)
	bins := r.layout(group, &Found{})
	if r.shared != nil {
		bins = *r.shared
	}
	h := newHistory(r.grid, bins)
	h.lacks = r.reading.Census.lacks(r.census[group.key], bins)
	columns := make([][]float64, h.numbers())
	for i := range columns {
		columns[i] = b.bounds[h.bins[i].Upper]
	}
	for cell := range r.grid.Len() {
		r.addCell(&h, cell, columns, b.null)
	}
	return h
}

// addCell turns the cumulative counts of one cell into the events of its bins. A bound that is missing in this cell
// leaves its events to the next one that is there.
func (r classicReader) addCell(h *History, cell int, columns [][]float64, null []float64) {
	if !h.open(cell, columns, null) {
		return
	}
	below := 0.0
	for i, values := range columns {
		if values == nil || fetch.IsMissing(values[cell]) {
			continue
		}
		value := values[cell] * r.reading.Scale
		h.stands[i][cell+1]++
		// Not monotonic counts are negative here, and mended over the whole window.
		h.events[i][cell+1] += settle(value-below, value)
		below = value
	}
	if null != nil && !fetch.IsMissing(null[cell]) {
		h.count(cell, len(h.bins)-1, settle(null[cell]*r.reading.Scale, null[cell]))
	}
}
