package view

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
)

// Exemplar is an exemplar that lies in one of the bins that contribute most.
type Exemplar struct {
	promapi.Exemplar
	Series map[string]string // Labels of its series.
	Part   Part              // The bin that it lies in.
}

// Search looks for exemplars in the current windows of groups, and in the bins that contribute most there.
type Search struct {
	groupBy []string
	groups  []searched
	strays  int // Exemplars of series that are of no group.
	outside int // Exemplars of a group, in its window, but in other bins.
}

// searched is one group.
type searched struct {
	labels map[string]string
	spans  []plan.Span
	bins   []haul
}

// haul is what was found in one bin.
type haul struct {
	part  Part
	found []Exemplar
}

// NewSearch says where to look: in the groups that could be judged.
func NewSearch(query request.Query, result Result) (*Search, error) {
	s := &Search{groupBy: query.GroupBy}
	for _, group := range result.Groups {
		last := group.Measures[0].Last
		if last == nil {
			continue
		}
		split, err := last.Split(group.Measures[0].Name)
		if err != nil {
			return nil, err
		}
		one := searched{labels: group.Labels, spans: last.Windows.Current}
		for _, i := range split.Ranks[:min(query.Exemplars.Bins, len(split.Ranks))] {
			if split.Parts[i].Value > 0 {
				one.bins = append(one.bins, haul{part: split.Parts[i]})
			}
		}
		if len(one.bins) > 0 {
			s.groups = append(s.groups, one)
		}
	}
	return s, nil
}

// Span is the stretch of time in which all exemplars lie; ok is false where there is nothing to look for.
func (s *Search) Span() (span plan.Span, ok bool) {
	for _, group := range s.groups {
		for _, one := range group.spans {
			if !ok || one.Start.Before(span.Start) {
				span.Start = one.Start
			}
			if !ok || one.End.After(span.End) {
				span.End = one.End
			}
			ok = true
		}
	}
	return span, ok
}

// Take keeps the exemplars of a series that lie where they are looked for.
func (s *Search) Take(series map[string]string, exemplars []promapi.Exemplar) error {
	group := s.groupOf(series)
	if group == nil {
		s.strays += len(exemplars)
		return nil
	}
	for _, one := range exemplars {
		if !covers(group.spans, time.UnixMilli(one.Time)) {
			continue
		}
		i := slices.IndexFunc(group.bins, func(bin haul) bool { return bin.part.Bin.Holds(one.Value) })
		if i < 0 {
			s.outside++
			continue
		}
		group.bins[i].found = append(group.bins[i].found, Exemplar{Exemplar: one, Series: series, Part: group.bins[i].part})
	}
	return nil
}

func (s *Search) groupOf(series map[string]string) *searched {
	for i := range s.groups {
		if !slices.ContainsFunc(s.groupBy, func(label string) bool { return series[label] != s.groups[i].labels[label] }) {
			return &s.groups[i]
		}
	}
	return nil
}

func covers(spans []plan.Span, at time.Time) bool {
	return slices.ContainsFunc(spans, func(span plan.Span) bool { return at.After(span.Start) && !at.After(span.End) })
}

// Chosen returns what was found, at most limit exemplars in the order of time: the newest of each bin in turn, so that
// none keeps the others out. The notices say what is left out, or why there is nothing.
func (s *Search) Chosen(limit int) ([]Exemplar, []Notice) {
	var hauls []*haul
	found := 0
	for g := range s.groups {
		for b := range s.groups[g].bins {
			one := &s.groups[g].bins[b]
			slices.SortStableFunc(one.found, func(a, b Exemplar) int { return cmp.Compare(b.Time, a.Time) })
			hauls, found = append(hauls, one), found+len(one.found)
		}
	}
	var chosen []Exemplar
	for turn := 0; len(chosen) < min(limit, found); turn++ {
		for _, one := range hauls {
			if turn < len(one.found) && len(chosen) < limit {
				chosen = append(chosen, one.found[turn])
			}
		}
	}
	slices.SortStableFunc(chosen, func(a, b Exemplar) int { return cmp.Compare(a.Time, b.Time) })
	return chosen, s.notices(hauls, len(chosen), found)
}

func (s *Search) notices(hauls []*haul, chosen, found int) []Notice {
	bins := make([]string, 0, len(hauls))
	for _, one := range hauls {
		if name := one.part.Bin.String(); !slices.Contains(bins, name) {
			bins = append(bins, name)
		}
	}
	var all []Notice
	switch {
	case len(hauls) == 0: // Each group says why.
	case found == 0 && s.outside == 0 && s.strays == 0:
		all = append(all, Notice{Text: "The server has no exemplars of these series in the current window."})
	case found == 0 && s.outside > 0:
		all = append(all, Notice{Text: fmt.Sprintf("Of %s in the current window, none lies in the bins that contribute most (%s). Search more bins with exemplars.bins.", numbered(s.outside, "exemplar"), abridged(bins))})
	case chosen < found:
		all = append(all, Notice{Text: fmt.Sprintf("%d of %s are shown, the newest of each bin in turn. Raise limit for more.", chosen, numbered(found, "exemplar"))})
	}
	if s.strays > 0 {
		all = append(all, Notice{Text: fmt.Sprintf("%s of series that are of no group here, by their labels, or of one that could not be judged: left out.", numbered(s.strays, "exemplar"))})
	}
	return all
}
