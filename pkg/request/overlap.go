package request

import (
	"fmt"
	"math"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
)

// MaxSeasons is the highest number of windows of a seasonal baseline.
const MaxSeasons = 100

// checkPrevious leaves $__range to Resolve, when the range is known.
func (q *Query) checkPrevious() error {
	if q.Baseline.Offset.Range || q.Window.Range {
		return nil
	}
	return checkApart("baseline.offset", q.Baseline.Offset, q.Window)
}

func (q *Query) checkSeasonal() error {
	b := q.Baseline
	if b.Count < 1 || b.Count > MaxSeasons {
		return fault.InField("baseline.count", fmt.Sprintf("%d is outside 1 to %d", b.Count, MaxSeasons), fmt.Sprintf("use %d", DefaultSeasons))
	}
	if b.Period.Range {
		return fault.InField("baseline.period", "$__range is the panel's range, and seasons are as long in every panel", "write it like 1d or 7d")
	}
	if b.Period.Length > math.MaxInt64/time.Duration(b.Count) {
		return fault.InField("baseline.period", fmt.Sprintf("%d times %s is longer than times can be counted", b.Count, b.Period), "write it like 1d or 7d")
	}
	if q.Window.Range {
		return nil
	}
	return checkApart("baseline.period", b.Period, q.Window)
}

// checkApart refuses a current window that lies in its own baseline: the two would share events, and the divergence
// would be too small without a word.
func checkApart(field string, distance, window Duration) error {
	if distance.Length >= window.Length {
		return nil
	}
	return fault.InField(field,
		fmt.Sprintf("%s is shorter than the window of %s, so the current window would lie in its own baseline", distance, window),
		fmt.Sprintf("use %s or more", window))
}
