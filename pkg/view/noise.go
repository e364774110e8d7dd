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
	Short           bool       // There are too few stretches to show how neighbours go together.
	DesignEffect    [2]float64 // Current, baseline: variance over that of independent events, ≥ 1.
	Autocorrelation float64    // Of neighbouring stretches of time.
	Heterogeneity   float64    // How unevenly the directions share the excess, ≥ 1.

	scalar bool // Only the design effects count, since there are no replicates of all that is compared.
}

// independent is the noise of independent events.
var independent = Noise{DesignEffect: [2]float64{1, 1}, Heterogeneity: 1}

var designs = map[confidence.Design]string{
	confidence.Cells: "cells", confidence.Instances: "instances", confidence.Paired: "paired", confidence.Blocks: "blocks",
}

// study is what the replicates of a comparison came to, for one of the divergences asked for: the design effects are the
// same for all.
type study struct {
	replicates confidence.Replicates
	kind       confidence.Kind
	interval   confidence.Interval
}

// anyKind is a divergence that is asked for, so that nothing is computed twice; else JS, which is always finite.
func (j *judge) anyKind() confidence.Kind {
	for _, name := range j.query.Measures {
		if kind, ok := kinds[name]; ok {
			return kind
		}
	}
	return confidence.JS
}

// noise finds out from the replicates of a comparison how far its counts spread.
func (j *judge) noise(c *comparison) (Noise, error) {
	if j.rows.kind == request.NoReplicates || j.query.Estimator.IsPlugIn() {
		return independent, nil
	}
	pair := c.pair
	// What was written down with a sample size is a sample of independent events. Its own error is no concern of the current
	// side's replicates, which are seen best against weights.
	written := j.query.Baseline.Kind == request.Static && !pair.Baseline.Exact
	pair.Baseline.Exact = pair.Baseline.Exact || written
	unknown := independent
	unknown.TooFew = true
	replicates, ok := j.rows.design(*c, pair)
	if !ok {
		return unknown, nil
	}
	kind := j.anyKind()
	interval, err := confidence.EstimateReplicated(kind, replicates, j.options(pair))
	if err != nil {
		return Noise{}, err
	}
	if !interval.Replicated {
		return unknown, nil
	}
	scalar := written || replicates.Design == confidence.Blocks && wholeWindows(c.windows) > mostBlocks
	if !scalar {
		c.study = &study{replicates: replicates, kind: kind, interval: interval}
	}
	return Noise{
		scalar: scalar,
		Short:  replicates.Design == confidence.Cells && (len(replicates.Current) < leastLagged || len(replicates.Baseline) < leastLagged && !pair.Baseline.Exact),
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
