package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// comparison is the two histograms of a point, on common bins, joined as the query asks.
type comparison struct {
	status    Status
	windows   plan.Windows
	pair      distribution.Pair
	aligned   distribution.Pair   // The same, before bins were joined as the query asks.
	repair    distribution.Repair // Of both sides.
	alignment distribution.Alignment
	events    float64 // Of both sides before they were aligned.
	noise     Noise
	study     *study // What noise was found by; nil of independent events.
	single    bool   // All samples lie in one bin.
	asked     bool   // The windows are those asked for, not wider ones.
}

// leastCount is the fewest samples that a side needs: no divergence can be estimated from none.
func leastCount(query request.Query) float64 { return max(*query.MinCount, 1) }

// samples is the number of samples behind a histogram; NaN where there is no such number.
func samples(h distribution.Histogram) float64 {
	if h.Exact {
		return math.NaN()
	}
	return h.Total()
}

// compare takes the windows asked for, or the first wider ones that hold enough samples.
func (j *judge) compare(point plan.Point) (comparison, error) {
	var one comparison
	for i, windows := range point.Windows {
		if i > 0 && windows.Overlap {
			break // A window never grows into its own baseline.
		}
		var err error
		if one, err = j.compareIn(windows); err != nil {
			return one, err
		}
		one.asked = i == 0
		if one.status != Insufficient && one.status != NoData {
			break
		}
	}
	return one, nil
}

// compareIn says whether the two sides of some windows can be compared.
func (j *judge) compareIn(windows plan.Windows) (comparison, error) {
	c := comparison{windows: windows, status: OK, noise: independent}
	var current, baseline distribution.Repair
	hasCurrent, hasBaseline := false, false
	if j.sides.current != nil {
		c.pair.Current, current, hasCurrent = j.sides.current.Window(windows.Current)
	}
	if j.sides.baseline != nil {
		c.pair.Baseline, baseline, hasBaseline = j.sides.baseline.Window(windows.Baseline)
	}
	c.repair = current.Add(baseline)
	c.events = c.pair.Current.Total() + c.pair.Baseline.Total()
	switch {
	case windows.LeftOut > 0 && len(windows.Baseline) == 0:
		c.status = Muted
	case !hasCurrent || !hasBaseline:
		c.status = NoData
	case windows.Overlap:
		c.status = Overlap
	}
	if c.status != OK {
		return c, nil
	}
	if err := j.checkKinds(c.pair); err != nil {
		return c, err
	}
	if j.query.Baseline.Kind == request.Static {
		c.pair.Baseline = c.pair.Baseline.Snap(c.pair.Current)
	}
	totals := [2]float64{c.pair.Current.Total(), c.pair.Baseline.Total()}
	c.aligned.Current, c.aligned.Baseline, c.alignment = distribution.Align(c.pair.Current, c.pair.Baseline)
	c.alignment.CurrentJoined += current.Unkept
	c.alignment.BaselineJoined += baseline.Unkept
	least := leastCount(j.query)
	switch {
	case totals[0] < least || totals[1] < least && !c.pair.Baseline.Exact:
		c.status = Insufficient
		return c, nil
	case !c.alignment.Comparable():
		c.status, c.single = Incomparable, c.alignment.Bins == 1 && !c.alignment.Coarsened()
		return c, nil
	case c.alignment.Coarsened() && c.aligned.Used() < 2:
		c.status, c.single = Incomparable, true
		return c, nil
	}
	c.pair = c.aligned.Join(j.query.Bins)
	switch {
	case c.pair.Current.Total() < least || c.pair.Baseline.Total() < least && !c.pair.Baseline.Exact:
		c.status = Insufficient // What lies above the highest common bound is left out.
	case len(c.pair.Current.Bins) < 2 || c.pair.Used() < 2 && c.aligned.Used() >= 2:
		c.status, c.single = Incomparable, true
	}
	if c.status != OK {
		return c, nil
	}
	var err error
	c.noise, err = j.noise(&c)
	if effective := c.effective(); effective[0] < least || effective[1] < least {
		c.status = Insufficient
	}
	return c, err
}

// effective is how many independent events tell as much as the samples of each side; NaN where a baseline is exact.
func (c comparison) effective() [2]float64 {
	return [2]float64{c.pair.Current.Total() / c.noise.DesignEffect[0], samples(c.pair.Baseline) / c.noise.DesignEffect[1]}
}

// otherKinds is the fault of comparing numbers with names, the current side being ordered or not.
func otherKinds(ordered bool) error {
	kinds := map[bool]string{true: "a histogram", false: "categories"}
	return fault.InField("baseline", "the current side is "+kinds[ordered]+", the baseline "+kinds[!ordered], "give both sides the same kind of bins")
}

// checkKinds refuses to compare numbers with names, and to join bins in a way that does not apply to them.
func (j *judge) checkKinds(pair distribution.Pair) error {
	if pair.Current.HasNumbers() != pair.Baseline.HasNumbers() {
		return otherKinds(pair.Current.HasNumbers())
	}
	switch kind := j.query.Bins.Kind; {
	case kind == request.TopBins && pair.Current.Ordered:
		return fault.InField("bins.kind", "the bins of a histogram are not ranked: top applies to categories", "use stored, quantiles or equalWidth")
	case kind != request.TopBins && kind != request.StoredBins && !pair.Current.HasNumbers():
		return fault.InField("bins.kind", "categories have no neighbours to join: "+string(kind)+" applies to histograms", "use stored or top")
	case j.query.View == request.ViewSensitivity && !pair.Current.HasNumbers():
		return fault.InField("view", "categories have no neighbours to join, so they have no half resolution", "use the view divergence, with bins top")
	}
	return nil
}
