package distribution

import (
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/request"
)

// Pair is the two histograms of a point, on common bins.
type Pair struct{ Current, Baseline Histogram }

// Used is how many bins hold events of either side.
func (p Pair) Used() int {
	used := 0
	for i := range p.Current.Counts {
		if p.Current.Counts[i] > 0 || p.Baseline.Counts[i] > 0 {
			used++
		}
	}
	return used
}

// Join joins the bins of both sides as the query asks. Bins of numbers are joined with their neighbours only, at bounds
// that are there: what lies inside a bin, nobody knows.
func (p Pair) Join(bins request.Bins) Pair {
	if p.Current.Joint && bins.Kind != request.TopBins {
		return p.eachPart(func(part Pair) Pair { return part.Join(bins) })
	}
	switch bins.Kind {
	case request.QuantileBins:
		return p.byQuantiles(bins.Count)
	case request.EqualWidthBins:
		return p.byWidth(bins.Count, bins.Scale)
	case request.TopBins:
		return p.top(bins.Count)
	}
	return p
}

// Coarser joins each run of so many neighbours into one bin: half the resolution for 2, a quarter for 4.
func (p Pair) Coarser(neighbours int) Pair {
	if p.Current.Joint {
		return p.eachPart(func(part Pair) Pair { return part.Coarser(neighbours) })
	}
	return p.split(func(i int, _ Bin) bool { return (i+1)%neighbours == 0 })
}

// split joins neighbours and begins a new bin behind each one for which ends is true. A bin of nulls stays alone.
func (p Pair) split(ends func(i int, bin Bin) bool) Pair {
	joined := Pair{emptyLike(p.Current), emptyLike(p.Baseline)}
	open := false
	for i, bin := range p.Current.Bins {
		if bin.IsCategory() || !open {
			joined.Current.add(bin, 0)
			joined.Baseline.add(bin, 0)
		}
		last := len(joined.Current.Bins) - 1
		joined.Current.Bins[last].Upper, joined.Baseline.Bins[last].Upper = bin.Upper, bin.Upper
		joined.Current.Counts[last] += p.Current.Counts[i]
		joined.Baseline.Counts[last] += p.Baseline.Counts[i]
		open = !bin.IsCategory() && !ends(i, bin)
	}
	return joined
}

// byQuantiles ends a bin where the baseline has reached the next of n equal shares.
func (p Pair) byQuantiles(n int) Pair {
	total, below, next := 0.0, 0.0, 1
	for i, bin := range p.Baseline.Bins {
		if !bin.IsCategory() {
			total += p.Baseline.Counts[i]
		}
	}
	const rounding = 1e-9
	return p.split(func(i int, _ Bin) bool {
		below += p.Baseline.Counts[i]
		reached := below+rounding*total >= total*float64(next)/float64(n) && next < n
		for next < n && below+rounding*total >= total*float64(next)/float64(n) {
			next++
		}
		return reached
	})
}

// byWidth ends a bin at the bound nearest to each of the ends of n bins of equal width between the lowest and the
// highest bound that both are finite; on a logarithmic scale, positive, too.
func (p Pair) byWidth(n int, scale request.Scale) Pair {
	place, back := func(x float64) float64 { return x }, func(x float64) bool { return !math.IsInf(x, 0) }
	if scale == request.Log {
		place, back = math.Log, func(x float64) bool { return x > 0 && !math.IsInf(x, 1) }
	}
	var ends []float64
	for _, bin := range p.Current.Bins {
		if bin.IsCategory() {
			continue
		}
		for _, bound := range []float64{bin.Lower, bin.Upper} {
			if back(bound) {
				ends = append(ends, bound)
			}
		}
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	if len(ends) < 2 {
		return p
	}
	low, high := place(ends[0]), place(ends[len(ends)-1])
	cuts := map[float64]bool{ends[0]: true, ends[len(ends)-1]: true}
	for k := 1; k < n; k++ {
		cuts[nearest(ends, low+(high-low)*float64(k)/float64(n), place)] = true
	}
	// Bins of native histograms need not touch: a cut that lies in a gap ends the bin before it.
	return p.split(func(i int, bin Bin) bool {
		if cuts[bin.Upper] {
			return true
		}
		return i+1 < len(p.Current.Bins) && p.Current.Bins[i+1].Lower > bin.Upper && slices.ContainsFunc(ends, func(end float64) bool {
			return cuts[end] && end > bin.Upper && end <= p.Current.Bins[i+1].Lower
		})
	})
}

func nearest(ends []float64, wanted float64, place func(float64) float64) float64 {
	return slices.MinFunc(ends, func(a, b float64) int {
		switch x, y := math.Abs(place(a)-wanted), math.Abs(place(b)-wanted); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
}

// top keeps the n categories with the largest shares of both sides together; all others become one.
func (p Pair) top(n int) Pair {
	if len(p.Current.Bins) <= n {
		return p
	}
	current, baseline := p.Current.Total(), p.Baseline.Total()
	order := make([]int, len(p.Current.Bins))
	for i := range order {
		order[i] = i
	}
	weight := func(i int) float64 {
		return ratio(p.Current.Counts[i], current) + ratio(p.Baseline.Counts[i], baseline)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := weight(a), weight(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	kept := slices.Sorted(slices.Values(order[:n]))
	joined := Pair{emptyLike(p.Current), emptyLike(p.Baseline)}
	for _, i := range kept {
		joined.Current.add(p.Current.Bins[i], p.Current.Counts[i])
		joined.Baseline.add(p.Baseline.Bins[i], p.Baseline.Counts[i])
	}
	others := [2]float64{}
	for _, i := range order[n:] {
		others[0] += p.Current.Counts[i]
		others[1] += p.Baseline.Counts[i]
	}
	joined.Current.add(otherBin, others[0])
	joined.Baseline.add(otherBin, others[1])
	return joined
}

// Grouped joins the bins of each group into one, in the order of the groups, which are stretches of neighbours where the
// bins are numbers.
func (p Pair) Grouped(groupOf []int) Pair {
	joined := Pair{emptyLike(p.Current), emptyLike(p.Baseline)}
	for i, bin := range p.Current.Bins {
		for len(joined.Current.Bins) <= groupOf[i] {
			joined.Current.add(bin, 0)
			joined.Baseline.add(bin, 0)
		}
		g := groupOf[i]
		if p.Current.Ordered {
			joined.Current.Bins[g].Upper, joined.Baseline.Bins[g].Upper = bin.Upper, bin.Upper
		}
		joined.Current.Counts[g] += p.Current.Counts[i]
		joined.Baseline.Counts[g] += p.Baseline.Counts[i]
	}
	return joined
}
