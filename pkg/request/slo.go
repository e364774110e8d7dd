package request

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
)

// SLO is an objective: a share of windows or groups whose divergence stays at or below the threshold.
type SLO struct {
	Target float64  `json:"target"` // Share that has to be within, such as 0.95.
	Over   Over     `json:"over"`
	Period Duration `json:"period"` // Time over which windows count.
	Long   Duration `json:"long"`   // Window of the burn rate that tells whether it matters.
	Short  Duration `json:"short"`  // Window of the burn rate that tells whether it still goes on.
}

// Over names what an objective counts.
type Over string

// What an objective counts.
const (
	OverWindows Over = "windows" // Windows of each group, over the period.
	OverGroups  Over = "groups"  // Groups that can be judged, at each time and over the period.
)

// Defaults of an objective.
const (
	DefaultTarget = 0.95
	DefaultSLO    = 30 * 24 * time.Hour
	DefaultLong   = 24 * time.Hour
	DefaultShort  = 2 * time.Hour
)

// applyDefaults fills in lengths that hold at least one window and fit into each other, so that leaving one out is never an
// error.
func (s *SLO) applyDefaults(window Duration) {
	setDefault(&s.Target, DefaultTarget)
	setDefault(&s.Over, OverWindows)
	setDefault(&s.Period, Duration{Length: max(DefaultSLO, window.Length)})
	setDefault(&s.Long, Duration{Length: max(min(DefaultLong, s.Period.Length), window.Length)})
	setDefault(&s.Short, Duration{Length: max(min(DefaultShort, s.Long.Length), window.Length)})
}

func (q *Query) checkSLO() error {
	if err := oneOf("slo.over", q.SLO.Over, OverWindows, OverGroups); err != nil {
		return err
	}
	if t := q.SLO.Target; !(t > 0 && t < 1) {
		return fault.InField("slo.target", fmt.Sprintf("%v is not a share between 0 and 1", t), "use 0.95 for 95 %")
	}
	for _, one := range []struct {
		field  string
		length Duration
	}{{"slo.period", q.SLO.Period}, {"slo.long", q.SLO.Long}, {"slo.short", q.SLO.Short}} {
		if one.length.Range {
			return fault.InField(one.field, "is not a length", "write it like 6h or 30d")
		}
	}
	switch {
	case q.Window.Range:
		return fault.InField("window", "the windows that an objective counts are the same for every panel and rule, and the range is not", "write it like 1h")
	case !q.WidenTo.IsZero():
		return fault.InField("widenTo", "the windows that an objective counts stand apart, and wider ones would overlap", "remove it, or use a longer window")
	case q.SLO.Period.Length < q.Window.Length:
		return q.tooShort("slo.period", q.SLO.Period)
	case q.SLO.Long.Length < q.Window.Length:
		return q.tooShort("slo.long", q.SLO.Long)
	case q.SLO.Short.Length < q.Window.Length:
		return q.tooShort("slo.short", q.SLO.Short)
	case q.SLO.Long.Length > q.SLO.Period.Length:
		return fault.InField("slo.long", fmt.Sprintf("%s is longer than the period of %s", q.SLO.Long, q.SLO.Period), "use less, or a longer period")
	case q.SLO.Short.Length > q.SLO.Long.Length:
		return fault.InField("slo.short", fmt.Sprintf("%s is longer than slo.long, which is %s", q.SLO.Short, q.SLO.Long), "swap them, or shorten it")
	}
	return nil
}

// tooShort is the fault of a time that holds no window to count.
func (q *Query) tooShort(field string, length Duration) error {
	return fault.InField(field, fmt.Sprintf("%s is shorter than the window of %s", length, q.Window), "use more, or a shorter window")
}
