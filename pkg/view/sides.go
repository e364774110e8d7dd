package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// pair is the two sides of a group; a side that has no series is nil.
type pair struct {
	labels                    map[string]string
	current, baseline         distribution.Side
	currentRows, baselineRows []instance // The instances of each side, where the query tells them apart.
}

// sides is what the answers hold, the groups of both sides matched.
type sides struct {
	pairs    []pair
	category []string
	notices  []Notice
}

// read reads the answers of a plan.
func read(query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (sides, error) {
	current, err := readSource(query, p, p.Current, answers, limits)
	if err != nil {
		return sides{}, err
	}
	all := sides{category: current.Category, notices: foundNotices(current)}
	switch {
	case query.Baseline.Kind == request.Static:
		all.pairs, err = withStatic(current, query.Baseline)
	case query.Baseline.Kind == request.Rest:
		if len(query.Joint) > 0 {
			all.pairs = withRestByValue(current.Histories, query.GroupBy, query.Joint)
		} else {
			all.pairs = withRest(current.Histories)
		}
	case p.Baseline == p.Current:
		all.pairs = join(current.Histories, current.Histories)
	default:
		var baseline distribution.Found
		if baseline, err = readSource(query, p, p.Baseline, answers, limits); err != nil {
			return sides{}, ofBaseline(err)
		}
		all.notices = append(all.notices, foundNotices(baseline)...)
		all.pairs = join(current.Histories, baseline.Histories)
	}
	all.notices = append(all.notices, absentLabels(query, all.pairs)...)
	if err == nil && len(query.Joint) > 0 {
		all.pairs, err = jointly(query, all.pairs, limits)
	}
	if err == nil && query.Replicates.Kind == request.ByLabel {
		err = all.addInstances(query, p, answers, limits)
	}
	slices.SortFunc(all.notices, func(a, b Notice) int { return strings.Compare(a.Text, b.Text) })
	all.notices = slices.Compact(all.notices)
	return all, err
}

func readSource(query request.Query, p plan.Plan, index int, answers []fetch.Answer, limits settings.Limits) (distribution.Found, error) {
	source := p.Sources[index]
	var census *distribution.Census
	if of, ok := p.Censuses[index]; ok {
		census = &distribution.Census{Answer: answers[of], Every: p.Sources[of].Step}
	}
	found, err := distribution.Read(answers[index], distribution.Reading{
		GroupBy: slices.Concat(query.GroupBy, query.Joint), Category: source.Category, Free: source.Free, Scale: source.Scale, Level: source.Level,
		Shared: query.Baseline.Kind == request.Rest, MaxValues: limits.Values, Census: census,
	})
	for i := range found.Histories {
		if width := found.Histories[i].Width(); width > limits.Series {
			return found, fault.New(fault.Limit, fmt.Sprintf("a group has %d bins, more than the limit of %d series", width, limits.Series),
				"map small categories together, by label_replace or a recording rule, or raise limits.series in the data source")
		}
	}
	// Instances are told apart on purpose.
	found.Summed = slices.DeleteFunc(found.Summed, func(label string) bool {
		return query.Replicates.Kind == request.ByLabel && label == query.Replicates.By
	})
	return found, err
}

// ofBaseline names the baseline's field in a fault that was found in reading it.
func ofBaseline(err error) error {
	known := fault.From(err)
	if known.Field == "" {
		return err
	}
	renamed := *known
	switch known.Field {
	case "current.metric":
		renamed.Field = "baseline.metric"
	case "current.expr":
		renamed.Field = "baseline.expr"
	}
	return &renamed
}

// ofField names another field in a fault of the query.
func ofField(err error, field string) error {
	known := fault.From(err)
	if known == nil || known.Field == "" {
		return err
	}
	renamed := *known
	renamed.Field = field
	return &renamed
}

// foundNotices tells what of an answer was left out or added up.
func foundNotices(found distribution.Found) []Notice {
	var all []Notice
	say := func(format string, args ...any) {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf(format, args...)})
	}
	if len(found.Unreadable) > 0 {
		say("Series whose le is no number were left out: %s.", quoted(found.Unreadable))
	}
	if found.Numbers > 0 {
		say("%s of plain numbers beside native histograms: left out.", numbered(found.Numbers, "series"))
	}
	for _, label := range found.Absent {
		say("No series has the label %q: check category.", label)
	}
	if len(found.Summed) > 0 {
		say("Several series had the same bin and were added up: they differ in %s.", quoted(found.Summed))
	}
	return all
}

// withStatic sets each group against the same written distribution.
func withStatic(current distribution.Found, baseline request.Baseline) ([]pair, error) {
	if len(current.Histories) == 0 {
		return nil, nil
	}
	if len(baseline.Categories) > 0 && len(current.Category) == 0 {
		return nil, otherKinds(true)
	}
	static, err := distribution.Static(baseline, current.Category)
	if err != nil {
		return nil, err
	}
	pairs := make([]pair, len(current.Histories))
	for i := range current.Histories {
		pairs[i] = pair{labels: current.Histories[i].Labels, current: &current.Histories[i], baseline: static}
	}
	return pairs, nil
}

// withRest sets each group against all others.
func withRest(histories []distribution.History) []pair {
	pairs := make([]pair, len(histories))
	for i, others := range distribution.Rest(histories) {
		pairs[i] = pair{labels: histories[i].Labels, current: &histories[i], baseline: others}
	}
	return pairs
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

// absentLabels names labels of groups or bins that no series has: all are one then, of everything.
func absentLabels(query request.Query, pairs []pair) []Notice {
	var all []Notice
	check := func(field string, labels []string) {
		for _, label := range labels {
			if len(pairs) > 0 && !slices.ContainsFunc(pairs, func(one pair) bool { return one.labels[label] != "" }) {
				all = append(all, Notice{Warning: true, Text: fmt.Sprintf("No series has the label %q: check %s.", label, field)})
			}
		}
	}
	check("groupBy", query.GroupBy)
	check("joint", query.Joint)
	return all
}
