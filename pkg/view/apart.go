package view

import (
	"fmt"
	"strings"

	"github.com/histodrift/histodrift/pkg/request"
)

// apart says once for all groups that no group is on both sides; nil where one is.
func apart(pairs []pair, query request.Query) *Notice {
	if query.Baseline.Kind == request.Rest && len(pairs) == 1 {
		return &Notice{Warning: true, Text: fmt.Sprintf("There is one group only, and so no rest to compare it with: group by another label than %s, or widen the matchers.",
			strings.Join(query.GroupBy, ", "))}
	}
	current, baseline := 0, 0
	for _, one := range pairs {
		switch {
		case one.current != nil && one.baseline != nil:
			return nil
		case one.current != nil:
			current++
		default:
			baseline++
		}
	}
	switch {
	case current == 0 && baseline == 0:
		return nil
	case baseline == 0:
		return &Notice{Warning: true, Text: "No series match on the baseline side: check its metric and matchers, and that there were counts at that time."}
	case current == 0:
		return &Notice{Warning: true, Text: "No series match on the current side: check its metric and matchers, and that there were counts at that time."}
	}
	return &Notice{Warning: true, Text: fmt.Sprintf("No group is on both sides (%d current, %d baseline): a label of groupBy (%s) has other values on each; drop it.",
		current, baseline, strings.Join(query.GroupBy, ", "))}
}
