package main

import "time"

// state is that of an alert instance, as Grafana names them.
type state int8

const (
	normal state = iota
	pending
	alerting
	recovering
)

// instance is one alert instance of a rule, moved on by each evaluation as Grafana 12.3 moves it: pkg/services/ngalert/state
// (state.go: resultNormal, resultAlerting; noDataState OK is a normal result) and pkg/services/ngalert/schedule
// (loaded_metrics_reader.go: which instances are held against the recovery threshold).
type instance struct {
	state state
	since time.Time // When the state began.
}

// loaded tells whether the value is held against the recovery threshold. An instance that recovers is not: it alerts again
// only above the first threshold.
func (i *instance) loaded() bool {
	return i.state == alerting || i.state == pending
}

// firing tells whether those who were notified have not been told that it is over.
func (i *instance) firing() bool { return i.state == alerting || i.state == recovering }

// evaluate moves the instance on. It returns whether that is a notification: the beginning of an alert. One that was only
// recovering has never ended.
func (i *instance) evaluate(at time.Time, result condition, hold, keep time.Duration) (notified bool) {
	before := i.state
	if result == yes {
		i.alert(at, hold)
	} else {
		i.calm(at, keep)
	}
	return i.state == alerting && before != alerting && before != recovering
}

func (i *instance) alert(at time.Time, hold time.Duration) {
	switch i.state {
	case alerting:
	case pending:
		if at.Sub(i.since) >= hold {
			i.become(alerting, at)
		}
	case normal:
		if hold > 0 {
			i.become(pending, at)
		} else {
			i.become(alerting, at)
		}
	case recovering:
		i.become(alerting, at)
	}
}

func (i *instance) calm(at time.Time, keep time.Duration) {
	switch {
	case i.state == normal:
	case i.state == recovering:
		if at.Sub(i.since) >= keep {
			i.become(normal, at)
		}
	case i.state == alerting && keep > 0:
		i.become(recovering, at)
	default:
		i.become(normal, at)
	}
}

func (i *instance) become(next state, at time.Time) { i.state, i.since = next, at }
