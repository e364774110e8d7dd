package confidence_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func BenchmarkEstimate(b *testing.B) {
	for _, kind := range []confidence.Kind{confidence.KL, confidence.JS, confidence.Hellinger2} {
		for _, bins := range []int{12, 60, 160} {
			ratio := math.Pow(1.5, 12/float64(bins))
			source := newSource()
			x := multinomial(source, 2000, latency(bins, ratio, 1.2))
			y := multinomial(source, 20000, latency(bins, ratio, 1))
			b.Run(fmt.Sprintf("%v/%d bins", kind, bins), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := confidence.Estimate(kind, x, y, confidence.Options{Level: 0.95, Ordered: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkNoiseFloor(b *testing.B) {
	x := multinomial(newSource(), 2000, latency(60, 1.07, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := confidence.NoiseFloor(confidence.KL, x, x, confidence.Options{Level: 0.95, Ordered: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEstimateReplicated(b *testing.B) {
	for _, c := range []struct {
		design   confidence.Design
		current  int
		baseline int
	}{{confidence.Cells, 12, 12}, {confidence.Cells, 30, 30}, {confidence.Blocks, 1, 60}, {confidence.Blocks, 1, 120}, {confidence.Paired, 30, 30}} {
		for _, bins := range []int{12, 60, 160} {
			ratio := math.Pow(1.5, 12/float64(bins))
			rng := rand.New(newSource())
			in := confidence.Replicates{
				Design:   c.design,
				Current:  drifting(rng, c.current, 2000, bins, ratio, 1.2, 0.5, 0.1),
				Baseline: drifting(rng, c.baseline, 2000, bins, ratio, 1, 0.5, 0.1),
			}
			b.Run(fmt.Sprintf("%v/%d×%d rows/%d bins", c.design, c.current, c.baseline, bins), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := confidence.EstimateReplicated(confidence.JS, in, confidence.Options{Level: 0.95, Ordered: true}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
