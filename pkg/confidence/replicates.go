package confidence

import (
	"fmt"
	"math"
)

// Design says what the rows of Replicates are, and with that which differences between them are error.
type Design int

// The designs.
const (
	// Cells are consecutive stretches of time, in order. What is compared is what the two processes do in the long run. Of 12
	// or more cells on each side the autocorrelation is corrected for; fewer can't show it, and have to be longer than it lasts.
	Cells Design = iota
	// Instances are independent, and other ones on each side: the pods of a canary and of the stable version. What is compared
	// is what all instances of each kind would do.
	Instances
	// Paired rows r of both sides are the same instance. What is compared is what these instances do now and did before:
	// differences between them that last are no error.
	Paired
	// Blocks are stretches of the baseline that are as long as the current window, which is one row: its noise is that of the
	// blocks. Whatever correlation there is within the length of a window, a block has it, too. What is compared is as for Cells.
	Blocks
)

// String is the name of the design.
func (d Design) String() string {
	names := [...]string{"cells", "instances", "paired instances", "blocks"}
	if d < 0 || int(d) >= len(names) {
		return fmt.Sprintf("Design(%d)", int(d))
	}
	return names[d]
}

// Replicates are the counts of samples by replicate and bin: Current[r][k] and Baseline[s][k]. Rows of any side have the
// same bins. Rows without counts are left out; where Paired, those where neither side has any.
type Replicates struct {
	Design            Design
	Current, Baseline [][]float64
}

const (
	// enoughReplicates is the number of rows that a variance can be taken from, enoughCells that from which an
	// autocorrelation can, or the noise of another sample.
	enoughReplicates = 5
	enoughCells      = 12
)

// EstimateReplicated is Estimate with the variance that replicates show, where Estimate has that of independent events.
// Requests come in bursts, and pods differ: the band of independent events is then far too narrow, and Lower > 0 no news.
//
// The design effect δ of a sample is the trace of the covariance of its shares p, in the metric of the pooled
// distribution m, over that of independent events; the counts are divided by it:
//
//	δ = tr G / (Σ p(1−p)/m / n),   G = uuᵀ,   u_rk = √(R/(R−1)) (x_rk − n_r p_k) / (n √m_k).
//
// The directions in which shares vary are not alike. With K groups, the estimate's quadratic part has (K−1)/ζ degrees of
// freedom, where the heterogeneity ζ = (K−1) tr G²/(tr G)² (tr G² less its own bias) is put together from both samples:
//
//	ζ = (a²ζ_P + 2ab√(ζ_P ζ_Q) + b²ζ_Q)/(a+b)².
//
// The variance of the linear part is that of Σ l u, measured along the influence l of the counts on the divergence: one
// noisy direction, such as a drift of the latency, would be lost in the mean over all. Its quantile is Student's, and that
// of the quadratic part below Lower F's, since few rows only estimate a variance. Autocorrelation φ, corrected for its
// bias, multiplies variances by (1+φ)/(1−φ); where cells keep half of their deviation or more, so few can't tell how much,
// and the band holds nearer to 90 than to 95 % of the time. All this is found on the groups of merged bins that Lower is for, by two
// rounds, since groups need effective counts. Estimate and Upper add what the bins have over their groups, by the raw
// counts and the design effect of the merged bins. Blocks lend the current row their noise beyond that of independent
// events: its variance times their number, and along l on the logarithmic scale. Time grows with the square of the rows.
//
// If one side has fewer than 5 rows with counts (Blocks: 12 of the baseline), the band is that of independent events, and
// Replicated false. A known baseline has no error: its rows are added up, and Paired is treated like Instances. The
// design effects of samples whose bins all merge into one group are those of the bins; Lower is 0.
// Of opt, the design effects have to be unset. Input and errors are those of Estimate, and ErrUnknownDesign and ErrUnpaired.
//
// Sources: Rao & Scott 1981, The analysis of categorical data from complex sample surveys, JASA 76, and 1984, On
// chi-squared tests for multiway contingency tables with cell proportions estimated from survey data, Ann. Statist. 12
// (first and second order). Rao & Scott 1992, A simple method for the analysis of clustered binary data, Biometrics 48
// (effective counts). Satterthwaite 1946 and Paulson 1942 (degrees of freedom and F). Kendall 1954, Note on bias in the
// estimation of autocorrelation, Biometrika 41.
func EstimateReplicated(kind Kind, replicates Replicates, opt Options) (Interval, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	s, err := newStudy(kind, &replicates, opt, w)
	switch {
	case err != nil:
		return Interval{}, err
	case s.insufficient():
		return s.insufficientInterval(), nil
	case !s.replicated():
		return s.interval(w), nil
	case s.impossible():
		out := s.interval(w) // A fact, whatever the noise.
		out.Replicated = true
		return out, nil
	}
	return s.replicatedInterval(w), nil
}

// study is a checked call with replicates. The request has their sums.
type study struct {
	request
	design Design
	p, q   sample
}

// newStudy checks the input and copies it into w, where it makes room.
func newStudy(k Kind, in *Replicates, o Options, w *workspace) (study, error) {
	if in.Design < Cells || in.Design > Blocks {
		return study{}, fmt.Errorf("%w: %v", ErrUnknownDesign, in.Design)
	}
	if o.DesignEffectCurrent > 1 || o.DesignEffectBaseline > 1 {
		return study{}, fmt.Errorf("%w: replicates have their own, %v and %v are set", ErrDesignEffect, o.DesignEffectCurrent, o.DesignEffectBaseline)
	}
	bins, err := in.bins()
	if err != nil {
		return study{}, err
	}
	s := study{design: in.Design}
	if o.KnownBaseline && s.design == Paired {
		s.design = Instances
	}
	if s.design == Paired && len(in.Current) != len(in.Baseline) {
		return study{}, fmt.Errorf("%w: %d and %d", ErrUnpaired, len(in.Current), len(in.Baseline))
	}
	w.resetFor(bins, numbersFor(bins, len(in.Current), len(in.Baseline)))
	if s.p, err = readSample(in.Current, bins, "current", w); err != nil {
		return study{}, err
	}
	if o.KnownBaseline {
		s.q, err = readWeights(in.Baseline, bins, "baseline", w)
	} else {
		s.q, err = readSample(in.Baseline, bins, "baseline", w)
	}
	if err != nil {
		return study{}, err
	}
	s.dropEmptyRows()
	if s.request, err = newRequestIn(w, k, s.p.sums, s.q.sums, o); err != nil {
		return study{}, err
	}
	if s.swapped {
		s.p, s.q = s.q, s.p
	}
	s.p.sums, s.p.total, s.q.sums, s.q.total = s.x, s.nx, s.y, s.ny // Weights are now shares.
	return s, nil
}

// bins is the number of bins that all rows have.
func (in *Replicates) bins() (int, error) {
	bins, found := 0, false
	for _, side := range [...][][]float64{in.Current, in.Baseline} {
		for _, row := range side {
			if found && len(row) != bins {
				return 0, fmt.Errorf("%w: %d and %d", ErrLengthMismatch, bins, len(row))
			}
			bins, found = len(row), true
		}
	}
	return bins, nil
}

// dropEmptyRows leaves out rows without counts, and makes the current window of Blocks one row.
func (s *study) dropEmptyRows() {
	switch s.design {
	case Paired:
		dropEmptyPairs(&s.p, &s.q)
	case Blocks:
		s.p.addUp()
		s.q.dropEmpty()
	default:
		s.p.dropEmpty()
		s.q.dropEmpty()
	}
}

// replicated tells whether there are enough rows to learn the noise of both samples from.
func (s *study) replicated() bool {
	enough := func(of *sample) bool { return of.exact || of.rows >= enoughReplicates }
	if s.design == Blocks { // One side is a single row, and stays 0 rows if it has none.
		return !s.p.exact && !s.q.exact && max(s.p.rows, s.q.rows) >= enoughCells
	}
	return enough(&s.p) && enough(&s.q)
}

// impossible tells whether a known baseline excludes what was seen, so that the divergence is infinite.
func (s *study) impossible() bool {
	return s.known && math.IsInf(pointEstimate(s.kind, &s.table), 1)
}
