package view

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// notices says in words what was found over n points.
func (f *findings) notices(sides pair, query request.Query, n int) []Notice {
	return append(f.absences(sides, query, n), f.remarks(query, n)...)
}

// remarks says what was found at the points that could be compared, and why layouts kept some from it.
func (f *findings) remarks(query request.Query, n int) []Notice {
	var all []Notice
	say := func(warning bool, format string, args ...any) {
		all = append(all, Notice{Text: fmt.Sprintf(format, args...), Warning: warning})
	}
	if k := f.skipped[Incomparable]; k > 0 {
		say(true, "%s bucket layouts that share too little to be compared (current %d, baseline %d bins): %s in common, which leave %.0f %% of the samples in bins of their own. 2 bins and %.0f %% are needed.",
			points(k, n), f.apart.CurrentBins, f.apart.BaselineBins, numbered(f.apart.Bins, "bin"), 100*f.coverage, 100*distribution.MinCoverage)
	}
	if k := f.single; k > 0 {
		say(false, "%s all samples of both sides in a single bin (bins: %s), which can't differ, and no value.", points(k, n), query.Bins.Kind)
	}
	for _, resolution := range slices.Sorted(maps.Keys(f.blanks)) {
		say(false, "There is no divergence at %s resolution at %s: all samples of both sides lie in a single bin there.", resolution, numbered(len(f.blanks[resolution]), "point"))
	}
	if k := f.partly; k > 0 {
		say(true, "%s a window that lacks counts in up to %.0f %% of its time: it reaches beyond the data, or over a gap.", points(k, n), 100*f.repair.Missing)
	}
	if f.coarsened > 0 {
		joins := ""
		if f.alignment.CurrentJoined+f.alignment.BaselineJoined > 0 {
			joins = fmt.Sprintf(", which joins %s of the current and %s of the baseline samples with others", share(f.alignment.CurrentShare(), 1), share(f.alignment.BaselineShare(), 1))
		}
		say(true, "Bucket layouts differ at %s: compared on the %d common bins (current %d, baseline %d)%s.",
			numbered(f.coarsened, "point"), f.alignment.Bins, f.alignment.CurrentBins, f.alignment.BaselineBins, joins)
		if text := f.lost(); text != "" {
			say(true, "%s above the highest common bound are left out.", text)
		}
	}
	if f.widened > 0 {
		say(false, "%s a wider window than %s, up to %s, to reach %s samples.", points(f.widened, n), request.Duration{Length: f.asked}, request.Duration{Length: f.widest}, count(leastCount(query)))
	}
	if f.leftOut > 0 {
		say(false, "The baseline leaves out up to %s of excluded or muted time.", request.Duration{Length: f.leftOut})
	}
	if f.hidden.Bins > 0 {
		say(false, "Bins with fewer than %d samples on a side are not shown by themselves: %s, with %s of the current and %s of the baseline samples, are joined.",
			f.hidden.Below, numbered(f.hidden.Bins, "bin"), share(f.hidden.Current, 1), share(f.hidden.Baseline, 1))
	}
	all = append(all, f.repairs(n)...)
	all = append(all, f.bins(query)...)
	all = append(all, f.openUppers()...)
	return append(all, f.limits(query)...)
}

// lost says what of the last point lay above the highest common bound. Weights are no samples to be counted.
func (f *findings) lost() string {
	current, baseline := f.alignment.CurrentLost, f.alignment.BaselineLost
	switch {
	case current+baseline <= 0:
		return ""
	case f.hides:
		return "Some samples"
	case !f.last.Baseline.Exact:
		return count(current+baseline) + " samples"
	case current <= 0:
		return "The baseline's weights"
	}
	return count(current) + " samples and the baseline's weights"
}

// absences says why points have no value.
func (f *findings) absences(sides pair, query request.Query, n int) []Notice {
	var all []Notice
	say := func(warning bool, format string, args ...any) {
		all = append(all, Notice{Text: fmt.Sprintf(format, args...), Warning: warning})
	}
	switch {
	case sides.current == nil:
		say(true, "Only the baseline has this group: there is nothing to compare it with.")
	case sides.baseline == nil:
		say(true, "Only the current side has this group: there is nothing to compare it with.")
	case f.skipped[NoData] == n && query.Baseline.Kind == request.Fixed:
		say(true, "No counts on one side: is the fixed baseline (%s to %s) older than the server keeps samples?",
			query.Baseline.From.UTC().Format(time.RFC3339), query.Baseline.To.UTC().Format(time.RFC3339))
	case f.skipped[NoData] > 0:
		say(false, "%s no counts on one side.", points(f.skipped[NoData], n))
	}
	if k := f.skipped[Insufficient]; k > 0 {
		fewest := count(f.fewest[0]) + " current"
		if !math.IsNaN(f.fewest[1]) {
			fewest += ", " + count(f.fewest[1]) + " baseline"
		}
		of := "samples"
		if f.bursty > 0 {
			of = "effective samples" // Events in bursts tell less than as many independent ones.
		}
		if fewest = " (fewest: " + fewest + ")"; f.hides {
			fewest = ""
		}
		say(false, "%s fewer than %s %s on a side%s and can't be judged.", points(k, n), count(leastCount(query)), of, fewest)
	}
	if k := f.skipped[Overlap]; k > 0 {
		say(true, "%s a current window that lies partly in its own baseline, and no value.", points(k, n))
	}
	if k := f.skipped[Muted]; k > 0 {
		say(true, "%s a baseline that is left out as a whole, by exclude or mute, and no value.", points(k, n))
	}
	return all
}

// repairs says what had to be mended.
func (f *findings) repairs(n int) []Notice {
	var all []Notice
	mended := f.repair
	if mended.Moved > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("Buckets were not monotonic: %s of the samples were moved up, as Prometheus does.", share(mended.Moved, f.events))})
	}
	if mended.Unstable > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("%s a window in which bucket layouts differ, between series or over time: %s did not stand in all, which joined up to %s of the samples with others.",
			points(f.unstable, n), numbered(mended.Unstable, "bound"), share(f.worst, 1))})
	}
	if mended.NoInfinity {
		all = append(all, Notice{Warning: true, Text: "There is no +Inf bucket: samples above the highest bound are not counted."})
	}
	if mended.Invalid > 0 {
		all = append(all, Notice{Warning: true, Text: "Cells with NaN, infinite or contradictory counts were left out."})
	}
	if mended.Negative > 0 {
		all = append(all, Notice{Warning: true, Text: "Negative counts were taken as 0."})
	}
	if mended.Unbinned > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("%s of the observations are NaN and lie in no bin.", share(mended.Unbinned, f.events+mended.Unbinned))})
	}
	return all
}
