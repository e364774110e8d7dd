package view

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/request"
)

// story says in plain words what accounts for the change of a group.
type story struct {
	query request.Query
	group ExplainedGroup
	rows  []Row // What accounts for most first.
}

// worthTelling is the part of a change from which on a value is said to account for it.
const worthTelling = 0.2

// String implements fmt.Stringer.
func (s story) String() string {
	last := s.group.last()
	switch {
	case last == nil || len(s.group.Labels) == 0:
		return ""
	case !s.group.Changed:
		return s.unchanged(*last)
	case len(s.rows) == 0 || s.rows[0].Accounts < worthTelling:
		return s.unexplained()
	}
	top := s.rows[0]
	text := fmt.Sprintf("%s accounts for %s of the change: %s", named(top), share(top.Accounts, 1), s.how(top))
	var others []string
	for _, row := range s.rows[1:] {
		if row.Accounts >= worthTelling && len(others) < 2 {
			others = append(others, fmt.Sprintf("%s with %s", named(row), share(row.Accounts, 1)))
		}
	}
	if len(others) > 0 {
		text += ". Next " + strings.Join(others, ", ")
	}
	return text + "."
}

// named writes "tenant = acme".
func named(row Row) string {
	if row.Value == "" && row.Others == 0 {
		return row.Name()
	}
	return row.Label + " = " + row.Name()
}

// how says in which way a value accounts for the change.
func (s story) how(row Row) string {
	now, before := share(row.Shares[0], 1), share(row.Shares[1], 1)
	switch {
	case row.Presence == OnlyNow:
		return fmt.Sprintf("it is new, with %s of the samples", now)
	case row.Presence == OnlyBefore:
		return fmt.Sprintf("it is gone, and had %s of the samples", before)
	case row.Reason == ByMix:
		return fmt.Sprintf("its share of the samples went from %s to %s", before, now)
	case row.Presence == TooFew:
		return "its samples changed together with those of other values that have few"
	case row.Shares[0] > 0.9*row.Shares[1] && row.Shares[0] < 1.1*row.Shares[1]:
		return fmt.Sprintf("its samples %s; they are %s of all, about as before", row.Direction, now)
	}
	return fmt.Sprintf("its samples %s; they were %s of all and are %s", row.Direction, before, now)
}

// unexplained says that no value stands out.
func (s story) unexplained() string {
	var names []string
	for _, label := range s.group.Labels {
		if !label.IsReplaced() {
			names = append(names, label.Label)
		}
	}
	if len(names) == 0 {
		return "No label accounts for the change."
	}
	text := "No label accounts for the change: no value of " + strings.Join(names, ", ") + " stands out from noise"
	if len(s.rows) > 0 && s.rows[0].Accounts >= worthNaming {
		text += fmt.Sprintf(" (at most %s accounts for %s)", named(s.rows[0]), share(s.rows[0].Accounts, 1))
	}
	return text + "."
}

// unchanged says that there is nothing to explain, unless changes inside cancel each other.
func (s story) unchanged(last Snapshot) string {
	shown := func(nats float64) string { return number(InUnit(request.MeasureKL, s.query.Unit, nats)) }
	text := fmt.Sprintf("There is no change to explain: KL %s %s", shown(max(last.Value.Estimate, 0)), s.query.Unit)
	if floor := last.Conclusion.Floor; !math.IsNaN(floor) {
		text += fmt.Sprintf(" is not to be told from noise (noise floor %s)", shown(floor))
	}
	opposing := slices.IndexFunc(s.group.Labels, func(label ExplainedLabel) bool {
		return label.Within > label.Floor && label.Within > 2*max(label.Remaining, 0)
	})
	if opposing >= 0 {
		label := s.group.Labels[opposing]
		text += fmt.Sprintf(". But the values of %s changed, by %s %s on the mean, and cancel each other", label.Label, shown(label.Within), s.query.Unit)
	}
	return text + "."
}

// splitNotices tell what of the labels' values could not be told apart, and why.
func splitNotices(query request.Query, groups []ExplainedGroup, splits []LabelSplit) []Notice {
	var all []Notice
	for i, split := range splits {
		few, others, replaced, judged := 0, 0, 0, 0
		for _, group := range groups {
			if len(group.Labels) == 0 {
				continue
			}
			label := group.Labels[i]
			judged++
			few, others = max(few, label.few()), max(others, label.Others)
			if label.IsReplaced() {
				replaced++
			}
		}
		if judged > 0 && !split.isInSeries() {
			all = append(all, Notice{Warning: true, Text: fmt.Sprintf("No series has the label %q: check explain.labels.", split.Label)})
		}
		if others > 0 && (split.Chosen || others > 1) {
			all = append(all, Notice{Text: fmt.Sprintf("%s has %d values: the %d with most samples are told apart, the others are one.", split.Label, max(split.Count, others+query.Explain.MaxValues), query.Explain.MaxValues)})
		}
		if few > 0 {
			all = append(all, Notice{Text: fmt.Sprintf("%s: %s fewer than %s samples on a side, so that they count toward the mix only.", split.Label, haveText(few), count(leastCount(query)))})
		}
		if replaced > 0 && replaced == judged {
			all = append(all, Notice{Text: fmt.Sprintf("%s: no value is on both sides, so that what it changed can't be told from what time changed.", split.Label)})
		}
	}
	return all
}

// few is how many values of a label have too few samples, though some on both sides.
func (l ExplainedLabel) few() (n int) {
	for v, link := range l.Links {
		if presenceOf(link) == TooFew && (l.Others == 0 || v < len(l.Links)-1) {
			n++
		}
	}
	return n
}

func haveText(n int) string {
	if n == 1 {
		return "1 value has"
	}
	return fmt.Sprintf("%d values have", n)
}
