package confidence

import "math"

// autocorrelation is covariance/variance at lag one, the mean over samples of so many rows on average, without the bias
// that few rows give it, and within [0, 0.9].
// Source: Kendall 1954, Note on bias in the estimation of autocorrelation, Biometrika 41.
func autocorrelation(covariance, variance, rows float64) float64 {
	if variance <= 0 {
		return 0
	}
	phi := covariance / variance
	return min(max(phi+(1+3*phi)/rows, 0), 0.9)
}

// longRun is the variance of a mean of autocorrelated rows, of which variance is what independent rows would have: an
// autoregressive process multiplies it by (1+φ)/(1−φ), and makes the rows look more alike than they are.
func longRun(variance, phi float64, rows int) float64 {
	inflation := (1 + phi) / (1 - phi)
	return variance * inflation / max(1-(inflation-1)/float64(rows-1), 0.25)
}

// independentRows is the number of independent rows that so many autocorrelated ones are worth.
func independentRows(rows int, phi float64) float64 { return float64(rows) * (1 - phi) / (1 + phi) }

// correctLags changes the spreads of sides to those in the long run, and returns the autocorrelation in the direction in
// which they vary most. It is the same for all sides: few rows tell no more than one apart.
func correctLags(sides []*side, degrees float64) float64 {
	var sum spread
	for _, s := range sides {
		sum.trace += s.trace
		sum.lagTrace += s.lagTrace
		sum.square += s.square
		sum.lagSquare += s.lagSquare
	}
	rows := meanRows(sides)
	mean := autocorrelation(sum.lagTrace, sum.trace, rows)
	dominant := autocorrelation(sum.lagSquare, sum.square, rows)
	for _, s := range sides {
		before := math.Sqrt(s.square)
		after := longRun(before, dominant, s.rows)
		s.trace = max(longRun(s.trace, mean, s.rows), s.trace+after-before)
		s.square = after * after
		s.clip(degrees)
	}
	return dominant
}

// correctLinearLags changes the linear variances of sides to those in the long run. dominant is the autocorrelation in the
// direction in which the sides vary most: rows are worth no more than the larger one leaves of them.
func correctLinearLags(sides []*side, dominant float64) {
	var sum component
	for _, s := range sides {
		sum.variance += s.linear.variance
		sum.lag += s.linear.lag
	}
	phi := autocorrelation(sum.lag, max(sum.variance, 1e-300), meanRows(sides))
	for _, s := range sides {
		s.linear.variance = longRun(s.linear.variance, phi, s.rows)
		s.linear.degrees = degreesOf(independentRows(s.rows, max(phi, dominant)))
	}
}

func meanRows(sides []*side) float64 {
	rows := 0
	for _, s := range sides {
		rows += s.rows
	}
	return float64(rows) / float64(len(sides))
}
