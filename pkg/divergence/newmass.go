package divergence

// NewMass is the share of P that lies in bins which are empty in Q,
//
//	Σ p over the bins with q = 0,   0 to 1, without unit.
//
// It tells values that appear apart from values that merely became more frequent; KL(P‖Q) is infinite where it is not 0.
// NewMass(q, p) is the mass that vanished.
func NewMass(p, q []float64) (float64, error) {
	totalP, _, err := totals(p, q)
	if err != nil {
		return 0, err
	}
	var s sum
	for i := range p {
		if q[i] == 0 {
			s.add(p[i])
		}
	}
	return min(s.value()/totalP, 1), nil
}
