package confidence_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func TestRank(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name  string
		parts []confidence.Contribution
		rank  []int
		tied  []bool
	}{
		{"nothing", nil, []int{}, []bool{}},
		{
			"by the lower limit, then the value, then the place",
			[]confidence.Contribution{
				{Value: 0.3, Lower: 0, Upper: 0.7, RatioUpper: 3},
				{Value: 0.2, Lower: 0.1, Upper: 0.3, RatioUpper: 3},
				{Value: 0.1, Lower: 0, Upper: 0.09, RatioUpper: 3},
				{Value: 0.3, Lower: 0, Upper: 0.1, RatioUpper: 3},
			},
			[]int{1, 0, 3, 2},
			[]bool{true, true, false, true},
		},
		{
			"a clear top, and a bin without events",
			[]confidence.Contribution{
				{Upper: inf, RatioUpper: inf},
				{Value: 0.04, Upper: 0.06, RatioUpper: 2},
				{Value: 0.2, Lower: 0.1, Upper: inf, Direction: confidence.Gained, RatioLower: 3, RatioUpper: inf},
			},
			[]int{2, 1, 0},
			[]bool{false, false, true},
		},
		{
			"nothing is certain",
			[]confidence.Contribution{{Value: 0.1, Upper: 0.2, RatioUpper: 2}, {Value: 0.2, Upper: 0.3, RatioUpper: 2}, {Upper: 0.1, RatioUpper: 2}},
			[]int{1, 0, 2},
			[]bool{true, true, true},
		},
		{
			"facts",
			[]confidence.Contribution{
				{Value: 0.1, Lower: 0.01, Upper: 0.2, RatioUpper: 2},
				{Value: inf, Lower: inf, Upper: inf, Direction: confidence.Gained, RatioLower: inf, RatioUpper: inf},
			},
			[]int{1, 0},
			[]bool{false, true},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.rank, confidence.Rank(c.parts))
			require.Equal(t, c.tied, confidence.Tied(c.parts))
		})
	}
}

// The top bin is tied with itself, and whatever is not tied has its limits under those of the top.
func TestTiedBins(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		parts := contributions(t, x, y, confidence.Options{})
		order, tied := confidence.Rank(parts), confidence.Tied(parts)
		require.True(t, tied[order[0]])
		for i, j := range order[1:] {
			require.GreaterOrEqual(t, parts[order[i]].Lower, parts[j].Lower)
			if !tied[j] && x[j]+y[j] > 0 {
				require.Less(t, parts[j].Upper, parts[order[0]].Lower)
			}
		}
		sorted := slices.Clone(order)
		slices.Sort(sorted)
		for i, j := range sorted {
			require.Equal(t, i, j)
		}
	}
}

// The bin that contributes the most by far is among the tied ones in nearly every sample, and alone in samples that are
// large enough to be stable.
func TestTiedBinsHoldTheTruth(t *testing.T) {
	q := []float64{0.25, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05}
	p := []float64{0.25, 0.2, 0.15, 0.15, 0.05, 0.05, 0.15}
	const runs, top = 500, 6
	kl := truth(confidence.KL, p, q)
	for _, times := range []float64{0.05, 3} {
		n := math.Round(times * confidence.StableAt(len(q), kl))
		source, among, alone := newSource(), 0.0, 0.0
		for range runs {
			parts := contributions(t, multinomial(source, n, p), multinomial(source, n, q), confidence.Options{})
			tied := confidence.Tied(parts)
			among += share(tied[top], runs)
			alone += share(tied[top] && !slices.Contains(tied[:top], true), runs)
		}
		require.GreaterOrEqual(t, among, 0.975, times)
		require.Equal(t, times > 1, alone > 0.9, "at %v: alone in %v", times, alone)
	}
}

func TestStableAt(t *testing.T) {
	require.Equal(t, 7200.0, confidence.StableAt(12, 0.05))
	require.Equal(t, 36000.0, confidence.StableAt(60, 0.05))
	for _, kl := range []float64{0, -0.1, math.NaN()} {
		require.True(t, math.IsInf(confidence.StableAt(12, kl), 1))
	}
	require.True(t, math.IsInf(confidence.StableAt(1, 0.1), 1))
	require.Zero(t, confidence.StableAt(12, math.Inf(1)), "an infinite KL is a fact of one bin")
}

// The tail has grown. The counts leave open which of the last two buckets contributes more.
func ExampleContributions() {
	current := []float64{120, 480, 910, 380, 140, 70}
	baseline := []float64{1400, 5200, 9100, 3500, 700, 100}
	parts, err := confidence.Contributions(current, baseline, confidence.Options{Level: 0.95, Ordered: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	tied := confidence.Tied(parts)
	for _, i := range confidence.Rank(parts)[:2] {
		c := parts[i]
		fmt.Printf("bin %d: %.4f nats (%.4f to %.4f), %v, %.2f to %.2f times as likely, tied: %v\n",
			i, c.Value, c.Lower, c.Upper, c.Direction, c.RatioLower, c.RatioUpper, tied[i])
	}
	// Output:
	// bin 5: 0.0349 nats (0.0169 to 0.0594), gained, 4.43 to 10.03 times as likely, tied: true
	// bin 4: 0.0113 nats (0.0038 to 0.0244), gained, 1.49 to 2.43 times as likely, tied: true
}
