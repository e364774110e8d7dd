package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/pkg/frame"
)

// On a real engine: one divergence for each service over both of its versions is, by the chain rule, that of the mix of
// versions and the weighted mean of those inside, which is what grouping by both labels tells.
func TestJointIsTheChainRuleOfGroups(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 48 * hour, Scenarios: []scenario.Scenario{scenario.Checkout()}})
	question := drifting("divergence", map[string]any{"instant": true, "measures": []string{"kl"}})
	apart := s.ask(t, panel{}, question)
	joint := s.ask(t, panel{}, with(with(question, "groupBy", []string{"service"}), "joint", []string{"version"}))
	require.Len(t, apart, 6)
	require.Len(t, joint, 3)
	checked := 0
	for _, one := range joint {
		service := one.Fields[0].Labels["service"]
		recipe := one.Meta.Custom.(frame.Recipe)
		last := recipe.Last
		require.Len(t, last.Weights, 2)
		require.Len(t, last.Chains, 1)
		inside, current, baseline := 0.0, 0.0, 0.0
		for _, weight := range last.Weights {
			for _, group := range apart {
				if labels := group.Fields[0].Labels; labels["service"] != service || labels["version"] != weight.Value {
					continue
				}
				own := group.Meta.Custom.(frame.Recipe)
				require.Equal(t, own.Current, recipe.Current, "the same is fetched")
				if own.Last == nil { // The quiet one can't be judged alone, but is there as a part.
					continue
				}
				require.Equal(t, own.Last.PlugIn == nil, weight.KL == nil)
				if weight.KL != nil { // A bucket that the baseline lacks makes the textbook value infinite.
					require.InDelta(t, *own.Last.PlugIn, *weight.KL, 1e-12)
				}
				require.InDelta(t, *own.Last.N[0] / *last.N[0], weight.Current, 1e-12)
				require.InDelta(t, *own.Last.N[1] / *last.N[1], weight.Baseline, 1e-12)
			}
			if weight.KL != nil {
				inside += weight.Current * *weight.KL
			}
			current, baseline = current+weight.Current, baseline+weight.Baseline
		}
		require.InDelta(t, 1, current, 1e-12)
		require.InDelta(t, 1, baseline, 1e-12)
		if last.PlugIn != nil {
			checked++
			require.InDelta(t, *last.Chains[0].Inside, inside, 1e-12)
			require.InDelta(t, *last.PlugIn, *last.Chains[0].Mix+inside, 1e-12)
		}
		require.Equal(t, "cells", last.Noise.Replicates)
		if last.Upper != nil {
			require.Greater(t, *last.Upper, *last.Lower)
		}
		// Only the payment's canary drifts, and it is a small part of all.
		require.Equal(t, service == "payment", *last.Lower > 0, service)
	}
	require.Positive(t, checked)
}
