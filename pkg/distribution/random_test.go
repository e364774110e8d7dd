package distribution_test

import (
	"math/rand/v2"
	"strconv"

	"github.com/histodrift/histodrift/pkg/promapi"
)

// native is a row of histograms; nil stands where there is none.
func native(histograms ...*promapi.Histogram) row { return row{histograms: histograms} }

// holding is a histogram of buckets (lower, upper, count) that counts nothing else.
func holding(buckets ...[3]float64) *promapi.Histogram { return counting(0, buckets...) }

// counting is one that counts more than its buckets do.
func counting(more float64, buckets ...[3]float64) *promapi.Histogram {
	h := &promapi.Histogram{Count: more}
	for _, b := range buckets {
		h.Buckets = append(h.Buckets, promapi.Bucket{Lower: b[0], Upper: b[1], Count: b[2]})
		h.Count += b[2]
	}
	return h
}

// randomHistogram is one of a random schema: buckets as wide as 1, 2 or 4 between -16 and 16, and a zero bucket of any
// width, 0 included. There may be none, or one that can't be read.
func randomHistogram(random *rand.Rand) *promapi.Histogram {
	switch random.IntN(12) {
	case 0:
		return nil
	case 1:
		return holding()
	}
	width := float64(int(1) << random.IntN(3))
	zero := width * float64(random.IntN(3))
	var buckets [][3]float64
	add := func(lower, upper float64) {
		if random.IntN(2) == 0 {
			buckets = append(buckets, [3]float64{lower, upper, float64(1+random.IntN(999)) / 7})
		}
	}
	for lower := -16.0; lower < -zero; lower += width {
		add(lower, lower+width)
	}
	add(0-zero, zero)
	for lower := zero; lower < 16; lower += width {
		add(lower, lower+width)
	}
	more := 0.0
	if random.IntN(4) == 0 {
		more = random.Float64()
	}
	return counting(more, buckets...)
}

func randomNative(random *rand.Rand, n int) row {
	histograms := make([]*promapi.Histogram, n)
	for k := range histograms {
		histograms[k] = randomHistogram(random)
	}
	return native(histograms...)
}

// randomClassic is the rows of a layout some bounds of which come and go, and maybe of nulls.
func randomClassic(random *rand.Rand, n int) []row {
	texts := bounds(6)
	rows := make([]row, len(texts))
	stands := make([]bool, len(texts))
	for b, text := range texts {
		rows[b], stands[b] = le(text), b == len(texts)-1 || random.IntN(4) > 0
	}
	nulls := row{}
	for range n {
		gap, cumulative := random.IntN(8) == 0, 0.0
		for b := range rows {
			cumulative += float64(random.IntN(300)) / 7
			value := cumulative
			if gap || !stands[b] || b < len(rows)-1 && random.IntN(10) == 0 {
				value = none
			}
			rows[b].values = append(rows[b].values, value)
		}
		nulls.values = append(nulls.values, randomCount(random))
	}
	if random.IntN(2) == 0 {
		rows = append(rows, nulls)
	}
	return rows
}

func randomCount(random *rand.Rand) float64 {
	if random.IntN(3) == 0 {
		return none
	}
	return float64(random.IntN(300)) / 7
}

// randomCategories is the rows of some of eight countries, which come and go.
func randomCategories(random *rand.Rand, n int) []row {
	var rows []row
	for c := range 8 {
		if random.IntN(3) == 0 {
			continue
		}
		one := row{labels: map[string]string{"country": strconv.Itoa(c)}}
		first, last := random.IntN(n), random.IntN(n)
		for k := range n {
			value := randomCount(random)
			if first < last && (k < first || k > last) {
				value = none
			}
			one.values = append(one.values, value)
		}
		rows = append(rows, one)
	}
	return append(rows, row{labels: map[string]string{"country": "always"}, values: randomCounts(random, n)})
}

func randomCounts(random *rand.Rand, n int) []float64 {
	values := make([]float64, n)
	for k := range values {
		values[k] = randomCount(random)
	}
	return values
}
