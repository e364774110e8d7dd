package main

import (
	"math"
	"slices"
)

// collect takes a statistic of each outcome, sorted.
func collect(outcomes []*outcome, of func(o *outcome) float64) []float64 {
	values := make([]float64, 0, len(outcomes))
	for _, o := range outcomes {
		if v := of(o); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return values
}

// mean is NaN of nothing.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// shareBelow is the share of sorted values below a limit.
func shareBelow(sorted []float64, limit float64) float64 {
	i, _ := slices.BinarySearch(sorted, limit)
	return ratio(i, len(sorted))
}

// short is the coverage below which a cell counts as short: 93 % at a level of 95 %, the misses 1.4 times what they may be
// at others.
func short(level float64) float64 { return 1 - 1.4*(1-level) }

// coverages are those of the cells that have one.
func coverages(outcomes []*outcome) []float64 {
	return collect(filter(outcomes, judged), func(o *outcome) float64 { return o.coverage() })
}

// coverageEntry is "least / median / share of cells that are short".
func coverageEntry(outcomes []*outcome) string {
	values := coverages(outcomes)
	if len(values) == 0 {
		return "–"
	}
	level := outcomes[0].level
	return percent(values[0], 1) + " / " + percent(quantile(values, 0.5), 1) + " / " + percent(shareBelow(values, short(level)), 1)
}

// spot is a measure in a cell.
type spot struct {
	*cell
	measure string
}

// widths are the mean widths of the bias-corrected delta method, to compare others with.
func widths(outcomes []*outcome) map[spot]float64 {
	out := map[spot]float64{}
	for _, o := range filter(outcomes, deltaCorrected.test) {
		out[spot{o.cell, o.measure.name}] = o.meanWidth()
	}
	return out
}

// relativeWidth is the median of the cells' mean widths over those of the delta method.
func relativeWidth(outcomes []*outcome, linear map[spot]float64) float64 {
	return quantile(collect(filter(outcomes, judged), func(o *outcome) float64 {
		if w := linear[spot{o.cell, o.measure.name}]; w > 0 {
			return o.meanWidth() / w
		}
		return math.NaN()
	}), 0.5)
}
