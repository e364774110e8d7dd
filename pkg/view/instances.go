package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// addInstances reads the answers once more, with the instances apart.
func (s *sides) addInstances(query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) error {
	apart := query
	apart.GroupBy, apart.Joint, apart.Replicates = query.SplitBy(), nil, request.Replicates{Kind: request.NoReplicates}
	current, err := readSource(apart, p, p.Current, answers, limits)
	if err != nil {
		return err
	}
	baseline := current
	if p.Baseline != plan.None && p.Baseline != p.Current {
		if baseline, err = readSource(apart, p, p.Baseline, answers, limits); err != nil {
			return ofBaseline(err)
		}
	}
	currents, baselines := byGroup(query, current.Histories), byGroup(query, baseline.Histories)
	named := false
	for i := range s.pairs {
		one := &s.pairs[i]
		key := groupKey(one.labels, query)
		one.currentRows, one.baselineRows = currents[key], baselines[key]
		named = named || slices.ContainsFunc(one.currentRows, func(one instance) bool { return one.name != "" })
	}
	if !named && len(s.pairs) > 0 {
		s.notices = append(s.notices, Notice{Warning: true, Text: fmt.Sprintf("No series has the label %q: check replicates.by.", query.Replicates.By)})
	}
	return nil
}

// instance is the counts of one instance, which has a value of the label that tells instances apart.
type instance struct {
	name string
	side distribution.Side
}

// byGroup sorts histories of instances by their groups. The parts of a joint distribution are put together again.
func byGroup(query request.Query, histories []distribution.History) map[string][]instance {
	groups := map[string][]instance{}
	parts, order := map[[2]string][]distribution.JointPart{}, [][2]string{}
	for i := range histories {
		history := &histories[i]
		key, name := groupKey(history.Labels, query), history.Labels[query.Replicates.By]
		if len(query.Joint) == 0 {
			groups[key] = append(groups[key], instance{name, history})
			continue
		}
		of := [2]string{key, name}
		if parts[of] == nil {
			order = append(order, of)
		}
		parts[of] = append(parts[of], distribution.JointPart{Part: partOf(history.Labels, query.Joint), Side: history})
	}
	for _, of := range order {
		groups[of[0]] = append(groups[of[0]], instance{of[1], distribution.Joint(parts[of])})
	}
	return groups
}

// groupKey tells groups apart.
func groupKey(labels map[string]string, query request.Query) string {
	values := make([]string, len(query.GroupBy))
	for i, label := range query.GroupBy {
		values[i] = labels[label]
	}
	return strings.Join(values, "\xff") // In no valid UTF-8.
}
