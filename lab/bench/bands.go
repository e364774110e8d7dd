package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// bandsPerAction is how many bands are timed together.
const bandsPerAction = 200

// bands compares the time for a band at 160 bins, as native histograms have, with that at 12.
func bands(n int) ([]row, error) {
	var rows []row
	for _, kind := range []struct {
		name string
		kind confidence.Kind
	}{{"KL", confidence.KL}, {"JS", confidence.JS}} {
		one, err := paired(n, bandsOf(kind.kind, 160), bandsOf(kind.kind, 12))
		if err != nil {
			return nil, err
		}
		one.a, one.b = one.a/bandsPerAction, one.b/bandsPerAction
		one.name = fmt.Sprintf("one band of %s, 160 bins : 12 bins", kind.name)
		rows = append(rows, one)
	}
	return rows, nil
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
