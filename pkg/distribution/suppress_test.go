package distribution_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

func categoriesOf(current, baseline []float64) distribution.Pair {
	var pair distribution.Pair
	for i := range current {
		bin := distribution.CategoryBin([]string{"c"}, []string{string(rune('a' + i))})
		pair.Current.Bins, pair.Baseline.Bins = append(pair.Current.Bins, bin), append(pair.Baseline.Bins, bin)
	}
	pair.Current.Counts, pair.Baseline.Counts = current, baseline
	return pair
}

func numbersOf(current, baseline []float64) distribution.Pair {
	var pair distribution.Pair
	for i := range current {
		bin := distribution.NumberBin(float64(i), float64(i+1))
		pair.Current.Bins, pair.Baseline.Bins = append(pair.Current.Bins, bin), append(pair.Baseline.Bins, bin)
	}
	pair.Current.Counts, pair.Baseline.Counts = current, baseline
	pair.Current.Ordered, pair.Baseline.Ordered = true, true
	return pair
}

func namesOf(h distribution.Histogram) (names []string) {
	for _, bin := range h.Bins {
		names = append(names, bin.String())
	}
	return names
}

func TestSuppressByHand(t *testing.T) {
	// b and d are few on a side; c has none now, which may be seen.
	pair, hidden := categoriesOf([]float64{500, 3, 0, 40, 60}, []float64{500, 50, 90, 9, 70}).Suppress(10)
	require.Equal(t, []string{"a", "c", "e", "suppressed"}, namesOf(pair.Current))
	require.Equal(t, []float64{500, 0, 60, 43}, pair.Current.Counts)
	require.Equal(t, []float64{500, 90, 70, 59}, pair.Baseline.Counts)
	require.Equal(t, 2, hidden.Bins)
	require.InDelta(t, 43.0/603, hidden.Current, 1e-15)

	// One alone could be told from the total, and two that are few together from their sum.
	pair, hidden = categoriesOf([]float64{500, 3, 40, 60}, []float64{500, 50, 60, 70}).Suppress(10)
	require.Equal(t, []string{"a", "d", "suppressed"}, namesOf(pair.Current))
	require.Equal(t, []float64{500, 60, 43}, pair.Current.Counts)
	require.Equal(t, 2, hidden.Bins)
	pair, _ = categoriesOf([]float64{500, 3, 2, 60}, []float64{500, 50, 60, 70}).Suppress(10)
	require.Equal(t, []string{"a", "suppressed"}, namesOf(pair.Current))

	// Numbers keep their order.
	pair, hidden = numbersOf([]float64{0, 3, 40, 0, 60, 2}, []float64{0, 50, 60, 0, 30, 20}).Suppress(10)
	require.Equal(t, []string{"0–1", "1–3", "3–4", "4–6"}, namesOf(pair.Current))
	require.Equal(t, []float64{0, 43, 0, 62}, pair.Current.Counts)
	require.Equal(t, 4, hidden.Bins)

	for _, k := range []int{0, 1} {
		pair, hidden = categoriesOf([]float64{1, 2}, []float64{3, 4}).Suppress(k)
		require.Equal(t, []string{"a", "b"}, namesOf(pair.Current))
		require.Zero(t, hidden.Bins)
	}

	// The weights of an exact baseline are no events.
	exact := categoriesOf([]float64{500, 60}, []float64{0.999, 0.001})
	exact.Baseline.Exact = true
	_, hidden = exact.Suppress(10)
	require.Zero(t, hidden.Bins)
}

// Whatever the counts: no bin shows few events, before and after bins are joined further, no event is lost, and what is
// hidden is more than one bin.
func TestSuppressProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for trial := range 3000 {
		n, k := 2+rng.IntN(12), 2+rng.IntN(30)
		counts := func() []float64 {
			all := make([]float64, n)
			for i := range all {
				if rng.IntN(3) > 0 {
					all[i] = math.Floor(math.Exp(rng.Float64() * 6))
				}
			}
			return all
		}
		var pair distribution.Pair
		switch trial % 3 {
		case 0:
			pair = categoriesOf(counts(), counts())
		case 1:
			pair = numbersOf(counts(), counts())
		default:
			pair.Current.Joint, pair.Baseline.Joint, pair.Current.Numeric, pair.Baseline.Numeric = true, true, true, true
			for f := range 3 {
				own, part := numbersOf(counts(), counts()), distribution.NewPart([]string{"f"}, []string{strconv.Itoa(f)})
				for i, bin := range own.Current.Bins {
					pair.Current.Bins, pair.Baseline.Bins = append(pair.Current.Bins, bin.Within(part)), append(pair.Baseline.Bins, bin.Within(part))
					pair.Current.Counts, pair.Baseline.Counts = append(pair.Current.Counts, own.Current.Counts[i]), append(pair.Baseline.Counts, own.Baseline.Counts[i])
				}
			}
		}
		if pair.Current.Total() < float64(k) || pair.Baseline.Total() < float64(k) {
			continue // Such groups are not judged.
		}
		hidden, s := pair.Suppress(k)
		require.InDelta(t, pair.Current.Total(), hidden.Current.Total(), 1e-9)
		require.InDelta(t, pair.Baseline.Total(), hidden.Baseline.Total(), 1e-9)
		require.NotEqual(t, 1, s.Bins)
		again, _ := hidden.Suppress(k)
		require.Equal(t, hidden, again)
		joins := []distribution.Pair{hidden, hidden.Coarser(2)}
		if trial%3 != 1 {
			joins = append(joins[:1], hidden.Join(request.Bins{Kind: request.TopBins, Count: 2}))
		}
		for _, joined := range joins {
			for i := range joined.Current.Counts {
				for _, count := range []float64{joined.Current.Counts[i], joined.Baseline.Counts[i]} {
					require.False(t, count > 0 && count < float64(k), "%v below %d", joined, k)
				}
			}
		}
		// Replicates go onto the same bins, with all their events.
		if trial%3 != 1 {
			sum := 0.0
			for _, count := range pair.Current.Onto(hidden.Current.Bins) {
				sum += count
			}
			require.InDelta(t, pair.Current.Total(), sum, 1e-9)
		}
	}
}
