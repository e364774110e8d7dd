package confidence_test

import (
	"math"
	"testing"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// FuzzDistances reads options, pairs of counts and a first width from its arguments: whatever they are, there is an error,
// a statement that the samples are insufficient, or an estimate between limits that are in order.
func FuzzDistances(f *testing.F) {
	for flags := range uint8(4) {
		f.Add(flags, 0.95, 1.0, 1.0, 1.0, encode(10, 20, 30, 30, 5, 0, 0, 4, 0, 0))
		f.Add(flags, 0.5, 3.5, 20.0, 1e-80, encode(1000, 0.5, 0, 0.2, 3, 0.3))
		f.Add(flags, 0.999, 1.0, 0.0, 1e99, encode(5e-324, 1e15, 1, 1, 1e99, 1e-300))
		f.Add(flags, 1-1e-16, 1e300, 1.0, -1.0, encode(math.NaN(), 1, math.Inf(1), -1))
		f.Add(flags, 1e-300, 1.0, 0.0, 0.0, encode(1e15, 1e15, 1, 0))
	}
	f.Fuzz(func(t *testing.T, flags uint8, level, effectP, effectQ, width float64, data []byte) {
		x, y := decodePairs(data)
		if flags&4 > 0 { // Many bins.
			for range 4 {
				x, y = append(x, x...), append(y, y...)
			}
		}
		widths := equalWidths(len(x))
		if len(widths) > 0 {
			widths[0] = width
		}
		opt := confidence.Options{
			Level: level, Ordered: flags&1 > 0, KnownBaseline: flags&2 > 0,
			DesignEffectCurrent: effectP, DesignEffectBaseline: effectQ,
		}
		for _, d := range distances {
			v, err := d.estimate(x, y, widths, opt)
			floor, errFloor := d.floor(x, y, widths, opt)
			if (err == nil) != (errFloor == nil) {
				t.Fatalf("%s: %v, noise floor: %v", d.name, err, errFloor)
			}
			if err != nil {
				continue
			}
			if v.Insufficient {
				if !math.IsNaN(v.Estimate) || !math.IsNaN(floor) || v.Lower != 0 {
					t.Fatalf("%s: insufficient, but %+v, floor %v", d.name, v, floor)
				}
				continue
			}
			if !(v.Lower >= 0 && v.Lower <= v.Estimate && v.Estimate <= v.Upper) || math.IsInf(v.Upper, 1) {
				t.Errorf("%s: not in order: %+v", d.name, v)
			}
			if !(floor >= 0) || !(v.UpperMerged >= 0) || !(v.Allowance >= 0) || math.IsInf(floor, 1) {
				t.Errorf("%s: %+v, floor %v", d.name, v, floor)
			}
		}
	})
}
