package distribution

import (
	"cmp"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/plan"
)

// Part is what a bin of a joint distribution belongs to beside its bounds or category: one value for each of some labels.
type Part struct {
	name  string
	key   string // Tells parts apart; "" where the distribution is of one part alone.
	order string
}

// NewPart returns the part of one value for each label. An empty value is the label that is missing.
func NewPart(labels, values []string) Part {
	bin := CategoryBin(labels, values)
	return Part{name: bin.category, key: bin.key, order: bin.order}
}

// String is how the part is called: its values.
func (p Part) String() string { return p.name }

// Values are those of the part's labels.
func (p Part) Values() []string { return Bin{key: p.key}.Values() }

func (p Part) compare(other Part) int {
	return cmp.Or(strings.Compare(p.order, other.order), strings.Compare(p.key, other.key))
}

// Within is the bin of a joint distribution that is this bin of a part.
func (b Bin) Within(part Part) Bin {
	b.part = part
	return b
}

// Part is what the bin belongs to in a joint distribution; ok is false in all others, and of "other".
func (b Bin) Part() (part Part, ok bool) { return b.part, b.part.key != "" }

// JointPart is one part of a joint distribution.
type JointPart struct {
	Part
	Side Side
}

// joint is several sides as one.
type joint []JointPart

// Joint puts sides together as one distribution. Its bins are those of all parts, which stay apart.
func Joint(parts []JointPart) Side {
	sorted := slices.Clone(parts)
	slices.SortFunc(sorted, func(a, b JointPart) int { return a.compare(b.Part) })
	return joint(sorted)
}

// Window implements Side. A part without counts in a window is none of it, as a category is none that nobody used.
func (j joint) Window(spans []plan.Span) (whole Histogram, mended Repair, ok bool) {
	whole.Joint = true
	for _, one := range j {
		h, repair, counted := one.Side.Window(spans)
		if !counted {
			mended.Invalid += repair.Invalid
			continue
		}
		missing := repair.Missing
		if ok {
			missing = min(mended.Missing, missing) // Some part was there.
		}
		mended = mended.Add(repair)
		mended.Missing = missing
		whole.Sparse, whole.Numeric, whole.Exact = h.Sparse, h.Ordered, h.Exact
		for i, bin := range h.Bins {
			whole.add(bin.Within(one.Part), h.Counts[i])
		}
		ok = true
	}
	return whole, mended, ok
}

// HasNumbers reports whether the bins, or those of each part, are stretches of numbers.
func (h Histogram) HasNumbers() bool { return h.Ordered || h.Joint && h.Numeric }

// partOf is one part of a joint histogram: its bins are from there on, as those of a distribution of its own.
type partOf struct {
	Part
	Histogram
	from int
}

// parts takes a joint histogram apart. Those of other bins that were joined across parts come last, without a part.
func (h Histogram) parts() []partOf {
	var all []partOf
	for i, bin := range h.Bins {
		last := len(all) - 1
		if last < 0 || all[last].Part != bin.part {
			all = append(all, partOf{Part: bin.part, from: i, Histogram: Histogram{Ordered: h.Numeric, Sparse: h.Sparse, Exact: h.Exact}})
			last++
		}
		all[last].add(bin.Within(Part{}), h.Counts[i])
	}
	return all
}

// addPart adds the bins of a part.
func (h *Histogram) addPart(part Part, own Histogram) {
	for i, bin := range own.Bins {
		h.add(bin.Within(part), own.Counts[i])
	}
}

// alignParts brings the parts of two joint histograms to common bins, each for itself. What only one side has is empty on
// the other.
func alignParts(current, baseline Histogram, alignment Alignment) (Histogram, Histogram, Alignment) {
	a, b := emptyLike(current), emptyLike(baseline)
	a.Sparse = current.Sparse && baseline.Sparse
	b.Sparse = a.Sparse
	mine, theirs := current.parts(), baseline.parts()
	for len(mine)+len(theirs) > 0 {
		order := 0
		switch {
		case len(mine) == 0:
			order = 1
		case len(theirs) == 0:
			order = -1
		default:
			order = mine[0].compare(theirs[0].Part)
		}
		switch {
		case order < 0:
			a.addPart(mine[0].Part, mine[0].Histogram)
			b.addPart(mine[0].Part, mine[0].emptied())
			mine = mine[1:]
		case order > 0:
			a.addPart(theirs[0].Part, theirs[0].emptied())
			b.addPart(theirs[0].Part, theirs[0].Histogram)
			theirs = theirs[1:]
		default:
			x, y, own := Align(mine[0].Histogram, theirs[0].Histogram)
			a.addPart(mine[0].Part, x)
			b.addPart(mine[0].Part, y)
			alignment = alignment.with(own)
			mine, theirs = mine[1:], theirs[1:]
		}
	}
	alignment.Bins = len(a.Bins)
	return a, b, alignment
}

// emptied is the same bins without counts.
func (h Histogram) emptied() Histogram {
	h.Counts = make([]float64, len(h.Bins))
	return h
}

// with adds what it took to compare one part.
func (a Alignment) with(part Alignment) Alignment {
	a.CurrentJoined += part.CurrentJoined
	a.BaselineJoined += part.BaselineJoined
	a.CurrentLost += part.CurrentLost
	a.BaselineLost += part.BaselineLost
	a.coarsened = a.coarsened || part.coarsened
	return a
}

// eachPart joins the bins of each part for itself.
func (p Pair) eachPart(join func(Pair) Pair) Pair {
	joined := Pair{emptyLike(p.Current), emptyLike(p.Baseline)}
	baselines := p.Baseline.parts()
	for i, current := range p.Current.parts() {
		own := join(Pair{current.Histogram, baselines[i].Histogram})
		joined.Current.addPart(current.Part, own.Current)
		joined.Baseline.addPart(current.Part, own.Baseline)
	}
	return joined
}

// ontoParts is Onto of a joint histogram: each part goes onto the bins of the same part. What has none there goes to
// "other", where there is one.
func (h Histogram) ontoParts(bins []Bin) []float64 {
	counts := make([]float64, len(bins))
	places, rest := map[string]partOf{}, -1
	for _, part := range (Histogram{Bins: bins, Counts: counts, Numeric: h.Numeric}).parts() {
		if part.key == "" {
			rest = part.from
			continue
		}
		places[part.key] = part
	}
	for _, own := range h.parts() {
		place := places[own.key]
		moved := own.Onto(place.Bins)
		kept := 0.0
		for i, count := range moved {
			counts[place.from+i] += count
			kept += count
		}
		// Bins that were joined across parts are none of the part's.
		if left := own.Total() - kept; rest >= 0 && left > 0 {
			counts[rest] += left
		}
	}
	return counts
}

// PartShare is what both sides of a joint distribution have in one part.
type PartShare struct {
	Part
	Current, Baseline float64 // Events.
	Pair              Pair    // The part alone.
}

// Parts are those of a joint distribution, in their order; none of others, and without what was joined across parts.
func (p Pair) Parts() []PartShare {
	if !p.Current.Joint {
		return nil
	}
	var all []PartShare
	baselines := p.Baseline.parts()
	for i, current := range p.Current.parts() {
		if current.key != "" {
			all = append(all, PartShare{Part: current.Part, Current: current.Total(), Baseline: baselines[i].Total(), Pair: Pair{current.Histogram, baselines[i].Histogram}})
		}
	}
	return all
}
