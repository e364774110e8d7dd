package confidence

import (
	"math"
	"slices"
)

// layer is one resolution that a divergence is looked at: the bins as they are, or the groups of a partition.
type layer struct {
	table
	target    pair   // What the pair that variances are computed at is shrunk to.
	evident   []bool // Groups that stand by evidence; nil for bins.
	rare      []bool // Bins whose Poisson error is left to an allowance; nil for groups.
	expansion        // Filled by fit.
}

// fit returns the bias-corrected estimate and its moments at the shrunk pair. The counts are contracted towards the
// target by the factor at which the pair's divergence is about the estimated one: D is quadratic in the contrast, so its
// square is the ratio of the two, both above floor, the divergence of the target itself. There are no moments if the
// estimate is +Inf.
func (l *layer) fit(k Kind, floor float64) (estimate float64, m moments) {
	d := pointEstimate(k, &l.table)
	l.shrink(l.target, l.evident, 1, l.pair)
	if math.IsInf(d, 1) {
		return d, moments{}
	}
	square := (d - remainingBias(k, &l.table, l.pair) - floor) / max(l.pair.divergence(k)-floor, 1e-15)
	l.shrink(l.target, l.evident, math.Sqrt(min(max(square, 0.01), 1)), l.pair)
	m = newMoments(k, &l.table, l.expansion, l.rare)
	return d - m.bias, m
}

// workspace is the scratch space of one estimate. Its slices keep their capacity from one use to the next.
type workspace struct {
	numbers    []float64
	flags      []bool
	ints       []int
	nextNumber int
	nextFlag   int
}

// numbersPerBin and flagsPerBin are how many values a bin needs in all: counts, targets and expansions of two layers.
const (
	numbersPerBin = 18
	flagsPerBin   = 2
	intsPerBin    = 2
)

// reset makes room for bins.
func (w *workspace) reset(bins int) {
	w.resetFor(bins, numbersPerBin*bins)
}

// resetFor makes room for so many numbers, and the flags and integers of bins.
func (w *workspace) resetFor(bins, numbers int) {
	w.numbers = slices.Grow(w.numbers[:0], numbers)[:numbers]
	w.flags = slices.Grow(w.flags[:0], flagsPerBin*bins)[:flagsPerBin*bins]
	w.ints = slices.Grow(w.ints[:0], intsPerBin*bins)[:intsPerBin*bins]
	w.nextNumber, w.nextFlag = 0, 0
}

// take hands out n numbers, which may hold anything.
func (w *workspace) take(n int) []float64 {
	w.nextNumber += n
	return w.numbers[w.nextNumber-n : w.nextNumber : w.nextNumber]
}

func (w *workspace) takeFlags(n int) []bool {
	w.nextFlag += n
	return w.flags[w.nextFlag-n : w.nextFlag : w.nextFlag]
}

func (w *workspace) takePair(n int) pair { return pair{p: w.take(n), q: w.take(n)} }

func (w *workspace) takeExpansion(n int) expansion {
	return expansion{pair: w.takePair(n), slopeP: w.take(n), slopeQ: w.take(n), curvature: w.take(n)}
}
