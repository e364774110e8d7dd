package view

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// jointly puts the pairs of each group together, one for each value of the labels in joint, as one distribution whose bins
// are those of all values.
func jointly(query request.Query, apart []pair, limits settings.Limits) ([]pair, error) {
	type parts struct {
		labels            map[string]string
		current, baseline []distribution.JointPart
		widths            [2]int
	}
	groups := map[string]*parts{}
	for _, one := range apart {
		key := groupKey(one.labels, query)
		if groups[key] == nil {
			labels := make(map[string]string, len(query.GroupBy))
			for _, label := range query.GroupBy {
				labels[label] = one.labels[label]
			}
			groups[key] = &parts{labels: labels}
		}
		group, part := groups[key], partOf(one.labels, query.Joint)
		if one.current != nil {
			group.current = append(group.current, distribution.JointPart{Part: part, Side: one.current})
			group.widths[0] += widthOf(one.current)
		}
		if one.baseline != nil {
			group.baseline = append(group.baseline, distribution.JointPart{Part: part, Side: one.baseline})
			group.widths[1] += widthOf(one.baseline)
		}
	}
	pairs := make([]pair, 0, len(groups))
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		group := groups[key]
		if width := max(group.widths[0], group.widths[1]); width > limits.Series {
			return nil, fault.InField("joint", fmt.Sprintf("a group has %d bins together with %s, more than the limit of %d series", width, strings.Join(query.Joint, ", "), limits.Series),
				"join values of the label, by a matcher, label_replace or a recording rule, or raise limits.series in the data source")
		}
		one := pair{labels: group.labels}
		if group.current != nil {
			one.current = distribution.Joint(group.current)
		}
		if group.baseline != nil {
			one.baseline = distribution.Joint(group.baseline)
		}
		pairs = append(pairs, one)
	}
	return pairs, nil
}

// widthOf is how many bins a side has; of all others together, no more than their group has.
func widthOf(side distribution.Side) int {
	if history, ok := side.(*distribution.History); ok {
		return history.Width()
	}
	return 0
}

// partOf is the part of a joint distribution that a series belongs to.
func partOf(labels map[string]string, joint []string) distribution.Part {
	values := make([]string, len(joint))
	for i, label := range joint {
		values[i] = labels[label]
	}
	return distribution.NewPart(joint, values)
}

// parts tells how the parts of a joint distribution go into it, and which are on one side only.
func (f *findings) parts(query request.Query) []Notice {
	all := f.whole.Parts()
	if len(all) == 0 {
		return nil
	}
	current, baseline := f.whole.Current.Total(), f.whole.Baseline.Total()
	slices.SortStableFunc(all, func(a, b distribution.PartShare) int {
		return cmp.Or(cmp.Compare(b.Current, a.Current), cmp.Compare(b.Baseline, a.Baseline))
	})
	var weights, fresh, gone []string
	for _, part := range all {
		switch {
		case part.Current > 0 && part.Baseline <= 0:
			fresh = append(fresh, fmt.Sprintf("%s (%s)", part, share(part.Current, current)))
		case part.Baseline > 0 && part.Current <= 0:
			gone = append(gone, fmt.Sprintf("%s (%s)", part, share(part.Baseline, baseline)))
		}
		if part.Current > 0 {
			weights = append(weights, fmt.Sprintf("%s %s", part, share(part.Current, current)))
		}
	}
	labels := strings.Join(query.Joint, " × ")
	notices := []Notice{{Text: fmt.Sprintf("One distribution of %s and the bins: each value counts by its share of the samples, now %s.", labels, abridged(weights))}}
	if len(fresh) > 0 {
		notices = append(notices, Notice{Warning: true, Text: fmt.Sprintf("Values of %s that the baseline lacks, all of whose samples are new mass: %s.", labels, abridged(fresh))})
	}
	if len(gone) > 0 {
		notices = append(notices, Notice{Warning: true, Text: fmt.Sprintf("Values of %s that are not there any more, all of whose samples are vanished mass: %s.", labels, abridged(gone))})
	}
	return notices
}
