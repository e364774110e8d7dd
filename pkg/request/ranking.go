package request

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Ranking says how groups that changed are told from noise.
type Ranking struct {
	FalseDiscovery float64 `json:"falseDiscovery"` // Share of false alarms among the groups that are marked.
}

// DefaultFalseDiscovery is the share of false alarms among marked groups unless a query says otherwise.
const DefaultFalseDiscovery = 0.05

func (r *Ranking) applyDefaults() { setDefault(&r.FalseDiscovery, DefaultFalseDiscovery) }

func (q *Query) checkRanking() error {
	if share := q.Ranking.FalseDiscovery; !(share > 0 && share < 1) {
		return fault.InField("ranking.falseDiscovery", fmt.Sprintf("%v is not a share between 0 and 1", share), "use 0.05 for 5 %")
	}
	return nil
}
