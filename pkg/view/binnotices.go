package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// bins tells what the last point's bins are: which categories are new or gone, and how many were joined.
func (f *findings) bins(query request.Query) []Notice {
	if f.last == nil {
		return nil
	}
	var all []Notice
	if n := len(f.last.Current.Bins); f.joined > n {
		all = append(all, Notice{Text: fmt.Sprintf("%d stored bins are joined into %d (%s).", f.joined, n, query.Bins.Kind)})
	}
	all = append(all, f.parts(query)...)
	if f.last.Current.HasNumbers() {
		return all
	}
	if text := onlyOn(f.whole.Current, f.whole.Baseline); text != "" {
		all = append(all, Notice{Text: "New, not in the baseline: " + text + "."})
	}
	if text := onlyOn(f.whole.Baseline, f.whole.Current); text != "" {
		all = append(all, Notice{Text: "Vanished since the baseline: " + text + "."})
	}
	return all
}

// onlyOn lists the categories of h that the other side lacks, the most frequent first, with their shares.
func onlyOn(h, other distribution.Histogram) string {
	var bins []int
	for i, count := range h.Counts {
		if count > 0 && other.Counts[i] == 0 {
			bins = append(bins, i)
		}
	}
	slices.SortStableFunc(bins, func(a, b int) int { return cmp.Compare(h.Counts[b], h.Counts[a]) })
	names := make([]string, len(bins))
	for i, bin := range bins {
		names[i] = fmt.Sprintf("%s (%s)", h.Bins[bin], share(h.Counts[bin], h.Total()))
	}
	return abridged(names)
}

// openUppers says which bins keep a measure from having an upper limit, or make it infinite.
func (f *findings) openUppers() []Notice {
	var all []Notice
	for _, measure := range slices.Sorted(maps.Keys(f.beyond)) {
		bins := slices.Sorted(maps.Keys(f.beyond[measure].bins))
		have := "has"
		if len(bins) > 1 {
			have = "have"
		}
		why := fmt.Sprintf("the baseline gives no weight to %s, which %s samples", abridged(bins), have)
		if !f.last.Baseline.Exact || measure != request.MeasureKL {
			why = fmt.Sprintf("%s %s samples on one side only", abridged(bins), have)
		}
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("%s is infinite at %s: %s.", measure, numbered(f.beyond[measure].points, "point"), why)})
	}
	for _, measure := range slices.Sorted(maps.Keys(f.open)) {
		bins := slices.Sorted(maps.Keys(f.open[measure].bins))
		all = append(all, Notice{Text: fmt.Sprintf("Upper limit of %s unbounded at %s: bins %s hold less than one sample on one side. JS always has an upper limit.",
			measure, numbered(f.open[measure].points, "point"), abridged(bins))})
	}
	return all
}
