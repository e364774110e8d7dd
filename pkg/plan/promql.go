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

// BucketSuffix ends the names of the counters of a classic histogram's buckets.
const BucketSuffix = "_bucket"

// HistogramSearch selects the buckets of all classic histograms whose name contains text, in any case.
func HistogramSearch(text string) string {
	return (&parser.VectorSelector{LabelMatchers: []*labels.Matcher{nameContains(text)}}).String()
}

// MetricSearch selects all series whose name contains text, in any case, and that are no part of a classic histogram.
func MetricSearch(text string) string {
	return (&parser.VectorSelector{LabelMatchers: []*labels.Matcher{
		labels.MustNewMatcher(labels.MatchRegexp, model.MetricNameLabel, "(?i:.*"+regexp.QuoteMeta(text)+".*)"),
		labels.MustNewMatcher(labels.MatchNotRegexp, model.MetricNameLabel, ".*_(bucket|sum|count)"),
	}}).String()
}

// NamesSelector selects the series with one of some names.
func NamesSelector(names ...string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = regexp.QuoteMeta(name)
	}
	return (&parser.VectorSelector{LabelMatchers: []*labels.Matcher{
		labels.MustNewMatcher(labels.MatchRegexp, model.MetricNameLabel, strings.Join(quoted, "|")),
	}}).String()
}

func nameContains(text string) *labels.Matcher {
	pattern := ".+" + BucketSuffix
	if text != "" {
		pattern = "(?i:.*" + regexp.QuoteMeta(text) + ".*)" + BucketSuffix
	}
	return labels.MustNewMatcher(labels.MatchRegexp, model.MetricNameLabel, pattern)
}

var matchTypes = map[request.MatcherOp]labels.MatchType{
	request.Equal:     labels.MatchEqual,
	request.NotEqual:  labels.MatchNotEqual,
	request.Regexp:    labels.MatchRegexp,
	request.NotRegexp: labels.MatchNotRegexp,
}

// selector selects the series of one side whose metric has a suffix.
func selector(side request.Selection, suffix string) (*parser.VectorSelector, error) {
	name := side.Metric + suffix
	own, err := matchers(side)
	if err != nil {
		return nil, err
	}
	selector := &parser.VectorSelector{LabelMatchers: append([]*labels.Matcher{labels.MustNewMatcher(labels.MatchEqual, model.MetricNameLabel, name)}, own...)}
	// A selector prints its name as it stands. One that is no plain name stays a matcher, which is printed in quotes.
	if model.LegacyValidation.IsValidMetricName(name) {
		selector.Name = name
	}
	return selector, nil
}

func matchers(side request.Selection) ([]*labels.Matcher, error) {
	all := make([]*labels.Matcher, len(side.Matchers))
	for i, m := range side.Matchers {
		matcher, err := labels.NewMatcher(matchTypes[m.Op], m.Label, m.Value)
		if err != nil {
			return nil, fault.InField("matchers", "the matcher on "+m.Label+" is not valid", "use RE2 syntax").Because(err)
		}
		all[i] = matcher
	}
	return all, nil
}

// suffixOf is what the names of a side's series have behind the metric's.
func suffixOf(side request.Selection) string {
	if side.Type == request.ClassicSeries || side.Type == request.AutoSeries && len(side.Category) == 0 {
		return BucketSuffix
	}
	return ""
}

// SeriesSelector selects, for look-ups, the series of one side, whether its histogram is classic or native; those of all
// classic histograms where it names no metric.
func SeriesSelector(side request.Selection) (string, error) {
	own, err := matchers(side)
	if err != nil {
		return "", err
	}
	name := nameContains("")
	switch {
	case side.Metric == "":
	case side.IsCategorical():
		name = labels.MustNewMatcher(labels.MatchEqual, model.MetricNameLabel, side.Metric)
	default:
		name = labels.MustNewMatcher(labels.MatchRegexp, model.MetricNameLabel, regexp.QuoteMeta(side.Metric)+"("+BucketSuffix+")?")
	}
	return (&parser.VectorSelector{LabelMatchers: append([]*labels.Matcher{name}, own...)}).String(), nil
}

// ExemplarSelector selects the series whose exemplars are those of a side: its buckets, or its native histogram.
func ExemplarSelector(side request.Selection) (string, error) {
	series, err := selector(side, suffixOf(side))
	if err != nil {
		return "", err
	}
	return series.String(), nil
}

// Falls returns an expression whose value tells which share of the changes of a side's series over a length of time were
// falls: hardly any of a counter's, about half of a gauge's.
func Falls(side request.Selection, length time.Duration) (string, error) {
	series, err := selector(side, "")
	if err != nil {
		return "", err
	}
	return (&parser.BinaryExpr{
		Op: parser.DIV, LHS: sumBy(over("resets", series, length)), RHS: sumBy(over("changes", series, length)),
		VectorMatching: &parser.VectorMatching{Card: parser.CardOneToOne},
	}).String(), nil
}

// sumBy returns sum by (labels) (expr).
func sumBy(expr parser.Expr, labels ...string) *parser.AggregateExpr {
	return &parser.AggregateExpr{Op: parser.SUM, Expr: expr, Grouping: labels}
}

// sorted makes the PromQL, and with it the cache key, independent of the order in which labels were picked.
func sorted(names []string) []string {
	copied := slices.Clone(names)
	slices.Sort(copied)
	return copied
}

// over returns name(selector[length]).
func over(name string, selector *parser.VectorSelector, length time.Duration) *parser.Call {
	return &parser.Call{
		Func: parser.Functions[name],
		Args: parser.Expressions{&parser.MatrixSelector{VectorSelector: selector, Range: length}},
	}
}
