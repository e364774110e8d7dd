package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// asks are what a rule takes of the answer to a query.
type asks struct {
	measure   request.Measure
	statistic request.Statistic
}

// answer is the value of a query at each of its points, from the first one on; NaN where it is null.
type answer struct {
	first  time.Time
	step   time.Duration
	delay  time.Duration // How long before an evaluation a point has to end to be seen by it.
	values [][]float32   // By group.
}

// at is the value of a group that an evaluation sees: that of the last point, which changes only when a cell has ended.
func (s *answer) at(group int, evaluated time.Time) float64 {
	k := int(math.Floor(float64(evaluated.Add(-s.delay).Sub(s.first)) / float64(s.step)))
	if k < 0 || k >= len(s.values[group]) {
		return math.NaN()
	}
	return float64(s.values[group][k])
}

const (
	// ingestDelay is what the query layer adds to the scrape interval.
	ingestDelay = 10 * time.Second
	// together is how many groups are computed in one go.
	together = 25
)

// limits are wide: a simulation asks for more at once than a panel may.
var limits = settings.Limits{Bytes: math.MaxInt64, Series: 1 << 20, Groups: 1 << 20, Cells: 1 << 24, Values: 1 << 30}

// stretches are the times at which values of a group are needed; nil stands for all.
type stretches func(group int) []plan.Span

// answers computes the values that a query has from begin on, for all that is asked of it. The stages are those of the
// plugin: only the server is another one. A range query has the same numbers as the instant one of a rule at each point.
func (w *world) answers(ctx context.Context, query request.Query, wanted []asks, needed stretches) (map[asks]*answer, error) {
	q := w.newQuestioner(query, wanted)
	if needed == nil || query.View == request.ViewSLO {
		for first := 0; first < len(w.groups); first += together {
			if err := q.ask(ctx, first, w.groups[first:min(first+together, len(w.groups))], q.days()); err != nil {
				return nil, err
			}
		}
		return q.out, nil
	}
	for i := range w.groups {
		if err := q.ask(ctx, i, w.groups[i:i+1], needed(i)); err != nil {
			return nil, err
		}
	}
	return q.out, nil
}

// questioner asks a query of the world again and again, as far as it is needed.
type questioner struct {
	*world
	query  request.Query
	config settings.Settings
	delay  time.Duration
	out    map[asks]*answer
}

func (w *world) newQuestioner(query request.Query, wanted []asks) *questioner {
	q := &questioner{world: w, query: query, out: map[asks]*answer{}}
	q.config = settings.Settings{ScrapeInterval: settings.DefaultScrapeInterval, Limits: limits, WholeIncrease: true}
	scrape := q.config.ScrapeInterval
	if !query.ScrapeInterval.IsZero() {
		scrape = query.ScrapeInterval.Length
	}
	q.delay, q.query.Instant = scrape+ingestDelay, false
	if query.View == request.ViewSLO && !slices.ContainsFunc(wanted, func(a asks) bool { return a.statistic != request.StatisticBurnRate }) {
		burns := *query.SLO // Burn rates do not depend on the period, which costs most.
		burns.Period = burns.Long
		q.query.SLO = &burns
	}
	for _, a := range wanted {
		q.out[a] = &answer{delay: q.delay, values: make([][]float32, len(w.groups))}
	}
	return q
}

// days are all of the time, in parts that fit into memory. The windows of an objective reach back over all of its period, so
// that it is asked in one go.
func (q *questioner) days() []plan.Span {
	length := day
	if q.query.View == request.ViewSLO {
		length = time.Duration(q.world.days) * day
	}
	var all []plan.Span
	for from := begin; from.Before(q.end()); from = from.Add(length) {
		all = append(all, plan.Span{Start: from, End: from.Add(length)})
	}
	return all
}

// end is when the evaluations end.
func (w *world) end() time.Time { return begin.Add(time.Duration(w.days) * day) }

// ask answers what evaluations in some stretches of time see of groups, of which the first one has a number.
func (q *questioner) ask(ctx context.Context, first int, groups []*group, all []plan.Span) error {
	fetcher := fetch.New(server{q.world, groups}, limits, func() time.Time { return begin.Add(-lead) }) // Nothing is settled, so nothing is kept.
	for _, one := range all {
		// An evaluation sees the last point that has ended before: it may be a cell old, which is no more than a window.
		timing := plan.Timing{From: one.Start.Add(-q.query.Window.Length - q.delay), To: one.End, MaxDataPoints: math.MaxInt32, Now: q.end().Add(day)}
		planned, err := plan.Build(q.query, timing, q.config)
		if err != nil {
			return err
		}
		if err := q.checkReach(planned); err != nil {
			return err
		}
		answered, err := fetcher.Run(ctx, planned, "")
		if err != nil {
			return err
		}
		if err := take(ctx, q.query, planned, answered.Answers, first, q.out); err != nil {
			return err
		}
	}
	return nil
}

// checkReach refuses windows that begin before anything was counted.
func (q *questioner) checkReach(p plan.Plan) error {
	for _, source := range p.Sources[:1] {
		if before := q.start.Sub(source.Ranges[0].Start); before > 0 {
			return fmt.Errorf("it reaches back %v more than the %d days that are drawn", before, int(lead/day))
		}
	}
	return nil
}

// take adds the values of a stretch of time to the answers of the groups from first on.
func take(ctx context.Context, query request.Query, planned plan.Plan, answers []fetch.Answer, first int, out map[asks]*answer) error {
	if query.View == request.ViewSLO {
		result, objectives, err := view.Objectives(ctx, query, planned, answers, limits)
		if err != nil {
			return err
		}
		for asked, s := range out {
			for g, one := range objectives {
				s.extend(first+g, result.Times, planned.Step, func(i int) float64 { return attained(one.Points[i], asked.statistic) })
			}
		}
		return nil
	}
	result, err := view.Divergence(ctx, query, planned, answers, limits)
	if err != nil {
		return err
	}
	for asked, s := range out {
		for g, one := range result.Groups {
			m := measureOf(one, asked.measure)
			s.extend(first+g, result.Times, planned.Step, func(i int) float64 {
				if !one.Status[i].Judged() {
					return math.NaN()
				}
				return view.InUnit(m.Name, query.Unit, statistic(m.Values[i], asked.statistic))
			})
		}
	}
	return nil
}

// extend sets values at times. They are kept by their number since the first point that an evaluation can see.
func (s *answer) extend(group int, times []time.Time, step time.Duration, value func(i int) float64) {
	if s.step == 0 {
		s.step = step
		s.first = plan.Floor(begin.Add(-s.delay), step)
	}
	for i, t := range times {
		k := int(t.Sub(s.first) / s.step)
		if t.Before(s.first) {
			continue
		}
		for len(s.values[group]) <= k {
			s.values[group] = append(s.values[group], float32(math.NaN()))
		}
		s.values[group][k] = float32(value(i))
	}
}

func measureOf(g view.Group, name request.Measure) view.Measure {
	for _, m := range g.Measures {
		if m.Name == name {
			return m
		}
	}
	return g.Measures[0]
}

// statistic is the value field of a frame.
func statistic(v view.Value, name request.Statistic) float64 {
	switch name {
	case request.StatisticLower:
		return v.Lower
	case request.StatisticUpper:
		return v.Upper
	case request.AboveNormal:
		return max(max(v.Estimate, 0)-v.Normal.Upper, 0)
	default:
		return max(v.Estimate, 0)
	}
}

func attained(a view.Attained, name request.Statistic) float64 {
	switch name {
	case request.StatisticBurnRate:
		return a.BurnRate()
	case request.StatisticBudget:
		return a.Budget
	default:
		return a.Share
	}
}
