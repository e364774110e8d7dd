package confidence

import (
	"fmt"
	"math"
	"slices"
)

// Wasserstein estimates the Wasserstein distance of order 1 of two samples from their counts by bin, Σ w |F_P − F_Q| over
// the edges between bins: how far an event has to be moved on average to make one distribution of the other. widths are
// the distances w ≥ 0 between the representative points of neighbouring bins, one fewer than bins. Unit: that of widths.
//
// Input, options and errors are those of Estimate; widths that are negative, NaN or infinite are ErrWidth, too many or too
// few are ErrLengthMismatch, and too large a sum is ErrTooLarge. Bins are taken in their order whatever Ordered says.
//
// The band inverts the distribution of Σ w |t d + σ Z| over one scale t for all observed deviations d = F_P − F_Q. Take 90
// to 98 % for 95 %: from a few hundred events, Upper is too low in up to 7 % of all samples. What the fields of the interval mean is as for Estimate, except:
//
//   - Estimate is never negative: it is 0 where the plug-in value is no more than the noise of no change.
//   - Bins are not merged: Groups are the bins, and UpperMerged is Upper. Instead, Lower leaves out the edges beyond which
//     the smaller sample expects less than one event, which can only lower it: with them it was above 0 in up to 35 % of
//     all samples without change.
//   - Upper is not capped at the sum of widths, and bins that no event has hit have no part in it, however wide.
//   - Unreliable is SparseTail where the edges left out carry a quarter of the noise or more, or there is none since all
//     events lie in one bin: Upper is 0 then.
//   - If samples are insufficient, Upper is +Inf.
//
// It is symmetric in the samples, and scales with widths. Source: Vallender 1974, Calculation of the Wasserstein distance
// between probability distributions on the line, Theory Probab. Appl. 18; for the band see TotalVariation.
func Wasserstein(current, baseline, widths []float64, opt Options) (Interval, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	r, err := newDistanceRequest(current, baseline, opt, w)
	if err != nil {
		return Interval{}, err
	}
	unit, err := checkWidths(widths, len(current))
	if err != nil {
		return Interval{}, err
	}
	if r.insufficient() {
		return noInterval(len(current), math.Inf(1)), nil
	}
	return r.wasserstein(widths, unit, w), nil
}

// checkWidths returns the largest width, which is used as the unit so that no square overflows or vanishes; 1 if all are
// 0.
func checkWidths(widths []float64, bins int) (unit float64, err error) {
	if len(widths) != max(bins-1, 0) {
		return 0, fmt.Errorf("%w: %d widths for %d bins", ErrLengthMismatch, len(widths), bins)
	}
	sum := 0.0
	for i, width := range widths {
		if !(width >= 0) || math.IsInf(width, 1) {
			return 0, fmt.Errorf("%w: %v after bin %d", ErrWidth, width, i)
		}
		sum += width
		unit = max(unit, width)
	}
	if sum > maxTotal {
		return 0, fmt.Errorf("widths: %w: the total is above %g", ErrTooLarge, maxTotal)
	}
	if unit == 0 {
		unit = 1
	}
	return unit, nil
}

// tailNoise is the share of the noise in the edges left out from which on the upper limit is doubtful.
const tailNoise = 0.25

func (r *request) wasserstein(widths []float64, unit float64, w *workspace) Interval {
	bins := len(r.x)
	v := edgeDeviations(&r.table, scaled(w.take(bins-1), widths, unit), w)
	inversion := newFoldedInversion(&v)
	out := Interval{
		Estimate: unit * inversion.estimate(), Upper: unit * inversion.upper(r.z),
		Bins: bins, Groups: bins, GroupOf: make([]int, bins),
	}
	for i := range out.GroupOf {
		out.GroupOf[i] = i
	}
	noise := v.noise()
	if r.leaveOutTails(&v) {
		inversion = newFoldedInversion(&v)
	}
	if v.noise() <= (1-tailNoise)*noise && slices.Max(widths) > 0 {
		out.Unreliable = SparseTail
	}
	out.Lower = min(unit*inversion.lower(r.z), out.Upper)
	out.UpperMerged = out.Upper
	out.Estimate = min(max(out.Estimate, out.Lower), out.Upper)
	return out
}

// scaled fills out with widths in the given unit.
func scaled(out, widths []float64, unit float64) []float64 {
	for i, width := range widths {
		out[i] = width / unit
	}
	return out
}

// leaveOutTails sets the weight of edges to 0 on one side of which the smaller sample expects less than one event, going
// by the pooled counts. It tells whether there were any.
func (r *request) leaveOutTails(v *deviations) bool {
	events, found := r.nx, false
	if !r.known {
		events = min(events, r.ny)
	}
	for i, odds := range v.odds {
		pooled := odds / (1 + odds)
		if events*min(pooled, 1-pooled) < unseen {
			v.w[i], found = 0, true
		}
	}
	return found
}
