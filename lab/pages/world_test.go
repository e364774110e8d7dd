package main

import (
	"testing"
	"time"

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

// slowShares are the shares of requests in the slowest buckets, which hold a fifth of them or less, by stretches of so many minutes, and
// the mean number of requests in them.
func slowShares(w *world, g *group, minutes int) (shares []float64, events float64) {
	from := 0
	for p, below := g.shape.Bins(bounds), 0.0; below < 0.8; from++ {
		below += p[from]
	}
	for m := 0; m+minutes <= int(4*day/time.Minute); m += minutes { // Monday to Thursday: no weekend.
		slow, all := 0.0, 0.0
		for i := m; i < m+minutes; i++ {
			for b, n := range g.counts[i*bins : (i+1)*bins] {
				all += float64(n)
				if b >= from {
					slow += float64(n)
				}
			}
		}
		if all > 0 {
			shares, events = append(shares, slow/all), events+all
		}
	}
	return shares, events / float64(len(shares))
}

// moments are mean and variance of numbers, and the autocorrelation of neighbours.
func moments(all []float64) (mean, variance, correlation float64) {
	for _, v := range all {
		mean += v / float64(len(all))
	}
	for i, v := range all {
		variance += (v - mean) * (v - mean) / float64(len(all))
		if i > 0 {
			correlation += (v - mean) * (all[i-1] - mean) / float64(len(all))
		}
	}
	return mean, variance, correlation / variance
}

// Counts vary as is said of the world, and in the persistent one what deviates goes on doing so.
func TestDeviations(t *testing.T) {
	usual, err := newWorld(small)
	require.NoError(t, err)
	lasting := small
	lasting.persistent = true
	persistent, err := newWorld(lasting)
	require.NoError(t, err)
	shares, events := slowShares(usual, usual.groups[3], 1)
	mean, variance, _ := moments(shares)
	effect := variance * events / (mean * (1 - mean))
	require.Greater(t, effect, 2.0)
	require.Less(t, effect, 6.0)
	shares, _ = slowShares(persistent, persistent.groups[3], 5)
	_, _, correlation := moments(shares)
	require.Greater(t, correlation, 0.5)
	shares, _ = slowShares(usual, usual.groups[2], 5)
	_, _, correlation = moments(shares)
	require.Less(t, correlation, 0.5)
}
