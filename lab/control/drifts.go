// Package control lets people and programs take part in a lab: they make drifts happen, and leave the notifications
// that a Grafana sends when it has noticed.
package control

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/histodrift/histodrift/lab/scenario"
)

// ErrUnknown is returned for a drift that no scenario has.
var ErrUnknown = errors.New("no such drift")

// ErrNotInjected is returned by End for a drift that is not injected and is not going to be.
var ErrNotInjected = errors.New("it is not injected")

// longest is the longest injection: nobody means a longer one.
const longest = 31 * 24 * time.Hour

// Drifts are the drifts of a lab by name. They are safe for concurrent use.
type Drifts struct {
	scenarios []scenario.Scenario
	injected  map[string]*scenario.Injected
}

// NewDrifts returns the drifts of scenarios that scenario.Injectable has made.
func NewDrifts(scenarios []scenario.Scenario) *Drifts {
	d := &Drifts{scenarios: scenarios, injected: map[string]*scenario.Injected{}}
	for _, s := range scenarios {
		for _, m := range s.Metrics {
			for _, drift := range m.Drifts {
				d.injected[drift.Name] = drift.Injected
			}
		}
	}
	return d
}

// Inject makes a drift active for a time and returns the whole injection: one that begins while another is active
// prolongs that one, and never cuts it short. Begin must not lie before samples that are drawn already.
func (d *Drifts) Inject(name string, begin time.Time, lasts time.Duration) (scenario.Interval, error) {
	injected, err := d.find(name)
	switch {
	case err != nil:
		return scenario.Interval{}, err
	case lasts <= 0 || lasts > longest:
		return scenario.Interval{}, fmt.Errorf("drift %s: it cannot last %v: give more than 0 and at most %v", name, lasts, longest)
	}
	return injected.Add(scenario.Interval{From: begin, To: begin.Add(lasts)}), nil
}

// End ends the injections of a drift at a moment. Its schedule goes on.
func (d *Drifts) End(name string, at time.Time) error {
	injected, err := d.find(name)
	switch {
	case err != nil:
		return err
	case !injected.End(at):
		return fmt.Errorf("drift %s: %w", name, ErrNotInjected)
	}
	return nil
}

func (d *Drifts) find(name string) (*scenario.Injected, error) {
	if found := d.injected[name]; found != nil {
		return found, nil
	}
	return nil, fmt.Errorf("drift %q: %w; there are %s", name, ErrUnknown, strings.Join(d.names(), ", "))
}

func (d *Drifts) names() []string {
	var names []string
	for name := range d.injected {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
