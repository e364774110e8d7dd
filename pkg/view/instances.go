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
	apart.GroupBy, apart.Replicates = query.SplitBy(), request.Replicates{Kind: request.NoReplicates}
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
		named = named || slices.ContainsFunc(one.currentRows, func(h distribution.History) bool { return h.Key != "" })
	}
	if !named && len(s.pairs) > 0 {
		s.notices = append(s.notices, Notice{Warning: true, Text: fmt.Sprintf("No series has the label %q: check replicates.by.", query.Replicates.By)})
	}
	return nil
}

// byGroup sorts histories of instances by their groups. Their keys become the values of the label that tells instances
// apart.
func byGroup(query request.Query, histories []distribution.History) map[string][]distribution.History {
	groups := map[string][]distribution.History{}
	for _, history := range histories {
		history.Key = history.Labels[query.Replicates.By]
		key := groupKey(history.Labels, query)
		groups[key] = append(groups[key], history)
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
