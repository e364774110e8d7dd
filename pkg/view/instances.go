package view

import (
	"fmt"
	"slices"

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
	named := false
	for i := range s.pairs {
		one := &s.pairs[i]
		one.currentRows = instancesOf(one.labels, query, current.Histories)
		one.baselineRows = instancesOf(one.labels, query, baseline.Histories)
		named = named || slices.ContainsFunc(one.currentRows, func(h distribution.History) bool { return h.Key != "" })
	}
	if !named && len(s.pairs) > 0 {
		s.notices = append(s.notices, Notice{Warning: true, Text: fmt.Sprintf("No series has the label %q: check replicates.by.", query.Replicates.By)})
	}
	return nil
}

// instancesOf returns the histories of a group's instances.
func instancesOf(group map[string]string, query request.Query, histories []distribution.History) []distribution.History {
	var own []distribution.History
	for _, history := range histories {
		if slices.ContainsFunc(query.GroupBy, func(label string) bool { return history.Labels[label] != group[label] }) {
			continue
		}
		history.Key = history.Labels[query.Replicates.By]
		own = append(own, history)
	}
	return own
}
