package view

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// aim is what a view makes of the groups.
type aim struct {
	groups int         // The most there may be.
	begin  func(n int) // Called before all others with the number of groups; nil: no need.
	// conclude makes of group i what its view needs and returns its notices. It runs for several groups at the same time. What
	// it does not need it takes out of the judge's group, which would be kept.
	conclude func(i int, j *judge) ([]Notice, error)
}

// judgeEach judges all points of all groups.
func judgeEach(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits, a aim) (Result, error) {
	result, read, p, err := begin(query, p, answers, limits, a.groups)
	if err != nil {
		return Result{}, err
	}
	alone := apart(read.pairs, query)
	if alone != nil {
		result.Notices = append(result.Notices, *alone)
	}
	result.Crowded = len(read.pairs) > mostDrawn
	if result.Crowded && query.Confidence.ExpectedRange {
		result.Notices = append(result.Notices, Notice{Text: fmt.Sprintf("Expected ranges are not drawn for more than %d groups: they would hide each other.", mostDrawn)})
	}
	if a.begin != nil {
		a.begin(len(read.pairs))
	}
	if result.Groups, err = judgePairs(ctx, forGroups(query, len(read.pairs)), p, read.pairs, a); err != nil {
		return Result{}, err
	}
	if alone != nil { // It is said once, for all groups.
		for i := range result.Groups {
			result.Groups[i].Notices = nil
		}
	}
	if p.Hint != "" && (alone != nil || result.lacks()) {
		result.Notices = append(result.Notices, Notice{Text: p.Hint, Warning: true})
	}
	return result, nil
}

// begin reads the answers, and starts a result with what is to be said about the whole query. The plan that it returns is
// without the times that are muted. groups is the most there may be.
func begin(query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits, groups int) (Result, sides, plan.Plan, error) {
	if p.Mute != plan.None {
		if len(answers[p.Mute].Series) == 0 {
			p.Warnings = append(p.Warnings, "baseline.mute: it has no value at any time of the baseline, so nothing is left out. Check its names.")
		}
		p = p.LeaveOut(distribution.Muted(answers[p.Mute], p.Sources[p.Mute]))
	}
	result := newResult(p)
	found, err := read(query, p, answers, limits)
	if err != nil {
		return Result{}, sides{}, p, err
	}
	result.Category = found.category
	result.Notices = append(result.Notices, found.notices...)
	if len(found.pairs) > groups {
		return Result{}, sides{}, p, fault.New(fault.Limit, fmt.Sprintf("the query has %d groups, more than the limit of %d", len(found.pairs), groups),
			"group by fewer labels or narrow the matchers, or raise limits.groups in the data source")
	}
	return result, found, p, nil
}

// newResult is the answer before there are groups: the times, and what the plan has to say.
func newResult(p plan.Plan) Result {
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
	return result
}

func judgePairs(ctx context.Context, query request.Query, p plan.Plan, pairs []pair, a aim) ([]Group, error) {
	groups := make([]Group, len(pairs))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, pair := range pairs {
		workers.Go(func() (err error) {
			defer fault.Recover(&err)
			j := newJudge(query, p, pair)
			if err := j.run(ctx); err != nil {
				return err
			}
			notices, err := a.conclude(i, j)
			groups[i] = j.group
			groups[i].Notices = notices
			return err
		})
	}
	return groups, workers.Wait()
}
