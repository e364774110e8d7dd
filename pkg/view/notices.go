package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// findings collects over the points of a group what its notices will say.
type findings struct {
	repair    distribution.Repair // Of both sides, over all points.
	events    float64             // Of both sides, over all points.
	skipped   map[Status]int
	fewest    [2]float64 // Fewest samples of a point with too few: current, baseline.
	alignment distribution.Alignment
	coarsened int // Points whose sides had different bounds.
	open      map[request.Measure]*openUpper
	partly    int // Points with a window that lacks cells.
}

// openUpper is what keeps a measure from having an upper limit.
type openUpper struct {
	points int
	bins   map[string]bool
}

func (f *findings) skip(status Status, current, baseline float64) {
	if f.skipped == nil {
		f.skipped = map[Status]int{}
	}
	if status == Insufficient {
		if f.skipped[status] == 0 {
			f.fewest = [2]float64{current, baseline}
		}
		f.fewest = [2]float64{min(f.fewest[0], current), min(f.fewest[1], baseline)}
	}
	f.skipped[status]++
}

func (f *findings) aligned(a distribution.Alignment) {
	if a.Coarsened() {
		f.coarsened++
		f.alignment = a
	}
}

// tolerableGap is the share of a window's cells that may lack counts; a restart or a lost scrape leaves a small one.
const tolerableGap = 0.1

// mended takes what was mended in the windows of a point. Windows that reach beyond the data, or over a gap, are counted:
// they compare a part of a day with whole days.
func (f *findings) mended(repair distribution.Repair) {
	f.repair = f.repair.Add(repair)
	if repair.Missing > tolerableGap {
		f.partly++
	}
}

func (f *findings) unbounded(measure request.Measure, h distribution.Histogram, bins []int) {
	if f.open == nil {
		f.open = map[request.Measure]*openUpper{}
	}
	if f.open[measure] == nil {
		f.open[measure] = &openUpper{bins: map[string]bool{}}
	}
	f.open[measure].points++
	for _, bin := range bins {
		f.open[measure].bins[h.Name(bin)] = true
	}
}

// notices says in words what was found over n points.
func (f *findings) notices(sides pair, n int, minCount float64) []Notice {
	var all []Notice
	say := func(warning bool, format string, args ...any) {
		all = append(all, Notice{Text: fmt.Sprintf(format, args...), Warning: warning})
	}
	switch {
	case sides.current == nil:
		say(true, "Only the baseline has this group: there is nothing to compare it with.")
	case sides.baseline == nil:
		say(true, "Only the current side has this group: there is nothing to compare it with.")
	case f.skipped[NoData] > 0:
		say(false, "%s no counts on one side.", points(f.skipped[NoData], n))
	}
	if k := f.skipped[Insufficient]; k > 0 {
		say(false, "%s fewer than %s samples on a side (fewest: %s current, %s baseline) and can't be judged.",
			points(k, n), count(minCount), count(f.fewest[0]), count(f.fewest[1]))
	}
	if k := f.skipped[Overlap]; k > 0 {
		say(true, "%s a current window that lies partly in its own baseline, and no value.", points(k, n))
	}
	if k := f.skipped[Incomparable]; k > 0 {
		say(true, "%s bucket layouts that share too little to be compared.", points(k, n))
	}
	if k := f.partly; k > 0 {
		say(true, "%s a window that lacks counts in up to %.0f %% of its time: it reaches beyond the data, or over a gap.", points(k, n), 100*f.repair.Missing)
	}
	if f.coarsened > 0 {
		say(true, "Bucket layouts differ: compared on the %d common bounds (current %d, baseline %d bins).",
			f.alignment.Bins, f.alignment.CurrentBins, f.alignment.BaselineBins)
		if lost := f.alignment.CurrentLost + f.alignment.BaselineLost; lost > 0 {
			say(true, "%s samples above the highest common bound are left out.", count(lost))
		}
	}
	all = append(all, f.repairs()...)
	return append(all, f.openUppers()...)
}

func (f *findings) repairs() []Notice {
	var all []Notice
	mended := f.repair
	if mended.Moved > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("Buckets were not monotonic: %s of the samples were moved up, as Prometheus does.", share(mended.Moved, f.events))})
	}
	if mended.Unstable > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("The bucket layout changed within a window: %s that did not stand all the time went into the next.", numbered(mended.Unstable, "bound"))})
	}
	if mended.NoInfinity {
		all = append(all, Notice{Warning: true, Text: "There is no +Inf bucket: samples above the highest bound are not counted."})
	}
	if mended.Invalid > 0 {
		all = append(all, Notice{Warning: true, Text: "Cells with NaN or infinite counts were left out."})
	}
	return all
}

func (f *findings) openUppers() []Notice {
	var all []Notice
	for _, measure := range slices.Sorted(maps.Keys(f.open)) {
		open := f.open[measure]
		bins := slices.Sorted(maps.Keys(open.bins))
		const shown = 4
		more := ""
		if len(bins) > shown {
			bins, more = bins[:shown], " and others"
		}
		all = append(all, Notice{Text: fmt.Sprintf("Upper limit of %s unbounded at %s: bins %s%s hold samples on one side only. JS always has an upper limit.",
			measure, numbered(open.points, "point"), strings.Join(bins, ", "), more)})
	}
	return all
}

// apart says once for all groups that no group is on both sides; nil where one is.
func apart(pairs []pair, query request.Query) *Notice {
	current, baseline := 0, 0
	for _, one := range pairs {
		switch {
		case one.current != nil && one.baseline != nil:
			return nil
		case one.current != nil:
			current++
		default:
			baseline++
		}
	}
	switch {
	case current == 0 && baseline == 0:
		return nil
	case baseline == 0:
		return &Notice{Warning: true, Text: "No series match on the baseline side: check its metric and matchers, and that there were counts at that time."}
	case current == 0:
		return &Notice{Warning: true, Text: "No series match on the current side: check its metric and matchers, and that there were counts at that time."}
	}
	return &Notice{Warning: true, Text: fmt.Sprintf("No group is on both sides (%d current, %d baseline): a label of groupBy (%s) has other values on each; drop it.",
		current, baseline, strings.Join(query.GroupBy, ", "))}
}

func unreadableBounds(bounds []string) []Notice {
	if len(bounds) == 0 {
		return nil
	}
	return []Notice{{Warning: true, Text: fmt.Sprintf("Series whose le is no number were left out: %q.", bounds)}}
}

// points writes "12 of 40 points have" or "The point has".
func points(k, n int) string {
	if n == 1 {
		return "The point has"
	}
	return fmt.Sprintf("%d of %d points have", k, n)
}

// numbered writes "1 bound" or "2 bounds".
func numbered(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func count(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) }

func share(part, all float64) string {
	if all <= 0 {
		return "some"
	}
	return strconv.FormatFloat(100*part/all, 'g', 2, 64) + " %"
}
