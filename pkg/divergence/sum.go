package divergence

import "math"

// sum adds up numbers with Neumaier's compensation: the error does not grow with the number of terms.
// Source: Neumaier 1974, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54.
type sum struct {
	high, low float64
}

// add adds a finite v.
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

func (s *sum) value() float64 { return s.high + s.low }
