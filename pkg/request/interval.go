package request

import (
	"fmt"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Times outside these years can't be counted in nanoseconds since 1970.
const (
	firstYear = 1970
	lastYear  = 2200
)

// checkInterval checks the times field.from and field.to.
func checkInterval(field string, from, to time.Time) error {
	const fromLike, toLike = "give a time like 2026-11-01T00:00:00Z", "give a time like 2026-11-08T00:00:00Z"
	switch {
	case from.IsZero():
		return fault.InField(field+".from", "is missing", fromLike)
	case to.IsZero():
		return fault.InField(field+".to", "is missing", toLike)
	case from.Year() < firstYear:
		return fault.InField(field+".from", fmt.Sprintf("%d is not a year with metrics", from.Year()), fromLike)
	case to.Year() > lastYear:
		return fault.InField(field+".to", fmt.Sprintf("%d is not a year with metrics", to.Year()), toLike)
	case !from.Before(to):
		return fault.InField(field+".to", fmt.Sprintf("is not after %s.from", field), "swap them, or move one")
	}
	return nil
}
