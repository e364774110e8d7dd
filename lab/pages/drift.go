package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

const (
	// driftEvery is the distance of a group's drifts: a baseline of the day before is clean again when the next one begins.
	driftEvery = 3 * day
	// driftedErrors are the lowest and the highest error ratio while a drift lasts.
	leastDriftedErrors, mostDriftedErrors = 0.015, 0.03
)

// drift adds drifts of the asked size from the second day on, of which each begins at another time of day. Of every second
// group all values get larger, of the others a part of them becomes four times as large.
func (g *group) drift(i int, o worldOptions, random *rand.Rand) []scenario.Drift {
	effect := g.effect(i, o.drift)
	var all []scenario.Drift
	for k := 0; ; k++ {
		at := begin.Add(day + time.Duration(k)*driftEvery + time.Duration(random.IntN(24*60))*time.Minute)
		if at.Add(driftLength).After(begin.Add(time.Duration(o.days) * day)) {
			return all
		}
		g.drifts = append(g.drifts, at)
		all = append(all, scenario.Drift{
			Name: fmt.Sprintf("drift-%d", k), About: "A drift of known size.", Where: scenario.Labels{"group": g.name},
			Effect: effect, Schedule: scenario.Schedule{Starts: begin.Sub(at), Lasts: driftLength},
		})
	}
}

// effect is a change whose KL divergence, in the buckets of the histogram, is so many nats.
func (g *group) effect(i int, nats float64) scenario.ValueEffect {
	effect := func(strength float64) scenario.ValueEffect {
		if i%2 == 0 {
			return scenario.Stretch{Factor: 1 + 3*strength}
		}
		return scenario.Tail{Share: strength, Factor: 4}
	}
	low, high := 0.0, 1.0
	for range 50 {
		middle := (low + high) / 2
		if kl(effect(middle).On(g.shape).Bins(bounds), g.shape.Bins(bounds)) < nats {
			low = middle
		} else {
			high = middle
		}
	}
	return effect(low)
}

func kl(p, q []float64) float64 {
	sum := 0.0
	for i := range p {
		if p[i] > 0 {
			sum += p[i] * math.Log(p[i]/q[i])
		}
	}
	return sum
}

// drifted tells whether a drift is on in a minute that ends then.
func (g *group) drifted(at time.Time) bool {
	for _, from := range g.drifts {
		if at.After(from) && !at.After(from.Add(driftLength)) {
			return true
		}
	}
	return false
}
