package confidence_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// With samples of 1000 each, a bin needs 10 events of both together to stand alone.
func TestPartition(t *testing.T) {
	tests := []struct {
		name    string
		ordered bool
		known   bool
		x, y    []float64
		want    []int
	}{
		{
			name: "enough everywhere", ordered: true,
			x: []float64{300, 400, 300}, y: []float64{350, 350, 300}, want: []int{0, 1, 2},
		},
		{
			name: "a run closes when it has enough", ordered: true,
			x: []float64{1, 2, 3, 994, 0}, y: []float64{2, 2, 2, 990, 4}, want: []int{0, 0, 0, 1, 1},
		},
		{
			name: "a rare bin with evidence stands alone, between the run before it and after it", ordered: true,
			x: []float64{980, 1, 40, 1, 978}, y: []float64{100000, 0, 1, 0, 100000}, want: []int{0, 0, 1, 2, 2},
		},
		{
			name: "evidence before any ordinary group: the run stays open around it", ordered: true,
			x: []float64{1, 40, 1, 978}, y: []float64{0, 1, 0, 100000}, want: []int{1, 0, 1, 1},
		},
		{
			name: "five events where one is expected are no evidence", ordered: true,
			x: []float64{600, 5, 395}, y: []float64{60000, 100, 39500}, want: []int{0, 1, 1},
		},
		{
			name: "rare categories become other", ordered: false,
			x: []float64{3, 500, 2, 490, 5}, y: []float64{2, 500, 5, 490, 3}, want: []int{2, 0, 2, 1, 2},
		},
		{
			name: "other is too small: it joins the smallest", ordered: false,
			x: []float64{1, 598, 401}, y: []float64{2, 600, 398}, want: []int{1, 0, 1},
		},
		{
			name: "nothing has enough", ordered: false,
			x: []float64{1, 2, 1}, y: []float64{2, 1, 1}, want: []int{0, 0, 0},
		},
		{
			name: "nothing has enough, ordered", ordered: true,
			x: []float64{1, 2, 1}, y: []float64{2, 1, 1}, want: []int{0, 0, 0},
		},
		{
			name: "known baseline: five events expected are enough", ordered: true, known: true,
			x: []float64{4, 600, 396}, y: []float64{0.006, 0.6, 0.394}, want: []int{0, 1, 2},
		},
		{
			name: "known baseline: impossible events are evidence", ordered: false, known: true,
			x: []float64{600, 390, 10}, y: []float64{0.6, 0.4, 0}, want: []int{0, 1, 2},
		},
		{
			name: "known baseline: twenty where two are expected", ordered: false, known: true,
			x: []float64{590, 390, 20}, y: []float64{0.6, 0.398, 0.002}, want: []int{0, 1, 2},
		},
		{
			name: "known baseline: too few are no evidence", ordered: false, known: true,
			x: []float64{600, 395, 5}, y: []float64{0.6, 0.398, 0.002}, want: []int{0, 1, 1},
		},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			v := estimate(t, confidence.JS, c.x, c.y, confidence.Options{Ordered: c.ordered, KnownBaseline: c.known})
			require.Equal(t, c.want, v.GroupOf)
		})
	}
}

func TestMergedMass(t *testing.T) {
	x, y := []float64{500, 3, 2, 1, 494}, []float64{500, 2, 0, 4, 494}
	v := estimate(t, confidence.KL, x, y, confidence.Options{Ordered: true})
	require.Equal(t, []int{0, 1, 1, 1, 2}, v.GroupOf)
	require.Equal(t, 3, v.BinsMerged)
	// Of the group (3, 2), (2, 0), (1, 4), the first bin and the last are equally large: the first stays out.
	require.InDelta(t, 3.0/1000, v.MergedCurrent, 1e-15)
	require.InDelta(t, 4.0/1000, v.MergedBaseline, 1e-15)

	reverse := estimate(t, confidence.KLReverse, x, y, confidence.Options{Ordered: true})
	require.Equal(t, v.MergedCurrent, reverse.MergedCurrent)
	require.Equal(t, v.MergedBaseline, reverse.MergedBaseline)
}
