package confidence

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Test is a test of P = Q.
type Test struct {
	// Statistic is G, of the groups that the bins were merged to.
	Statistic float64
	// Corrected is G over Williams' correction and the heterogeneity: what is compared with χ².
	Corrected float64
	// DegreesOfFreedom are those of χ²: one less than there are groups, over the heterogeneity.
	DegreesOfFreedom float64
	// PValue is the probability of a Corrected as large or larger if P = Q. It is 1 where there is nothing to compare.
	PValue float64
	// Groups is the number of groups. Fewer than two have nothing to compare.
	Groups int
	// Insufficient says that there was no test: see Interval.Insufficient.
	Insufficient bool
}

// Homogeneity tests whether current and baseline come from the same distribution, by the likelihood-ratio statistic of
// their effective counts in the groups that Estimate computes Lower on,
//
//	G = 2 Σ x ln(x/E) + y ln(y/F),   E = t nx/N,   F = t ny/N,   t = x + y,   N = nx + ny,
//
// with Williams' correction q = 1 + (N/nx + N/ny − 1)(Σ N/t − 1)/(6 N (K − 1)), which makes up for few events a group. If
// the baseline π is known exactly, it is the test of one sample,
//
//	G = 2 Σ x ln(x/(nx π)),   q = 1 + (Σ 1/π − 1)/(6 nx (K − 1)).
//
// G/(q ζ) is compared with χ² of (K − 1)/ζ degrees of freedom. ζ is the heterogeneity of the design effects, see
// SampleSize; 1, or 0 that stands for it, where counts are independent.
// An event where the baseline is known to be 0 contradicts it: G is +Inf and the p-value 0.
// Merging is part of the test: on 60 bins of 50 events in all, G alone calls a third of all pairs of samples from one
// distribution different at 2.5 %.
// Input and errors are those of Estimate, and ErrHeterogeneity. The level matters for nothing here, but is checked.
// Source: Williams 1976, Improved likelihood ratio tests for complete contingency tables, Biometrika 63. Rao & Scott 1984,
// On chi-squared tests for multiway contingency tables with cell proportions estimated from survey data, Ann. Stat. 12.
func Homogeneity(current, baseline []float64, heterogeneity float64, opt Options) (Test, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newRequest(KL, current, baseline, opt, w)
	if err != nil {
		return Test{}, err
	}
	if _, _, err := degreesOfFreedom(2, heterogeneity); err != nil {
		return Test{}, err
	}
	if r.insufficient() {
		return Test{PValue: 1, Insufficient: true}, nil
	}
	groups := r.grouped(w)
	test := Test{PValue: 1, Groups: len(groups.x)}
	if r.contradicted() {
		test.Statistic, test.Corrected, test.PValue = math.Inf(1), math.Inf(1), 0
	}
	if test.Groups < 2 {
		return test, nil
	}
	degrees, zeta, err := degreesOfFreedom(test.Groups, heterogeneity)
	if err != nil {
		return Test{}, err
	}
	test.DegreesOfFreedom = degrees
	if test.PValue > 0 {
		test.Statistic = groups.likelihoodRatio()
		test.Corrected = test.Statistic / (groups.williams() * zeta)
		test.PValue = mathext.GammaIncRegComp(degrees/2, test.Corrected/2)
	}
	return test, nil
}

// contradicted tells whether there are events where the baseline is known to have none.
func (t *table) contradicted() bool {
	for i, x := range t.x {
		if t.known && x > 0 && t.y[i] <= 0 {
			return true
		}
	}
	return false
}

// grouped is the table of the groups that the lower limit is computed on.
func (r *request) grouped(w *workspace) table {
	bins := len(r.x)
	of := newPartition(&r.table, r.ordered, w.ints[:bins], w.takeFlags(bins))
	x, y := w.take(of.groups), w.take(of.groups)
	clear(x)
	clear(y)
	for i, g := range of.groupOf {
		x[g] += r.x[i]
		y[g] += r.y[i]
	}
	return newTable(x, y, r.known)
}

// likelihoodRatio is G ≥ 0. It is added up from x ln(x/E) − x + E, which is never negative; Σ x = Σ E.
func (t *table) likelihoodRatio() float64 {
	half := 0.0
	for i, x := range t.x {
		if t.known {
			half += KL.term(x, t.nx*t.y[i])
			continue
		}
		pooled := (x + t.y[i]) / (t.nx + t.ny)
		half += KL.term(x, t.nx*pooled) + KL.term(t.y[i], t.ny*pooled)
	}
	return 2 * half
}

// williams is Williams' correction q ≥ 1, for two groups or more.
func (t *table) williams() float64 {
	if t.known {
		return 1 + (t.inverseShares()-1)*t.a/(6*float64(len(t.x)-1))
	}
	n := t.nx + t.ny
	return 1 + (n/t.nx+n/t.ny-1)*(t.inverseShares()-1)/(6*n*float64(len(t.x)-1))
}

// inverseShares is the sum of the inverse pooled shares of the bins, of those of Q if it is known. None of them is 0.
func (t *table) inverseShares() float64 {
	sum := 0.0
	for i, y := range t.y {
		if t.known {
			sum += 1 / y
		} else {
			sum += (t.nx + t.ny) / (t.x[i] + y)
		}
	}
	return sum
}
