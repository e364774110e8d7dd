package view

import (
	"context"
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Objective is how a group, or all groups together, keep to an objective: a share of windows whose divergence is at or
// below the threshold. Windows that can't be judged do not count.
type Objective struct {
	Labels  map[string]string // None of all groups together.
	Points  []Attained        // Of each point of the range.
	Status  map[Status]int    // Windows of each in the period before the last point.
	Notices []Notice

	// Of each window, those before the range included.
	tallies []tally
	unknown []map[Status]int

	missing    missing
	groups     int      // How many are counted.
	unknownNow []string // Those that can't be judged at the last point.
}

// Attained is an objective at a point of time. Shares and rates are NaN where no window of their time could be judged.
type Attained struct {
	Share   float64       // Of the windows of the period that could be judged: those within.
	Now     float64       // The same of the windows that end at this point.
	Budget  float64       // Share of the error budget that is left: 1 − bad/((1 − target)·judged).
	Long    float64       // Burn rate over the long window: share of bad ones over 1 − target.
	Short   float64       // Burn rate over the short window.
	Good    int           // Windows of the period that are within.
	Judged  int           // Windows of the period that could be judged.
	Unknown int           // Windows of the period that could not.
	Covers  time.Duration // What of the period has windows with counts.
}

// BurnRate is the lower of the two burn rates, so that it exceeds a limit only where both do.
func (a Attained) BurnRate() float64 {
	if math.IsNaN(a.Long) || math.IsNaN(a.Short) {
		return math.NaN()
	}
	return min(a.Long, a.Short)
}

// tally counts windows that end at one time.
type tally struct{ good, judged, unknown, counted int } // counted have counts on both sides.

func (t tally) add(other tally) tally {
	return tally{t.good + other.good, t.judged + other.judged, t.unknown + other.unknown, t.counted + other.counted}
}

// Objectives tells how each group keeps to the objective, or all groups together. The result's times are those of the
// range; it holds no measures. The error is a *fault.Error, or the context's.
func Objectives(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (Result, []Objective, error) {
	var all []Objective
	off := false
	asked := withoutLines(query)
	asked.Confidence.Band = &off // Nothing is said of a band that nobody sees.
	result, err := judgeEach(ctx, asked, p, answers, limits, aim{
		groups: limits.Groups,
		begin:  func(n int) { all = make([]Objective, n) },
		conclude: func(i int, j *judge) ([]Notice, error) {
			all[i] = j.objective(query)
			err := j.conclude() // It tells thresholds that lie under the noise floor.
			j.group.Measures = nil
			return j.findings.remarks(j.query, len(j.points)), err
		},
	})
	if err != nil {
		return result, nil, err
	}
	result.Times = result.Times[p.Lead:]
	span := periods{slo: *query.SLO, step: p.Step, lead: p.Lead}
	if query.SLO.Over == request.OverGroups && len(all) > 0 {
		all = []Objective{together(all)}
	}
	for i := range all {
		all[i].Points = span.points(all[i].tallies)
		all[i].missing, all[i].Status = span.missing(all[i]), span.statuses(all[i])
	}
	switch {
	case query.SLO.Over == request.OverGroups:
		result.Notices = append(result.Notices, remarksOf(result.Groups)...)
		for i := range all {
			all[i].Notices = append(all[i].missing.notices(query), all[i].notJudgedNow()...)
		}
	case result.Crowded:
		result.Notices = append(append(result.Notices, remarksOf(result.Groups)...), missingOf(all, query)...)
	default:
		for i := range all {
			all[i].Notices = append(all[i].missing.notices(query), result.Groups[i].Notices...)
		}
	}
	return result, all, nil
}

// objective counts the windows of a group.
func (j *judge) objective(query request.Query) Objective {
	m := j.group.Measures[0]
	o := Objective{Labels: j.group.Labels, tallies: make([]tally, len(j.points)), unknown: make([]map[Status]int, len(j.points)), groups: 1}
	for i, value := range m.Values {
		switch status := StatusOf(j.group.Status[i], value.Estimate); {
		case !status.Judged():
			o.unknown[i] = map[Status]int{status: 1}
			o.tallies[i] = tally{unknown: 1}
			if status != NoData {
				o.tallies[i].counted = 1
			}
		case isWithin(value.Estimate, m.Name, query):
			o.tallies[i] = tally{good: 1, judged: 1, counted: 1}
		default:
			o.tallies[i] = tally{judged: 1, counted: 1}
		}
	}
	if o.tallies[len(o.tallies)-1].unknown > 0 {
		o.unknownNow = []string{nameOf(o.Labels)}
	}
	return o
}

// together adds the windows of all groups.
func together(groups []Objective) Objective {
	n := len(groups[0].tallies)
	sum := Objective{tallies: make([]tally, n), unknown: make([]map[Status]int, n), groups: len(groups)}
	for _, one := range groups {
		for i, t := range one.tallies {
			sum.tallies[i] = sum.tallies[i].add(t)
			for status, count := range one.unknown[i] {
				if sum.unknown[i] == nil {
					sum.unknown[i] = map[Status]int{}
				}
				sum.unknown[i][status] += count
			}
		}
		sum.unknownNow = append(sum.unknownNow, one.unknownNow...)
	}
	return sum
}

// periods are the lengths of time over which an objective counts windows, which are a step apart. lead windows lie before
// the first point.
type periods struct {
	slo  request.SLO
	step time.Duration
	lead int
}

// windows is how many windows end in (t − length, t].
func (p periods) windows(length time.Duration) int { return int((length-1)/p.step) + 1 }

// statuses counts the windows of the period before the last point.
func (p periods) statuses(o Objective) map[Status]int {
	all := map[Status]int{}
	for i := max(len(o.tallies)-p.windows(p.slo.Period.Length), 0); i < len(o.tallies); i++ {
		if judged := o.tallies[i].judged; judged > 0 {
			all[OK] += judged
		}
		for status, count := range o.unknown[i] {
			all[status] += count
		}
	}
	return all
}

// points evaluates the objective at each point of the range.
func (p periods) points(all []tally) []Attained {
	sums := make([]tally, len(all)+1)
	for i, t := range all {
		sums[i+1] = sums[i].add(t)
	}
	over := func(i int, length time.Duration) tally { // Of the windows that end in (t − length, t], t being the end of window i.
		first, last := sums[max(i+1-p.windows(length), 0)], sums[i+1]
		return tally{last.good - first.good, last.judged - first.judged, last.unknown - first.unknown, last.counted - first.counted}
	}
	allowed := 1 - p.slo.Target
	points := make([]Attained, 0, len(all)-p.lead)
	begun := firstCounted(all)
	for i := p.lead; i < len(all); i++ {
		period := over(i, p.slo.Period.Length)
		covered := min(max(i+1-begun, 0), p.windows(p.slo.Period.Length))
		points = append(points, Attained{
			Share: period.share(), Now: all[i].share(), Budget: 1 - period.bad()/allowed,
			Long: over(i, p.slo.Long.Length).bad() / allowed, Short: over(i, p.slo.Short.Length).bad() / allowed,
			Good: period.good, Judged: period.judged, Unknown: period.unknown, Covers: min(time.Duration(covered)*p.step, p.slo.Period.Length),
		})
	}
	return points
}

// firstCounted is the first window with counts on both sides; their number where none has.
func firstCounted(all []tally) int {
	for i, t := range all {
		if t.counted > 0 {
			return i
		}
	}
	return len(all)
}

// share is that of good windows among those that could be judged; NaN where none could.
func (t tally) share() float64 { return float64(t.good) / float64(t.judged) }

// bad is the share of the others.
func (t tally) bad() float64 { return float64(t.judged-t.good) / float64(t.judged) }
