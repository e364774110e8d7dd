package traffic

import (
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/lab/scenario"
)

// burst is the state of a pod's bursts: the factors of the current stretch of time.
type burst struct {
	scenario.Burst
	stretch int64
	traffic float64
	modes   []float64
}

// drawBurst sets the factors of the stretch that t lies in, if they are not those already.
func (p *Pod) drawBurst(t time.Time, modes int) {
	b := &p.burst
	var stretch int64
	if b.Length > 0 {
		stretch = t.UnixNano() / int64(b.Length)
	}
	if stretch == b.stretch && modes == len(b.modes) {
		return
	}
	p.seed(saltBurst, stretch)
	b.stretch, b.traffic = stretch, p.factor(b.Traffic)
	b.modes = b.modes[:0]
	for range modes {
		b.modes = append(b.modes, p.factor(b.Modes))
	}
}

// factor draws a gamma variable with mean 1 and the given standard deviation.
func (p *Pod) factor(deviation float64) float64 {
	if deviation == 0 {
		return 1
	}
	shape := 1 / (deviation * deviation)
	return distuv.Gamma{Alpha: shape, Beta: shape, Src: &p.source}.Rand()
}
