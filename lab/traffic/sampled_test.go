package traffic_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

// Traced events are events of their bin and of their scrape, about one in a hundred; and that they are drawn changes
// nothing.
func TestSampledEvents(t *testing.T) {
	start := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	fleet := func() []*traffic.Pod {
		pods, err := traffic.NewFleet([]scenario.Scenario{scenario.Checkout(), scenario.Recommendation(), scenario.Orders()}, traffic.Options{
			Seed: 1, Scrape: 15 * time.Second, Start: start, Now: start.Add(2 * time.Hour),
		})
		require.NoError(t, err)
		return pods
	}
	watched, alone := fleet(), fleet()
	events, sampled := 0, 0
	for i := range watched {
		require.Empty(t, watched[i].Sampled(), "before the first scrape")
		before := []uint64(nil)
		for range 200 {
			reading, other := watched[i].Scrape(), alone[i].Scrape()
			require.Equal(t, other.Counts, reading.Counts)
			found := watched[i].Sampled()
			require.Equal(t, found, watched[i].Sampled(), "the same again")
			if !watched[i].Metric.KindOf().Ordered() {
				require.Empty(t, found)
				continue
			}
			for _, one := range found {
				bounds := reading.Bins.Bounds
				at, _ := slices.BinarySearch(bounds, one.Value)
				require.Equal(t, one.Bin, at, "%v", one.Value)
				require.LessOrEqual(t, one.Millis, reading.Millis)
				require.Greater(t, one.Millis, reading.Millis-15_000)
				require.Len(t, one.TraceID, 32)
				if before != nil {
					require.Greater(t, reading.Counts[one.Bin], before[one.Bin], "it was counted")
				}
				sampled++
			}
			before = slices.Clone(reading.Counts)
		}
		for _, count := range before {
			events += int(count)
		}
	}
	require.Less(t, sampled, events/100, "at most one a bin and scrape")
	require.Greater(t, sampled, events/400)
}
