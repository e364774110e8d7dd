package main

import "math"

// tally counts how the answers to one question meet the truth. All statistics are taken from it.
type tally struct {
	truth    float64 // Of the scenario.
	runs     int
	bounded  int     // The upper limit is finite.
	covered  int     // … and the truth is within the band.
	above    int     // The lower limit is above the truth.
	below    int     // The upper limit is below the truth.
	alarms   int     // The lower limit is above 0.
	width    float64 // Sum of the finite bands' widths.
	lower    float64 // Sum of the lower limits.
	estimate float64 // Sum of the estimates.
	squares  float64 // Sum of the estimates' squared errors.
}

// add counts an answer. The truth is that of the sample, which may differ from run to run.
func (t *tally) add(b band, truth float64) {
	t.runs++
	if b.lower > truth {
		t.above++
	}
	if b.upper < truth {
		t.below++
	}
	if b.lower > 0 {
		t.alarms++
	}
	t.lower += b.lower
	t.estimate += b.estimate
	t.squares += (b.estimate - truth) * (b.estimate - truth)
	if math.IsInf(b.upper, 1) {
		return
	}
	t.bounded++
	t.width += b.upper - b.lower
	if b.lower <= truth && truth <= b.upper {
		t.covered++
	}
}

// merge adds the runs of another cell.
func (t *tally) merge(u tally) {
	t.runs += u.runs
	t.bounded += u.bounded
	t.covered += u.covered
	t.above += u.above
	t.below += u.below
	t.alarms += u.alarms
	t.width += u.width
}

// leastBounded is the share of finite bands that a cell must have for its coverage to be counted.
const leastBounded = 0.2

// judged tells whether the cell has a coverage: the truth is finite, and so are enough of the bands.
func (t *tally) judged() bool {
	return !math.IsInf(t.truth, 0) && float64(t.bounded) > leastBounded*float64(t.runs)
}

// coverage is the share of the finite bands that hold the truth.
func (t *tally) coverage() float64 { return ratio(t.covered, t.bounded) }

func (t *tally) unbounded() float64   { return 1 - ratio(t.bounded, t.runs) }
func (t *tally) missedAbove() float64 { return ratio(t.above, t.runs) }
func (t *tally) missedBelow() float64 { return ratio(t.below, t.runs) }
func (t *tally) alarmRate() float64   { return ratio(t.alarms, t.runs) }
func (t *tally) meanWidth() float64   { return t.width / float64(t.bounded) }

func ratio(part, whole int) float64 { return float64(part) / float64(whole) }

// standardError is that of a share seen in n runs.
func standardError(share float64, n int) float64 { return math.Sqrt(share * (1 - share) / float64(n)) }
