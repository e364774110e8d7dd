package scenario

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Validate returns all that is wrong with a scenario, joined into one error, or nil.
func (s Scenario) Validate() error {
	var errs []error
	if s.Name == "" || len(s.Metrics) == 0 {
		errs = append(errs, errors.New("a name and at least one metric are needed"))
	}
	for _, m := range s.Metrics {
		if err := m.validate(); err != nil {
			errs = append(errs, fmt.Errorf("metric %q: %w", m.Name, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("scenario %q: %w", s.Name, err)
	}
	return nil
}

func (m Metric) validate() error {
	var errs []error
	if len(m.Bounds) == 0 || !slices.IsSorted(m.Bounds) || math.IsInf(m.Bounds[len(m.Bounds)-1], 0) {
		errs = append(errs, errors.New("bounds must be finite and ascending"))
	}
	seen := map[string]bool{}
	for _, g := range m.Groups {
		for _, pod := range g.Pods {
			if seen[pod] {
				errs = append(errs, fmt.Errorf("pod %q occurs twice", pod))
			}
			seen[pod] = true
		}
		if err := g.validate(); err != nil {
			errs = append(errs, fmt.Errorf("group %v: %w", g.Labels, err))
		}
	}
	for _, d := range m.Drifts {
		if err := m.validateDrift(d); err != nil {
			errs = append(errs, fmt.Errorf("drift %q: %w", d.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (g Group) validate() error {
	switch {
	case len(g.Pods) == 0:
		return errors.New("at least one pod is needed")
	case g.Rate.PerSecond <= 0 || g.Rate.Swing < 0 || g.Rate.Swing > 1:
		return errors.New("the rate must be positive and its swing within 0 and 1")
	case (g.Burst.Traffic > 0 || g.Burst.Modes > 0) && g.Burst.Length <= 0:
		return errors.New("a burst needs a length")
	}
	return g.Values.validate()
}

func (m Mixture) validate() error {
	if m.Weight() <= 0 {
		return errors.New("a mixture needs a mode with a weight")
	}
	for _, mode := range m {
		if mode.Weight < 0 || mode.Median <= 0 || mode.Sigma <= 0 {
			return fmt.Errorf("mode %+v: weight must not be negative, median and sigma must be positive", mode)
		}
	}
	return nil
}

func (m Metric) validateDrift(d Drift) error {
	if d.Effect == nil || d.Schedule.Lasts <= 0 || d.Schedule.Every < 0 {
		return errors.New("an effect and a positive length are needed")
	}
	if d.Schedule.Every > 0 && d.Schedule.Lasts > d.Schedule.Every {
		return errors.New("it lasts longer than the time until it comes again")
	}
	hit := slices.IndexFunc(m.Groups, func(g Group) bool { return d.Hits(m, g) })
	if hit < 0 {
		return fmt.Errorf("no group has the labels %v", d.Where)
	}
	if err := d.Effect.On(m.Groups[hit].Values).validate(); err != nil {
		return fmt.Errorf("effect: %w", err)
	}
	return nil
}
