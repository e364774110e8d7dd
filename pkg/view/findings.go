package view

import (
	"time"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// findings collects over the points of a group what its notices will say.
type findings struct {
	repair    distribution.Repair // Of both sides, over all points.
	events    float64             // Of both sides, over all points.
	skipped   map[Status]int
	fewest    [2]float64                  // Fewest samples of a point with too few: current, baseline; NaN where that is exact.
	alignment distribution.Alignment      // Of the last point whose sides had different bounds and could be compared.
	apart     distribution.Alignment      // Of the point with the lowest coverage that can't be compared for it.
	coarsened int                         // Points whose sides had different bounds.
	coverage  float64                     // Lowest coverage of a point that can't be compared for it.
	single    int                         // Points whose samples all lie in one bin.
	blanks    map[Resolution]map[int]bool // Points whose samples all lie in one bin at a coarser resolution.
	open      map[request.Measure]*openUpper
	beyond    map[request.Measure]*openUpper // Bins that an exact baseline rules out.
	unstable  int                            // Points with a window in which layouts differ.
	worst     float64                        // Largest share of the samples of such a point that was joined with others.
	partly    int                            // Points with a window that lacks cells.
	widened   int                            // Points with a wider window than asked for.
	asked     time.Duration                  // Length of the window asked for.
	widest    time.Duration
	hides     bool                     // No small number of events is to be told.
	hidden    distribution.Suppression // Of the last point that hides bins.
	leftOut   time.Duration            // Most that was left out of a baseline.
	last      *distribution.Pair       // Of the last point that could be judged.
	whole     *distribution.Pair       // The same, before bins were joined.
	joined    int                      // Bins there, where the query joins some; 0 elsewhere.
	unshown   int                      // Points that could be judged, of which nothing showed how bursty their counts were.
	short     int                      // Points whose stretches were too few to show whether neighbours go together.
	bursty    int                      // Points with fewer effective samples than minCount, but enough samples.
	unusual   int                      // Values without an expected range.
	doubts    map[request.Measure]string
	moved     [2]float64 // Most that smoothing moved.
	quiet     []string   // What thresholds under the noise floor come to.
}

// take notes what was found at a point.
func (f *findings) take(c comparison, query request.Query) {
	f.mended(c.repair)
	f.events += c.events
	if c.repair.Unstable > 0 {
		f.unstable++
		f.worst = max(f.worst, c.repair.Joined/max(c.events, 1))
	}
	f.leftOut = max(f.leftOut, c.windows.LeftOut)
	if c.hidden.Bins > 0 {
		f.hidden = c.hidden
	}
	switch c.status {
	case OK:
		if c.noise.TooFew {
			f.unshown++
		}
		if c.noise.Short {
			f.short++
		}
		f.aligned(c.alignment)
		f.last, f.whole = &c.pair, &c.aligned
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
			f.coverage, f.apart = c.alignment.Coverage(), c.alignment
		}
	}
	current, baseline := c.pair.Current.Total(), samples(c.pair.Baseline)
	if effective := c.effective(); c.status == Insufficient && c.noise.Design != "" {
		f.bursty++
		current, baseline = effective[0], effective[1]
	}
	f.skip(c.status, current, baseline)
}

// doubted notes why the band of a measure is not to be trusted.
func (f *findings) doubted(measure request.Measure, why string) {
	if why == "" {
		return
	}
	if f.doubts == nil {
		f.doubts = map[request.Measure]string{}
	}
	f.doubts[measure] = why
}

// blank notes a point that has no divergence at a coarser resolution, for each of its measures.
func (f *findings) blank(resolution Resolution, point int) {
	if f.blanks == nil {
		f.blanks = map[Resolution]map[int]bool{}
	}
	if f.blanks[resolution] == nil {
		f.blanks[resolution] = map[int]bool{}
	}
	f.blanks[resolution][point] = true
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

// makesInfinite reports whether a bin makes a measure infinite.
func makesInfinite(measure request.Measure, current, baseline float64) bool {
	switch measure {
	case request.MeasureKLReverse:
		return baseline > 0 && current == 0
	case request.MeasurePSI:
		return (baseline > 0) != (current > 0)
	}
	return current > 0 && baseline == 0
}

// infinite notes the bins with mass on one side only that make a measure infinite.
func (f *findings) infinite(measure request.Measure, pair distribution.Pair) {
	var bins []int
	for i, count := range pair.Current.Counts {
		if makesInfinite(measure, count, pair.Baseline.Counts[i]) {
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
