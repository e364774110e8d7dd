package main

import (
	"math"
	"math/rand/v2"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// Errors come together: each stretch of so many minutes has a ratio of its own, which is that of the group times a gamma
// variable of mean 1 and this standard deviation.
const (
	errorStretch   = 5
	errorDeviation = 1.0
)

// fail draws the errors of a group: of each minute a binomial share of its requests.
func (w *world) fail(g *group, random *rand.Rand) {
	ratio := g.base
	for m := range w.minutes {
		if m%errorStretch == 0 {
			shape := 1 / (errorDeviation * errorDeviation)
			ratio = g.base * distuv.Gamma{Alpha: shape, Beta: shape, Src: random}.Rand()
			if g.drifted(w.start.Add(time.Duration(m+1) * time.Minute)) {
				ratio = leastDriftedErrors + (mostDriftedErrors-leastDriftedErrors)*random.Float64()
			}
		}
		if n := g.requests(m, m+1); n > 0 {
			g.errors[m] = int16(distuv.Binomial{N: float64(n), P: math.Min(ratio, 1), Src: random}.Rand())
		}
	}
}

// requests are those of the minutes from, …, to − 1.
func (g *group) requests(from, to int) int {
	total := 0
	for _, n := range g.counts[from*bins : to*bins] {
		total += int(n)
	}
	return max(total, 0)
}

// The impact condition: the error ratio of five minutes is above one percent, and above three times that of the same hour
// of the day before, where there were enough requests to tell.
const (
	impactMinutes  = 5
	impactRatio    = 0.01
	impactFactor   = 3.0
	impactRequests = 100
)

// condition is what a part of a rule comes to.
type condition int8

const (
	unknown condition = iota // Null: nothing can be said.
	no
	yes
)

// impact evaluates the impact condition at each minute of evaluation. What Prometheus has at a minute is what ended one
// scrape and ten seconds before, hence the minute before.
func (w *world) impact(g *group) []condition {
	requests, errors := make([]int, w.minutes+1), make([]int, w.minutes+1)
	for m := range w.minutes {
		requests[m+1] = requests[m] + g.requests(m, m+1)
		errors[m+1] = errors[m] + int(g.errors[m])
	}
	first := int(begin.Sub(w.start) / time.Minute)
	all := make([]condition, w.minutes-first)
	for i := range all {
		now := first + i // Minutes before `now` are known.
		n, bad := requests[now]-requests[now-impactMinutes], errors[now]-errors[now-impactMinutes]
		before := now - int(day/time.Minute)
		baseN, baseBad := requests[before]-requests[before-60], errors[before]-errors[before-60]
		switch {
		case n < impactRequests:
			all[i] = no // A ratio of so few requests says nothing, and the rule's PromQL leaves it out.
		case float64(bad) > impactRatio*float64(n) && float64(bad)*float64(max(baseN, 1)) > impactFactor*float64(baseBad)*float64(n):
			all[i] = yes
		default:
			all[i] = no
		}
	}
	return all
}
