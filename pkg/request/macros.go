package request

import (
	"fmt"
	"regexp"
	"time"

	"github.com/prometheus/prometheus/model/labels"

	"github.com/histodrift/histodrift/pkg/fault"
)

// variable matches what is left of a dashboard variable that nobody replaced: $x, ${x}, ${x:csv}, [[x]].
var variable = regexp.MustCompile(`\$\{[A-Za-z_]\w*(?:[:.][^}]*)?\}|\$[A-Za-z_]\w*|\[\[\w+\]\]`)

// checkResolved refuses a value that still holds a variable. Grafana replaces dashboard variables in the browser; a
// rule that runs on the server has none, and a literal "$service" would silently match nothing.
func checkResolved(field, text string) error {
	name := variable.FindString(text)
	if name == "" {
		return nil
	}
	return fault.InField(field, fmt.Sprintf("the variable %s has no value here", name),
		"alert rules have no dashboard variables: write the value; a literal $ is [$] in a regular expression")
}

func checkRegexp(field string, matcher Matcher) error {
	if matcher.Op != Regexp && matcher.Op != NotRegexp {
		return nil
	}
	if _, err := labels.NewMatcher(labels.MatchRegexp, matcher.Label, matcher.Value); err != nil {
		return fault.InField(field, fmt.Sprintf("%q is not a regular expression", matcher.Value), "use RE2 syntax").Because(err)
	}
	return nil
}

// Resolve replaces $__range by the length of the panel's range and makes the checks that had to wait for it.
func (q Query) Resolve(panelRange time.Duration) (Query, error) {
	q.Window = Duration{Length: q.Window.Resolve(panelRange)}
	if q.Window.Length <= 0 {
		return Query{}, fault.InField("window", "the range of the panel is empty", "choose a longer range, or a window like 1h")
	}
	if q.Baseline.Kind != Previous {
		return q, nil
	}
	q.Baseline.Window = Duration{Length: q.Baseline.Window.Resolve(panelRange)}
	q.Baseline.Offset = Duration{Length: q.Baseline.Offset.Resolve(panelRange)}
	if q.Baseline.Offset.Length < q.Window.Length {
		return Query{}, overlap(q.Baseline.Offset.Length, q.Window.Length)
	}
	return q, nil
}
