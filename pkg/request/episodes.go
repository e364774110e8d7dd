package request

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Episodes says when a drift begins and ends.
type Episodes struct {
	Leave float64  `json:"leave"`          // Part of the threshold under which the estimate has to fall for an episode to end.
	Gap   Duration `json:"gap,omitzero"`   // Time between two episodes up to which they are one.
	Least Duration `json:"least,omitzero"` // Shortest episode that counts.
}

// DefaultLeave keeps a divergence that dances around the threshold in one episode.
const DefaultLeave = 0.5

func (e *Episodes) applyDefaults() { setDefault(&e.Leave, DefaultLeave) }

func (q *Query) checkEpisodes() error {
	if share := q.Episodes.Leave; !(share > 0 && share <= 1) {
		return fault.InField("episodes.leave", fmt.Sprintf("%v is not a part of the threshold", share), "use 0.5 for half of it, 1 for all")
	}
	if q.Episodes.Gap.Range {
		return fault.InField("episodes.gap", "is not a length", "write it like 30m")
	}
	if q.Episodes.Least.Range {
		return fault.InField("episodes.least", "is not a length", "write it like 30m")
	}
	return nil
}
