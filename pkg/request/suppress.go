package request

import (
	"fmt"
	"slices"

	"github.com/histodrift/histodrift/pkg/fault"
)

// mostSuppressed bounds suppressBelow: beyond it nothing would be left to be seen.
const mostSuppressed = 1_000_000

// unsuppressed are the views that can't keep few events from being seen, with the reason.
var unsuppressed = []struct {
	view View
	why  string
}{
	{ViewExemplars, "an exemplar is a single event"},
	{ViewExplain, "it tells rare values of labels apart"},
	{ViewVerdict, "it tells how many samples there are from the first one on"},
}

func (q *Query) checkSuppression() error {
	k := q.SuppressBelow
	if k < 0 || k > mostSuppressed {
		return fault.InField("suppressBelow", fmt.Sprintf("%d is not a number of events", k), fmt.Sprintf("use 0 to %d, such as 10", mostSuppressed))
	}
	for _, one := range unsuppressed {
		if k > 1 && q.View == one.view {
			return fault.InField("suppressBelow", fmt.Sprintf("the view %s can't hide bins of few events: %s", one.view, one.why), fmt.Sprintf("remove it, or use one of the views %s", orList(suppressing())))
		}
	}
	return nil
}

// suppressing are the views that can hide bins of few events.
func suppressing() (names []string) {
	for _, view := range Views {
		if !slices.ContainsFunc(unsuppressed, func(one struct {
			view View
			why  string
		},
		) bool {
			return one.view == view
		}) {
			names = append(names, string(view))
		}
	}
	return names
}

// WithLeast returns the query with at least the suppression that the data source demands. The error is a *fault.Error: the
// view can't keep to it.
func (q Query) WithLeast(suppressBelow int) (Query, error) {
	if suppressBelow <= q.SuppressBelow {
		return q, nil
	}
	q.SuppressBelow = suppressBelow
	for _, one := range unsuppressed {
		if q.View == one.view {
			return q, fault.InField("view", fmt.Sprintf("%s is not to be had here: the data source hides bins of fewer than %d events, and %s", one.view, suppressBelow, one.why),
				fmt.Sprintf("use one of the views %s", orList(suppressing())))
		}
	}
	return q, nil
}
