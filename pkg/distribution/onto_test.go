package distribution_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// Stretches of a window have finer bins than the window, other names, or none at all.
func TestOnto(t *testing.T) {
	wide := dense([]float64{1, 4, inf}, 0, 0, 0)
	for name, c := range map[string]struct {
		h    distribution.Histogram
		onto distribution.Histogram
		want []float64
	}{
		"the same bins":        {dense([]float64{1, 4, inf}, 1, 2, 3), wide, []float64{1, 2, 3}},
		"finer ones":           {dense([]float64{0.5, 1, 2, 4, 8, inf}, 1, 2, 3, 4, 5, 6), wide, []float64{3, 7, 11}},
		"without an end":       {dense([]float64{1, 4}, 1, 2), wide, []float64{1, 2, 0}},
		"above the highest":    {dense([]float64{1, 4, inf}, 1, 2, 3), dense([]float64{1, 4}, 0, 0), []float64{1, 2}},
		"none":                 {distribution.Histogram{}, wide, []float64{0, 0, 0}},
		"names":                {categories("DE", 1, "FR", 2), categories("DE", 0, "FR", 0, "IT", 0), []float64{1, 2, 0}},
		"names nobody knows":   {categories("DE", 1, "FR", 2), categories("DE", 0), []float64{1}},
		"a bin of other names": {categories("DE", 1, "ES", 2, "FR", 4), topOne(), []float64{1, 6}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, c.h.Onto(c.onto.Bins)) })
	}
}

// topOne has the bins DE and other.
func topOne() distribution.Histogram {
	h := categories("DE", 9, "FR", 1, "IT", 1)
	return distribution.Pair{Current: h, Baseline: h}.Join(request.Bins{Kind: request.TopBins, Count: 1}).Current
}

// The place of a bin is its middle; of one that is open, its end, or half of it where it begins at 0.
func TestPositions(t *testing.T) {
	for name, c := range map[string]struct {
		bins []distribution.Bin
		want []float64
	}{
		"of times":    {dense([]float64{1, 3, inf}, 0, 0, 0).Bins, []float64{0.5, 2, 3}},
		"with signs":  {dense([]float64{-1, 1, inf}, 0, 0, 0).Bins, []float64{-1, 0, 1}},
		"without end": {[]distribution.Bin{distribution.NumberBin(-inf, inf)}, []float64{0}},
		"at zero":     {[]distribution.Bin{distribution.NumberBin(-inf, 0), distribution.NumberBin(0, 0), distribution.NumberBin(0, 2)}, []float64{0, 0, 1}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, distribution.Positions(c.bins)) })
	}
}

func TestGrouped(t *testing.T) {
	h := dense([]float64{1, 2, 3, inf}, 1, 2, 3, 4)
	joined := distribution.Pair{Current: h, Baseline: h}.Grouped([]int{0, 0, 1, 1})
	require.Equal(t, []string{"≤ 2: 3", "> 2: 7"}, binned(joined.Current))
	require.Equal(t, []string{"≤ 2: 3", "> 2: 7"}, binned(joined.Baseline))
}
