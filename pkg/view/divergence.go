package view

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Divergence computes estimate and band of each group and measure at each point; for the view sensitivity, at three
// resolutions of the bins. limits bound the groups, and what it takes to compare each with the rest. The error is a *fault.Error, or the context's.
func Divergence(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (Result, error) {
	if p.Mute != plan.None {
		if len(answers[p.Mute].Series) == 0 {
			p.Warnings = append(p.Warnings, "baseline.mute: it has no value at any time of the baseline, so nothing is left out. Check its names.")
		}
		p = p.LeaveOut(distribution.Muted(answers[p.Mute], p.Sources[p.Mute]))
	}
	result := Result{Times: make([]time.Time, len(p.Points))}
	for i, point := range p.Points {
		result.Times[i] = point.Time
	}
	for _, text := range p.Notices {
		result.Notices = append(result.Notices, Notice{Text: text})
	}
	for _, text := range p.Warnings {
		result.Notices = append(result.Notices, Notice{Text: text, Warning: true})
	}
	read, err := read(query, p, answers, limits)
	if err != nil {
		return Result{}, err
	}
	result.Category = read.category
	result.Notices = append(result.Notices, read.notices...)
	if len(read.pairs) > limits.Groups {
		return Result{}, fault.New(fault.Limit, fmt.Sprintf("the query has %d groups, more than the limit of %d", len(read.pairs), limits.Groups),
			"group by fewer labels or narrow the matchers, or raise limits.groups in the data source")
	}
	alone := apart(read.pairs, query)
	if alone != nil {
		result.Notices = append(result.Notices, *alone)
	}
	result.Crowded = len(read.pairs) > mostDrawn
	if result.Crowded && query.Confidence.ExpectedRange {
		result.Notices = append(result.Notices, Notice{Text: fmt.Sprintf("Expected ranges are not drawn for more than %d groups: they would hide each other.", mostDrawn)})
	}
	query = forGroups(query, len(read.pairs))
	result.Groups = make([]Group, len(read.pairs))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, pair := range read.pairs {
		workers.Go(func() (err error) {
			defer fault.Recover(&err)
			j := newJudge(query, p, pair)
			if err := j.run(ctx); err != nil {
				return err
			}
			result.Groups[i] = j.group
			if alone == nil { // Else it is said once, for all groups.
				result.Groups[i].Notices = j.findings.notices(pair, query, len(p.Points))
			}
			return nil
		})
	}
	if err := workers.Wait(); err != nil {
		return Result{}, err
	}
	result.Groups = withFalseDiscovery(result.Groups)
	if p.Hint != "" && (alone != nil || result.lacks()) {
		result.Notices = append(result.Notices, Notice{Text: p.Hint, Warning: true})
	}
	return result, nil
}

// lacks reports whether there is a point for which no group has counts on both sides.
func (r Result) lacks() bool {
	for i := range r.Times {
		if !slices.ContainsFunc(r.Groups, func(group Group) bool { return group.Status[i] != NoData }) {
			return true
		}
	}
	return false
}

func newGroup(labels map[string]string, query request.Query, n int) Group {
	group := Group{
		Labels: labels, Status: make([]Status, n), Current: make([]float64, n), Baseline: make([]float64, n),
		Noise: make([]Noise, n), Length: make([]time.Duration, n),
	}
	for _, name := range query.Measures {
		for _, resolution := range resolutions(query) {
			group.Measures = append(group.Measures, Measure{Name: name, Resolution: resolution, Values: make([]Value, n)})
		}
	}
	return group
}

func resolutions(query request.Query) []Resolution {
	if query.View == request.ViewSensitivity {
		return []Resolution{Full, Half, Quarter}
	}
	return []Resolution{Full}
}
