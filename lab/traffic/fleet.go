// Package traffic draws what the pods of a scenario count, scrape by scrape.
//
// What a pod counts between two scrapes depends on the seed, the pod and the time of the scrape only. So a fleet that
// goes on live draws just what the same fleet would have drawn as history, and pods can run on different cores.
package traffic

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// Options place a fleet in time.
type Options struct {
	// Seed makes the world. Equal options give equal counts.
	Seed uint64
	// Scrape is the time between two scrapes of a pod, unless its scenario asks for more; whole milliseconds.
	Scrape time.Duration
	// Start is the earliest time of a pod's first scrape, unless its scenario begins later. All counters are zero there.
	Start time.Time
	// Now is the moment the drifts' schedules count from.
	Now time.Time
}

// NewFleet returns the pods of all metrics of all scenarios, each before its first scrape, in the order of declaration.
func NewFleet(scenarios []scenario.Scenario, o Options) ([]*Pod, error) {
	if o.Scrape < time.Millisecond || o.Scrape%time.Millisecond != 0 {
		return nil, fmt.Errorf("scrape interval %v: whole milliseconds are needed", o.Scrape)
	}
	var errs []error
	for _, s := range scenarios {
		errs = append(errs, s.Validate())
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	var fleet []*Pod
	taken := map[string]bool{}
	for p := range pods(scenarios, o) {
		id := p.Metric.Name + fmt.Sprint(p.Labels)
		if taken[id] {
			return nil, fmt.Errorf("two pods export %s%v", p.Metric.Name, p.Labels)
		}
		taken[id] = true
		fleet = append(fleet, p)
	}
	return fleet, nil
}

// of returns the options of one scenario's pods.
func (o Options) of(s scenario.Scenario) Options {
	o.Scrape = max(o.Scrape, s.Scrape)
	if first := o.Now.Add(-s.History); s.History > 0 && first.After(o.Start) {
		o.Start = first
	}
	return o
}

func pods(scenarios []scenario.Scenario, o Options) iter.Seq[*Pod] {
	return func(yield func(*Pod) bool) {
		for _, s := range scenarios {
			o := o.of(s)
			for _, m := range s.Metrics {
				for _, g := range m.Groups {
					for _, name := range g.Pods {
						if !yield(newPod(m, g, name, o)) {
							return
						}
					}
				}
			}
		}
	}
}
