package distribution_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
)

// choices takes decisions from the bytes of a fuzzer; behind their end it takes the first one.
type choices []byte

func (c *choices) of(n int) int {
	if len(*c) == 0 {
		return 0
	}
	one := int((*c)[0])
	*c = (*c)[1:]
	return one % n
}

// fuzzedCells is how many cells the answers of a fuzzer have.
const fuzzedCells = 5

// rows are up to twelve series of any kind, no two with the same labels.
func (c *choices) rows() []row {
	var rows []row
	known := map[string]bool{}
	natives := c.of(3) // In 0 of 2 series, 1 or 2.
	for range c.of(13) {
		one := row{labels: map[string]string{}}
		for _, label := range []struct {
			name   string
			values []string
		}{
			{"service", []string{"", "a", "b"}}, {"le", []string{"", "1", "1.0", "2", "+Inf", "-Inf", "high"}}, {"country", []string{"", "DE", "FR", "null"}},
		} {
			if value := label.values[c.of(len(label.values))]; value != "" {
				one.labels[label.name] = value
			}
		}
		histograms := c.of(2) < natives
		for k := range fuzzedCells {
			if histograms && c.of(5) > 0 {
				one.histograms = append(one.histograms, c.histogram())
				one.values = append(one.values, none)
				continue
			}
			one.histograms = append(one.histograms, nil)
			one.values = append(one.values, c.value(k))
		}
		if name := fmt.Sprint(one.labels); !known[name] {
			known[name] = true
			rows = append(rows, one)
		}
	}
	return rows
}

func (c *choices) value(k int) float64 {
	special := []float64{none, nan, inf, -inf, 0, -3, 1e40, 1e300, 1e9 / 3, 1e-9}
	if i := c.of(20); i < len(special) {
		return special[i]
	}
	return float64(c.of(256)*(k+1)) / 7
}

// histogram is one of any schema, whose buckets are in order, as decoded ones are.
func (c *choices) histogram() *promapi.Histogram {
	switch c.of(16) {
	case 0:
		return nil
	case 1:
		return &promapi.Histogram{Invalid: true}
	}
	width := math.Exp2(float64(c.of(4)))
	lower := -width * float64(c.of(4))
	h := &promapi.Histogram{}
	for range c.of(8) {
		upper := lower + width
		switch c.of(12) {
		case 0:
			lower += width
			continue
		case 1:
			lower = -inf
			if len(h.Buckets) > 0 {
				lower = h.Buckets[len(h.Buckets)-1].Upper
			}
		case 2:
			upper = lower
		}
		if last := len(h.Buckets) - 1; last >= 0 && h.Buckets[last].Lower == upper {
			continue // A second one without width.
		}
		h.Buckets = append(h.Buckets, promapi.Bucket{Lower: lower, Upper: upper, Count: math.Abs(c.value(0)) + 0.25})
		lower = upper
	}
	if last := len(h.Buckets) - 1; last >= 0 && c.of(6) == 0 && h.Buckets[last].Lower < h.Buckets[last].Upper {
		h.Buckets[last].Upper = inf
	}
	for _, bucket := range h.Buckets {
		h.Count += bucket.Count
	}
	h.Count += float64(c.of(3))
	return h
}

// Whatever a server sends, what is read of it are counts, and those of a window are the sum of its cells'.
func FuzzRead(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
	f.Add([]byte{7, 9, 200, 100, 50, 25, 12, 6, 3, 1, 255, 254, 253, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 90, 91, 92, 93, 94, 95, 1, 1, 1, 3, 3, 3, 3})
	f.Add([]byte{31, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 2, 5, 4, 19, 77, 1, 1, 1, 1, 1, 18, 2, 3, 5, 19, 99, 3, 4, 5, 6, 1, 1, 9, 9, 9, 9, 8, 8, 8, 8})
	random := rand.New(rand.NewPCG(29, 30))
	for range 20 {
		f.Add(randomBytes(random))
	}
	f.Fuzz(func(t *testing.T, data []byte) { requireRead(t, data) })
}

// Answers of many series are rare among those that a fuzzer begins with.
func TestReadOfRandomAnswers(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	for range 3000 {
		requireRead(t, randomBytes(random))
	}
}

func randomBytes(random *rand.Rand) []byte {
	data := make([]byte, 50+random.IntN(600))
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	return data
}

func requireRead(t testing.TB, data []byte) {
	t.Helper()
	c := choices(data)
	flags := c.of(64)
	reading := distribution.Reading{Scale: 1, Free: flags&1 != 0, Level: flags&2 != 0, Shared: flags&4 != 0}
	if flags&8 != 0 {
		reading.GroupBy = []string{"service"}
	}
	if flags&16 != 0 {
		reading.Category = []string{"country", "le"}
	}
	if flags&32 != 0 {
		reading.Scale = 0.8
	}
	found, err := distribution.Read(fetched(t, fuzzedCells, time.Minute, c.rows()...), reading)
	if err != nil {
		var known *fault.Error
		require.True(t, errors.As(err, &known) && known.Field != "")
		return
	}
	var sides []distribution.Side
	for i := range found.Histories {
		sides = append(sides, &found.Histories[i])
	}
	if reading.Shared {
		sides = append(sides, distribution.Rest(found.Histories)...)
	}
	for i, side := range sides {
		requireSumOfCells(t, side, reading.Level && len(found.Category) > 0)
		for _, other := range sides[:i] {
			requireJoinable(t, side, other)
		}
	}
}

// requireSumOfCells checks that a window's counts are those of its cells, and all of them counts.
func requireSumOfCells(t testing.TB, side distribution.Side, level bool) {
	t.Helper()
	sum, covered, repairs := 0.0, 0, distribution.Repair{}
	for k := range fuzzedCells {
		histogram, repair, ok := side.Window(span(k, k+1))
		repairs = repairs.Add(repair)
		if ok {
			requireCounts(t, histogram)
			covered++
			sum += histogram.Total()
		}
	}
	histogram, repair, ok := side.Window(span(0, fuzzedCells))
	require.Equal(t, covered > 0, ok)
	require.Equal(t, repairs.Invalid, repair.Invalid)
	require.GreaterOrEqual(t, repair.Missing, 0.0)
	require.Less(t, repair.Missing, 1.0)
	if !ok {
		return
	}
	requireCounts(t, histogram)
	require.InDelta(t, repairs.Negative, repair.Negative, 1e-4+1e-9*repair.Negative)
	require.InDelta(t, repairs.Unbinned, repair.Unbinned, 1e-4+1e-9*repair.Unbinned)
	if histogram.Ordered && !histogram.Sparse {
		return // Buckets that are not monotonic, and those without +Inf, do not add up.
	}
	total := histogram.Total()
	if level {
		total *= float64(covered)
	}
	require.InDelta(t, sum, total, 1e-4+1e-9*sum)
}

func requireCounts(t testing.TB, h distribution.Histogram) {
	t.Helper()
	require.Len(t, h.Counts, len(h.Bins))
	for i, count := range h.Counts {
		require.True(t, count >= 0 && !math.IsInf(count, 1), "%s: %v", h.Bins[i], count)
		require.True(t, i == 0 || h.Bins[i].IsCategory() || h.Bins[i-1].Upper <= h.Bins[i].Lower)
	}
}

// requireJoinable checks that two sides of one kind can be compared, whatever they count.
func requireJoinable(t testing.TB, a, b distribution.Side) {
	t.Helper()
	whole := []plan.Span{minutes(0, fuzzedCells)}
	current, _, ok := a.Window(whole)
	baseline, _, both := b.Window(whole)
	if !ok || !both {
		return
	}
	var pair distribution.Pair
	var alignment distribution.Alignment
	pair.Current, pair.Baseline, alignment = distribution.Align(current, baseline)
	require.InDelta(t, current.Total(), pair.Current.Total()+alignment.CurrentLost, 1e-4+1e-9*current.Total())
	require.InDelta(t, baseline.Total(), pair.Baseline.Total()+alignment.BaselineLost, 1e-4+1e-9*baseline.Total())
	kinds := []request.Bins{{Kind: request.TopBins, Count: 2}}
	if pair.Current.Ordered {
		kinds = []request.Bins{{Kind: request.QuantileBins, Count: 3}, {Kind: request.EqualWidthBins, Count: 3, Scale: request.Linear}, {Kind: request.EqualWidthBins, Count: 3, Scale: request.Log}}
	}
	for _, kind := range kinds {
		joined := pair.Join(kind)
		requireCounts(t, joined.Current)
		requireCounts(t, joined.Baseline)
		require.InDelta(t, pair.Current.Total(), joined.Current.Total(), 1e-9*pair.Current.Total())
	}
}
