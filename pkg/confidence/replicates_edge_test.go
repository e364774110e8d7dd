package confidence_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func TestReplicateErrors(t *testing.T) {
	good := [][]float64{{10, 20}, {10, 30}}
	nan := [][]float64{{10, 20}, {10, math.NaN()}}
	opt := confidence.Options{Level: 0.95}
	tests := []struct {
		name string
		kind confidence.Kind
		in   confidence.Replicates
		opt  confidence.Options
		want error
		text string
	}{
		{"kind", 5, confidence.Replicates{Current: good, Baseline: good}, opt, confidence.ErrUnknownKind, "Kind(5)"},
		{"design", 0, confidence.Replicates{Design: 4, Current: good, Baseline: good}, opt, confidence.ErrUnknownDesign, "Design(4)"},
		{"rows of different lengths", 0, confidence.Replicates{Current: [][]float64{{1, 2}, {1}}, Baseline: good}, opt, confidence.ErrLengthMismatch, "2 and 1"},
		{"sides of different lengths", 0, confidence.Replicates{Current: good, Baseline: [][]float64{{1, 2, 3}}}, opt, confidence.ErrLengthMismatch, "2 and 3"},
		{"unpaired", 0, confidence.Replicates{Design: confidence.Paired, Current: good, Baseline: good[:1]}, opt, confidence.ErrUnpaired, "2 and 1"},
		{"NaN", 0, confidence.Replicates{Current: nan, Baseline: good}, opt, confidence.ErrNotFinite, "current, row 1, bin 1"},
		{"NaN, reversed", 1, confidence.Replicates{Current: good, Baseline: nan}, opt, confidence.ErrNotFinite, "baseline, row 1, bin 1"},
		{"NaN weight", 0, confidence.Replicates{Current: good, Baseline: nan}, confidence.Options{Level: 0.9, KnownBaseline: true}, confidence.ErrNotFinite, "baseline, row 1, bin 1"},
		{"too large", 0, confidence.Replicates{Current: [][]float64{{1e101, 1}}, Baseline: good}, opt, confidence.ErrTooLarge, "current"},
		{"weights too large", 0, confidence.Replicates{Current: good, Baseline: [][]float64{{math.MaxFloat64, 1}, {math.MaxFloat64, 1}}}, confidence.Options{Level: 0.9, KnownBaseline: true}, confidence.ErrTooLarge, "baseline"},
		{"level", 0, confidence.Replicates{Current: good, Baseline: good}, confidence.Options{}, confidence.ErrLevel, "0"},
		{"design effect", 0, confidence.Replicates{Current: good, Baseline: good}, confidence.Options{Level: 0.9, DesignEffectBaseline: 2}, confidence.ErrDesignEffect, "2"},
		{"design effect below 1", 0, confidence.Replicates{Current: good, Baseline: good}, confidence.Options{Level: 0.9, DesignEffectCurrent: 0.5}, confidence.ErrDesignEffect, "0.5"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := confidence.EstimateReplicated(c.kind, c.in, c.opt)
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.text)
		})
	}
	v := replicated(t, confidence.KL, confidence.Replicates{Current: good, Baseline: good}, confidence.Options{DesignEffectCurrent: 1, DesignEffectBaseline: 1})
	require.False(t, v.Replicated)
}

func TestInsufficientReplicates(t *testing.T) {
	empty := [][]float64{{0, 0}, {0, -3}, {0, 0}, {0, 0}, {0, 0}, {0, 0}}
	full := slices.Repeat([][]float64{{10, 20}}, 6)
	one := slices.Repeat([][]float64{{10}}, 6)
	all := [][]float64{{100, 0, 0}, {0, 100, 0}, {0, 0, 100}, {100, 0, 0}, {0, 100, 0}, {0, 0, 100}}
	tests := map[string]confidence.Replicates{
		"nothing":                  {},
		"no rows":                  {Baseline: full},
		"no baseline rows":         {Current: full},
		"empty rows":               {Current: empty, Baseline: full},
		"empty baseline":           {Current: full, Baseline: empty},
		"one bin":                  {Current: one, Baseline: one},
		"no bins":                  {Current: [][]float64{{}, {}}, Baseline: [][]float64{{}}},
		"less than one event left": {Current: [][]float64{{1, 0, 0}, {0, 1, 0}}, Baseline: [][]float64{{0.2, 0.2, 0}}},
	}
	for name, in := range tests {
		for _, kind := range kinds {
			for _, in.Design = range designs {
				if in.Design == confidence.Paired && len(in.Current) != len(in.Baseline) {
					continue
				}
				v := replicated(t, kind, in, confidence.Options{})
				require.True(t, v.Insufficient, name)
				require.True(t, math.IsNaN(v.Estimate), name)
				require.Zero(t, v.Lower, name)
			}
		}
	}
	// Every burst has a bin of its own: the 600 events of each side are worth about five.
	v := replicated(t, confidence.JS, confidence.Replicates{Design: confidence.Instances, Current: all, Baseline: all}, confidence.Options{})
	require.False(t, v.Insufficient)
	require.Greater(t, v.DesignEffectCurrent, 50.0)
	require.Zero(t, v.Lower)
	require.Greater(t, v.Upper, 0.2)
}

// With too few rows the band is that of independent events, and says so.
func TestTooFewReplicates(t *testing.T) {
	rng := rand.New(newSource())
	p, q := latency(8, 1.7, 1.2), latency(8, 1.7, 1)
	empty := make([]float64, 8)
	tests := []struct {
		name              string
		design            confidence.Design
		current, baseline int
		empty             int
		opt               confidence.Options
		want              bool
	}{
		{"four current rows", confidence.Instances, 4, 20, 0, confidence.Options{}, false},
		{"four baseline rows", confidence.Cells, 20, 4, 0, confidence.Options{}, false},
		{"five of each", confidence.Instances, 5, 5, 0, confidence.Options{}, true},
		{"five, one of them empty", confidence.Instances, 4, 5, 1, confidence.Options{}, false},
		{"five pairs", confidence.Paired, 5, 5, 0, confidence.Options{}, true},
		{"four pairs", confidence.Paired, 4, 4, 0, confidence.Options{}, false},
		{"eleven blocks", confidence.Blocks, 1, 11, 0, confidence.Options{}, false},
		{"twelve blocks", confidence.Blocks, 1, 12, 0, confidence.Options{}, true},
		{"twelve blocks, a window in parts", confidence.Blocks, 3, 12, 0, confidence.Options{}, true},
		{"known baseline", confidence.Cells, 5, 1, 0, confidence.Options{KnownBaseline: true}, true},
		{"known baseline, four rows", confidence.Cells, 4, 1, 0, confidence.Options{KnownBaseline: true}, false},
		{"known baseline of the same pods", confidence.Paired, 5, 1, 0, confidence.Options{KnownBaseline: true}, true},
		{"known baseline has no blocks", confidence.Blocks, 1, 12, 0, confidence.Options{KnownBaseline: true}, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			in := confidence.Replicates{Design: c.design, Current: clustered(rng, c.current, 300, p, 20), Baseline: clustered(rng, c.baseline, 300, q, 20)}
			if c.opt.KnownBaseline {
				in.Baseline = [][]float64{q}
			}
			for range c.empty {
				in.Current = append(in.Current, empty)
			}
			for _, kind := range kinds {
				v := replicated(t, kind, in, c.opt)
				require.Equal(t, c.want, v.Replicated)
				naive := estimate(t, kind, sums(in.Current), sums(in.Baseline), c.opt)
				if !c.want {
					require.Equal(t, naive, v)
					continue
				}
				require.Greater(t, v.DesignEffectCurrent, 1.0)
				require.Less(t, v.Lower, naive.Lower)
			}
		})
	}
}

// Rows without counts say nothing: cells of an outage, or pods that get no requests.
func TestEmptyRowsAreLeftOut(t *testing.T) {
	rng := rand.New(newSource())
	for _, design := range designs {
		in := bursty(rng, design)
		empty := make([]float64, len(in.Current[0]))
		with := in
		with.Baseline = slices.Insert(slices.Clone(in.Baseline), 3, empty)
		if design == confidence.Paired {
			with.Current = slices.Insert(slices.Clone(in.Current), 3, empty)
		}
		require.Equal(t, replicated(t, confidence.JS, in, confidence.Options{Ordered: true}), replicated(t, confidence.JS, with, confidence.Options{Ordered: true}), design)
	}
}

// Counts where the baseline is known to have none are a fact that no noise explains.
func TestImpossibleReplicates(t *testing.T) {
	in := confidence.Replicates{Current: slices.Repeat([][]float64{{30, 50, 1}}, 6), Baseline: [][]float64{{.5, .5, 0}}}
	v := replicated(t, confidence.KL, in, confidence.Options{KnownBaseline: true})
	require.Equal(t, math.Inf(1), v.Estimate)
	require.Equal(t, math.Inf(1), v.Lower)
	require.True(t, v.Replicated)
	require.Equal(t, []int{2}, v.UnboundedBins)
	v = replicated(t, confidence.JS, in, confidence.Options{KnownBaseline: true})
	require.True(t, v.Replicated)
	require.Less(t, v.Upper, 0.2)
}

// All requests in one bucket but for a few: there is no lower limit, but there is an estimate.
func TestReplicatesInOneGroup(t *testing.T) {
	in := confidence.Replicates{Design: confidence.Instances, Current: slices.Repeat([][]float64{{0, 300, 0}}, 6), Baseline: slices.Repeat([][]float64{{0, 300, 0}}, 6)}
	for _, in.Design = range designs {
		if in.Design == confidence.Blocks {
			in.Current, in.Baseline = in.Current[:1], slices.Repeat(in.Baseline, 2)
		}
		v := replicated(t, confidence.JS, in, confidence.Options{Ordered: true})
		require.True(t, v.Replicated)
		require.Equal(t, 1, v.Groups)
		require.Zero(t, v.Lower)
		require.InDelta(t, 0, v.Estimate, 0.01)
		require.Equal(t, 1.0, v.DesignEffectCurrent)
	}
	// Two pods of six with a few slow requests each: not worth a group, but the upper limit knows of the burst.
	in = confidence.Replicates{Design: confidence.Instances, Current: slices.Repeat([][]float64{{300, 0}}, 6), Baseline: slices.Repeat([][]float64{{300, 0}}, 6)}
	in.Current[2], in.Baseline[3] = []float64{298, 2}, []float64{298, 2}
	v := replicated(t, confidence.JS, in, confidence.Options{Ordered: true})
	require.Equal(t, 1, v.Groups)
	require.Greater(t, v.DesignEffectCurrent, 1.5)
	require.Greater(t, v.Upper, estimate(t, confidence.JS, sums(in.Current), sums(in.Baseline), confidence.Options{Ordered: true}).Upper)
}

// Where design effects leave less than one event in a group, its bins leave KL without a limit, though each has counts.
func TestUnboundedReplicates(t *testing.T) {
	rng := rand.New(newSource())
	in := confidence.Replicates{
		Design:  confidence.Instances,
		Current: clustered(rng, 8, 100, []float64{.4, .4, .2}, 5), Baseline: clustered(rng, 10, 1000, []float64{.6, .399, .001}, 40),
	}
	v := replicated(t, confidence.KL, in, confidence.Options{Ordered: true})
	require.Positive(t, sums(in.Baseline)[2])
	require.True(t, v.UpperUnbounded)
	require.Equal(t, []int{2}, v.UnboundedBins)
	require.Equal(t, math.Inf(1), v.Allowance)
}

// A baseline that is next to nothing in a bin has no metric there to speak of.
func TestReplicatesOfNextToNothing(t *testing.T) {
	in := confidence.Replicates{Design: confidence.Instances, Baseline: [][]float64{{1, 1, 1e-280}}}
	for _, count := range []float64{60, 30, 42, 51, 38, 25} {
		in.Current = append(in.Current, []float64{40, 50, count})
	}
	for _, kind := range kinds {
		requireOrderly(t, replicated(t, kind, in, confidence.Options{KnownBaseline: true, Ordered: true}))
	}
}
