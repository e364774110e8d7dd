package confidence_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

var designs = []confidence.Design{confidence.Cells, confidence.Instances, confidence.Paired, confidence.Blocks}

func replicated(t *testing.T, kind confidence.Kind, in confidence.Replicates, opt confidence.Options) confidence.Interval {
	t.Helper()
	opt.Level = 0.95
	v, err := confidence.EstimateReplicated(kind, in, opt)
	require.NoError(t, err)
	return v
}

func requireNearReplicated(t *testing.T, want, got confidence.Interval) {
	t.Helper()
	requireNearLimits(t, want, got)
	requireNear(t, want.DesignEffectCurrent, got.DesignEffectCurrent, "design effect")
	requireNear(t, want.DesignEffectBaseline, got.DesignEffectBaseline, "design effect")
	requireNear(t, want.Heterogeneity, got.Heterogeneity, "heterogeneity")
	require.Equal(t, want.Replicated, got.Replicated)
}

// Instances have no order. Pairs have to stay together. The order of cells matters, for their autocorrelation.
func TestOrderOfRows(t *testing.T) {
	rng := rand.New(newSource())
	for range 50 {
		for _, design := range []confidence.Design{confidence.Instances, confidence.Paired, confidence.Blocks} {
			in := bursty(rng, design)
			order := rng.Perm(len(in.Baseline))
			shuffled := confidence.Replicates{Design: design, Current: in.Current, Baseline: permuted(in.Baseline, order)}
			if len(in.Current) == len(order) {
				shuffled.Current = permuted(in.Current, order)
			}
			for _, kind := range kinds {
				want, got := replicated(t, kind, in, confidence.Options{Ordered: true}), replicated(t, kind, shuffled, confidence.Options{Ordered: true})
				requireNearReplicated(t, want, got)
			}
		}
	}
	cells := confidence.Replicates{Current: drifting(rng, 14, 500, 8, 1.7, 1.1, 0.9, 0.2), Baseline: drifting(rng, 14, 500, 8, 1.7, 1, 0.9, 0.2)}
	order := rng.Perm(14)
	shuffled := confidence.Replicates{Current: permuted(cells.Current, order), Baseline: permuted(cells.Baseline, rng.Perm(14))}
	require.Greater(t, replicated(t, confidence.JS, cells, confidence.Options{}).Autocorrelation, replicated(t, confidence.JS, shuffled, confidence.Options{}).Autocorrelation)
}

func TestOrderOfReplicatedCategories(t *testing.T) {
	rng := rand.New(newSource())
	for range 30 {
		for _, design := range designs {
			in := bursty(rng, design)
			order := rng.Perm(len(in.Current[0]))
			shuffled := confidence.Replicates{Design: design}
			for _, row := range in.Current {
				shuffled.Current = append(shuffled.Current, pick(row, order))
			}
			for _, row := range in.Baseline {
				shuffled.Baseline = append(shuffled.Baseline, pick(row, order))
			}
			for _, kind := range kinds {
				requireNearReplicated(t, replicated(t, kind, in, confidence.Options{}), replicated(t, kind, shuffled, confidence.Options{}))
			}
		}
	}
}

// A hundred times as many events in bursts as large say no more than before: what counts is the number of bursts.
func TestScaleOfBursts(t *testing.T) {
	rng := rand.New(newSource())
	for _, design := range designs {
		in := confidence.Replicates{Design: design, Baseline: clustered(rng, 14, 4000, latency(6, 2, 1), 60)}
		in.Current = clustered(rng, 14, 4000, latency(6, 2, 1.3), 60)
		if design == confidence.Blocks {
			in.Current = in.Current[:1]
		}
		large := confidence.Replicates{Design: design, Current: scaled(in.Current, 100), Baseline: scaled(in.Baseline, 100)}
		for _, kind := range kinds {
			v, w := replicated(t, kind, in, confidence.Options{Ordered: true}), replicated(t, kind, large, confidence.Options{Ordered: true})
			if design == confidence.Blocks { // A single row keeps the noise of its own events.
				require.InEpsilon(t, v.UpperMerged, w.UpperMerged, 0.05)
				continue
			}
			require.InEpsilon(t, 100*v.DesignEffectCurrent, w.DesignEffectCurrent, 1e-9)
			require.InDelta(t, v.Lower, w.Lower, 1e-9)
			require.InEpsilon(t, v.UpperMerged, w.UpperMerged, 1e-9)
			require.InEpsilon(t, v.Heterogeneity, w.Heterogeneity, 1e-9)
		}
	}
}

func TestReplicatedReverseKLExchangesTheSamples(t *testing.T) {
	rng := rand.New(newSource())
	for range 50 {
		for _, design := range []confidence.Design{confidence.Cells, confidence.Instances, confidence.Paired} {
			in := bursty(rng, design)
			v := replicated(t, confidence.KLReverse, in, confidence.Options{Ordered: true})
			w := replicated(t, confidence.KL, confidence.Replicates{Design: design, Current: in.Baseline, Baseline: in.Current}, confidence.Options{Ordered: true})
			w.MergedCurrent, w.MergedBaseline = w.MergedBaseline, w.MergedCurrent
			w.DesignEffectCurrent, w.DesignEffectBaseline = w.DesignEffectBaseline, w.DesignEffectCurrent
			require.Equal(t, w, v)
		}
	}
}

// A baseline known exactly is the limit of one with very many events that are independent.
func TestKnownBaselineOfReplicates(t *testing.T) {
	rng := rand.New(newSource())
	q := []float64{.2, .3, .3, .2}
	in := confidence.Replicates{Design: confidence.Cells, Current: clustered(rng, 14, 300, []float64{.22, .31, .28, .19}, 20), Baseline: [][]float64{q}}
	many := confidence.Replicates{Design: confidence.Cells, Current: in.Current, Baseline: slices.Repeat([][]float64{{2e13, 3e13, 3e13, 2e13}}, 14)}
	for _, kind := range kinds {
		for _, in.Design = range []confidence.Design{confidence.Cells, confidence.Instances} {
			many.Design = in.Design
			known := replicated(t, kind, in, confidence.Options{Ordered: true, KnownBaseline: true})
			counted := replicated(t, kind, many, confidence.Options{Ordered: true})
			require.InEpsilon(t, counted.Estimate, known.Estimate, 1e-6)
			require.InDelta(t, counted.Lower, known.Lower, 1e-6)
			require.InEpsilon(t, counted.DesignEffectCurrent, known.DesignEffectCurrent, 1e-9)
			require.Equal(t, 1.0, known.DesignEffectBaseline)
			if in.Design == confidence.Instances { // Of cells the steady baseline takes part in the autocorrelation.
				require.InEpsilon(t, counted.UpperMerged, known.UpperMerged, 1e-6)
				require.InEpsilon(t, counted.Heterogeneity, known.Heterogeneity, 1e-6)
			}
		}
	}
	parts := in
	parts.Baseline = [][]float64{{.1, 0, .3, .2}, {.1, .3, -1, 0}}
	requireNearReplicated(t, replicated(t, confidence.JS, in, confidence.Options{KnownBaseline: true}), replicated(t, confidence.JS, parts, confidence.Options{KnownBaseline: true}))
}

// Equal input gives equal bytes, whatever the scratch space held before. Input is not changed.
func TestReplicatesAreDeterministic(t *testing.T) {
	rng := rand.New(newSource())
	for range 30 {
		for _, design := range designs {
			in, other := bursty(rng, design), bursty(rng, design)
			kept := confidence.Replicates{Design: design, Current: scaled(in.Current, 1), Baseline: scaled(in.Baseline, 1)}
			first := replicated(t, confidence.Jeffreys, in, confidence.Options{Ordered: true})
			replicated(t, confidence.Jeffreys, other, confidence.Options{Ordered: true})
			require.Equal(t, first, replicated(t, confidence.Jeffreys, in, confidence.Options{Ordered: true}))
			require.Equal(t, kept, in)
		}
	}
}
