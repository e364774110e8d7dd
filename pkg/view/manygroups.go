package view

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/request"
)

// What is said of many groups in a few words.

// unknowns are the reasons why a group or window could not be judged.
var unknowns = map[Status]string{
	Insufficient: "too few samples",
	NoData:       "no counts on one side",
	Incomparable: "bins that can't be compared",
	Overlap:      "a window that lies partly in its own baseline",
	Muted:        "a baseline that is left out as a whole",
}

// reasons writes "too few samples", or "8 too few samples, 2 no counts on one side", the most frequent first.
func reasons(unknown map[Status]int) string {
	statuses := slices.SortedFunc(maps.Keys(unknown), func(a, b Status) int { return cmp.Or(unknown[b]-unknown[a], cmp.Compare(a, b)) })
	if len(statuses) == 1 {
		return unknowns[statuses[0]]
	}
	texts := make([]string, len(statuses))
	for i, status := range statuses {
		texts[i] = fmt.Sprintf("%d %s", unknown[status], unknowns[status])
	}
	return strings.Join(texts, ", ")
}

// StatusOf is the status of one measure at a point: where one measure of the group is infinite, others are not, and a
// coarser resolution may leave nothing to compare.
func StatusOf(status Status, estimate float64) Status {
	switch {
	case status.Judged() && math.IsNaN(estimate):
		return Incomparable
	case status == Infinite && !math.IsInf(estimate, 1):
		return OK
	}
	return status
}

// thresholdText is the threshold with its unit: "0.1 nats".
func thresholdText(measure request.Measure, query request.Query) string {
	return number(*query.Threshold) + sentence{measure: measure, query: query}.unit()
}

// percent writes a share with one digit behind the point. What is not all of it is never 100 %.
func percent(part, all int) string {
	tenths := math.Floor(1000 * float64(part) / float64(all))
	return number(tenths/10) + " %"
}

// mostRemarks is how many groups' warnings are repeated where there are many.
const mostRemarks = 3

// remarksOf gathers the warnings of groups: the first few in full, then their number.
func remarksOf(groups []Group) []Notice {
	var all []Notice
	warned := 0
	for _, group := range groups {
		warnings := slices.DeleteFunc(slices.Clone(group.Notices), func(n Notice) bool { return !n.Warning })
		if len(warnings) == 0 {
			continue
		}
		if warned++; warned > mostRemarks {
			continue
		}
		for _, warning := range warnings {
			if name := nameOf(group.Labels); name != "" {
				warning.Text = name + ": " + warning.Text
			}
			all = append(all, warning)
		}
	}
	if more := warned - mostRemarks; more > 0 {
		all = append(all, Notice{Warning: true, Text: fmt.Sprintf("There are warnings about %s: look at them in the view divergence.", numbered(more, "more group"))})
	}
	return all
}

// nameOf names a group by its labels' values, in the order of the labels.
func nameOf(labels map[string]string) string {
	values := make([]string, 0, len(labels))
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		values = append(values, cmp.Or(labels[label], "no "+label))
	}
	return strings.Join(values, " / ")
}
