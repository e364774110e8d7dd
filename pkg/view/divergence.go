package view

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
)

// Divergence computes estimate and band of each group and measure at each point. maxGroups bounds the groups. The error
// is a *fault.Error, or the context's.
func Divergence(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, maxGroups int) (Result, error) {
	result := Result{Times: make([]time.Time, len(p.Points))}
	for i, point := range p.Points {
		result.Times[i] = point.Time
	}
	for _, text := range p.Notices {
		result.Notices = append(result.Notices, Notice{Text: text})
	}
	current, unreadable := distribution.Classic(answers[p.Current], query.GroupBy, p.Sources[p.Current].Scale)
	baseline := current
	if p.Baseline != p.Current {
		var more []string
		baseline, more = distribution.Classic(answers[p.Baseline], query.GroupBy, p.Sources[p.Baseline].Scale)
		unreadable = append(unreadable, more...)
	}
	result.Notices = append(result.Notices, unreadableBounds(unreadable)...)
	pairs := join(current, baseline)
	if len(pairs) > maxGroups {
		return Result{}, fault.New(fault.Limit, fmt.Sprintf("the query has %d groups, more than the limit of %d", len(pairs), maxGroups),
			"group by fewer labels or narrow the matchers, or raise limits.groups in the data source")
	}
	alone := apart(pairs, query)
	if alone != nil {
		result.Notices = append(result.Notices, *alone)
	}
	result.Groups = make([]Group, len(pairs))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, pair := range pairs {
		workers.Go(func() (err error) {
			defer fault.Recover(&err)
			result.Groups[i], err = judge(ctx, query, p, pair)
			if alone != nil {
				result.Groups[i].Notices = nil // It is said once, for all groups.
			}
			return err
		})
	}
	return result, workers.Wait()
}

// pair is the two sides of a group; a side that has no series is nil.
type pair struct {
	labels            map[string]string
	current, baseline *distribution.History
}

// join matches the groups of both sides by their labels, in the order of the labels' values. A group that is on one side
// only stays, without its partner.
func join(current, baseline []distribution.History) []pair {
	joined := map[string]*pair{}
	at := func(h *distribution.History) *pair {
		if joined[h.Key] == nil {
			joined[h.Key] = &pair{labels: h.Labels}
		}
		return joined[h.Key]
	}
	for i := range current {
		at(&current[i]).current = &current[i]
	}
	for i := range baseline {
		at(&baseline[i]).baseline = &baseline[i]
	}
	pairs := make([]pair, 0, len(joined))
	for _, key := range slices.Sorted(maps.Keys(joined)) {
		pairs = append(pairs, *joined[key])
	}
	return pairs
}

// judge computes all points of one group.
func judge(ctx context.Context, query request.Query, p plan.Plan, sides pair) (Group, error) {
	n := len(p.Points)
	group := Group{Labels: sides.labels, Status: make([]Status, n), Current: make([]float64, n), Baseline: make([]float64, n)}
	for _, name := range query.Measures {
		group.Measures = append(group.Measures, Measure{Name: name, Values: make([]Value, n)})
	}
	var findings findings
	for i, point := range p.Points {
		if err := ctx.Err(); err != nil {
			return Group{}, fault.New(fault.Canceled, "the query was canceled", "").Because(err)
		}
		windows, status := compare(sides, point, leastCount(query), &findings)
		group.Status[i] = status
		group.Current[i], group.Baseline[i] = windows.current.Total(), windows.baseline.Total()
		if status != OK {
			findings.skip(status, group.Current[i], group.Baseline[i])
			continue
		}
		last := &Snapshot{Time: point.Time, Current: windows.current, Baseline: windows.baseline}
		for k := range group.Measures {
			value, err := measure(group.Measures[k].Name, windows, query, &findings)
			if err != nil {
				return Group{}, err
			}
			group.Measures[k].Values[i] = value
			last.Values = append(last.Values, value)
		}
		group.Last = last
	}
	group.Notices = findings.notices(sides, n, leastCount(query))
	return group, nil
}

// leastCount is the fewest samples that a side needs: no divergence can be estimated from none.
func leastCount(query request.Query) float64 { return max(*query.MinCount, 1) }

// windows are the two histograms of a point, on common bounds.
type windows struct{ current, baseline distribution.Histogram }

// compare takes the two histograms of a point and says whether they can be compared.
func compare(sides pair, point plan.Point, least float64, f *findings) (windows, Status) {
	var w windows
	var current, baseline distribution.Repair
	hasCurrent, hasBaseline := false, false
	if sides.current != nil {
		w.current, current, hasCurrent = sides.current.Window(point.Current)
	}
	if sides.baseline != nil {
		w.baseline, baseline, hasBaseline = sides.baseline.Window(point.Baseline)
	}
	f.mended(current.Add(baseline))
	f.events += w.current.Total() + w.baseline.Total()
	switch {
	case !hasCurrent || !hasBaseline:
		return w, NoData
	case point.Overlap:
		return w, Overlap
	}
	aligned, with, alignment := distribution.Align(w.current, w.baseline)
	if !alignment.Comparable() {
		return w, Incomparable
	}
	f.aligned(alignment)
	w = windows{aligned, with}
	if w.current.Total() < least || w.baseline.Total() < least {
		return w, Insufficient
	}
	return w, OK
}

var kinds = map[request.Measure]confidence.Kind{
	request.MeasureKL:        confidence.KL,
	request.MeasureKLReverse: confidence.KLReverse,
	request.MeasureJS:        confidence.JS,
}

// measure computes one measure of a point in nats.
func measure(name request.Measure, w windows, query request.Query, f *findings) (Value, error) {
	interval, err := confidence.Estimate(kinds[name], w.current.Counts, w.baseline.Counts, confidence.Options{Level: query.Confidence.Level, Ordered: true})
	if err != nil {
		return Value{}, err
	}
	plugIn, err := plugIn(name, w.current.Counts, w.baseline.Counts)
	if err != nil {
		return Value{}, err
	}
	if interval.UpperUnbounded && query.Confidence.HasBand() {
		f.unbounded(name, w.current, interval.UnboundedBins)
	}
	return Value{Estimate: interval.Estimate, PlugIn: plugIn, Lower: interval.Lower, Upper: interval.Upper}, nil
}

func plugIn(name request.Measure, current, baseline []float64) (float64, error) {
	switch name {
	case request.MeasureKLReverse:
		return divergence.KL(baseline, current)
	case request.MeasureJS:
		return divergence.JS(current, baseline)
	}
	return divergence.KL(current, baseline)
}
