package main

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// divergence is Σ at(p, q), with what the delta method needs of it.
type divergence struct {
	kind confidence.Kind
	at   func(p, q float64) term
	open bool // A bin empty on one side can make it infinite: resampling then adds half an event to each.
}

// term is what one bin adds: its value, its derivatives by p and q, up to a constant, which drops out of a sum of
// shares, and h = p d²/dp², so that the plug-in has the bias ½ Σ h (a + b p/q).
type term struct{ value, slopeP, slopeQ, curvature float64 }

func klTerm(p, q float64) term {
	return term{p * math.Log(p/q), math.Log(p / q), -p / q, 1}
}

func klReverseTerm(p, q float64) term {
	return term{q * math.Log(q/p), -q / p, math.Log(q / p), q / p}
}

func psiTerm(p, q float64) term {
	l := math.Log(p / q)
	return term{(p - q) * l, l - q/p, -l - p/q, 1 + q/p}
}

func jsTerm(p, q float64) term {
	m := (p + q) / 2
	return term{(xlogy(p, p/m) + xlogy(q, q/m)) / 2, math.Log(p/m) / 2, math.Log(q/m) / 2, q / (p + q) / 2}
}

func hellingerTerm(p, q float64) term {
	d := math.Sqrt(p) - math.Sqrt(q)
	return term{d * d / 2, (1 - math.Sqrt(q/p)) / 2, (1 - math.Sqrt(p/q)) / 2, math.Sqrt(q/p) / 4}
}

func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(y)
}

// between is the divergence of p from q: the truth if they are, the plug-in if they are shares of counts.
func (d divergence) between(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		switch {
		case p[i] == 0 && q[i] == 0:
		case d.kind == confidence.KL && p[i] == 0, d.kind == confidence.KLReverse && q[i] == 0:
		default:
			sum += d.at(p[i], q[i]).value
		}
	}
	return max(sum, 0) // Of equal shares, rounding leaves ±1e-17.
}
