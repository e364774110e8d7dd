package scenario

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// Validate returns all that is wrong with a scenario, joined into one error, or nil.
func (s Scenario) Validate() error {
	var errs []error
	if s.Name == "" || len(s.Metrics) == 0 {
		errs = append(errs, errors.New("a name and at least one metric are needed"))
	}
	if s.Scrape < 0 || s.Scrape%time.Millisecond != 0 || s.History < 0 {
		errs = append(errs, errors.New("scrape must be whole milliseconds, and neither it nor history negative"))
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
	errs := []error{m.validateKind(), m.validateLayout(m.Layout)}
	seen := map[string]bool{}
	for _, g := range m.Groups {
		for _, pod := range g.Pods {
			if seen[pod] {
				errs = append(errs, fmt.Errorf("pod %q occurs twice", pod))
			}
			seen[pod] = true
		}
		if err := m.validateGroup(g); err != nil {
			errs = append(errs, fmt.Errorf("group %v: %w", g.Labels, err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err // Effects work on what is valid only.
	}
	for _, d := range slices.Concat(m.Rhythms, m.Drifts) {
		if err := m.validateDrift(d); err != nil {
			errs = append(errs, fmt.Errorf("drift %q: %w", d.Name, err))
		}
	}
	for _, d := range m.Rhythms {
		if !d.Schedule.Calendar || d.Schedule.Every == 0 {
			errs = append(errs, fmt.Errorf("rhythm %q: it must come again and follow the calendar", d.Name))
		}
	}
	return errors.Join(errs...)
}

func (m Metric) validateKind() error {
	kinds := []Kind{Classic, Native, Custom, CategoryCounter, CategoryGauge, Switch}
	switch kind := m.KindOf(); {
	case !slices.Contains(kinds, kind):
		return fmt.Errorf("kind %q is unknown", kind)
	case kind.Categorical() != (len(m.Categories) > 0):
		return fmt.Errorf("kind %s: category labels are needed for categories and for nothing else", kind)
	case m.AlsoClassic && kind != Native:
		return fmt.Errorf("kind %s: only a native histogram can be exported as a classic one, too", kind)
	}
	return nil
}

func (m Metric) validateLayout(l Layout) error {
	kind := m.KindOf()
	if kind == Native && (l.Schema < -4 || l.Schema > 8 || l.ZeroThreshold < 0) {
		return errors.New("a schema within −4 and 8 and no negative zero threshold are needed")
	}
	if kind != Classic && kind != Custom && !m.AlsoClassic {
		return nil
	}
	if len(l.Bounds) == 0 || !slices.IsSorted(l.Bounds) || math.IsInf(l.Bounds[len(l.Bounds)-1], 0) {
		return errors.New("bounds must be finite and ascending")
	}
	return nil
}

func (m Metric) validateGroup(g Group) error {
	kind := m.KindOf()
	switch {
	case len(g.Pods) == 0:
		return errors.New("at least one pod is needed")
	case (g.Burst.Traffic > 0 || g.Burst.Modes > 0) && g.Burst.Length <= 0:
		return errors.New("a burst needs a length")
	case len(g.Relayouts) > 0 && !kind.Ordered():
		return fmt.Errorf("kind %s: only a histogram has a layout that can change", kind)
	}
	for i, change := range g.Relayouts {
		if err := m.validateLayout(change.Layout); err != nil {
			return err
		}
		if i > 0 && change.Before >= g.Relayouts[i-1].Before {
			return errors.New("changes of the layout must be in the order of time")
		}
	}
	switch kind {
	case Switch:
		return g.On.validate()
	case CategoryGauge:
		if g.Level.Mean <= 0 || g.Level.Holds <= 0 {
			return errors.New("a positive mean level that holds for some time is needed")
		}
		return g.Shares.validate(m.Categories)
	}
	if err := g.Rate.validate(); err != nil {
		return err
	}
	if kind == CategoryCounter {
		return g.Shares.validate(m.Categories)
	}
	return g.Values.validate()
}

func (m Mixture) validate() error {
	if m.Weight() <= 0 {
		return errors.New("a mixture needs a mode with a weight")
	}
	for _, mode := range m {
		point := mode.Median == 0 && mode.Sigma == 0
		if mode.Weight < 0 || !point && (mode.Median <= 0 || mode.Sigma <= 0) {
			return fmt.Errorf("mode %+v: weight must not be negative, median and sigma must be positive", mode)
		}
	}
	return nil
}

func (s Shares) validate(names []string) error {
	if s.Weight() <= 0 {
		return errors.New("a category with a weight is needed")
	}
	for i, c := range s {
		for name := range c.Labels {
			if !slices.Contains(names, name) {
				return fmt.Errorf("category %v: %q is no category label", c.Labels, name)
			}
		}
		if c.Weight < 0 {
			return fmt.Errorf("category %v: the weight %g must not be negative", c.Labels, c.Weight)
		}
		if s.Find(c.Labels) != i {
			return fmt.Errorf("category %v occurs twice", c.Labels)
		}
	}
	return nil
}

func (s Schedule) validate() error {
	switch {
	case s.Lasts <= 0 || s.Every < 0:
		return errors.New("a schedule with a positive length is needed")
	case s.Every > 0 && s.Lasts > s.Every:
		return errors.New("it lasts longer than the time until it comes again")
	}
	return nil
}

func (m Metric) validateDrift(d Drift) error {
	if d.Effect == nil {
		return errors.New("an effect is needed")
	}
	if err := d.Schedule.validate(); err != nil && d.Schedule != Never() {
		return err
	}
	var hit bool
	for _, g := range m.Groups {
		if !d.Hits(m, g) {
			continue
		}
		hit = true
		if err := m.validateEffect(d.Effect, g); err != nil {
			return fmt.Errorf("effect: %w", err)
		}
	}
	if !hit {
		return fmt.Errorf("no group has the labels %v", d.Where)
	}
	return nil
}

// validateEffect tries an effect on a group, alone.
func (m Metric) validateEffect(effect Effect, g Group) error {
	switch e := effect.(type) {
	case ValueEffect:
		if m.KindOf().Ordered() {
			return e.On(g.Values).validate()
		}
	case RateEffect:
		if kind := m.KindOf(); kind.Ordered() || kind == CategoryCounter {
			return e.On(g.Rate).validate()
		}
	case ShareEffect:
		if m.KindOf().Categorical() {
			return e.On(g.Shares).validate(m.Categories)
		}
	}
	return fmt.Errorf("%q does not fit the kind %s", effect, m.KindOf())
}
