package divergence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestChainRule(t *testing.T) {
	inf, ln2, ln3 := math.Inf(1), math.Ln2, math.Log(3)
	for _, c := range []struct {
		name  string
		p, q  []float64
		outer []int
		want  divergence.Chain
	}{
		{
			name: "mix only", p: []float64{3, 3, 1, 1}, q: []float64{1, 1, 1, 1}, outer: []int{0, 0, 1, 1},
			want: divergence.Chain{
				Total: 0.75*math.Log(1.5) - 0.25*ln2, Mix: 0.75*math.Log(1.5) - 0.25*ln2, Values: []divergence.OuterPart{
					{Current: 0.75, Baseline: 0.5, Mix: 0.75*math.Log(1.5) - 0.25},
					{Current: 0.25, Baseline: 0.5, Mix: 0.25 - 0.25*ln2},
				},
			},
		},
		{
			name: "inside only, outer values in turn", p: []float64{3, 2, 1, 2}, q: []float64{1, 1, 1, 1}, outer: []int{0, 1, 0, 1},
			want: divergence.Chain{
				Total: 0.5 * (0.75*ln3 - ln2), Inside: 0.5 * (0.75*ln3 - ln2), Values: []divergence.OuterPart{
					{Current: 0.5, Baseline: 0.5, Inside: 0.75*ln3 - ln2, Weighted: 0.5 * (0.75*ln3 - ln2)},
					{Current: 0.5, Baseline: 0.5},
				},
			},
		},
		{
			name: "new and gone outer values", p: []float64{1, 1, 0, 0}, q: []float64{0, 1, 2, 0}, outer: []int{0, 1, 2, 3},
			want: divergence.Chain{
				Total: inf, Mix: inf, Values: []divergence.OuterPart{
					{Current: 0.5, Mix: inf},
					{Current: 0.5, Baseline: 1.0 / 3, Mix: 0.5*math.Log(1.5) - 0.5 + 1.0/3},
					{Baseline: 2.0 / 3, Mix: 2.0 / 3},
					{},
				},
			},
		},
		{
			name: "new bin inside", p: []float64{1, 1, 2}, q: []float64{0, 2, 2}, outer: []int{0, 0, 1},
			want: divergence.Chain{
				Total: inf, Inside: inf, Values: []divergence.OuterPart{
					{Current: 0.5, Baseline: 0.5, Inside: inf, Weighted: inf},
					{Current: 0.5, Baseline: 0.5},
				},
			},
		},
		{
			name: "one outer value", p: []float64{3, 1}, q: []float64{1, 1}, outer: []int{0, 0},
			want: divergence.Chain{
				Total: 0.75*ln3 - ln2, Inside: 0.75*ln3 - ln2, Values: []divergence.OuterPart{
					{Current: 1, Baseline: 1, Inside: 0.75*ln3 - ln2, Weighted: 0.75*ln3 - ln2},
				},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := divergence.ChainRule(c.p, c.q, c.outer, len(c.want.Values))
			require.NoError(t, err)
			requireClose(t, c.want.Total, got.Total, 1e-14)
			requireClose(t, c.want.Mix, got.Mix, 1e-14)
			requireClose(t, c.want.Inside, got.Inside, 1e-14)
			require.Len(t, got.Values, len(c.want.Values))
			for l, want := range c.want.Values {
				part := got.Values[l]
				requireClose(t, want.Current, part.Current, 1e-15)
				requireClose(t, want.Baseline, part.Baseline, 1e-15)
				requireClose(t, want.Mix, part.Mix, 1e-14)
				requireClose(t, want.Inside, part.Inside, 1e-14)
				requireClose(t, want.Weighted, part.Weighted, 1e-14)
			}
		})
	}
}

// Each part is the divergence of what it is said to be, and they sum to that of the joint bins.
func TestChainRuleSumsToKL(t *testing.T) {
	rng := newRand()
	for range 1000 {
		p, q := randomPair(rng, 1+rng.IntN(120))
		values := 1 + rng.IntN(9)
		outer := randomOuter(rng, len(p), values)
		chain, err := divergence.ChainRule(p, q, outer, values)
		require.NoError(t, err)
		requireNear(t, value(t, divergence.KL, p, q), chain.Total, 1e-12)

		outerP, outerQ := make([]float64, values), make([]float64, values)
		for i, l := range outer {
			outerP[l] += p[i]
			outerQ[l] += q[i]
		}
		requireNear(t, value(t, divergence.KL, outerP, outerQ), chain.Mix, 1e-12)
		parts, err := divergence.Contributions(outerP, outerQ)
		require.NoError(t, err)
		mix, inside := 0.0, 0.0
		for l, part := range chain.Values {
			requireNear(t, parts[l].Value, part.Mix, 1e-12)
			requireClose(t, parts[l].Current, part.Current, 1e-12)
			requireClose(t, parts[l].Baseline, part.Baseline, 1e-12)
			if outerP[l] > 0 && outerQ[l] > 0 {
				requireNear(t, value(t, divergence.KL, of(p, outer, l), of(q, outer, l)), part.Inside, 1e-12)
			} else {
				require.Zero(t, part.Inside)
			}
			mix, inside = mix+part.Mix, inside+part.Weighted
		}
		requireNear(t, mix, chain.Mix, 1e-12)
		requireNear(t, inside, chain.Inside, 1e-12)
		requireClose(t, chain.Mix+chain.Inside, chain.Total, 1e-15)
	}
}

func TestChainRuleRefuses(t *testing.T) {
	p := []float64{1, 2}
	for _, c := range []struct {
		outer  []int
		values int
		want   error
		text   string
	}{
		{nil, 1, divergence.ErrLengthMismatch, "2 and 0 outer values"},
		{[]int{0, 1, 0}, 2, divergence.ErrLengthMismatch, "2 and 3 outer values"},
		{[]int{0, 2}, 2, divergence.ErrOuterValue, "bin 1: outer value is out of range: 2 of 2"},
		{[]int{-1, 0}, 2, divergence.ErrOuterValue, "bin 0"},
		{[]int{0, 0}, 0, divergence.ErrOuterValue, "0 of 0"},
		{[]int{0, 0}, -1, divergence.ErrOuterValue, "0 of -1"},
	} {
		_, err := divergence.ChainRule(p, p, c.outer, c.values)
		require.ErrorIs(t, err, c.want)
		require.ErrorContains(t, err, c.text)
	}
}

func randomOuter(rng *rand.Rand, bins, values int) []int {
	outer := make([]int, bins)
	for i := range outer {
		outer[i] = rng.IntN(values)
	}
	return outer
}

// of returns the counts of the outer value l.
func of(counts []float64, outer []int, l int) []float64 {
	var out []float64
	for i, c := range counts {
		if outer[i] == l {
			out = append(out, c)
		}
	}
	return out
}
