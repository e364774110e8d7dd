package plan

import "github.com/histodrift/histodrift/pkg/request"

// MostRanked is the most groups of a ranking. It is of one moment and draws no lines, so that it takes far more groups than
// a panel over time.
const MostRanked = 10_000

// rankedBins is how many bins so many groups may have.
const rankedBins = 20

// forRanking lets the answers hold all groups of a ranking. What they take is bounded by bytes and values.
func (p Plan) forRanking(query request.Query) Plan {
	if query.View == request.ViewRanking {
		for i := range p.Sources {
			p.Sources[i].Series = MostRanked * rankedBins
		}
	}
	return p
}
