package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// bandsPerAction is how many bands are timed together.
const bandsPerAction = 200

// bands compares the time for a band at 60 and 160 bins, as native histograms have, with that at 12, and that of a band from
// replicates with that of independent events.
func bands(n int) ([]row, error) {
	var rows []row
	for _, kind := range []struct {
		name string
		kind confidence.Kind
	}{{"KL", confidence.KL}, {"JS", confidence.JS}} {
		for _, bins := range []int{60, 160} {
			one, err := paired(n, bandsOf(kind.kind, bins), bandsOf(kind.kind, 12))
			if err != nil {
				return nil, err
			}
			rows = append(rows, perBand(one, fmt.Sprintf("one band of %s, %d bins : 12 bins", kind.name, bins)))
		}
	}
	for _, bins := range []int{12, 60, 160} {
		for _, cells := range []int{12, 30} {
			one, err := paired(n, replicatedBandsOf(bins, cells), bandsOf(confidence.JS, bins))
			if err != nil {
				return nil, err
			}
			rows = append(rows, perBand(one, fmt.Sprintf("one band of JS, %d bins: from %d cells : of independent events", bins, cells)))
		}
	}
	return rows, nil
}

func perBand(one row, name string) row {
	one.a, one.b, one.name = one.a/bandsPerAction, one.b/bandsPerAction, name
	return one
}

// replicatedBandsOf times bands of counts that are cut into cells, each with a bell of its own.
func replicatedBandsOf(bins, cells int) action {
	replicates := confidence.Replicates{Design: confidence.Cells}
	for cell := range cells {
		swing := 0.02 * math.Sin(float64(cell*cell))
		replicates.Current = append(replicates.Current, bell(bins, 0.5+swing, 5_000/cells))
		replicates.Baseline = append(replicates.Baseline, bell(bins, 0.52+swing, 50_000/cells))
	}
	return action{do: func() error {
		for range bandsPerAction {
			if _, err := confidence.EstimateReplicated(confidence.JS, replicates, confidence.Options{Level: 0.95, Ordered: true}); err != nil {
				return err
			}
		}
		return nil
	}}
}

func bandsOf(kind confidence.Kind, bins int) action {
	current, baseline := bell(bins, 0.5, 5_000), bell(bins, 0.52, 50_000)
	return action{do: func() error {
		for range bandsPerAction {
			if _, err := confidence.Estimate(kind, current, baseline, confidence.Options{Level: 0.95, Ordered: true}); err != nil {
				return err
			}
		}
		return nil
	}}
}

// bell draws n events of a bell that covers all bins.
func bell(bins int, middle float64, n int) []float64 {
	random := rand.New(rand.NewPCG(1, uint64(bins)))
	counts := make([]float64, bins)
	for range n {
		at := middle + 0.15*random.NormFloat64()
		counts[int(math.Max(0, math.Min(0.999, at))*float64(bins))]++
	}
	return counts
}
