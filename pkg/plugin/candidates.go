package plugin

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
)

// Bounds of the labels that are looked at where the query names none.
const (
	mostCandidates = 8
	mostCounted    = 40 // Those whose values are counted, to choose among them.
)

// candidate is a label that may account for the change.
type candidate struct {
	name  string
	count int // Values in the series; 0 where nobody counted.
}

// instanceLabels name instances. Where another label tells as much, it tells more to people.
var instanceLabels = []string{"container", "node", "instance", "pod"}

// candidates are the labels that the query names, or those of its series that may account for a change and have more than
// one value: those with fewest values first, as they say most in few words.
func (e *explainer) candidates(ctx context.Context) ([]candidate, error) {
	if names := e.query.Explain.Labels; len(names) > 0 {
		return e.counted(ctx, names)
	}
	names, err := e.names(ctx)
	if err != nil {
		return nil, err
	}
	if len(names) > mostCounted {
		e.say(false, "%d labels may account for the change; the first %d were looked at: name others in explain.labels.", len(names), mostCounted)
		names = names[:mostCounted]
	}
	all, err := e.counted(ctx, names)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(one candidate) bool { return one.count == 1 })
	if len(all) == 0 {
		return nil, fault.InField("explain.labels", "is empty, and the series have no label with several values that could account for the change", "name labels, or let fewer matchers and groups pin them")
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.count, b.count), cmp.Compare(slices.Index(instanceLabels, a.name), slices.Index(instanceLabels, b.name)))
	})
	if len(all) > mostCandidates {
		var left []string
		for _, one := range all[mostCandidates:] {
			left = append(left, one.name)
		}
		e.say(false, "%d labels may account for the change; the %d with fewest values were looked at. Name others in explain.labels: %s.", len(all), mostCandidates, strings.Join(left, ", "))
		all = all[:mostCandidates]
	}
	return all, nil
}

// names are the names of the labels of both sides that may account for a change, in their order.
func (e *explainer) names(ctx context.Context) ([]string, error) {
	from, to := e.labelled.Span()
	var all []string
	for _, match := range e.labelled.Matches() {
		names, err := e.client.LabelNames(ctx, promapi.Lookup{Match: match, Start: from, End: to})
		if err != nil {
			return nil, err
		}
		e.charge(promapi.Stats{})
		all = append(all, names...)
	}
	kept := e.labelled.Kept()
	all = slices.DeleteFunc(all, func(name string) bool { return !e.query.MayExplain(name) || slices.Contains(kept, name) })
	slices.Sort(all)
	return slices.Compact(all), nil
}

// counted tells how many values each label has, by one query. A server that refuses it leaves that open.
func (e *explainer) counted(ctx context.Context, names []string) ([]candidate, error) {
	counts := map[string]int{}
	if len(names) > 0 {
		stats, _, err := e.client.Query(ctx, e.labelled.CountValues(names), e.timing.To, promapi.NewBudget(lookupBytes), func(labels map[string]string, samples []promapi.Sample) error {
			if len(samples) > 0 {
				counts[labels[plan.CountLabel]] = int(samples[0].Value)
			}
			return nil
		})
		if err != nil && !isRefused(err) {
			return nil, err
		}
		e.charge(stats)
	}
	all := make([]candidate, len(names))
	for i, name := range names {
		all[i] = candidate{name, counts[name]}
	}
	return all, nil
}

// isRefused reports whether a server answered that it does not answer this.
func isRefused(err error) bool {
	switch fault.From(err).Category {
	case fault.NotFound, fault.Rejected, fault.Forbidden, fault.Protocol, fault.Limit:
		return true
	}
	return false
}
