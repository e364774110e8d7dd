package confidence_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// FuzzEstimateReplicated reads a design, options and rows from its arguments: whatever they are, there is an error, a
// statement that the samples are insufficient, or an estimate between limits that are in order.
func FuzzEstimateReplicated(f *testing.F) {
	for kind := range uint8(5) {
		for design := range uint8(4) {
			f.Add(kind, design, kind&1, 0.95, uint8(2), uint8(5), encode(10, 20, 30, 5, 8, 4, 1, 40, 10, 20, 9, 9, 3, 0, 0, 0, 7, 60, 1, 5))
			f.Add(kind, design, uint8(2), 0.5, uint8(3), uint8(6), encode(3, 2, 1, 9, 9, 0, 0, 0, 50, 1, 1, 1, 7, 0, 7, 5, 5, 5, 1, 1e-280, 0.2))
			f.Add(kind, design, uint8(0), 0.999, uint8(2), uint8(1), encode(5e-324, 1e15, 1, 1, 1e99, 1e-300, 1, 2, 3, 4, 5, 6, 1e15, 1e14, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9))
			f.Add(kind, design, uint8(3), 1e-300, uint8(2), uint8(12), encode(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 1e-290, 1))
			f.Add(kind, design, uint8(1), 1-1e-16, uint8(1), uint8(1), encode(math.NaN(), 1, math.Inf(1), -1))
		}
	}
	f.Fuzz(func(t *testing.T, kind, design, flags uint8, level float64, bins, current uint8, data []byte) {
		in := confidence.Replicates{Design: confidence.Design(design)}
		rows := decodeRows(data, int(bins))
		in.Current, in.Baseline = rows[:min(int(current), len(rows))], rows[min(int(current), len(rows)):]
		opt := confidence.Options{Level: level, Ordered: flags&1 > 0, KnownBaseline: flags&2 > 0}
		v, err := confidence.EstimateReplicated(confidence.Kind(kind), in, opt)
		if err != nil {
			return
		}
		requireOrderly(t, v)
	})
}

// requireOrderly requires what holds for all data.
func requireOrderly(t *testing.T, v confidence.Interval) {
	t.Helper()
	if v.Insufficient {
		if !math.IsNaN(v.Estimate) || v.Lower != 0 {
			t.Fatalf("insufficient, but %+v", v)
		}
		return
	}
	for name, ok := range map[string]bool{
		"estimate is a number":            !math.IsNaN(v.Estimate),
		"lower limit is not negative":     v.Lower >= 0,
		"lower limit under estimate":      v.Lower <= max(v.Estimate, 0),
		"estimate under upper limit":      v.Estimate <= v.Upper,
		"upper limit of groups":           v.UpperMerged >= 0,
		"allowance":                       v.Allowance >= 0,
		"merged mass":                     v.MergedCurrent >= 0 && v.MergedBaseline >= 0,
		"groups":                          v.Groups >= 1 && v.Groups <= v.Bins && len(v.GroupOf) == v.Bins,
		"unbounded bins say why":          v.UpperUnbounded == (len(v.UnboundedBins) > 0),
		"upper limit infinite if it says": v.UpperUnbounded == math.IsInf(v.Upper, 1),
		"design effects":                  v.DesignEffectCurrent >= 1 && v.DesignEffectBaseline >= 1,
		"finite design effects":           v.DesignEffectCurrent+v.DesignEffectBaseline+v.Heterogeneity < math.Inf(1),
		"heterogeneity":                   v.Heterogeneity >= 1,
		"autocorrelation":                 v.Autocorrelation >= 0 && v.Autocorrelation <= 0.9,
	} {
		if !ok {
			t.Errorf("violated: %s: %+v", name, v)
		}
	}
}

// Rows of counts that no approximation was made for.
func TestReplicatesOfAnyCounts(t *testing.T) {
	rng := rand.New(newSource())
	values := []float64{0, 0, 0, 1, 1, 3, 20, 1e3, 0.2, 1e-9, 1e-8, -4, 1e9, 1e15, 1e98, 1e-280}
	for range 6000 {
		bins, few := 2+rng.IntN(5), 1+rng.IntN(len(values))
		draw := func(rows int) [][]float64 {
			out := make([][]float64, rows)
			for r := range out {
				for range bins {
					out[r] = append(out[r], values[rng.IntN(few)])
				}
			}
			return out
		}
		n := rng.IntN(20)
		in := confidence.Replicates{Design: designs[rng.IntN(len(designs))], Current: draw(n), Baseline: draw(n)}
		opt := confidence.Options{Level: []float64{0.01, 0.5, 0.95, 0.9999999}[rng.IntN(4)], Ordered: rng.IntN(2) > 0, KnownBaseline: rng.IntN(3) == 0}
		for _, kind := range kinds {
			v, err := confidence.EstimateReplicated(kind, in, opt)
			require.NoError(t, err)
			requireOrderly(t, v)
			if t.Failed() {
				t.Fatalf("of %v, %+v, %+v", kind, in, opt)
			}
		}
	}
}

// decodeRows are as many rows as there are bytes for, 200 at most.
func decodeRows(data []byte, bins int) [][]float64 {
	var rows [][]float64
	for ; bins > 0 && len(data) >= 8*bins && len(rows) < 200; data = data[8*bins:] {
		row := make([]float64, bins)
		for i := range row {
			row[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
		}
		rows = append(rows, row)
	}
	return rows
}
