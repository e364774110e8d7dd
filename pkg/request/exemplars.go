package request

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/fault"
)

// Exemplars says which exemplars are returned.
type Exemplars struct {
	Bins int `json:"bins"` // How many of the bins that contribute most are searched.
}

// DefaultExemplarBins is the number of bins that are searched unless a query says otherwise.
const DefaultExemplarBins = 3

// mostExemplarBins bounds it: with all bins, exemplars tell nothing about the change.
const mostExemplarBins = 50

func (e *Exemplars) applyDefaults() { setDefault(&e.Bins, DefaultExemplarBins) }

func (q *Query) checkExemplars() error {
	if n := q.Exemplars.Bins; n < 1 || n > mostExemplarBins {
		return fault.InField("exemplars.bins", fmt.Sprintf("%d is not a number of bins", n), fmt.Sprintf("use 1 to %d", mostExemplarBins))
	}
	if len(q.Current.Category) > 0 {
		return fault.InField("view", "exemplars belong to histograms, and current has categories", "use the view contributions")
	}
	return nil
}
