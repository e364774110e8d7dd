package view

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Episode is a stretch of time in which the divergence of a group was above the threshold.
type Episode struct {
	Labels     map[string]string
	Start, End time.Time // The points at which it was first above, and at which it was over; an ongoing one ends with the range.
	First      plan.Span // The window of the first point: it began in there.
	Before     bool      // It was above at the first point of the range that could be judged, and so may have begun earlier.
	Ongoing    bool
	Points     int // Points in it that could be judged.
	Peak       time.Time
	Value      Value // At the peak.
	Bins       []Shift
}

// Shift is how a bin's share changed.
type Shift struct {
	Bin               string
	Baseline, Current float64 // Shares.
}

// String writes "0.25–0.5: 8 % → 19 %".
func (s Shift) String() string {
	return fmt.Sprintf("%s: %s → %s", s.Bin, share(s.Baseline, 1), share(s.Current, 1))
}

// mostShifts is how many bins are told of a peak.
const mostShifts = 3

// EpisodesOf finds the episodes of all groups, ordered by when they began. The result holds no measures. The error is a
// *fault.Error, or the context's.
func EpisodesOf(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (Result, []Episode, error) {
	var found [][]Episode
	var dropped []int
	var unknown []map[Status]int
	result, err := judgeEach(ctx, withoutLines(query), p, answers, limits, aim{
		groups: limits.Groups,
		begin: func(n int) {
			found, dropped, unknown = make([][]Episode, n), make([]int, n), make([]map[Status]int, n)
		},
		conclude: func(i int, j *judge) (_ []Notice, err error) {
			unknown[i] = j.unknown()
			if found[i], dropped[i], err = j.episodes(query, p.Step); err == nil {
				err = j.conclude() // It tells thresholds that lie under the noise floor.
			}
			j.group.Measures = nil
			return j.findings.remarks(j.query, len(j.points)), err
		},
	})
	if err != nil {
		return result, nil, err
	}
	all := slices.Concat(found...)
	slices.SortStableFunc(all, func(a, b Episode) int { return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End)) })
	result.Notices = slices.Concat(result.Notices, remarksOf(result.Groups), episodeNotices(query, len(all), len(found), judgedPoints(unknown, len(p.Points)), dropped), unknownNotices(unknown, len(p.Points)))
	return result, all, nil
}

// unknown counts the points of the first measure that can't be judged.
func (j *judge) unknown() map[Status]int {
	all := map[Status]int{}
	for i, value := range j.group.Measures[0].Values {
		if status := StatusOf(j.group.Status[i], value.Estimate); !status.Judged() {
			all[status]++
		}
	}
	return all
}

// judgedPoints is at how many of n points of each group something is known.
func judgedPoints(groups []map[Status]int, n int) int {
	judged := n * len(groups)
	for _, group := range groups {
		for _, count := range group {
			judged -= count
		}
	}
	return judged
}

// unknownNotices says at how many of n points of each group nothing is known.
func unknownNotices(groups []map[Status]int, n int) []Notice {
	all := map[Status]int{}
	for _, group := range groups {
		for status, count := range group {
			all[status] += count
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []Notice{{Text: fmt.Sprintf("%d of %d windows can't be judged: %s.", total(all), n*len(groups), reasons(all))}}
}

// episodes finds those of a group.
func (j *judge) episodes(query request.Query, step time.Duration) ([]Episode, int, error) {
	m := &j.group.Measures[0]
	times, begins, estimates := make([]time.Time, len(j.points)), make([]float64, len(j.points)), make([]float64, len(j.points))
	judged := len(j.points)
	for i, value := range m.Values {
		times[i], begins[i], estimates[i] = j.points[i].Time, math.NaN(), math.NaN()
		if !StatusOf(j.group.Status[i], value.Estimate).Judged() {
			continue
		}
		judged = min(judged, i)
		estimates[i] = InUnit(m.Name, query.Unit, max(value.Estimate, 0))
		begins[i] = estimates[i]
		if query.AlertOn == request.StatisticLower {
			begins[i] = InUnit(m.Name, query.Unit, value.Lower)
		}
	}
	stretches, dropped := hysteresisOf(query, step).find(times, begins, estimates)
	episodes := make([]Episode, len(stretches))
	for k, one := range stretches {
		episodes[k] = Episode{
			Labels: j.group.Labels, Start: times[one.first], End: times[one.end], Before: one.first == judged, Ongoing: one.ongoing,
			First: plan.Span{Start: times[one.first].Add(-j.group.Length[one.first]), End: times[one.first]}, Points: one.points,
			Peak: times[one.peak], Value: m.Values[one.peak],
		}
		var err error
		if episodes[k].Bins, err = j.shifts(m.Name, one.peak); err != nil {
			return nil, 0, err
		}
	}
	return episodes, dropped, nil
}

// shifts compares a point once more and tells the bins that contribute most there. Nothing else is kept of a point, and
// there are few peaks.
func (j *judge) shifts(name request.Measure, point int) ([]Shift, error) {
	compared, err := j.compare(j.points[point])
	if err != nil || !compared.status.Judged() {
		return nil, err
	}
	pair := binsFor(name, compared)
	parts, err := Contributions(name, pair)
	if err != nil || math.IsNaN(parts[0].Value) {
		if parts, err = Contributions(request.MeasureKL, pair); err != nil { // What does not add up over bins shows those that moved most.
			return nil, nil //nolint:nilerr // No bins to tell.
		}
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[b].Value, parts[a].Value) })
	var all []Shift
	for _, i := range order[:min(mostShifts, len(order))] {
		if part := parts[i]; part.Current != part.Baseline {
			all = append(all, Shift{Bin: pair.Current.Bins[i].String(), Baseline: part.Baseline, Current: part.Current})
		}
	}
	return all, nil
}

func episodeNotices(query request.Query, episodes, groups, judged int, dropped []int) []Notice {
	short := 0
	for _, n := range dropped {
		short += n
	}
	switch {
	case short > 0:
		return []Notice{{Text: fmt.Sprintf("%s left out: shorter than %s.", numbered(short, "episode"), query.Episodes.Least)}}
	case groups == 0 || episodes > 0:
		return nil
	case judged == 0:
		return []Notice{{Text: "Nothing could be judged, so that nobody knows whether there was an episode."}}
	}
	what := "the estimate"
	if query.AlertOn == request.StatisticLower {
		what = "the lower limit"
	}
	return []Notice{{Text: fmt.Sprintf("No episode: %s of %s of %s did not exceed %s.", what, Name(query.Measures[0]), numbered(groups, "group"), thresholdText(query.Measures[0], query))}}
}
