package confidence_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func BenchmarkDistances(b *testing.B) {
	opt := confidence.Options{Level: 0.95, Ordered: true}
	for _, bins := range []int{12, 60, 160} {
		ratio := math.Pow(1.5, 12/float64(bins))
		source := newSource()
		x := multinomial(source, 2000, latency(bins, ratio, 1.2))
		y := multinomial(source, 20000, latency(bins, ratio, 1))
		widths := geometricWidths(bins, ratio)
		for _, d := range distances {
			b.Run(fmt.Sprintf("%s/%d bins", d.name, bins), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := d.estimate(x, y, widths, opt); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run(fmt.Sprintf("noise floor of total variation/%d bins", bins), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := confidence.NoiseFloorTV(x, y, opt); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
