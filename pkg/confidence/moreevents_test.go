package confidence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func multiply(counts []float64, times float64) []float64 {
	out := make([]float64, len(counts))
	for i, count := range counts {
		out[i] = count * times
	}
	return out
}

// floorOf is the noise floor with some multiple of the events.
func floorOf(t testing.TB, kind confidence.Kind, x, y []float64, opt confidence.Options, times float64) float64 {
	t.Helper()
	if !opt.KnownBaseline {
		y = multiply(y, times)
	}
	floor, err := confidence.NoiseFloor(kind, multiply(x, times), y, opt)
	require.NoError(t, err)
	return floor
}

// The factor is where the floor meets the divergence: there it is below, and just before it is above, unless a sample is
// then insufficient.
func TestEventsForFloor(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		for _, opt := range []confidence.Options{{Level: 0.95}, {Level: 0.9, DesignEffectCurrent: 5}, {Level: 0.95, KnownBaseline: true}} {
			for _, kind := range kinds {
				for _, divergence := range []float64{1e-6, 0.01, 0.5} {
					times, err := confidence.EventsForFloor(kind, divergence, x, y, opt)
					require.NoError(t, err)
					require.LessOrEqual(t, floorOf(t, kind, x, y, opt, times), divergence)
					less := floorOf(t, kind, x, y, opt, times*(1-1e-8))
					require.True(t, less > divergence || math.IsNaN(less), "%v: %v at less than %v times", kind, less, times)
				}
			}
		}
	}
}

// With many events in all bins, the floor falls with the inverse of their number.
func TestEventsForFloorOfFullBins(t *testing.T) {
	x, y := []float64{1e7, 2e7, 3e7}, []float64{3e7, 5e7, 1e8}
	opt := confidence.Options{Level: 0.95}
	floor := floorOf(t, confidence.KL, x, y, opt, 1)
	times, err := confidence.EventsForFloor(confidence.KL, floor/7, x, y, opt)
	require.NoError(t, err)
	require.InEpsilon(t, 7, times, 1e-6)
	times, err = confidence.EventsForFloor(confidence.KL, floor, x, y, opt)
	require.NoError(t, err)
	require.InEpsilon(t, 1, times, 1e-8)
}

// At the number of events for a power of one half, the floor is about the divergence that they are for.
func TestEventsForFloorAgreesWithRequiredEvents(t *testing.T) {
	q := latency(12, 1.3, 1)
	for _, kind := range kinds {
		n := required(t, kind, 0.002, 12, confidence.SampleSize{Power: 0.5, BaselineRatio: 3})
		times, err := confidence.EventsForFloor(kind, 0.002, multiply(q, n.Current), multiply(q, n.Baseline), confidence.Options{Level: 0.95})
		require.NoError(t, err)
		require.InDelta(t, 1, times, 0.02, kind)
	}
}

func TestEventsForFloorAtItsEdges(t *testing.T) {
	opt := confidence.Options{Level: 0.95}
	for _, c := range []struct {
		name       string
		x, y       []float64
		divergence float64
		opt        confidence.Options
		want       float64
	}{
		{"no events", []float64{0, 0}, []float64{1, 2}, 0.1, opt, math.Inf(1)},
		{"no bins", nil, nil, 0.1, opt, math.Inf(1)},
		{"one bin", []float64{5}, []float64{5}, 0.1, opt, math.Inf(1)},
		{"known baseline without mass", []float64{5, 5}, []float64{0, 0}, 0.1, confidence.Options{Level: 0.95, KnownBaseline: true}, math.Inf(1)},
		{"more events than can be", []float64{5, 5}, []float64{5, 5}, 1e-300, opt, math.Inf(1)},
		{"no noise: one effective event each", []float64{50, 0}, []float64{4, 0}, 0.1, opt, 0.25},
		{"a large divergence: one effective event each", []float64{50, 50}, []float64{2, 2}, 1e6, opt, 0.25},
		{"known baseline, large weights", []float64{0.25, 0}, []float64{1e100, 0}, 0.1, confidence.Options{Level: 0.95, KnownBaseline: true}, 4},
		{"too few events to judge", []float64{0.25, 0}, []float64{0.5, 0}, 0.1, opt, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			times, err := confidence.EventsForFloor(confidence.KL, c.divergence, c.x, c.y, c.opt)
			require.NoError(t, err)
			if math.IsInf(c.want, 1) {
				require.Equal(t, c.want, times)
			} else {
				require.InEpsilon(t, c.want, times, 2e-9)
			}
		})
	}
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		_, err := confidence.EventsForFloor(confidence.KL, bad, []float64{1, 1}, []float64{1, 1}, opt)
		require.ErrorIs(t, err, confidence.ErrDivergence)
	}
	_, err := confidence.EventsForFloor(confidence.JS, 0.8, []float64{1, 1}, []float64{1, 1}, opt)
	require.ErrorIs(t, err, confidence.ErrDivergence)
	_, err = confidence.EventsForFloor(confidence.KL, 0.8, []float64{1, math.NaN()}, []float64{1, 1}, opt)
	require.ErrorIs(t, err, confidence.ErrNotFinite)
	_, err = confidence.EventsForFloor(99, 0.8, []float64{1, 1}, []float64{1, 1}, opt)
	require.ErrorIs(t, err, confidence.ErrUnknownKind)
}

func FuzzEventsForFloor(f *testing.F) {
	f.Add(uint8(0), false, 0.01, 0.95, 1.0, encode(10, 20, 30, 30))
	f.Add(uint8(1), true, 1e-90, 1e-3, 1e50, encode(1e99, 1, 5e-324, 1e15))
	f.Fuzz(func(t *testing.T, kind uint8, known bool, divergence, level, effect float64, data []byte) {
		x, y := decodePairs(data)
		opt := confidence.Options{Level: level, KnownBaseline: known, DesignEffectCurrent: effect}
		times, err := confidence.EventsForFloor(confidence.Kind(kind), divergence, x, y, opt)
		if err == nil && !(times > 0) {
			t.Fatal(times)
		}
	})
}
