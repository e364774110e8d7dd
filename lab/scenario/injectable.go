package scenario

import (
	"errors"
	"fmt"
	"slices"
)

// Injectable returns a copy of scenarios whose drifts can be injected: each has an Injected of its own, so that two labs
// of the same scenarios have nothing in common. Drifts are injected by name, so names must not occur twice.
func Injectable(scenarios []Scenario) ([]Scenario, error) {
	var errs []error
	home := map[string]string{}
	all := withDrifts(scenarios, func(s Scenario, d Drift) Drift {
		if other, taken := home[d.Name]; taken {
			errs = append(errs, fmt.Errorf("drift %q of scenario %q: scenario %q has one of this name", d.Name, s.Name, other))
		}
		home[d.Name] = s.Name
		d.Injected = &Injected{}
		return d
	})
	return all, errors.Join(errs...)
}

// Quiet returns a copy of scenarios in which no drift ever happens by its schedule. Rhythms, switches and changes of the
// layout stay.
func Quiet(scenarios []Scenario) []Scenario {
	return withDrifts(scenarios, func(_ Scenario, d Drift) Drift {
		d.Schedule = Never()
		return d
	})
}

// withDrifts returns a copy of scenarios with other drifts.
func withDrifts(scenarios []Scenario, change func(Scenario, Drift) Drift) []Scenario {
	out := slices.Clone(scenarios)
	for i, s := range out {
		out[i].Metrics = slices.Clone(s.Metrics)
		for j, m := range s.Metrics {
			drifts := slices.Clone(m.Drifts)
			for k, d := range drifts {
				drifts[k] = change(s, d)
			}
			out[i].Metrics[j].Drifts = drifts
		}
	}
	return out
}
