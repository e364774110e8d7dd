package view

import (
	"math"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/request"
)

// Contributions splits the textbook value of a measure over the bins; directions are those of the current side. What does
// not add up over bins has NaN contributions. The errors are those of package divergence.
func Contributions(measure request.Measure, pair distribution.Pair) ([]divergence.Contribution, error) {
	current, baseline := pair.Current.Counts, pair.Baseline.Counts
	switch measure {
	case request.MeasureKLReverse:
		parts, err := divergence.Contributions(current, baseline)
		if err != nil {
			return nil, err
		}
		reversed, err := divergence.Contributions(baseline, current)
		for i := range reversed {
			parts[i].Value = reversed[i].Value
		}
		return parts, err
	case request.MeasurePSI:
		return divergence.JeffreysContributions(current, baseline)
	case request.MeasureJS:
		return divergence.JSContributions(current, baseline)
	case request.MeasureJSDistance:
		return rooted(divergence.JSContributions(current, baseline))
	case request.MeasureHellinger:
		return rooted(divergence.HellingerContributions(current, baseline))
	case request.MeasureTV:
		return divergence.TVContributions(current, baseline)
	case request.MeasureWasserstein:
		return carried(pair)
	}
	parts, err := divergence.Contributions(current, baseline)
	for i := range parts {
		switch {
		case measure == request.MeasureNewMass:
			parts[i].Value = massOf(parts[i].Current, parts[i].Baseline)
		case measure == request.MeasureVanishedMass:
			parts[i].Value = massOf(parts[i].Baseline, parts[i].Current)
		case measure != request.MeasureKL:
			parts[i].Value = math.NaN()
		}
	}
	return parts, err
}

// carried splits the Wasserstein distance, in which nulls have no part: they lie nowhere among numbers.
func carried(pair distribution.Pair) ([]divergence.Contribution, error) {
	parts, err := divergence.Contributions(pair.Current.Counts, pair.Baseline.Counts)
	if err != nil {
		return nil, err
	}
	numbers := pair.Numbers()
	carried, err := divergence.WassersteinContributions(numbers.Current.Counts, numbers.Baseline.Counts, distribution.Positions(numbers.Current.Bins))
	for i := range parts {
		parts[i].Value = 0
		if i < len(carried) {
			parts[i].Value = carried[i].Value
		}
	}
	return parts, err
}

func massOf(own, other float64) float64 {
	if other > 0 {
		return 0
	}
	return own
}

// rooted shares out the square root of a sum in the proportions of its terms.
func rooted(parts []divergence.Contribution, err error) ([]divergence.Contribution, error) {
	sum := 0.0
	for _, part := range parts {
		sum += part.Value
	}
	for i := range parts {
		if sum > 0 {
			parts[i].Value /= math.Sqrt(sum)
		}
	}
	return parts, err
}
