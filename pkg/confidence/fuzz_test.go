package confidence_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// FuzzEstimate reads options and pairs of counts from its arguments: whatever they are, there is an error, a statement
// that the samples are insufficient, or an estimate between limits that are in order.
func FuzzEstimate(f *testing.F) {
	for kind := range uint8(5) {
		f.Add(kind, kind&1, 0.95, 1.0, 1.0, encode(10, 20, 30, 30, 5, 0, 0, 4, 0, 0))
		f.Add(kind, uint8(2), 0.5, 3.5, 20.0, encode(1000, 0.5, 0, 0.2, 3, 0.3))
		f.Add(kind, uint8(0), 0.999, 1.0, 0.0, encode(5e-324, 1e15, 1, 1, 1e99, 1e-300))
		f.Add(kind, uint8(3), 1e-300, 1.0, 0.0, encode(5, 1e-280, 1, 1, 1, 5e-324))
		f.Add(kind, uint8(2), 0.5, 1.0, 1.0, encode(0, 1e-280, 1e98, 0.2, 0, 0))
		f.Add(kind, uint8(1), 1-1e-16, 1e300, 1.0, encode(math.NaN(), 1, math.Inf(1), -1))
	}
	f.Fuzz(func(t *testing.T, kind, flags uint8, level, effectP, effectQ float64, data []byte) {
		x, y := decodePairs(data)
		opt := confidence.Options{
			Level: level, Ordered: flags&1 > 0, KnownBaseline: flags&2 > 0,
			DesignEffectCurrent: effectP, DesignEffectBaseline: effectQ,
		}
		v, err := confidence.Estimate(confidence.Kind(kind), x, y, opt)
		floor, errFloor := confidence.NoiseFloor(confidence.Kind(kind), x, y, opt)
		if (err == nil) != (errFloor == nil) {
			t.Fatalf("Estimate: %v, NoiseFloor: %v", err, errFloor)
		}
		if err != nil {
			return
		}
		if v.Insufficient {
			if !math.IsNaN(v.Estimate) || !math.IsNaN(floor) || v.Lower != 0 {
				t.Fatalf("insufficient, but %+v, floor %v", v, floor)
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
			"noise floor":                     !math.IsNaN(floor) && !math.IsInf(floor, 0),
			"merged mass":                     v.MergedCurrent >= 0 && v.MergedBaseline >= 0,
			"groups":                          v.Groups >= 1 && v.Groups <= len(x) && len(v.GroupOf) == len(x),
			"unbounded bins say why":          v.UpperUnbounded == (len(v.UnboundedBins) > 0),
			"upper limit infinite if it says": v.UpperUnbounded == math.IsInf(v.Upper, 1),
		} {
			if !ok {
				t.Errorf("violated: %s: %+v, floor %v", name, v, floor)
			}
		}
	})
}

func encode(values ...float64) []byte {
	var data []byte
	for _, v := range values {
		data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	}
	return data
}

func decodePairs(data []byte) (x, y []float64) {
	for ; len(data) >= 16; data = data[16:] {
		x = append(x, math.Float64frombits(binary.LittleEndian.Uint64(data)))
		y = append(y, math.Float64frombits(binary.LittleEndian.Uint64(data[8:])))
	}
	return x, y
}
