package confidence_test

import (
	"math"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// distance is one of the distances that are not smooth, with the noise floor that belongs to it.
type distance struct {
	name     string
	estimate func(x, y, widths []float64, opt confidence.Options) (confidence.Interval, error)
	floor    func(x, y, widths []float64, opt confidence.Options) (float64, error)
	truth    func(p, q, widths []float64) float64
}

var (
	totalVariation = distance{
		"total variation",
		func(x, y, _ []float64, opt confidence.Options) (confidence.Interval, error) {
			return confidence.TotalVariation(x, y, opt)
		},
		func(x, y, _ []float64, opt confidence.Options) (float64, error) {
			return confidence.NoiseFloorTV(x, y, opt)
		},
		func(p, q, _ []float64) float64 {
			d := 0.0
			for i := range p {
				d += 0.5 * math.Abs(p[i]-q[i])
			}
			return d
		},
	}
	wasserstein = distance{
		"Wasserstein", confidence.Wasserstein, confidence.NoiseFloorWasserstein,
		func(p, q, widths []float64) float64 {
			d, left := 0.0, 0.0
			for i, width := range widths {
				left += p[i] - q[i]
				d += width * math.Abs(left)
			}
			return d
		},
	}
	kolmogorovSmirnov = distance{
		"Kolmogorov–Smirnov",
		func(x, y, _ []float64, opt confidence.Options) (confidence.Interval, error) {
			return confidence.KolmogorovSmirnov(x, y, opt)
		},
		func(x, y, _ []float64, opt confidence.Options) (float64, error) {
			return confidence.NoiseFloorKS(x, y, opt)
		},
		func(p, q, _ []float64) float64 {
			d, left := 0.0, 0.0
			for i := range p[1:] {
				left += p[i] - q[i]
				d = max(d, math.Abs(left))
			}
			return d
		},
	}
	distances = []distance{totalVariation, wasserstein, kolmogorovSmirnov}
)

// geometricWidths are the distances between the middles of buckets whose bounds grow by ratio.
func geometricWidths(bins int, ratio float64) []float64 {
	widths := make([]float64, max(bins-1, 0))
	for i := range widths {
		widths[i] = math.Pow(ratio, float64(i)-float64(bins)/2)
	}
	return widths
}

func equalWidths(bins int) []float64 {
	widths := make([]float64, max(bins-1, 0))
	for i := range widths {
		widths[i] = 1
	}
	return widths
}
