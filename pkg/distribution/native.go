package distribution

import (
	"slices"

	"github.com/histodrift/histodrift/pkg/fetch"
)

// nativeReader reads native histograms, exponential ones and those with custom buckets. Their bounds follow from the
// buckets themselves, so that a schema that changes needs no care of its own: a bound of a finer schema goes where a
// bucket of the coarser one reaches across it, and stays where that one is empty.
type nativeReader struct {
	reading Reading
	grid    fetch.Grid
	shared  *layout
}

func (r nativeReader) sharing(bins layout) reader { r.shared = &bins; return r }

func (r nativeReader) layout(group *part, _ *Found) layout {
	var ends []float64
	points := map[float64]bool{} // Buckets without width: the zero bucket of threshold 0.
	for _, series := range group.series {
		if series.Part.Kind != fetch.HistogramBucket {
			continue
		}
		ends = append(ends, series.Part.Lower, series.Part.Upper)
		points[series.Part.Upper] = points[series.Part.Upper] || series.Part.Lower == series.Part.Upper
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	bins := layout{kind: nativeKind}
	for i, upper := range ends {
		if i > 0 {
			bins.bins = append(bins.bins, NumberBin(ends[i-1], upper))
		}
		if points[upper] {
			bins.bins = append(bins.bins, NumberBin(upper, upper))
		}
	}
	return bins
}

func (r nativeReader) history(group *part, found *Found) History {
	bins := r.layout(group, found)
	if r.shared != nil {
		bins = *r.shared
	}
	h := newHistory(r.grid, bins)
	var present []float64
	seen := firsts{}
	for _, series := range group.series {
		switch series.Part.Kind {
		case fetch.HistogramCount:
			found.Summed = append(found.Summed, seen.differ("", series.Labels)...)
			present = addValues(present, series.Values)
		case fetch.Number:
			found.Numbers++
		}
	}
	r.addCells(&h, group, present)
	return h
}

// addCells adds the buckets of all cells. present are the counts of the histograms themselves.
func (r nativeReader) addCells(h *History, group *part, present []float64) {
	type bucket struct {
		values      []float64
		first, last int // Bins.
	}
	var all []bucket
	for _, series := range group.series {
		if series.Part.Kind == fetch.HistogramBucket {
			first, last := h.reach(series.Part.Lower, series.Part.Upper)
			all = append(all, bucket{series.Values, first, last})
		}
	}
	for cell := range r.grid.Len() {
		h.begin(cell)
		if present == nil || fetch.IsMissing(present[cell]) {
			continue
		}
		if fetch.IsInvalid(present[cell]) {
			h.invalid[cell+1]++
			continue
		}
		h.data[cell+1]++
		binned := 0.0
		for _, one := range all {
			value := one.values[cell]
			if fetch.IsMissing(value) || value == 0 {
				continue
			}
			binned += value
			h.count(cell, one.last, settle(value*r.reading.Scale, value))
			for b := one.first; b < one.last; b++ {
				h.broken[b][cell+1]++
			}
			h.stands[one.last][cell+1]++
			if one.first > 0 {
				h.stands[one.first-1][cell+1]++
			}
		}
		// What rounding leaves of the sum of the buckets is no observation of NaN.
		if rest := present[cell] - binned; rest > 1e-9*present[cell] {
			h.unbinned[cell+1] += settle(rest*r.reading.Scale, rest)
		}
	}
}

// reach returns the first and the last bin that a bucket covers.
func (h *History) reach(lower, upper float64) (first, last int) {
	last, _ = slices.BinarySearchFunc(h.bins, upper, func(bin Bin, upper float64) int {
		switch {
		case bin.Upper < upper:
			return -1
		case bin.Upper > upper:
			return 1
		}
		return 0
	})
	if lower == upper { // The bin without width stands behind the one that ends at its bound.
		for h.bins[last].Lower != lower {
			last++
		}
		return last, last
	}
	first = last
	for first > 0 && h.bins[first-1].Lower >= lower && h.bins[first-1].Upper > lower {
		first--
	}
	return first, last
}
