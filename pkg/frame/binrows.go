package frame

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/view"
)

// listed are the bins that have a row, at most as many as the query's limit: those of numbers in their order, categories
// by what they contribute. others are all other bins.
func (b builder) listed(split view.Split) (listed, others []int) {
	order := make([]int, len(split.Parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(split.Parts[k].Value, split.Parts[i].Value) })
	n := min(len(order), b.source.Query.Limit)
	listed, others = order[:n], order[n:]
	if b.measure.Last.Current.Ordered {
		slices.Sort(listed)
	}
	return listed, others
}

// binRow is a row of the table. What has no value is NaN.
type binRow struct {
	name                                             string
	bin                                              distribution.Bin
	current, baseline, value, lower, upper, logRatio float64
	signed, share                                    float64
	movement                                         string
	n                                                [2]float64
}

// rowsOf are those of the bins, of all others together, and of what the correction of the bias adds.
func (b builder) rowsOf(split view.Split, listed, others []int) []binRow {
	nan := math.NaN()
	var rows []binRow
	for _, i := range listed {
		part := split.Parts[i]
		rows = append(rows, binRow{
			name: part.Bin.String(), bin: part.Bin, current: part.Current, baseline: part.Baseline, n: part.N,
			value: part.Value, lower: part.Lower, upper: part.Upper, signed: part.Signed(),
			share: split.Share(i), logRatio: part.LogRatio(), movement: string(part.Movement),
		})
	}
	if len(others) > 0 {
		rest := binRow{name: othersText(len(others)), bin: unbounded, lower: nan, upper: nan, logRatio: nan}
		for _, i := range others {
			part := split.Parts[i]
			rest.current, rest.baseline, rest.value, rest.signed = rest.current+part.Current, rest.baseline+part.Baseline, rest.value+part.Value, rest.signed+part.Signed()
			rest.share, rest.n = rest.share+split.Share(i), [2]float64{rest.n[0] + part.N[0], rest.n[1] + part.N[1]}
		}
		rows = append(rows, rest)
	}
	if correction := split.Correction(); !math.IsNaN(correction) {
		rows = append(rows, binRow{
			name: "bias correction", bin: unbounded, current: nan, baseline: nan, n: [2]float64{nan, nan},
			value: correction, lower: nan, upper: nan, signed: correction, share: nan, logRatio: nan,
		})
	}
	return rows
}

func othersText(n int) string {
	if n == 1 {
		return "1 other bin"
	}
	return fmt.Sprintf("%d other bins", n)
}

// unbounded stands for rows that are no bins.
var unbounded = distribution.NumberBin(math.Inf(-1), math.Inf(1))
