package distribution

import (
	"cmp"
	"math"
	"slices"
)

// Alignment says what it took to compare two histograms.
type Alignment struct {
	CurrentBins, BaselineBins int // Bins before.
	Bins                      int // Bins after.
	// Events that share a bin with more numerous ones that lay in another bin of their side before.
	CurrentJoined, BaselineJoined float64
	// Events above the highest bound up to which both sides count; left out of the comparison.
	CurrentLost, BaselineLost   float64
	currentTotal, baselineTotal float64
	coarsened                   bool
}

// Coarsened reports whether bins of a side had to be joined or left out.
func (a Alignment) Coarsened() bool { return a.coarsened }

// minBins is the fewest bins that can differ.
const minBins = 2

// MinCoverage is the coverage below which two histograms are not comparable.
const MinCoverage = 0.5

// Comparable reports whether enough is left to compare.
func (a Alignment) Comparable() bool { return a.Bins >= minBins && a.Coverage() >= MinCoverage }

// Coverage is how much of the two layouts the comparison keeps, from 0 to 1: the share of the events that stay in a bin
// of their own, of the side that loses less, less the share that is left out, of the side that loses more. It is 1 where
// the bounds of one side are all among those of the other: then nothing but that side's own resolution is given up.
func (a Alignment) Coverage() float64 {
	joined := min(ratio(a.CurrentJoined, a.currentTotal), ratio(a.BaselineJoined, a.baselineTotal))
	lost := max(ratio(a.CurrentLost, a.currentTotal), ratio(a.BaselineLost, a.baselineTotal))
	return max(0, 1-joined-lost)
}

// CurrentShare and BaselineShare return which share of each side's events was joined with others, 0 to 1.
func (a Alignment) CurrentShare() float64  { return ratio(a.CurrentJoined, a.currentTotal) }
func (a Alignment) BaselineShare() float64 { return ratio(a.BaselineJoined, a.baselineTotal) }

func ratio(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}

// Align brings two histograms to common bins: numbers to bounds that no bin of either side reaches across, categories
// to those of both. Joining bins never raises a divergence. Both sides are of numbers, or both of categories.
func Align(current, baseline Histogram) (Histogram, Histogram, Alignment) {
	alignment := Alignment{
		CurrentBins: len(current.Bins), BaselineBins: len(baseline.Bins),
		currentTotal: current.Total(), baselineTotal: baseline.Total(),
	}
	if alike(current, baseline) {
		alignment.Bins = len(current.Bins)
		return current, baseline, alignment
	}
	if current.Joint {
		return alignParts(current, baseline, alignment)
	}
	ceiling := min(current.ceiling(), baseline.ceiling())
	a, b := emptyLike(current), emptyLike(baseline)
	a.Sparse = current.Sparse && baseline.Sparse
	b.Sparse = a.Sparse
	for _, one := range components(current, baseline) {
		if one.bin.Upper > ceiling {
			alignment.CurrentLost += one.current.sum
			alignment.BaselineLost += one.baseline.sum
			alignment.coarsened = alignment.coarsened || one.current.sum+one.baseline.sum > 0
			continue
		}
		alignment.CurrentJoined += one.current.sum - one.current.largest
		alignment.BaselineJoined += one.baseline.sum - one.baseline.largest
		alignment.coarsened = alignment.coarsened || one.current.bins > 1 || one.baseline.bins > 1
		a.add(one.bin, one.current.sum)
		b.add(one.bin, one.baseline.sum)
	}
	alignment.Bins = len(a.Bins)
	return a, b, alignment
}

// alike reports whether two histograms have the same bins, as most have: then there is nothing to align.
func alike(a, b Histogram) bool {
	return a.Sparse == b.Sparse && slices.EqualFunc(a.Bins, b.Bins, sameBin)
}

func sameBin(x, y Bin) bool {
	return x.key == y.key && x.part.key == y.part.key && (x.key != "" || x.Lower == y.Lower && x.Upper == y.Upper)
}

func emptyLike(h Histogram) Histogram {
	return Histogram{Ordered: h.Ordered, Joint: h.Joint, Numeric: h.Numeric, Sparse: h.Sparse, Exact: h.Exact}
}

// component is a bin of both sides, made of those that overlap.
type component struct {
	bin               Bin
	current, baseline share
}

// share is what one side has in a component.
type share struct {
	bins         int
	sum, largest float64
}

func (s *share) add(count float64) {
	s.bins++
	s.sum += count
	s.largest = max(s.largest, count)
}

// components joins the bins of both sides that overlap, directly or by others, in ascending order.
func components(current, baseline Histogram) []component {
	type member struct {
		bin      Bin
		count    float64
		baseline bool
	}
	members := make([]member, 0, len(current.Bins)+len(baseline.Bins))
	for i, bin := range current.Bins {
		members = append(members, member{bin: bin, count: current.Counts[i]})
	}
	for i, bin := range baseline.Bins {
		members = append(members, member{bin: bin, count: baseline.Counts[i], baseline: true})
	}
	slices.SortStableFunc(members, func(a, b member) int { return CompareBins(a.bin, b.bin) })
	all := make([]component, 0, len(members))
	for _, one := range members {
		last := len(all) - 1
		if last < 0 || !overlap(all[last].bin, one.bin) {
			all = append(all, component{bin: one.bin})
			last++
		}
		all[last].bin.Upper = math.Max(all[last].bin.Upper, one.bin.Upper)
		if one.baseline {
			all[last].baseline.add(one.count)
		} else {
			all[last].current.add(one.count)
		}
	}
	return all
}

// overlap reports whether a bin has values in common with one that does not begin before it.
func overlap(first, second Bin) bool {
	if first.IsCategory() || second.IsCategory() {
		return first.key == second.key
	}
	return second.Lower < first.Upper || cmp.Compare(first.Lower, second.Lower) == 0 && first.Upper == second.Upper
}
