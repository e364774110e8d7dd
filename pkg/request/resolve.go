package request

import (
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Resolve replaces $__range by the length of the panel's range and makes the checks that had to wait for it.
func (q Query) Resolve(panelRange time.Duration) (Query, error) {
	q.Window = Duration{Length: q.Window.Resolve(panelRange)}
	if q.Window.Length <= 0 {
		return Query{}, fault.InField("window", "the range of the panel is empty", "choose a longer range, or a window like 1h")
	}
	if err := q.Baseline.resolve(q.Window, panelRange); err != nil {
		return Query{}, err
	}
	return q, nil
}

func (b *Baseline) resolve(window Duration, panelRange time.Duration) error {
	switch b.Kind {
	case Previous:
		b.Window = Duration{Length: b.Window.Resolve(panelRange)}
		b.Offset = Duration{Length: b.Offset.Resolve(panelRange)}
		return checkApart("baseline.offset", b.Offset, window)
	case Seasonal:
		b.defaultPeriod(window)
		return checkApart("baseline.period", b.Period, window)
	default:
		return nil
	}
}
