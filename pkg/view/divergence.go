package view

import (
	"context"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Divergence computes estimate and band of each group and measure at each point; for the view sensitivity, at three
// resolutions of the bins. limits bound the groups, and what it takes to compare each with the rest. The error is a *fault.Error, or the context's.
func Divergence(ctx context.Context, query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (Result, error) {
	result, err := judgeEach(ctx, query, p, answers, limits, aim{groups: limits.Groups, conclude: func(_ int, j *judge) ([]Notice, error) {
		if err := j.conclude(); err != nil {
			return nil, err
		}
		return j.findings.notices(j.sides, j.query, len(j.points)), nil
	}})
	result.Groups = withFalseDiscovery(result.Groups)
	return result, err
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
