package plan

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

// Labelled is the series of both sides of a query at the end of their windows, for questions about the values of their
// labels.
type Labelled struct {
	current, baseline     labelled
	currentAt, baselineAt time.Time
	length                time.Duration // Over which samples are counted.
}

// labelled is the series of one side that count each sample once.
type labelled struct {
	series *parser.VectorSelector
	native bool
	level  bool
	by     []string // Labels that an expression of the query's own keeps.
}

// LabelledBy returns the series of a planned query. It fails for expressions that no label can be added to. The error is a
// *fault.Error.
func (p Plan) LabelledBy(query request.Query) (Labelled, error) {
	var l Labelled
	var err error
	windows := p.Points[len(p.Points)-1].Windows[0]
	if l.current, err = labelledOf("current.expr", query.Current); err != nil {
		return l, err
	}
	field := "current.expr"
	if query.Baseline.Expr != "" {
		field = "baseline.expr"
	}
	if l.baseline, err = labelledOf(field, query.BaselineSelection()); err != nil {
		return l, err
	}
	l.length = windows.Length
	l.currentAt, l.baselineAt = lastEnd(windows.Current), lastEnd(windows.Baseline)
	if l.baselineAt.IsZero() { // All of it is left out.
		l.baselineAt = l.currentAt
	}
	return l, nil
}

func lastEnd(spans []Span) (end time.Time) {
	for _, span := range spans {
		if span.End.After(end) {
			end = span.End
		}
	}
	return end
}

func labelledOf(field string, side request.Selection) (labelled, error) {
	if side.Expr != "" {
		counts, err := splittable(field, side.Expr)
		if err != nil {
			return labelled{}, err
		}
		series := *unwrapped(counts.Expr).(*parser.Call).Args[0].(*parser.MatrixSelector).VectorSelector.(*parser.VectorSelector)
		if slices.Contains(counts.Grouping, model.BucketLabel) {
			series.LabelMatchers = append(slices.Clone(series.LabelMatchers), everything)
		}
		return labelled{series: &series, by: counts.Grouping}, nil
	}
	suffix := suffixOf(side)
	series, err := selector(side, suffix)
	if err != nil {
		return labelled{}, err
	}
	if suffix == BucketSuffix {
		series.LabelMatchers = append(series.LabelMatchers, everything)
	}
	return labelled{series: series, native: side.Type == request.NativeSeries, level: side.Type == request.CategoryGauge}, nil
}

// everything selects the bucket that counts all samples.
var everything = labels.MustNewMatcher(labels.MatchEqual, model.BucketLabel, "+Inf")

// Kept are the labels that an expression of the query's own keeps; none of a selection.
func (l Labelled) Kept() []string { return slices.Concat(l.current.by, l.baseline.by) }

// Matches select the series of each side, for look-ups; one where both are the same.
func (l Labelled) Matches() []string {
	all := []string{l.current.series.String(), l.baseline.series.String()}
	return slices.Compact(all)
}

// Span is the time in which the series of both sides are looked up.
func (l Labelled) Span() (from, to time.Time) {
	from, to = l.baselineAt.Add(-l.length), l.currentAt
	if from.After(to) {
		from = to.Add(-l.length)
	}
	return from, to
}

// CountLabel is the label that tells the answers of CountValues apart.
const CountLabel = "label"

// CountValues returns an expression that tells how many values each of some labels has, at the end of the current and the
// baseline window together: count(count by (a) (current @ t or baseline @ u)), one series for each label, under CountLabel.
func (l Labelled) CountValues(names []string) string {
	now, before := *l.current.series, *l.baseline.series
	now.Timestamp, before.Timestamp = millis(l.currentAt), millis(l.baselineAt)
	both := &parser.BinaryExpr{Op: parser.LOR, LHS: &now, RHS: &before, VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany}}
	var all parser.Expr
	for _, name := range names {
		values := sumBy(both, name)
		values.Op = parser.COUNT
		count := sumBy(values)
		count.Op = parser.COUNT
		tagged := &parser.Call{Func: parser.Functions["label_replace"], Args: parser.Expressions{
			count, text(CountLabel), text(strings.ReplaceAll(name, "$", "$$")), text(""), text(""),
		}}
		if all == nil {
			all = tagged
			continue
		}
		all = &parser.BinaryExpr{Op: parser.LOR, LHS: all, RHS: tagged, VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany}}
	}
	return all.String()
}

func millis(t time.Time) *int64 {
	at := t.UnixMilli()
	return &at
}

func text(value string) *parser.StringLiteral { return &parser.StringLiteral{Val: value} }

// TopValues returns two expressions, which yield the values of a label with most samples in the window: of the current side
// and of the baseline, with the number of their samples. They are looked at in the last stretch of the baseline that is as
// long as the window.
func (l Labelled) TopValues(name string, most int) (current, baseline string) {
	return l.current.top(name, most, l.length, l.currentAt), l.baseline.top(name, most, l.length, l.baselineAt)
}

func (l labelled) top(name string, most int, length time.Duration, at time.Time) string {
	series := *l.series
	series.Timestamp = millis(at)
	function := "increase"
	if l.level {
		function = "avg_over_time"
	}
	var counts parser.Expr = sumBy(over(function, &series, length), name)
	if l.native {
		counts = &parser.Call{Func: parser.Functions["histogram_count"], Args: parser.Expressions{counts}}
	}
	return (&parser.AggregateExpr{Op: parser.TOPK, Param: &parser.NumberLiteral{Val: float64(most)}, Expr: counts}).String()
}

// SplitBy returns a query, whose types are settled, that tells the values of a label apart within its groups, for one
// moment; where values are given, those alone. The error is a *fault.Error.
func SplitBy(query request.Query, label string, values []string) (request.Query, error) {
	query.View, query.Explain, query.Format, query.Limit = request.ViewDivergence, nil, "", 0
	query.Confidence.ExpectedRange, query.Replicates = false, request.Replicates{Kind: request.NoReplicates}
	query.GroupBy = append(slices.Clone(query.GroupBy), label)
	cohort := query.BaselineSelection().Matchers
	var err error
	if query.Current.Expr != "" {
		if query.Current.Expr, err = splitExpr("current.expr", query.Current.Expr, label, values); err != nil {
			return query, err
		}
	} else {
		query.Current.Matchers = within(query.Current.Matchers, label, values)
	}
	switch {
	case query.Baseline.Kind != request.Cohort:
	case query.Baseline.Expr != "":
		query.Baseline.Expr, err = splitExpr("baseline.expr", query.Baseline.Expr, label, values)
	default:
		// A cohort takes over the matchers on labels that it does not name: all are spelled out, so that none is lost.
		query.Baseline.Matchers = within(cohort, label, values)
	}
	return query, err
}

// within adds a matcher on some values of a label.
func within(matchers []request.Matcher, label string, values []string) []request.Matcher {
	if values == nil {
		return matchers
	}
	return append(slices.Clone(matchers), request.Matcher{Label: label, Op: request.Regexp, Value: anyOf(values)})
}

// anyOf is the regular expression of some values; the empty one is that of a missing label.
func anyOf(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = regexp.QuoteMeta(value)
	}
	return strings.Join(quoted, "|")
}

// splittable returns an expression that a label can be added to: a sum of increases over $__window by some labels.
func splittable(field, expr string) (*parser.AggregateExpr, error) {
	parsed, err := request.ParseExpr(field, expr, request.Macros{Window: marker, Interval: time.Minute, RateInterval: time.Minute, Range: time.Hour})
	if err != nil {
		return nil, err
	}
	counts := summedOverWindow(parsed)
	if counts == nil || counts.Without {
		return nil, fault.InField(field, "can't be split by a label: it is no sum by (…) of increases over $__window", "write it like sum by (le) (increase(m_bucket[$__window])), or name metric and matchers")
	}
	return counts, nil
}

func splitExpr(field, expr, label string, values []string) (string, error) {
	counts, err := splittable(field, expr)
	if err != nil {
		return "", err
	}
	split := *counts
	if !slices.Contains(split.Grouping, label) {
		split.Grouping = append(slices.Clone(split.Grouping), label)
	}
	call := *unwrapped(counts.Expr).(*parser.Call)
	matrix := *call.Args[0].(*parser.MatrixSelector)
	series := *matrix.VectorSelector.(*parser.VectorSelector)
	if values != nil {
		series.LabelMatchers = append(slices.Clone(series.LabelMatchers), labels.MustNewMatcher(labels.MatchRegexp, label, anyOf(values)))
	}
	matrix.VectorSelector = &series
	call.Args = parser.Expressions{&matrix}
	split.Expr = &call
	return strings.ReplaceAll(split.String(), model.Duration(marker).String(), "$__window"), nil
}
