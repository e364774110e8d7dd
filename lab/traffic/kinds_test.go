package traffic_test

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

// Recorded answers and pictures hold what the checkout's latency counts under seed 1. A change of it is a change of theirs.
func TestTheCheckoutCountsAsItAlwaysDid(t *testing.T) {
	sum := fnv.New64a()
	write := func(value any) { require.NoError(t, binary.Write(sum, binary.BigEndian, value)) }
	for _, p := range fleet(t, latency(), func(o *traffic.Options) { o.Start = now.Add(-40 * time.Hour) }) {
		for range 40 * 240 {
			r := p.Scrape()
			write(r.Millis)
			write(r.Counts)
			write(math.Float64bits(r.Sum))
		}
	}
	require.EqualValues(t, uint64(0x2e3efe54ce69fe6a), sum.Sum64())
}

func TestEveryKindIsDeterminedByItsOptions(t *testing.T) {
	for _, s := range scenario.All()[1:] {
		a, b := fleet(t, s, nil), fleet(t, s, nil)
		for i := range a {
			readings := scrapes(a[i], 300)
			require.Equal(t, readings, scrapes(b[i], 300))
		}
	}
}

// at moves a pod to its first scrape after a time before now and returns what it reads there.
func at(p *traffic.Pod, before time.Duration) traffic.Reading {
	for {
		if r := p.Scrape(); time.UnixMilli(r.Millis).After(now.Add(-before)) {
			return r
		}
	}
}

// buckets returns what a native histogram counts, by upper bound.
func buckets(h *histogram.Histogram) map[float64]float64 {
	out := map[float64]float64{}
	for i := h.ToFloat(nil).AllBucketIterator(); i.Next(); {
		if b := i.At(); b.Count > 0 {
			out[b.Upper] = b.Count
		}
	}
	return out
}

func TestNativeHistogramsAreValidAndCountWhatTheClassicOnesDo(t *testing.T) {
	for _, p := range fleet(t, scenario.Recommendation(), nil) {
		for range 400 {
			r := p.Scrape()
			h := r.Histogram()
			require.NoError(t, h.Validate())
			require.Equal(t, histogram.UnknownCounterReset, h.CounterResetHint)
			require.Equal(t, total(r.Counts), h.Count)
			require.InDelta(t, r.Sum, h.Sum, 0)
		}
		r, _ := p.Last()
		classic := r.Cumulative()
		if p.Metric.AlsoClassic {
			require.Len(t, classic, len(p.Metric.Bounds)+1)
			require.Equal(t, total(r.Counts), classic[len(classic)-1])
			// The bound 1 belongs to both forms.
			var below float64
			for upper, n := range buckets(r.Histogram()) {
				if upper <= 1 {
					below += n
				}
			}
			require.EqualValues(t, below, classic[slices.Index(p.Metric.Bounds, 1)])
		}
	}
}

func TestSignedValuesFallIntoTheBucketsOfTheirSign(t *testing.T) {
	ledger := fleet(t, scenario.Recommendation(), nil)[4]
	require.Equal(t, "private", ledger.Labels["account"])
	r := scrapes(ledger, 1200)[1199]
	h := r.Histogram()
	require.InEpsilon(t, 0.08, float64(h.ZeroCount)/float64(h.Count), 0.06)
	var below, above float64
	for upper, n := range buckets(h) {
		switch {
		case upper < 0:
			below += n
		case upper > 1e-30:
			above += n
		}
	}
	require.InEpsilon(t, 0.55, below/float64(h.Count), 0.02)
	require.InEpsilon(t, 0.37, above/float64(h.Count), 0.02)
	mean := 0.37*60*math.Exp(0.7*0.7/2) - 0.55*35*math.Exp(0.8*0.8/2)
	require.InDelta(t, mean, h.Sum/float64(h.Count), 1)
}

// Bounds of bins that are those of Prometheus leave no event in the wrong bucket.
func TestNativeBucketsHaveTheBoundsOfPrometheus(t *testing.T) {
	for _, p := range fleet(t, scenario.Telemetry(), nil) {
		r := scrapes(p, 100)[99]
		h := r.Histogram()
		for upper := range buckets(h) {
			index := scenario.ExponentialIndex(int(h.Schema), upper*(1-1e-12))
			require.InEpsilon(t, scenario.ExponentialBound(int(h.Schema), index), upper, 1e-15)
		}
	}
}

func TestCustomBucketsHaveTheBoundsOfTheMetric(t *testing.T) {
	p := fleet(t, scenario.Catalog(), nil)[4]
	r := scrapes(p, 500)[499]
	h := r.Histogram()
	require.NoError(t, h.Validate())
	require.EqualValues(t, histogram.CustomBucketsSchema, h.Schema)
	require.Equal(t, p.Metric.Bounds, h.CustomValues)
	got := buckets(h)
	for i, bound := range p.Metric.Bounds {
		require.EqualValues(t, r.Counts[i], got[bound])
	}
}

func TestALayoutChangeRestartsItsPods(t *testing.T) {
	for _, c := range []struct {
		pods   []*traffic.Pod
		deploy time.Duration
	}{
		{fleet(t, scenario.Catalog(), func(o *traffic.Options) { o.Start = now.Add(-7 * time.Hour) })[:2], 6 * time.Hour},
		{fleet(t, scenario.Telemetry(), func(o *traffic.Options) { o.Start = now.Add(-9 * time.Hour) })[1:2], 8 * time.Hour},
	} {
		for _, p := range c.pods {
			before := at(p, c.deploy+15*time.Second)
			counted := total(before.Counts)
			require.Greater(t, counted, uint64(1000))
			after := at(p, c.deploy)
			require.NotSame(t, before.Bins, after.Bins)
			require.Positive(t, total(after.Counts), "the events around the deploy are counted in the new layout")
			require.Less(t, total(after.Counts), counted/4)
			if after.Bins.Native != nil {
				require.EqualValues(t, 1, after.Histogram().Schema)
				require.NoError(t, after.Histogram().Validate())
			} else {
				require.Equal(t, 0.002, after.Bins.Classic[0])
			}
		}
	}
	late := fleet(t, scenario.Catalog(), func(o *traffic.Options) { o.Start = now.Add(-time.Hour) })[0]
	require.Equal(t, 0.002, late.Scrape().Bins.Classic[0], "a history that begins later knows the new layout only")
}

func TestCategoriesExistFromTheirFirstEvent(t *testing.T) {
	p := fleet(t, scenario.Orders(), nil)[0]
	norway := func(r traffic.Reading) (seen int, events uint64) {
		for i, labels := range r.Bins.Categories {
			if labels["country"] == "NO" && r.Seen[i] {
				seen++
				events += r.Counts[i]
			}
		}
		return seen, events
	}
	first := p.Scrape()
	require.NotContains(t, first.Seen, true)
	seen, _ := norway(at(p, 2*time.Hour+time.Minute))
	require.Zero(t, seen)
	seen, events := norway(at(p, time.Minute))
	require.Equal(t, 3, seen)
	require.InEpsilon(t, 0.06, float64(events)/(2*3600*5), 0.4)
}

func TestGaugesFluctuateAroundTheirMean(t *testing.T) {
	p := fleet(t, scenario.Orders(), func(o *traffic.Options) {
		o.Start, o.Scrape = now.Add(-30*24*time.Hour), 10*time.Minute
	})[2]
	require.Equal(t, "instances_running", p.Metric.Name)
	var sum, n float64
	levels := map[uint64]bool{}
	for r := p.Scrape(); time.UnixMilli(r.Millis).Before(now.Add(-5 * time.Hour)); r = p.Scrape() {
		level := total(r.Counts)
		levels[level] = true
		sum += float64(level)
		n++
	}
	require.InEpsilon(t, 240, sum/n, 0.01)
	require.Greater(t, len(levels), 30)
}

func TestASwitchFollowsItsSchedule(t *testing.T) {
	s := scenario.Store()
	p := fleet(t, s, func(o *traffic.Options) { o.Start, o.Scrape = now.Add(-175*time.Hour), time.Minute })[4]
	require.Equal(t, "promotion_active", p.Metric.Name)
	for r := p.Scrape(); r.Millis < now.UnixMilli(); r = p.Scrape() {
		on := s.Metrics[1].Groups[0].On.Active(now, time.UnixMilli(r.Millis))
		require.Equal(t, on, r.Counts[0] == 1)
	}
}
