package request

import (
	"fmt"

	"github.com/prometheus/prometheus/promql/parser"
)

// checkLeftOut checks what says which times the baseline leaves out.
func (q *Query) checkLeftOut() error {
	for i, interval := range q.Baseline.Exclude {
		if err := checkInterval(fmt.Sprintf("baseline.exclude[%d]", i), interval.From, interval.To); err != nil {
			return err
		}
	}
	if q.Baseline.Mute == "" {
		return nil
	}
	return checkExpr("baseline.mute", q.Baseline.Mute, "promotion_active or sum(deploys_running) > 0", parser.ValueTypeVector, parser.ValueTypeScalar)
}
