package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEqualSeedsDrawEqualWorlds(t *testing.T) {
	first, err := newWorld(small)
	require.NoError(t, err)
	again, err := newWorld(small)
	require.NoError(t, err)
	other := small
	other.seed = 2
	different, err := newWorld(other)
	require.NoError(t, err)
	require.Equal(t, first.groups, again.groups)
	require.NotEqual(t, first.groups[3].counts, different.groups[3].counts)
}

// The groups have the traffic they are said to have, and no bin is far below zero.
func TestTraffic(t *testing.T) {
	w, err := newWorld(small)
	require.NoError(t, err)
	for _, g := range w.groups {
		perSecond := float64(g.requests(0, w.minutes)) / float64(60*w.minutes)
		require.InEpsilon(t, g.rate, perSecond, 0.3, g.name) // Weekends are quieter.
	}
}

// Drifts have the size that is asked for, of both kinds.
func TestDriftsHaveTheirSize(t *testing.T) {
	for _, size := range sizes {
		for i := range 4 {
			g, _ := newGroup(i, worldOptions{days: 10, groups: 4, seed: 1, drift: size})
			require.InDelta(t, size, kl(g.effect(i, size).On(g.shape).Bins(bounds), g.shape.Bins(bounds)), 1e-6)
			require.NotEmpty(t, g.drifts)
			require.True(t, g.drifted(g.drifts[0].Add(driftLength)))
			require.False(t, g.drifted(g.drifts[0]))
		}
	}
}
