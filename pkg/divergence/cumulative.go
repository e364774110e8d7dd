package divergence

// eachGap calls visit with the difference F_P − F_Q of the cumulative shares at the end of each bin but the last, where
// both are 1.
func eachGap(p, q []float64, totalP, totalQ float64, visit func(bin int, gap float64)) {
	var s sum
	for i := range len(p) - 1 {
		s.add(p[i]/totalP - q[i]/totalQ)
		visit(i, s.value())
	}
}
