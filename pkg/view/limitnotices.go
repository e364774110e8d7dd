package view

import (
	"fmt"
	"maps"
	"slices"

	"github.com/histodrift/histodrift/pkg/request"
)

// limits says how far bands, floors and ranges are to be trusted.
func (f *findings) limits(query request.Query) []Notice {
	var all []Notice
	for _, text := range f.quiet {
		all = append(all, Notice{Warning: true, Text: text})
	}
	for _, measure := range slices.Sorted(maps.Keys(f.doubts)) {
		all = append(all, Notice{Text: fmt.Sprintf("The band of %s is a rough one: %s.", measure, f.doubts[measure])})
	}
	if f.unshown > 0 && query.Confidence.HasBand() {
		all = append(all, Notice{Text: fmt.Sprintf("Nothing shows how bursty the counts were at %s: there are too few stretches or instances. The band takes events as independent.", numbered(f.unshown, "point"))})
	}
	if f.short > 0 && query.Confidence.HasBand() {
		all = append(all, Notice{Text: fmt.Sprintf("Windows have fewer than %d stretches at %s: that bursts last longer than one of them would not be seen, and the band be too narrow. Use a longer window.", leastLagged, numbered(f.short, "point"))})
	}
	if f.unusual > 0 {
		all = append(all, Notice{Text: fmt.Sprintf("There is no expected range for %s: too few windows of the week before could be judged.", numbered(f.unusual, "value"))})
	}
	if moved := f.moved; moved[0]+moved[1] > 0 {
		all = append(all, Notice{Text: fmt.Sprintf("The estimator %s moved up to %s of the current and %s of the baseline mass.", query.Estimator, share(moved[0], 1), share(moved[1], 1))})
	}
	return all
}
