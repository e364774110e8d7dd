package confidence

import "math"

// Stratum is the counts of one value of a label, by bin: those of both samples that have this value.
type Stratum struct{ Current, Baseline []float64 }

// Chain splits the divergence of a variable x and a label l by the values of the label,
//
//	KL(x, l) = KL(l) + Σ p(l) KL(x|l),
//
// with the digamma estimator of Zhang & Grabchak for all three, without the correction for nearly empty bins: so the
// sides are equal to the last places, whatever the counts. In nats.
type Chain struct {
	// Links are those of the values, in their order.
	Links []Link
	// Mix is the estimate of KL(l): how far the shares of the values moved. It is the sum of the links' Mix.
	Mix float64
	// Inside is Σ p(l) KL(x|l): how far x moved within the values. It is the sum of the links' Inside.
	Inside float64
	// Joint is the estimate of KL(x, l), of the cells of bin and value. A value that is not told apart by bins is one cell.
	Joint float64
}

// Link is what one value of the label adds.
type Link struct {
	// Current and Baseline are the value's shares p and q of the samples.
	Current, Baseline float64
	// Mix is p ln(p/q) − p + q ≥ 0, estimated: what a share that moved adds to KL(l). Near 0 it may lie below. With q = 0
	// it is finite: the estimator takes an empty bin for about half an event.
	Mix float64
	// Inside is p KL(x|l), estimated and signed; 0 where the value is not told apart by bins.
	Inside float64
	// Apart says that the value is told apart by bins: it has enough events in both samples.
	Apart bool
}

// NewChain splits by strata. least is the number of effective events that a value needs in both samples to be told apart by
// bins; less than one is never enough. The options' baseline is counted, not known. Strata without a bin, or of
// different lengths, are an error, as are those of Estimate; samples of less than one effective event give a chain of NaN.
func NewChain(strata []Stratum, least float64, opt Options) (Chain, error) {
	t, err := newStrata(strata, opt)
	if err != nil {
		return Chain{}, err
	}
	return t.chain(least), nil
}

// strata are the effective counts of both samples by value and bin.
type strata struct {
	x, y   [][]float64
	nx, ny []float64 // Of each value.
	n, m   float64   // Of all.
	bins   int
}

func newStrata(all []Stratum, opt Options) (strata, error) {
	if _, err := opt.normalQuantile(); err != nil {
		return strata{}, err
	}
	t := strata{}
	for i, one := range all {
		if len(one.Current) != len(one.Baseline) || len(one.Current) == 0 || i > 0 && len(one.Current) != t.bins {
			return strata{}, ErrLengthMismatch
		}
		t.bins = len(one.Current)
		x, err := appendEffective(nil, one.Current, "current", opt.DesignEffectCurrent)
		if err != nil {
			return strata{}, err
		}
		y, err := appendEffective(nil, one.Baseline, "baseline", opt.DesignEffectBaseline)
		if err != nil {
			return strata{}, err
		}
		t.add(x, y)
	}
	return t, nil
}

func (t *strata) add(x, y []float64) {
	t.x, t.y = append(t.x, x), append(t.y, y)
	t.nx, t.ny = append(t.nx, total(x)), append(t.ny, total(y))
	t.n, t.m = t.n+t.nx[len(t.nx)-1], t.m+t.ny[len(t.ny)-1]
}

// isEnough reports whether value v has enough events in both samples to be told apart by bins.
func (t *strata) isEnough(v int, least float64) bool {
	least = max(least, 1)
	return t.nx[v] >= least && t.ny[v] >= least
}

func (t *strata) chain(least float64) Chain {
	c := Chain{Links: make([]Link, len(t.x))}
	if t.n < 1 || t.m < 1 {
		c.Mix, c.Inside, c.Joint = math.NaN(), math.NaN(), math.NaN()
		return c
	}
	whole := digamma(t.m+1) - digamma(t.n)
	for v := range t.x {
		p, q := t.nx[v]/t.n, t.ny[v]/t.m
		link := Link{Current: p, Baseline: q, Mix: q - p, Apart: t.isEnough(v, least)}
		own := 0.0 // p [ψ(n) − ψ(m+1)] of the value.
		if t.nx[v] > 0 {
			own = p * (digamma(t.nx[v]) - digamma(t.ny[v]+1))
			link.Mix += own + p*whole
		}
		cells := own
		if link.Apart {
			cells = cellSum(t.x[v], t.y[v]) / t.n
			link.Inside = cells - own
		}
		c.Joint += cells
		c.Mix += link.Mix
		c.Inside += link.Inside
		c.Links[v] = link
	}
	c.Joint += whole
	return c
}

// cellSum is Σ x [ψ(x) − ψ(y+1)].
func cellSum(x, y []float64) float64 {
	sum := 0.0
	for b, count := range x {
		if count > 0 {
			sum += count * (digamma(count) - digamma(y[b]+1))
		}
	}
	return sum
}

// kl is the estimate of KL for counts with totals nx and ny.
func kl(x, y []float64, nx, ny float64) float64 {
	return cellSum(x, y)/nx - digamma(nx) + digamma(ny+1)
}
