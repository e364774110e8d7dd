package confidence

// rareAllowance is how much of the divergence may lie in bins of P that hold fewer than enoughCount events and expect less
// than one by Q: the upper limit, minus the value, of Σ x w. w is the slope of the secant of the bin's part of the
// divergence between its count and the upper Poisson limit of the count; one phantom event is put into the bin where it
// weighs most. So it covers mass in bins that no event has hit yet.
// Source: Fay & Feuer 1997, Confidence intervals for directly standardized rates, Stat. in Medicine 16.
func rareAllowance(k Kind, t *table, z float64) float64 {
	sum, squares, largest := 0.0, 0.0, 0.0
	for i, x := range t.x {
		if !t.rareInP(i) || (t.known && t.y[i] <= 0 && k.logarithmic()) {
			continue
		}
		w := k.secant(t, i, x, poissonUpper(x, z))
		if w > 0 {
			sum += x * w
			squares += x * w * w
			largest = max(largest, w)
		}
	}
	if largest <= 0 {
		return 0
	}
	mean := sum + largest
	events := mean * mean / (squares + largest*largest)
	return mean/events*gammaQuantile(events, z) - sum
}

// secant is the slope of bin i's part of the divergence between x and upper events in P.
func (k Kind) secant(t *table, i int, x, upper float64) float64 {
	y := t.y[i]
	q := y / t.ny
	if k.logarithmic() && !t.known && y < enoughCount {
		q = geometricCount(y) * t.b
	}
	value := 0.0
	if k != Jeffreys || x > 0 { // An empty bin of P makes Jeffreys infinite; it is taken for 0 here.
		value = k.term(x*t.a, q)
	}
	return (k.term(upper*t.a, q) - value) / (upper - x)
}

// allowances are the rare bins' allowances for both samples. The baseline's is that with the roles exchanged; KL needs
// none, since bins that lost their mass add little to it.
func allowances(k Kind, t *table, z float64) (current, baseline float64) {
	current = rareAllowance(k, t, z)
	if !t.known && k != KL {
		swapped := t.swapped()
		baseline = rareAllowance(k, &swapped, z)
	}
	return current, baseline
}
