package traffic_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

// latency is the checkout without its status codes.
func latency() scenario.Scenario {
	s := scenario.Checkout()
	s.Metrics = s.Metrics[:1]
	return s
}

// Scrapes before the fine ones are rare and leave no event out; the fine ones count what they would have counted anyway.
func TestEarlyScrapesAreRare(t *testing.T) {
	fine := now.Add(-90 * time.Minute)
	thinned := fleet(t, latency(), func(o *traffic.Options) { o.Fine = fine })
	for i, whole := range fleet(t, latency(), nil) {
		counts := map[int64][]uint64{}
		var steps []int64
		for _, r := range scrapes(whole, 6*240-10) {
			counts[r.Millis] = r.Counts
		}
		readings := scrapes(thinned[i], 270+90*4-10)
		for at := 1; at < len(readings); at++ {
			require.Contains(t, counts, readings[at].Millis, "a moment of the scrapes that are left out, too")
			step := readings[at].Millis - readings[at-1].Millis
			steps = append(steps, step)
			if step == 60_000 {
				continue
			}
			require.EqualValues(t, 15_000, step)
			require.GreaterOrEqual(t, readings[at-1].Millis, fine.UnixMilli()-15_000)
			own, other := readings[at], counts[readings[at].Millis]
			before, otherBefore := readings[at-1], counts[readings[at-1].Millis]
			if total(own.Counts) < total(before.Counts) {
				continue // Restarted.
			}
			for bin := range other {
				require.Equal(t, other[bin]-otherBefore[bin], own.Counts[bin]-before.Counts[bin])
			}
		}
		require.EqualValues(t, 60_000, steps[0])
		require.EqualValues(t, 15_000, steps[len(steps)-1])
	}
}

// A rare scrape counts as many events as the four that it stands for, as bursty as theirs.
func TestRareScrapesCountAlike(t *testing.T) {
	counts := func(fine time.Time, take int) (mean, variance float64) {
		s := steady(scenario.Burst{Length: 30 * time.Second, Traffic: 0.25, Modes: 0.12})
		p := fleet(t, s, func(o *traffic.Options) { o.Fine = fine })[0]
		all := increments(p, take)
		perMinute := make([]float64, len(all)/(take/5000))
		for i, n := range all {
			perMinute[i*len(perMinute)/len(all)] += n
		}
		return stat.MeanVariance(perMinute, nil)
	}
	mean, variance := counts(now.Add(1000*time.Hour), 5000)
	wantMean, wantVariance := counts(time.Time{}, 20_000)
	require.InEpsilon(t, wantMean, mean, 0.01)
	require.InEpsilon(t, wantVariance, variance, 0.1)
}
