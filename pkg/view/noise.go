package view

import (
	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
)

// Noise is how far the counts of a point spread, against independent events.
type Noise struct {
	Design          string     // What shows it: "cells", "blocks", "instances", "paired"; "" where events are taken as independent.
	TooFew          bool       // There was too little to show it, so that events are taken as independent for want of better.
	DesignEffect    [2]float64 // Current, baseline: variance over that of independent events, ≥ 1.
	Autocorrelation float64    // Of neighbouring stretches of time.
	Heterogeneity   float64    // How unevenly the directions share the excess, ≥ 1.
}

// independent is the noise of independent events.
var independent = Noise{DesignEffect: [2]float64{1, 1}, Heterogeneity: 1}

var designs = map[confidence.Design]string{
	confidence.Cells: "cells", confidence.Instances: "instances", confidence.Paired: "paired", confidence.Blocks: "blocks",
}

// noise finds out from the replicates of a comparison how far its counts spread.
func (j *judge) noise(c comparison) (Noise, error) {
	if j.query.Replicates.Kind == request.NoReplicates || j.query.Estimator.IsPlugIn() {
		return independent, nil
	}
	replicates, ok := j.rows.design(c, c.pair)
	if !ok {
		one := independent
		one.TooFew = true
		return one, nil
	}
	interval, err := confidence.EstimateReplicated(confidence.JS, replicates, j.options(c.pair))
	if err != nil {
		return Noise{}, err
	}
	if !interval.Replicated {
		one := independent
		one.TooFew = true
		return one, nil
	}
	return Noise{
		Design: designs[replicates.Design], DesignEffect: [2]float64{interval.DesignEffectCurrent, interval.DesignEffectBaseline},
		Autocorrelation: interval.Autocorrelation, Heterogeneity: interval.Heterogeneity,
	}, nil
}

// options are those of independent events.
func (j *judge) options(pair distribution.Pair) confidence.Options {
	return confidence.Options{Level: j.query.Confidence.Level, Ordered: pair.Current.Ordered, KnownBaseline: pair.Baseline.Exact}
}

// with are the options of events that spread so far.
func (n Noise) with(o confidence.Options) confidence.Options {
	o.DesignEffectCurrent = n.DesignEffect[0]
	if !o.KnownBaseline {
		o.DesignEffectBaseline = n.DesignEffect[1]
	}
	return o
}
