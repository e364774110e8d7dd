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
	// mostBlocks bounds them: their number counts with its square.
	mostBlocks = 120
	// mostCells is the most stretches a window is cut into.
	mostCells = 30
)

// rows finds the replicates of a comparison: the same counts, cut into stretches or told apart by instance.
type rows struct {
	kind  request.ReplicatesKind
	sides pair
	cell  time.Duration // Windows can be cut at its multiples; 0: not at all.

	kept     []plan.Span // The baseline of the point before, whose rows are kept: that of many baselines stays the same.
	histos   []distribution.Histogram
	keptUnit time.Duration
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
	case r.kind == request.AutoReplicates && !bins.Baseline.Exact:
		if blocks := r.blocks(c.windows); len(blocks) >= leastBlocks {
			found = confidence.Replicates{
				Design:  confidence.Blocks,
				Current: [][]float64{bins.Current.Counts}, Baseline: r.baseline(blocks, c.windows.Length, bins),
			}
			return found, len(nonEmpty(found.Baseline)) >= leastBlocks
		}
	}
	found = confidence.Replicates{Design: confidence.Cells, Current: counted(r.sides.current, r.cells(c.windows.Current), bins.Current.Bins)}
	if bins.Baseline.Exact {
		found.Baseline = [][]float64{bins.Baseline.Counts}
		return found, true
	}
	found.Baseline = r.baseline(r.cells(c.windows.Baseline), r.rowLength(c.windows.Baseline), bins)
	return found, true
}

// baseline counts the stretches of a baseline, or takes those of the point before.
func (r *rows) baseline(stretches []plan.Span, unit time.Duration, bins distribution.Pair) [][]float64 {
	if !slices.Equal(stretches, r.kept) || unit != r.keptUnit {
		r.kept, r.keptUnit, r.histos = stretches, unit, r.histos[:0]
		for _, one := range stretches {
			h, _, _ := r.sides.baseline.Window([]plan.Span{one})
			r.histos = append(r.histos, h)
		}
	}
	all := make([][]float64, len(r.histos))
	for i, h := range r.histos {
		all[i] = h.Onto(bins.Baseline.Bins)
	}
	return all
}

func counted(side distribution.Side, stretches []plan.Span, bins []distribution.Bin) [][]float64 {
	all := make([][]float64, len(stretches))
	for i, one := range stretches {
		h, _, _ := side.Window([]plan.Span{one})
		all[i] = h.Onto(bins)
	}
	return all
}

// blocks cuts a baseline into stretches of the length of the current window, from its end back.
func (r *rows) blocks(windows plan.Windows) []plan.Span {
	var blocks []plan.Span
	for _, span := range slices.Backward(windows.Baseline) {
		for end := span.End; !end.Add(-windows.Length).Before(span.Start) && len(blocks) < mostBlocks; end = end.Add(-windows.Length) {
			blocks = append(blocks, plan.Span{Start: end.Add(-windows.Length), End: end})
		}
	}
	slices.Reverse(blocks)
	return blocks
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

func countedByName(instances []distribution.History, spans []plan.Span, bins []distribution.Bin) (names []string, counts [][]float64) {
	for i := range instances {
		if h, _, ok := instances[i].Window(spans); ok && h.Total() > 0 {
			names, counts = append(names, instances[i].Key), append(counts, h.Onto(bins))
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
