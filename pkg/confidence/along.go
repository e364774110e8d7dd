package confidence

import (
	"fmt"
	"math"
)

// Along is how far replicates show that a mean of weights over bins varies, such as that of the bins' positions, or the
// share of some bins: over the variance that independent events would have.
type Along struct {
	Current, Baseline float64 // Design effects of either side along the weights, ≥ 1.
	Degrees           float64 // Of freedom of both variances together; +Inf where nothing was estimated.
	Replicated        bool    // Replicates show it. If not, events are taken for independent.
}

// EffectsAlong measures the design effects along some weights w, one a bin. The variance of Σ w p is that of the rows,
//
//	V = R/(R−1) Σ_r (Σ_k (w_k − w̄) x_rk)²/n²   over that of independent events,   Σ p (w − w̄)²/n,
//
// and is corrected for autocorrelation as that of EstimateReplicated. A mean over all directions, as the design effect of a
// divergence is, would hide a noisy one: slow minutes move all latencies the same way. The degrees of freedom are those of
// Welch and Satterthwaite; StudentLevel makes a level of them. Input and errors are those of EstimateReplicated.
// Source: Welch 1947, The generalization of Student's problem when several different population variances are involved,
// Biometrika 34.
func EffectsAlong(weights []float64, replicates Replicates, opt Options) (Along, error) {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	s, err := newStudy(JS, &replicates, opt, w)
	if err != nil {
		return Along{}, err
	}
	if len(weights) != len(s.x) {
		return Along{}, fmt.Errorf("%w: %d and %d", ErrLengthMismatch, len(weights), len(s.x))
	}
	if s.insufficient() || !s.replicated() {
		return Along{Current: 1, Baseline: 1, Degrees: math.Inf(1)}, nil
	}
	return s.effectsAlong(weights), nil
}

func (s *study) effectsAlong(weights []float64) Along {
	p, q := component{degrees: math.Inf(1)}, component{degrees: math.Inf(1)}
	expectedP, expectedQ := s.p.independentAlong(weights), 0.0
	if !s.q.exact {
		expectedQ = s.q.independentAlong(weights)
	}
	switch {
	case s.design == Paired:
		against := make([]float64, len(weights))
		for k, weight := range weights {
			against[k] = -weight
		}
		p = component{variance: pairedAlong(&s.p, &s.q, weights, against), degrees: degreesOf(float64(s.p.rows))}
		effect := ratioOf(p.variance, expectedP+expectedQ)
		return Along{Current: effect, Baseline: effect, Degrees: p.degrees, Replicated: true}
	case s.design == Blocks && s.p.rows == 1:
		q = s.q.along(weights)
		p = carried(&s.q, weights, expectedP)
	case s.design == Blocks:
		p = s.p.along(weights)
		q = carried(&s.p, weights, expectedQ)
	case s.q.exact:
		p = s.p.along(weights)
	default:
		p, q = s.p.along(weights), s.q.along(weights)
	}
	if s.design == Cells && s.p.rows >= enoughCells && (s.q.exact || s.q.rows >= enoughCells) {
		s.correctLagsAlong(&p, &q)
	}
	both := p.variance + q.variance
	return Along{
		Current: ratioOf(p.variance, expectedP), Baseline: ratioOf(q.variance, expectedQ),
		Degrees: both * both / max(p.square()+q.square(), 1e-300), Replicated: true,
	}
}

// correctLagsAlong changes variances to those in the long run. The autocorrelation is the same for both sides.
func (s *study) correctLagsAlong(p, q *component) {
	rows := float64(s.p.rows)
	if !s.q.exact {
		rows = (rows + float64(s.q.rows)) / 2
	}
	phi := autocorrelation(p.lag+q.lag, max(p.variance+q.variance, 1e-300), rows)
	p.variance, p.degrees = longRun(p.variance, phi, s.p.rows), degreesOf(independentRows(s.p.rows, phi))
	if !s.q.exact {
		q.variance, q.degrees = longRun(q.variance, phi, s.q.rows), degreesOf(independentRows(s.q.rows, phi))
	}
}

// independentAlong is the variance of Σ weight·share of independent events.
func (s *sample) independentAlong(weights []float64) float64 {
	mean, sum := s.mean(weights), 0.0
	for k, weight := range weights {
		sum += s.share(k) * (weight - mean) * (weight - mean)
	}
	return sum / s.total
}

func ratioOf(variance, expected float64) float64 {
	if expected <= 0 {
		return 1
	}
	return max(variance/expected, 1)
}

// StudentLevel is the level whose normal quantile is Student's quantile of another level: limits that are made for a known
// variance hold with it for one that was estimated with so many degrees of freedom. It is below 1.
func StudentLevel(level, degrees float64) float64 {
	if math.IsInf(degrees, 1) {
		return level
	}
	return min(math.Erf(studentQuantile(normalQuantile(level), degrees)/math.Sqrt2), 1-1e-15)
}
