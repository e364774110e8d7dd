package plan

import (
	"fmt"
	"slices"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

const (
	// scrapesPerCell is the fewest scrapes in a cell: below it the extrapolation of increase() dominates.
	scrapesPerCell = 4
	// wantedCells is how many cells a window should have: enough to see how bursty its counts are, few enough to be cheap.
	wantedCells = 24
	// maxCells is the most cells of a window; an odd offset that needs more is served by direct windows.
	maxCells = 240
)

// checkWindow refuses windows that hold too few scrapes to count anything.
func checkWindow(query request.Query, scrape time.Duration) error {
	least := scrapesPerCell * scrape
	if query.Window.Length < least {
		return tooShort("window", query.Window.Length, scrape, least)
	}
	if query.Baseline.Kind == request.Previous && query.Baseline.Window.Length < least {
		return tooShort("baseline.window", query.Baseline.Window.Length, scrape, least)
	}
	if query.Baseline.Kind == request.Fixed && query.Baseline.To.Sub(query.Baseline.From) < least {
		return tooShort("baseline.to", query.Baseline.To.Sub(query.Baseline.From), scrape, least)
	}
	return nil
}

func tooShort(field string, length, scrape, least time.Duration) error {
	return fault.InField(field,
		fmt.Sprintf("%s holds fewer than %d scrapes of %s", request.Duration{Length: length}, scrapesPerCell, request.Duration{Length: scrape}),
		fmt.Sprintf("use %s or more, or correct the scrape interval", request.Duration{Length: least}))
}

// cellLength returns the length of the cells of a query. It is a function of the query and the scrape interval alone,
// never of the panel, so that a panel and an alert rule add up the same cells and get the same number. It divides all
// lengths of the query, so that each window is a whole number of cells. ok is false where no length does.
func cellLength(query request.Query, scrape time.Duration) (cell time.Duration, ok bool) {
	common := query.Window.Length
	switch query.Baseline.Kind {
	case request.Previous:
		common = gcd(common, gcd(query.Baseline.Window.Length, query.Baseline.Offset.Length))
	case request.Seasonal:
		common = gcd(common, query.Baseline.Period.Length)
	}
	least := scrapesPerCell * scrape
	enough := func(cell time.Duration) bool { return query.Window.Length/cell >= wantedCells }
	// From the longest down: the first with enough cells is the cheapest one.
	for _, nice := range slices.Backward(niceSteps) {
		if nice >= least && common%nice == 0 {
			cell = nice
			if enough(cell) {
				break
			}
		}
	}
	for parts := time.Duration(1); cell == 0 && common/parts >= least; parts++ {
		if common%(parts*time.Second) == 0 && enough(common/parts) {
			cell = common / parts
		}
	}
	return cell, cell > 0 && query.Window.Length/cell <= maxCells
}

func gcd(a, b time.Duration) time.Duration {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func roundUp(length, unit time.Duration) time.Duration {
	return (length + unit - 1) / unit * unit
}

// niceSteps divide a day, so that cells, windows and points fall on the hours people think in.
var niceSteps = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 3 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 4 * time.Hour, 6 * time.Hour, 8 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// niceStep returns the longest length of everyday use that is not above the wanted one.
func niceStep(wanted time.Duration) time.Duration {
	nice := niceSteps[0]
	for _, step := range niceSteps {
		if step <= wanted {
			nice = step
		}
	}
	return nice
}
