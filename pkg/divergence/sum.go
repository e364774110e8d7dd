package divergence

import "math"

// sum adds up numbers with Neumaier's compensation: the error does not grow with the number of terms.
// Source: Neumaier 1974, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54.
type sum struct {
	high, low float64
}

// add adds v, finite or +Inf.
func (s *sum) add(v float64) {
	v = float64(v) // The conversion keeps a product in the argument from being fused into the additions below.
	t := s.high + v
	if math.Abs(s.high) >= math.Abs(v) {
		s.low += (s.high - t) + v
	} else {
		s.low += (v - t) + s.high
	}
	s.high = t
}

// value is the sum, +Inf if a term is.
func (s *sum) value() float64 {
	if math.IsInf(s.high, 1) {
		return s.high // The compensation is NaN.
	}
	return s.high + s.low
}

// sumTerms is Σ term(p, q) over the bins, p and q normalised to 1, or the error of totals.
func sumTerms(p, q []float64, term func(p, q float64) float64) (float64, error) {
	totalP, totalQ, err := totals(p, q)
	if err != nil {
		return 0, err
	}
	var s sum
	for i := range p {
		s.add(term(p[i]/totalP, q[i]/totalQ))
	}
	return s.value(), nil
}
