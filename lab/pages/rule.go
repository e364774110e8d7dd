package main

import (
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
)

// rule is an alert rule as data.
type rule struct {
	name      string
	severity  string // page or ticket.
	query     request.Query
	threshold float64
	recovery  float64 // Threshold of instances that alert or are pending; that of all others where it is not given.
	hold      time.Duration
	keep      time.Duration
	impact    bool // Whether the impact condition has to be true, too.
	below     bool // Whether it is true below the thresholds.
}

// asks is what the rule takes of its query's answer.
func (r rule) asks() asks { return asks{r.query.Measures[0], r.query.AlertOn} }

// judge tells what the threshold expression makes of a value.
func (r rule) judge(value float64, loaded bool) condition {
	threshold := r.threshold
	if loaded {
		threshold = r.recovery
	}
	switch {
	case math.IsNaN(value):
		return unknown
	case r.below && value < threshold, !r.below && value > threshold:
		return yes
	}
	return no
}

// and is the conjunction of two conditions in Grafana's math: null where either is.
func and(a, b condition) condition {
	switch {
	case a == unknown || b == unknown:
		return unknown
	case a == yes && b == yes:
		return yes
	}
	return no
}

// notice is one alert: a notification at its beginning.
type notice struct {
	group   int
	at, end time.Time
}

// evaluationInterval is how often Grafana evaluates the rules.
const evaluationInterval = time.Minute

// run evaluates the rule of each group every minute, and returns its notifications in the order of the groups. impacts are
// those of each group; not looked at where the rule has no such condition.
func (r rule) run(w *world, s *answer, impacts [][]condition) []notice {
	var all []notice
	n := int(time.Duration(w.days) * day / evaluationInterval)
	for g := range w.groups {
		one := instance{}
		for i := range n {
			at := begin.Add(time.Duration(i) * evaluationInterval)
			result := r.judge(s.at(g, at), one.loaded())
			if r.impact {
				result = and(result, impacts[g][i])
			}
			if one.evaluate(at, result, r.hold, r.keep) {
				all = append(all, notice{group: g, at: at})
			}
			if one.firing() {
				all[len(all)-1].end = at.Add(evaluationInterval)
			}
		}
	}
	return all
}
