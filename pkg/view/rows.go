package view

import (
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

const (
	// leastBlocks is how many stretches as long as the current window a baseline needs to show how windows differ.
	leastBlocks = 12
	// mostBlocks bounds them. Of a longer baseline the last ones tell the design effects, and nothing else.
	mostBlocks = 1000
	// leastLagged is the fewest stretches that show whether neighbours go together.
	leastLagged = 12
	// mostCells is the most stretches a window is cut into.
	mostCells = 30
)

// rows finds the replicates of a comparison: the same counts, cut into stretches or told apart by instance.
type rows struct {
	kind  request.ReplicatesKind
	sides pair
	cell  time.Duration // Windows can be cut at its multiples; 0: not at all.

	current, baseline stretches
}

// stretches keeps the histograms of stretches of a side: the windows of neighbouring points have most in common.
type stretches map[plan.Span]distribution.Histogram

// mostStretches bounds what is kept.
const mostStretches = 10_000

// counts returns the counts of stretches on some bins.
func (s stretches) counts(side distribution.Side, all []plan.Span, bins []distribution.Bin) [][]float64 {
	if len(s)+len(all) > mostStretches {
		clear(s)
	}
	rows := make([][]float64, len(all))
	for i, one := range all {
		h, known := s[one]
		if !known {
			h, _, _ = side.Window([]plan.Span{one})
			s[one] = h
		}
		rows[i] = h.Onto(bins)
	}
	return rows
}

// design cuts the windows of a comparison. ok is false where nothing shows how bursty the counts are.
func (r *rows) design(c comparison, bins distribution.Pair) (found confidence.Replicates, ok bool) {
	switch {
	case r.kind == request.NoReplicates:
		return found, false
	case r.kind == request.ByLabel:
		return r.instances(c, bins)
	case r.cell == 0 || r.sides.current == nil:
		return found, false
	case r.kind == request.AutoReplicates && !bins.Baseline.Exact && wholeWindows(c.windows) >= leastBlocks:
		found = confidence.Replicates{
			Design:  confidence.Blocks,
			Current: [][]float64{bins.Current.Counts}, Baseline: r.baseline.counts(r.sides.baseline, blocks(c.windows), bins.Baseline.Bins),
		}
		if len(nonEmpty(found.Baseline)) >= leastBlocks {
			return found, true
		}
	}
	found = confidence.Replicates{Design: confidence.Cells, Current: r.current.counts(r.sides.current, r.cells(c.windows.Current), bins.Current.Bins)}
	if bins.Baseline.Exact {
		found.Baseline = [][]float64{bins.Baseline.Counts}
		return found, true
	}
	found.Baseline = r.baseline.counts(r.sides.baseline, r.cells(c.windows.Baseline), bins.Baseline.Bins)
	return found, true
}

// wholeWindows is how many stretches as long as the current window a baseline has.
func wholeWindows(windows plan.Windows) int {
	n := 0
	for _, span := range windows.Baseline {
		n += int(span.Length() / windows.Length)
	}
	return n
}

// blocks cuts a baseline into stretches of the length of the current window, from its end back. What is left of a span at
// its beginning is a shorter one.
func blocks(windows plan.Windows) []plan.Span {
	var cut []plan.Span
	for _, span := range slices.Backward(windows.Baseline) {
		for end := span.End; end.After(span.Start) && len(cut) < mostBlocks; end = end.Add(-windows.Length) {
			start := end.Add(-windows.Length)
			if start.Before(span.Start) {
				start = span.Start
			}
			cut = append(cut, plan.Span{Start: start, End: end})
		}
	}
	slices.Reverse(cut)
	return cut
}

// rowLength is the shortest whole number of cells that cuts a window into at most mostCells stretches.
func (r *rows) rowLength(spans []plan.Span) time.Duration {
	total := time.Duration(0)
	for _, span := range spans {
		total += span.Length()
	}
	return r.cell * max(1, (total/r.cell+mostCells-1)/mostCells)
}

// cells cuts a window into stretches in the order of time. What is left of a span at its end is a shorter one.
func (r *rows) cells(spans []plan.Span) []plan.Span {
	length := r.rowLength(spans)
	var cells []plan.Span
	for _, span := range spans {
		for start := span.Start; start.Before(span.End); start = start.Add(length) {
			end := start.Add(length)
			if end.After(span.End) {
				end = span.End
			}
			cells = append(cells, plan.Span{Start: start, End: end})
		}
	}
	return cells
}

// instances takes the rows of instances. Those of both sides are matched where most are the same.
func (r *rows) instances(c comparison, bins distribution.Pair) (found confidence.Replicates, ok bool) {
	names, current := countedByName(r.sides.currentRows, c.windows.Current, bins.Current.Bins)
	if bins.Baseline.Exact {
		return confidence.Replicates{Design: confidence.Instances, Current: current, Baseline: [][]float64{bins.Baseline.Counts}}, len(current) > 0
	}
	others, baseline := countedByName(r.sides.baselineRows, c.windows.Baseline, bins.Baseline.Bins)
	common := 0
	for _, name := range names {
		if slices.Contains(others, name) {
			common++
		}
	}
	if 2*common <= max(len(names), len(others)) {
		return confidence.Replicates{Design: confidence.Instances, Current: current, Baseline: baseline}, len(current) > 0 && len(baseline) > 0
	}
	found.Design = confidence.Paired
	for i, name := range names {
		row := make([]float64, len(bins.Baseline.Bins))
		if k := slices.Index(others, name); k >= 0 {
			row = baseline[k]
		}
		found.Current, found.Baseline = append(found.Current, current[i]), append(found.Baseline, row)
	}
	for k, name := range others {
		if !slices.Contains(names, name) {
			found.Current, found.Baseline = append(found.Current, make([]float64, len(bins.Current.Bins))), append(found.Baseline, baseline[k])
		}
	}
	return found, true
}

func countedByName(instances []instance, spans []plan.Span, bins []distribution.Bin) (names []string, counts [][]float64) {
	for _, one := range instances {
		if h, _, ok := one.side.Window(spans); ok && h.Total() > 0 {
			names, counts = append(names, one.name), append(counts, h.Onto(bins))
		}
	}
	return names, counts
}

// nonEmpty returns the rows with counts.
func nonEmpty(rows [][]float64) [][]float64 {
	return slices.DeleteFunc(slices.Clone(rows), func(row []float64) bool {
		return !slices.ContainsFunc(row, func(count float64) bool { return count > 0 })
	})
}
