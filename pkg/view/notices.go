package view

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// findings collects over the points of a group what its notices will say.
type findings struct {
	repair    distribution.Repair // Of both sides, over all points.
	events    float64             // Of both sides, over all points.
	skipped   map[Status]int
	fewest    [2]float64             // Fewest samples of a point with too few: current, baseline; NaN where that is exact.
	alignment distribution.Alignment // Of the last point whose sides had different bounds.
	coarsened int                    // Points whose sides had different bounds.
	coverage  float64                // Lowest coverage of a point that can't be compared for it.
	single    int                    // Points whose samples all lie in one bin.
	blanks    map[Resolution]int     // Points whose samples all lie in one bin at a coarser resolution.
	open      map[request.Measure]*openUpper
	beyond    map[request.Measure]*openUpper // Bins that an exact baseline rules out.
	partly    int                            // Points with a window that lacks cells.
	widened   int                            // Points with a wider window than asked for.
	asked     time.Duration                  // Length of the window asked for.
	widest    time.Duration
	leftOut   time.Duration      // Most that was left out of a baseline.
	last      *distribution.Pair // Of the last point that could be judged.
	joined    int                // Bins there, where the query joins some; 0 elsewhere.
}

// take notes what was found at a point.
func (f *findings) take(c comparison, query request.Query) {
	f.mended(c.repair)
	f.events += c.events
	f.leftOut = max(f.leftOut, c.windows.LeftOut)
	switch c.status {
	case OK:
		f.aligned(c.alignment)
		f.last = &c.pair
		if query.Bins.Kind != request.StoredBins {
			f.joined = c.alignment.Bins
		}
		if !c.asked {
			f.widened++
			f.widest = max(f.widest, c.windows.Length)
		}
		return
	case Incomparable:
		if c.single {
			f.single++
			return
		}
		if f.skipped[Incomparable] == 0 || c.alignment.Coverage() < f.coverage {
			f.coverage = c.alignment.Coverage()
		}
		f.alignment = c.alignment
	}
	f.skip(c.status, c.pair.Current.Total(), samples(c.pair.Baseline))
}

// blank notes a point that has no divergence at a coarser resolution.
func (f *findings) blank(resolution Resolution) {
	if f.blanks == nil {
		f.blanks = map[Resolution]int{}
	}
	f.blanks[resolution]++
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
	if len(bins) > 0 {
		f.open = note(f.open, measure, h, bins)
	}
}

// infinite notes the bins that hold samples although an exact baseline has none in them.
func (f *findings) infinite(measure request.Measure, pair distribution.Pair) {
	var bins []int
	for i, count := range pair.Current.Counts {
		if count > 0 && pair.Baseline.Counts[i] == 0 {
			bins = append(bins, i)
		}
	}
	f.beyond = note(f.beyond, measure, pair.Current, bins)
}

func note(all map[request.Measure]*openUpper, measure request.Measure, h distribution.Histogram, bins []int) map[request.Measure]*openUpper {
	if all == nil {
		all = map[request.Measure]*openUpper{}
	}
	if all[measure] == nil {
		all[measure] = &openUpper{bins: map[string]bool{}}
	}
	all[measure].points++
	for _, bin := range bins {
		all[measure].bins[h.Bins[bin].String()] = true
	}
	return all
}

// notices says in words what was found over n points.
func (f *findings) notices(sides pair, query request.Query, n int) []Notice {
	all := f.absences(sides, query, n)
	say := func(warning bool, format string, args ...any) {
		all = append(all, Notice{Text: fmt.Sprintf(format, args...), Warning: warning})
	}
	if k := f.skipped[Incomparable]; k > 0 {
		say(true, "%s bucket layouts that share too little to be compared (current %d, baseline %d bins): %s in common, which leave %.0f %% of the samples in bins of their own. 2 bins and %.0f %% are needed.",
			points(k, n), f.alignment.CurrentBins, f.alignment.BaselineBins, numbered(f.alignment.Bins, "bin"), 100*f.coverage, 100*distribution.MinCoverage)
	}
	if k := f.single; k > 0 {
		say(false, "%s all samples of both sides in a single bin (bins: %s), which can't differ, and no value.", points(k, n), query.Bins.Kind)
	}
	for _, resolution := range slices.Sorted(maps.Keys(f.blanks)) {
		say(false, "There is no divergence at %s resolution at %s: all samples of both sides lie in a single bin there.", resolution, numbered(f.blanks[resolution], "point"))
	}
	if k := f.partly; k > 0 {
		say(true, "%s a window that lacks counts in up to %.0f %% of its time: it reaches beyond the data, or over a gap.", points(k, n), 100*f.repair.Missing)
	}
	if f.coarsened > 0 {
		joins := ""
		if f.alignment.CurrentJoined+f.alignment.BaselineJoined > 0 {
			joins = fmt.Sprintf(", which joins %s of the current and %s of the baseline samples with others", share(f.alignment.CurrentShare(), 1), share(f.alignment.BaselineShare(), 1))
		}
		say(true, "Bucket layouts differ: compared on the %d common bins (current %d, baseline %d)%s.",
			f.alignment.Bins, f.alignment.CurrentBins, f.alignment.BaselineBins, joins)
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
	all = append(all, f.repairs()...)
	all = append(all, f.bins(query)...)
	return append(all, f.openUppers()...)
}

// lost says what of the last point lay above the highest common bound. Weights are no samples to be counted.
func (f *findings) lost() string {
	current, baseline := f.alignment.CurrentLost, f.alignment.BaselineLost
	switch {
	case current+baseline <= 0:
		return ""
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
		say(false, "%s fewer than %s samples on a side (fewest: %s) and can't be judged.", points(k, n), count(leastCount(query)), fewest)
	}
	if k := f.skipped[Overlap]; k > 0 {
		say(true, "%s a current window that lies partly in its own baseline, and no value.", points(k, n))
	}
	if k := f.skipped[Muted]; k > 0 {
		say(true, "%s a baseline that is left out as a whole, by exclude or mute, and no value.", points(k, n))
	}
	return all
}

// bins tells what the last point's bins are: which categories are new or gone, and how many were joined.
func (f *findings) bins(query request.Query) []Notice {
	if f.last == nil {
		return nil
	}
	var all []Notice
	if n := len(f.last.Current.Bins); f.joined > n {
		all = append(all, Notice{Text: fmt.Sprintf("%d stored bins are joined into %d (%s).", f.joined, n, query.Bins.Kind)})
	}
	if f.last.Current.Ordered {
		return all
	}
	if text := onlyOn(f.last.Current, f.last.Baseline); text != "" {
		all = append(all, Notice{Text: "New, not in the baseline: " + text + "."})
	}
	if text := onlyOn(f.last.Baseline, f.last.Current); text != "" {
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

// abridged lists a few names.
func abridged(names []string) string {
	const shown = 4
	if len(names) > shown {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
	}
	return strings.Join(names, ", ")
}

func (f *findings) repairs() []Notice {
	var all []Notice
	mended := f.repair
	if mended.Moved > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("Buckets were not monotonic: %s of the samples were moved up, as Prometheus does.", share(mended.Moved, f.events))})
	}
	if mended.Unstable > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("The bucket layout changed within a window: %s that did not stand all the time went, which joined %s of the samples with others.",
			numbered(mended.Unstable, "bound"), share(mended.Joined, f.events))})
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

func (f *findings) openUppers() []Notice {
	var all []Notice
	for _, measure := range slices.Sorted(maps.Keys(f.beyond)) {
		bins := slices.Sorted(maps.Keys(f.beyond[measure].bins))
		have := "has"
		if len(bins) > 1 {
			have = "have"
		}
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("%s is infinite at %s: the baseline gives no weight to %s, which %s samples.",
			measure, numbered(f.beyond[measure].points, "point"), abridged(bins), have)})
	}
	for _, measure := range slices.Sorted(maps.Keys(f.open)) {
		bins := slices.Sorted(maps.Keys(f.open[measure].bins))
		all = append(all, Notice{Text: fmt.Sprintf("Upper limit of %s unbounded at %s: bins %s hold samples on one side only. JS always has an upper limit.",
			measure, numbered(f.open[measure].points, "point"), abridged(bins))})
	}
	return all
}

// apart says once for all groups that no group is on both sides; nil where one is.
func apart(pairs []pair, query request.Query) *Notice {
	if query.Baseline.Kind == request.Rest && len(pairs) == 1 {
		return &Notice{Warning: true, Text: fmt.Sprintf("There is one group only, and so no rest to compare it with: group by another label than %s, or widen the matchers.",
			strings.Join(query.GroupBy, ", "))}
	}
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

func quoted(texts []string) string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = strconv.Quote(text)
	}
	return abridged(all)
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
	if n == 1 || noun == "series" {
		return strconv.Itoa(n) + " " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func count(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) }

// share writes a share with two digits, never as 1e+02.
func share(part, all float64) string {
	if all <= 0 {
		return "some"
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(100*part/all, 'g', 2, 64), 64)
	if err != nil {
		return "some"
	}
	return strconv.FormatFloat(short, 'f', -1, 64) + " %"
}
