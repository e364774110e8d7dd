package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// sizes are the drifts whose detection is timed, as KL(current‖baseline) in nats.
var sizes = []float64{0.02, 0.05, 0.2}

const (
	// mostDriftDays are enough for three drifts of each group.
	mostDriftDays = 10
	// mostPersistentDays bound the world of long deviations.
	mostPersistentDays = 7
)

// outcome is what came of a rule in all worlds.
type outcome struct {
	rule
	quiet, persistent count
	delays            [][]delay // By size and class of traffic.
}

// run draws the worlds and evaluates the rules in each. What it does is told to log.
func run(ctx context.Context, rules []rule, o options, log io.Writer) ([]*outcome, error) {
	outcomes := make([]*outcome, len(rules))
	for i, r := range rules {
		outcomes[i] = &outcome{rule: r, delays: make([][]delay, len(sizes))}
	}
	alone := o.rules == "candidates"
	usual := worldOptions{days: o.days, groups: o.groups, seed: o.seed}
	persistent := usual
	persistent.persistent, persistent.days = true, min(o.days, mostPersistentDays)
	if err := each(ctx, outcomes, usual, alone, log, func(one *outcome, w *world, seen seen) { one.quiet = seen.count(w, one.rule) }); err != nil {
		return nil, err
	}
	if err := each(ctx, outcomes, persistent, alone, log, func(one *outcome, w *world, seen seen) { one.persistent = seen.count(w, one.rule) }); err != nil {
		return nil, err
	}
	for i, size := range sizes {
		drifting := usual
		drifting.days, drifting.drift = min(o.days, mostDriftDays), size
		if err := each(ctx, outcomes, drifting, false, log, func(one *outcome, w *world, seen seen) { one.delays[i] = seen.delays(w) }); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// each draws a world, evaluates all rules in it, and hands on what they sent; if alone, also without their impact condition.
// Rules that ask the same share the answer.
func each(ctx context.Context, outcomes []*outcome, o worldOptions, alone bool, log io.Writer, take func(*outcome, *world, seen)) error {
	start := time.Now()
	w, err := newWorld(o)
	if err != nil {
		return err
	}
	impacts := make([][]condition, len(w.groups))
	for g, one := range w.groups {
		impacts[g] = w.impact(one)
	}
	fmt.Fprintf(log, "world %+v: drawn in %v\n", o, time.Since(start).Round(time.Second))
	for _, same := range questions(outcomes) {
		start = time.Now()
		answers, err := w.answers(ctx, same.query, same.asks, same.needed(w, impacts, alone))
		if err != nil {
			return fmt.Errorf("%s: %w", same.outcomes[0].name, err)
		}
		for _, one := range same.outcomes {
			answered := answers[one.asks()]
			seen := seen{all: one.run(w, answered, impacts)}
			if one.impact && alone {
				bare := one.rule
				bare.impact = false
				seen.alone = bare.run(w, answered, nil)
			}
			take(one, w, seen)
			fmt.Fprintf(log, "  %s, %s: %d alerts, %d without impact\n", one.name, one.fires(), len(seen.all), len(seen.alone))
		}
		fmt.Fprintf(log, "  in %v\n", time.Since(start).Round(time.Second))
	}
	return nil
}

// needed are the times at which anything depends on the answer; nil stands for all. Of drifts, those while they last. Where
// the impact condition of all rules that ask has to be true, too, they are calm at others, whatever the answer.
func (q *question) needed(w *world, impacts [][]condition, alone bool) stretches {
	felt := !alone && !slices.ContainsFunc(q.outcomes, func(one *outcome) bool { return !one.impact })
	switch {
	case w.drift == 0 && !felt:
		return nil
	case w.drift == 0:
		return func(group int) []plan.Span { return spansOf(impacts[group], nil) }
	}
	return func(group int) []plan.Span {
		during := func(at time.Time) bool { return w.groups[group].drifted(at) }
		if felt {
			return spansOf(impacts[group], during)
		}
		return spansOf(slices.Repeat([]condition{yes}, len(impacts[group])), during)
	}
}

// bridged is the gap up to which two stretches are asked for together.
const bridged = 30 * time.Minute

// spansOf are the stretches of evaluations at which a condition is true; of those that count, if not all do.
func spansOf(all []condition, counts func(time.Time) bool) []plan.Span {
	var spans []plan.Span
	for i, c := range all {
		at := begin.Add(time.Duration(i) * evaluationInterval)
		if c != yes || counts != nil && !counts(at) {
			continue
		}
		if last := len(spans) - 1; last >= 0 && at.Sub(spans[last].End) <= bridged {
			spans[last].End = at
		} else {
			spans = append(spans, plan.Span{Start: at, End: at})
		}
	}
	return spans
}

// question is a query that several rules ask.
type question struct {
	query    request.Query
	asks     []asks
	outcomes []*outcome
}

// questions finds the rules that differ only in what they take of the answer.
func questions(outcomes []*outcome) []*question {
	var all []*question
	byKey := map[string]*question{}
	for _, one := range outcomes {
		key := one.query
		key.Measures, key.AlertOn = nil, ""
		if key.View != request.ViewSLO {
			key.Threshold = nil
		}
		text, err := json.Marshal(key)
		if err != nil {
			panic(err) // A query that was parsed can be written.
		}
		q := byKey[string(text)]
		if q == nil || q.query.View == request.ViewSLO && q.query.Measures[0] != one.query.Measures[0] {
			q = &question{query: one.query}
			q.query.Measures = nil
			byKey[string(text)], all = q, append(all, q)
		}
		for _, m := range one.query.Measures {
			if !slices.Contains(q.query.Measures, m) {
				q.query.Measures = append(q.query.Measures, m)
			}
		}
		if !slices.Contains(q.asks, one.asks()) {
			q.asks = append(q.asks, one.asks())
		}
		q.outcomes = append(q.outcomes, one)
	}
	return all
}

// seen is what a rule sent in a world; alone what it would have sent without its impact condition.
type seen struct{ all, alone []notice }

// count is how often a rule spoke.
type count struct {
	alerts    int // Notifications: an instance that begins to alert.
	incidents int // The same where those of a service that overlap are one.
	groups    int // Groups that any of them was about.
	alone     int // Alerts without the impact condition; those of a rule without one.
}

func (s seen) count(w *world, r rule) count {
	c := count{alerts: len(s.all), incidents: incidents(s.all), alone: len(s.alone)}
	if !r.impact {
		c.alone = c.alerts
	}
	about := map[int]bool{}
	for _, n := range s.all {
		about[n.group] = true
	}
	c.groups = len(about)
	return c
}

// services are so many: groups that differ by less share one.
const services = 20

// incidents counts notifications by rule and service as Grafana's policies with group_by alertname and service do: what
// begins while another alert of the service goes on belongs to that.
func incidents(all []notice) int {
	n, until := 0, map[int]time.Time{}
	inTime := slices.SortedFunc(slices.Values(all), func(a, b notice) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.group, b.group)) })
	for _, one := range inTime {
		service := one.group % services
		if last, known := until[service]; !known || !one.at.Before(last) {
			n++
		}
		if one.end.After(until[service]) {
			until[service] = one.end
		}
	}
	return n
}

// classes of traffic, by the mean of events per second.
var classes = []struct {
	name  string
	above float64
}{{"0.01 – 0.1 /s", 0}, {"0.1 – 1 /s", 0.1}, {"1 – 10 /s", 1}, {"10 – 50 /s", 10}}

func classOf(rate float64) int {
	for i, c := range slices.Backward(classes) {
		if rate >= c.above {
			return i
		}
	}
	return 0
}

// delay is how long after the beginning of drifts an alert began.
type delay struct {
	drifts int
	found  []time.Duration // Of those that were detected while they lasted; ascending.
}

// delays finds the first notification after the beginning of each drift. Each begins in a calm: nothing before it is
// evaluated.
func (s seen) delays(w *world) []delay {
	all := make([]delay, len(classes))
	of := map[int][]notice{}
	for _, n := range s.all {
		of[n.group] = append(of[n.group], n)
	}
	for g, one := range w.groups {
		d := &all[classOf(one.rate)]
		for _, from := range one.drifts {
			d.drifts++
			for _, n := range of[g] {
				if !n.at.Before(from) && n.at.Before(from.Add(driftLength)) {
					d.found = append(d.found, n.at.Sub(from))
					break
				}
			}
		}
	}
	for _, d := range all {
		slices.Sort(d.found)
	}
	return all
}

// after is the time within which a share of all drifts was detected; ok is false where fewer were.
func (d delay) after(share float64) (time.Duration, bool) {
	k := int(share*float64(d.drifts)+0.999999) - 1
	if k < 0 || k >= len(d.found) {
		return 0, false
	}
	return d.found[k], true
}
