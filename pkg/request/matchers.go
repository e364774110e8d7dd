package request

import (
	"fmt"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"

	"github.com/histodrift/histodrift/pkg/fault"
)

func checkMatchers(field string, matchers []Matcher) error {
	for i, matcher := range matchers {
		if err := checkMatcher(fmt.Sprintf("%s[%d]", field, i), matcher); err != nil {
			return err
		}
	}
	return nil
}

func checkMatcher(field string, matcher Matcher) error {
	if matcher.Label == "" {
		return fault.InField(field+".label", "is missing", "name a label, or remove the matcher")
	}
	if !model.UTF8Validation.IsValidLabelName(matcher.Label) {
		return fault.InField(field+".label", "is not a label name", "use valid UTF-8")
	}
	if err := oneOf(field+".op", matcher.Op, Equal, NotEqual, Regexp, NotRegexp); err != nil {
		return err
	}
	if err := checkResolved(field+".value", matcher.Value); err != nil {
		return err
	}
	return checkRegexp(field+".value", matcher)
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
