package view

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/request"
)

// Explanation says which labels, and which of their values, account for the change of each group.
type Explanation struct {
	Groups  []ExplainedGroup // Those of the result, in its order.
	Rows    []Row            // A row for each group, label and value: what accounts for most first.
	LeftOut int              // Rows beyond the query's limit.
	Notices []Notice
}

// ExplainedGroup is the explanation of one group.
type ExplainedGroup struct {
	Group    Group
	Status   Status
	Changed  bool // Its divergence is above noise.
	Labels   []ExplainedLabel
	Top      *Row // The row that accounts for most; nil where none accounts for anything.
	Sentence string
}

// ExplainedLabel is what one label accounts for in one group.
type ExplainedLabel struct {
	confidence.Explanation
	Label  string
	Values int    // Told apart, with the one that stands for others.
	Others int    // Values that are one.
	Expr   string // PromQL of the current side's counts.
	// What moved inside, as a share of what the label with the largest part tells: what another label tells and this one
	// does not is diluted.
	Purity float64
}

// IsReplaced reports whether no value is on both sides: then the label can't be told from time.
func (l ExplainedLabel) IsReplaced() bool {
	for _, link := range l.Links {
		if link.Current > 0 && link.Baseline > 0 {
			return false
		}
	}
	return true
}

// Explain tells how much of the change of each group the values of some labels account for. The result is that of the query
// by itself, the splits tell apart the same counts. The errors are those of package confidence.
func Explain(query request.Query, result Result, splits []LabelSplit) (Explanation, error) {
	var all Explanation
	for g, group := range result.Groups {
		explained, rows, err := explainGroup(query, g, group, splits)
		if err != nil {
			return all, err
		}
		for i := range rows {
			rows[i].Group = g
		}
		if len(rows) > 0 && rows[0].Accounts > 0 {
			explained.Top = &rows[0]
		}
		explained.Sentence = story{query: query, group: explained, rows: rows}.String()
		all.Groups, all.Rows = append(all.Groups, explained), append(all.Rows, rows...)
	}
	slices.SortStableFunc(all.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(all.weight(b), all.weight(a)), cmp.Compare(b.Accounts, a.Accounts), cmp.Compare(b.Total, a.Total))
	})
	all.Notices = append(all.Notices, splitNotices(query, all.Groups, splits)...)
	if query.Limit > 0 && len(all.Rows) > query.Limit {
		all.LeftOut = len(all.Rows) - query.Limit
		all.Rows = all.Rows[:query.Limit]
		all.Notices = append(all.Notices, Notice{Text: fmt.Sprintf("Left out: %d of %d rows, those that account for least. The limit is %d.", all.LeftOut, query.Limit+all.LeftOut, query.Limit)})
	}
	return all, nil
}

// weight is what a row accounts for in nats, by which rows of different groups compare.
func (e Explanation) weight(row Row) float64 {
	if last := e.Groups[row.Group].last(); last != nil && row.Accounts > 0 {
		return row.Accounts * max(last.Value.Estimate, 0)
	}
	return 0
}

// last is what the group's divergence was computed from; nil where it could not be judged.
func (g ExplainedGroup) last() *Snapshot { return g.Group.lastJudged() }

func explainGroup(query request.Query, index int, group Group, splits []LabelSplit) (ExplainedGroup, []Row, error) {
	explained := ExplainedGroup{Group: group, Status: NoData}
	if n := len(group.Status); n > 0 {
		explained.Status = group.Status[n-1]
	}
	last := explained.last()
	if last == nil {
		return explained, []Row{{Accounts: math.NaN(), Mix: math.NaN(), Inside: math.NaN(), Total: math.NaN(), Shares: [2]float64{math.NaN(), math.NaN()}, Samples: samplesOf(group), Presence: Presence(explained.Status)}}, nil
	}
	explained.Changed = last.Value.Lower > 0
	for _, split := range splits {
		t := split.tables[index]
		strata := make([]confidence.Stratum, len(t.values))
		for i, one := range t.values {
			strata[i] = confidence.Stratum{Current: one.current, Baseline: one.baseline}
		}
		of, err := confidence.Explain(strata, leastCount(query), last.estimation.noise.with(last.estimation.options))
		if err != nil {
			return explained, nil, err
		}
		explained.Labels = append(explained.Labels, ExplainedLabel{Explanation: of, Label: split.Label, Values: len(t.values), Others: t.other, Expr: split.Expr})
	}
	explained.purify()
	var rows []Row
	for i, label := range explained.Labels {
		rows = append(rows, label.rows(splits[i].tables[index], *last, explained.Changed)...)
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Accounts, a.Accounts), cmp.Compare(b.Total, a.Total))
	})
	return explained, rows, nil
}

func samplesOf(group Group) [2]float64 {
	if n := len(group.Current); n > 0 {
		return [2]float64{group.Current[n-1], group.Baseline[n-1]}
	}
	return [2]float64{}
}

// purify compares what the labels tell of the inside.
func (g *ExplainedGroup) purify() {
	most := 0.0
	for _, label := range g.Labels {
		if label.Within > label.Floor {
			most = max(most, label.Within)
		}
	}
	for i := range g.Labels {
		if within := g.Labels[i].Within; most > 0 && within > 0 {
			g.Labels[i].Purity = min(within/most, 1)
		}
	}
}
