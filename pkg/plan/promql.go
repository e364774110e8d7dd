package plan

import (
	"regexp"
	"slices"
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

// buckets selects the bucket series of one side; those of all histograms where it names no metric.
func buckets(side request.Selection) (*parser.VectorSelector, error) {
	name := side.Metric + BucketSuffix
	matchers := []*labels.Matcher{labels.MustNewMatcher(labels.MatchEqual, model.MetricNameLabel, name)}
	if side.Metric == "" {
		matchers[0] = nameContains("")
	}
	for _, m := range side.Matchers {
		matcher, err := labels.NewMatcher(matchTypes[m.Op], m.Label, m.Value)
		if err != nil {
			return nil, fault.InField("matchers", "the matcher on "+m.Label+" is not valid", "use RE2 syntax").Because(err)
		}
		matchers = append(matchers, matcher)
	}
	selector := &parser.VectorSelector{LabelMatchers: matchers}
	// A selector prints its name as it stands. One that is no plain name stays a matcher, which is printed in quotes.
	if side.Metric != "" && model.LegacyValidation.IsValidMetricName(name) {
		selector.Name = name
	}
	return selector, nil
}

// BucketSelector returns the PromQL selector of the bucket series of one side, of all histograms if it has no metric.
func BucketSelector(side request.Selection) (string, error) {
	selector, err := buckets(side)
	if err != nil {
		return "", err
	}
	return selector.String(), nil
}

// bucketCounts returns sum by (le, groups…) (increase(metric_bucket{matchers}[length])), printed from the syntax tree so
// that no metric name or label value can break out of its place.
func bucketCounts(side request.Selection, groupBy []string, length time.Duration) (string, error) {
	selector, err := buckets(side)
	if err != nil {
		return "", err
	}
	increase := &parser.Call{
		Func: parser.Functions["increase"],
		Args: parser.Expressions{&parser.MatrixSelector{VectorSelector: selector, Range: length}},
	}
	sum := &parser.AggregateExpr{Op: parser.SUM, Expr: increase, Grouping: append([]string{model.BucketLabel}, sorted(groupBy)...)}
	return sum.String(), nil
}

// sorted makes the PromQL, and with it the cache key, independent of the order in which labels were picked.
func sorted(names []string) []string {
	copied := slices.Clone(names)
	slices.Sort(copied)
	return copied
}
