package confidence

import "math"

// Explanation says how much of a change a label accounts for, and each of its values.
//
// A change of x is one of the mix if it is gone once the values are compared at equal shares,
//
//	Shifted = 1 − KL(P ‖ M) / KL(P ‖ Q),   M = Σ p(l) Q(x|l),
//
// which is 1 if nothing moved inside the values. Of the rest a value accounts for what it adds beyond its share of the
// samples: (f − p)/(1 − p) of one that adds f of Σ p(l) KL(x|l), all for one that alone moved, nothing for one that moved as
// far as all did. Where all did, the label has nothing to do with the change, however much its own shares moved.
//
// Values that one sample lacks, and those with too few events, are one value for this; where that has no counterpart, the
// others are compared without it: if their change is as large, the new value is not the cause.
type Explanation struct {
	Chain
	// Whole is the estimate of KL(x), without the label.
	Whole float64
	// Remaining is KL(P ‖ M), what is left of the change at equal shares; NaN where no value has a counterpart.
	Remaining float64
	// Within is Σ p(l) KL(x|l) over what has a counterpart: unlike Inside, with the values of too few events as one. Floor is
	// what it would exceed in 1 % of samples if no value had changed.
	Within, Floor float64
	// Shifted is the share of the change that the mix accounts for, from 0 to 1; 0 where that may be noise.
	Shifted float64
	// Comparable is the share of the current sample that has a counterpart in the baseline.
	Comparable float64
	// Accounts is the part of the change that each value accounts for, from 0 to 1: its part of the shift, and what it adds
	// inside beyond its share of the samples, where that is more than noise. They sum to 1 at most.
	Accounts []Account
}

// Account is the part of the change that one value accounts for.
type Account struct{ Mix, Inside float64 }

// Share is the part of the change in all.
func (a Account) Share() float64 { return a.Mix + a.Inside }

const (
	// withinQuantile is the one-sided normal quantile of Floor and of Shifted: several labels are looked at, so that it is 1 %.
	withinQuantile = 2.3263478740408408
	// beyondQuantile is that of what a value adds beyond its share: there are many values, so that it is 0.1 %.
	beyondQuantile = 3.090232306167813
)

// Explain tells how much of the change between two samples the values of a label account for. Input and errors are those of
// NewChain.
func Explain(all []Stratum, least float64, opt Options) (Explanation, error) {
	t, err := newStrata(all, opt)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{Chain: t.chain(least), Remaining: math.NaN(), Within: math.NaN(), Accounts: make([]Account, len(all))}
	if math.IsNaN(e.Joint) {
		e.Whole, e.Floor = math.NaN(), math.NaN()
		return e, nil
	}
	x, y := make([]float64, t.bins), make([]float64, t.bins)
	for v := range t.x {
		addTo(x, t.x[v])
		addTo(y, t.y[v])
	}
	e.Whole = kl(x, y, t.n, t.m)
	matched, insides := t.matched(least)
	if len(matched.x) == 0 {
		return e, nil
	}
	e.Comparable = matched.n / t.n
	e.Remaining, e.Within, e.Floor = matched.remaining(), 0, 0
	for v, inside := range insides.of {
		e.Within += inside
		e.Floor += insides.noise[v]
	}
	e.Floor = withinQuantile * math.Sqrt(e.Floor)
	if gone := e.Whole - e.Remaining; e.Whole > 0 && gone > withinQuantile*math.Sqrt(matched.shiftVariance()) {
		e.Shifted = clamp(gone / e.Whole)
	}
	e.account(insides)
	return e, nil
}

// account shares out the shift by the values' parts of KL(l), and the rest by what they add to Within.
func (e *Explanation) account(insides insides) {
	mix := 0.0
	for _, link := range e.Links {
		mix += max(link.Mix, 0)
	}
	for v, link := range e.Links {
		if mix > 0 {
			e.Accounts[v].Mix = e.Shifted * max(link.Mix, 0) / mix
		}
		e.Accounts[v].Inside = (1 - e.Shifted) * insides.beyond(v, link)
	}
}

func clamp(share float64) float64 { return min(max(share, 0), 1) }

func addTo(sum, values []float64) {
	for i, value := range values {
		sum[i] += value
	}
}

// insides are p(l) KL(x|l) of what has a counterpart, with p the share among that.
type insides struct {
	of, shares []float64
	noise      []float64 // Variance of each where nothing has changed.
	spread     []float64 // Variance of each as it is.
	at         []int     // The place in of for each value; −1 of one without counterpart.
	// Of the values that are one: its place and what it holds of the current sample.
	pool   int
	pooled float64
}

// beyond is what a value adds beyond its share of the samples, 0 where that may be noise. That of the values that are one is
// shared out by their shares of the current sample.
func (i insides) beyond(v int, link Link) float64 {
	at := i.at[v]
	if at < 0 || i.shares[at] >= 1 {
		return 0
	}
	share, all, sum, variance := i.shares[at], 0.0, 0.0, 0.0
	for u, inside := range i.of {
		all += inside
		sum += max(inside, 0)
		if u != at {
			variance += share * share * i.spread[u]
		}
	}
	variance += (1 - share) * (1 - share) * i.spread[at]
	if sum <= 0 || i.of[at]-share*all <= beyondQuantile*math.Sqrt(variance) {
		return 0
	}
	excess := clamp((i.of[at]/sum - share) / (1 - share))
	if at == i.pool && i.pooled > 0 {
		excess *= link.Current / i.pooled
	}
	return excess
}

// matched returns what has a counterpart in the other sample: each value with enough events, and the others as one if they
// have enough together.
func (t *strata) matched(least float64) (strata, insides) {
	out, in := strata{bins: t.bins}, insides{at: make([]int, len(t.x)), pool: -1}
	pool := strata{bins: t.bins}
	x, y := make([]float64, t.bins), make([]float64, t.bins)
	for v := range t.x {
		in.at[v] = -1
		if t.isEnough(v, least) {
			in.at[v] = len(out.x)
			out.add(t.x[v], t.y[v])
			continue
		}
		addTo(x, t.x[v])
		addTo(y, t.y[v])
	}
	pool.add(x, y)
	if pool.isEnough(0, least) {
		in.pool, in.pooled = len(out.x), pool.n/t.n
		for v := range in.at {
			if in.at[v] < 0 {
				in.at[v] = in.pool
			}
		}
		out.add(x, y)
	}
	for v := range out.x {
		share := out.nx[v] / out.n
		in.of, in.shares = append(in.of, share*kl(out.x[v], out.y[v], out.nx[v], out.ny[v])), append(in.shares, share)
		still, moving := out.variances(v)
		in.noise, in.spread = append(in.noise, share*share*still), append(in.spread, share*share*(still+moving))
	}
	return out, in
}

// remaining estimates KL(P ‖ M), M = Σ p(l) Q(x|l): the digamma estimator with the counts that M's bins are worth. A bin of M
// is the weighted sum of counts y with weights w = p(l)/m(l); it is worth t = (Σ w y)/s events of weight s, the mean of the
// weights. For a single value, and where no share moved, it is the estimate of KL.
func (t *strata) remaining() float64 {
	sum, norm := 0.0, 0.0
	for b := range t.bins {
		x, mass, square, scale := 0.0, 0.0, 0.0, 0.0
		for v := range t.x {
			w := t.nx[v] / t.n / t.ny[v]
			x += t.x[v][b]
			mass += w * t.y[v][b]
			square += w * w * t.y[v][b]
			scale += w * t.x[v][b]
		}
		if x <= 0 {
			continue
		}
		scale /= x // Of a bin that the baseline lacks: the weight that its events would have.
		if mass > 0 {
			scale = square / mass
		}
		sum += x / t.n * (digamma(x) - math.Log(t.n) - math.Log(scale) - digamma(mass/scale+1))
	}
	for v := range t.x {
		p := t.nx[v] / t.n
		norm += p * p * (digamma(t.ny[v]+1) - math.Log(t.ny[v]) - digammaMinusLog(t.nx[v]))
	}
	return sum + norm
}
