package frame

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// comparison says in a legend's words what is compared with what: "now" with "1d ago", "canary" with "stable".
func comparison(query request.Query) (current, baseline string) {
	switch query.Baseline.Kind {
	case request.Fixed:
		const layout = "2006-01-02 15:04"
		return "now", query.Baseline.From.UTC().Format(layout) + "–" + query.Baseline.To.UTC().Format(layout) + " UTC"
	case request.Cohort:
		return cohorts(query)
	case request.Seasonal:
		return "now", fmt.Sprintf("last %d × %s", query.Baseline.Count, lengthText(query.Baseline.Period))
	case request.Rest:
		return "each", "the rest"
	case request.Static:
		return "now", "static baseline"
	}
	if query.Baseline.Window == query.Window {
		return "now", lengthText(query.Baseline.Offset) + " ago"
	}
	return "now", fmt.Sprintf("%s, %s ago", lengthText(query.Baseline.Window), lengthText(query.Baseline.Offset))
}

// lengthText writes a length of time. $__range is left where the window is another one.
func lengthText(length request.Duration) string {
	if length.Range {
		return "one range"
	}
	return length.String()
}

// joinedText names bins that were joined: "10 quantiles", "10 of equal ratio", "top 20".
func joinedText(bins request.Bins) string {
	switch {
	case bins.Kind == request.TopBins:
		return fmt.Sprintf("top %d", bins.Count)
	case bins.Kind == request.QuantileBins:
		return fmt.Sprintf("%d quantiles", bins.Count)
	case bins.Scale == request.Log:
		return fmt.Sprintf("%d of equal ratio", bins.Count)
	}
	return fmt.Sprintf("%d of equal width", bins.Count)
}

// cohorts names both sides by what differs: the metric, the category labels, and the matchers on the labels that the
// cohort names. An expression has no name.
func cohorts(query request.Query) (current, baseline string) {
	if query.Current.Expr != "" || query.Baseline.Expr != "" {
		return "current", "baseline"
	}
	var mine, theirs []string
	if query.Baseline.Metric != "" && query.Baseline.Metric != query.Current.Metric {
		mine, theirs = append(mine, query.Current.Metric), append(theirs, query.Baseline.Metric)
	}
	if labels := query.Baseline.Category; len(labels) > 0 && !slices.Equal(labels, query.Current.Category) {
		mine, theirs = append(mine, strings.Join(query.Current.Category, " × ")), append(theirs, strings.Join(labels, " × "))
	}
	for _, matcher := range query.Baseline.Matchers {
		i := slices.IndexFunc(query.Current.Matchers, func(m request.Matcher) bool { return m.Label == matcher.Label })
		switch {
		case i < 0:
			theirs = append(theirs, matcherText(matcher))
		case matcher.Op == request.Equal && query.Current.Matchers[i].Op == request.Equal:
			// The values tell the sides apart; the label would only make the legend longer.
			mine, theirs = append(mine, query.Current.Matchers[i].Value), append(theirs, matcher.Value)
		default:
			mine, theirs = append(mine, matcherText(query.Current.Matchers[i])), append(theirs, matcherText(matcher))
		}
	}
	if len(mine) == 0 {
		mine = []string{"all"}
	}
	return strings.Join(mine, " "), strings.Join(theirs, " ")
}

func matcherText(m request.Matcher) string { return m.Label + string(m.Op) + m.Value }

// measureText writes a measure with its two sides in the order of its formula: KL(now ‖ 1d ago), JS(now, 1d ago).
func measureText(measure request.Measure, current, baseline string) string {
	switch measure {
	case request.MeasureKLReverse:
		return fmt.Sprintf("KL(%s ‖ %s)", baseline, current)
	case request.MeasureKL:
		return fmt.Sprintf("KL(%s ‖ %s)", current, baseline)
	case request.MeasureEntropy:
		return fmt.Sprintf("entropy(%s)", current)
	case request.MeasureNewMass:
		return fmt.Sprintf("new mass (%s, not %s)", current, baseline)
	case request.MeasureVanishedMass:
		return fmt.Sprintf("vanished mass (%s, not %s)", baseline, current)
	}
	return fmt.Sprintf("%s(%s, %s)", view.Name(measure), current, baseline)
}

// groupText names a group by its labels' values, in the order they were asked for.
func groupText(labels map[string]string, groupBy []string) string {
	values := make([]string, len(groupBy))
	for i, label := range groupBy {
		if values[i] = labels[label]; values[i] == "" {
			values[i] = "no " + label
		}
	}
	return strings.Join(values, " / ")
}

func rangeText(from, to time.Time) [2]string {
	return [2]string{from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339)}
}
