package confidence

import "gonum.org/v1/gonum/stat/distuv"

// changeRisk is the probability that the noise of two samples which spread alike is taken for unlike.
const changeRisk = 1e-3

// SpreadAlike reports whether two samples spread alike, going by the design effects that their rows show: whether events
// come in bursts of the same size. The excess of the design effect over 1 is the variance of a row's shares times its
// events, so per event of a row it is the same for both; the one per event of the other side is carried over,
//
//	δ' = 1 + (δ − 1)·(events of a row here)/(events of a row there).
//
// It is unlikely, with the probability 0.001, that the ratio of what is seen to what is carried over is above the quantile
// of F with as many degrees of freedom as rows, less one: that of a single direction, the widest there is. Where it is, the
// rows of the first sample differ by more than bursts. They hold a change: the beginning or the end of a drift.
// carried is δ'.
func SpreadAlike(effect float64, rows int, events float64, otherEffect float64, otherRows int, otherEvents float64) (alike bool, carried float64) {
	carried = 1 + (otherEffect-1)*(events/float64(rows))/(otherEvents/float64(otherRows))
	if rows < 2 || otherRows < 2 {
		return true, carried
	}
	ratio := distuv.F{D1: float64(rows - 1), D2: float64(otherRows - 1)}.Survival(effect / carried)
	return ratio >= changeRisk, carried
}
