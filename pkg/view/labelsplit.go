package view

import (
	"maps"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// LabelSplit is the counts of a query told apart by the values of one more label.
type LabelSplit struct {
	Label  string
	Count  int     // Values of the label in the series; 0 where nobody counted.
	Chosen bool    // Only some values were asked for, those with most samples.
	Expr   string  // PromQL of the current side's counts.
	tables []table // Of each group of the result; empty where it could not be judged.
}

// valued is the sides of one value.
type valued struct {
	value             string
	current, baseline distribution.Side
}

// Tabulate fills a split with the counts that are in the answers to a query that tells the values of its label apart, as
// plan.SplitBy makes it: those in the windows that the groups of a result were judged by. At most so many values are told
// apart. The error is a *fault.Error.
func (s LabelSplit) Tabulate(query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits, result Result, most int) (LabelSplit, error) {
	groupBy := query.GroupBy[:len(query.GroupBy)-1]
	var pairs []pair
	if query.Baseline.Kind == request.Rest {
		current, err := readSource(query, p, p.Current, answers, limits)
		if err != nil {
			return s, err
		}
		pairs = withRestByValue(current.Histories, groupBy, []string{s.Label})
	} else {
		all, err := read(query, p, answers, limits)
		if err != nil {
			return s, err
		}
		pairs = all.pairs
	}
	values := map[string][]valued{}
	for _, one := range pairs {
		key := keyOf(one.labels, groupBy)
		values[key] = append(values[key], valued{one.labels[s.Label], one.current, one.baseline})
	}
	s.tables = make([]table, len(result.Groups))
	for g, group := range result.Groups {
		if last := group.lastJudged(); last != nil {
			s.tables[g] = s.tabulate(values[keyOf(group.Labels, groupBy)], *last, most)
		}
	}
	return s, nil
}

// lastJudged is what the last point of the first measure was computed from; nil where it could not be judged.
func (g Group) lastJudged() *Snapshot {
	if n := len(g.Status); n == 0 || !g.Status[n-1].Judged() || len(g.Measures) == 0 {
		return nil
	}
	return g.Measures[0].Last
}

// withRestByValue sets each value of some labels of each group against the same value of all other groups. The values that
// a group lacks are the others' alone.
func withRestByValue(histories []distribution.History, groupBy, labels []string) []pair {
	groups, byValue, has := map[string]map[string]string{}, map[string][]distribution.History{}, map[[2]string]bool{}
	for _, history := range histories {
		key, value := keyOf(history.Labels, groupBy), keyOf(history.Labels, labels)
		groups[key], has[[2]string{key, value}] = history.Labels, true
		byValue[value] = append(byValue[value], history)
	}
	var pairs []pair
	for value, own := range byValue {
		pairs = append(pairs, withRest(own)...)
		for key, of := range groups {
			if has[[2]string{key, value}] {
				continue
			}
			lacking := maps.Clone(of)
			for _, label := range labels {
				lacking[label] = own[0].Labels[label]
			}
			pairs = append(pairs, pair{labels: lacking, baseline: distribution.Together(own)})
		}
	}
	return pairs
}

// isInSeries reports whether any series has the label.
func (s LabelSplit) isInSeries() bool {
	return slices.ContainsFunc(s.tables, func(t table) bool {
		return t.other > 0 || slices.ContainsFunc(t.values, func(one tabled) bool { return one.value != "" })
	})
}

// keyOf names a group by its labels' values.
func keyOf(labels map[string]string, groupBy []string) string {
	values := make([]string, len(groupBy))
	for i, label := range groupBy {
		values[i] = labels[label]
	}
	return strings.Join(values, "\xff")
}

// table is the counts of the values of a label in the windows of one point, on the bins of its group.
type table struct {
	values []tabled
	other  int // How many values are one, the last; 0 where none are.
}

// tabled is the counts of one value.
type tabled struct {
	value             string
	current, baseline []float64
}

func (t tabled) weight(of Snapshot) float64 {
	return ratioOf(sumOf(t.current), of.Current.Total()) + ratioOf(sumOf(t.baseline), of.Baseline.Total())
}

func ratioOf(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}

func sumOf(counts []float64) (sum float64) {
	for _, count := range counts {
		sum += count
	}
	return sum
}

// leftOver is the share of a side's samples from which on what the values lack is one more value: less is rounding.
const leftOver = 1e-3

// tabulate counts the values of a group in the windows of its last point. At most so many are told apart, those with most
// samples on either side; the others, and what the group has beyond all values, are one.
func (s LabelSplit) tabulate(values []valued, last Snapshot, most int) table {
	var all []tabled
	for _, one := range values {
		row := tabled{value: one.value, current: countsOf(one.current, last.Windows.Current, last.Current.Bins), baseline: countsOf(one.baseline, last.Windows.Baseline, last.Baseline.Bins)}
		if sumOf(row.current)+sumOf(row.baseline) > 0 {
			all = append(all, row)
		}
	}
	slices.SortStableFunc(all, func(a, b tabled) int {
		switch d := b.weight(last) - a.weight(last); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return strings.Compare(a.value, b.value)
	})
	kept := all[:min(len(all), most)]
	rest := tabled{current: slices.Clone(last.Current.Counts), baseline: slices.Clone(last.Baseline.Counts)}
	for _, row := range kept {
		takeFrom(rest.current, row.current)
		takeFrom(rest.baseline, row.baseline)
	}
	t := table{values: kept, other: len(all) - len(kept)}
	if s.Chosen {
		t.other = max(s.Count-len(kept), t.other, 1)
	}
	if t.other == 0 && ratioOf(sumOf(rest.current), last.Current.Total()) < leftOver && ratioOf(sumOf(rest.baseline), last.Baseline.Total()) < leftOver {
		return t
	}
	t.other = max(t.other, 1)
	t.values = append(slices.Clip(t.values), rest)
	return t
}

// countsOf returns the counts of a side on some bins, in memory of their own.
func countsOf(side distribution.Side, spans []plan.Span, bins []distribution.Bin) []float64 {
	if side == nil {
		return make([]float64, len(bins))
	}
	histogram, _, ok := side.Window(spans)
	if !ok {
		return make([]float64, len(bins))
	}
	return slices.Clone(histogram.Onto(bins))
}

// takeFrom subtracts counts; below 0 there are none.
func takeFrom(from, counts []float64) {
	for i, count := range counts {
		from[i] = max(from[i]-count, 0)
	}
}
