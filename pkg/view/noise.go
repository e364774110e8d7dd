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
	EffectsOnly     bool       // Only the design effects count: there are no replicates of all that is compared, or a window holds a change.
	Changing        bool       // A window holds a change, so that its bursts are taken to be those of the other.
	Short           bool       // There are too few stretches to show how neighbours go together.
	DesignEffect    [2]float64 // Current, baseline: variance over that of independent events, ≥ 1.
	Autocorrelation float64    // Of neighbouring stretches of time.
	Heterogeneity   float64    // How unevenly the directions share the excess, ≥ 1.
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
	effects := [2]float64{interval.DesignEffectCurrent, interval.DesignEffectBaseline}
	changing := false
	if replicates.Design == confidence.Cells && j.rows.kind == request.AutoReplicates && !pair.Baseline.Exact {
		effects, changing = steady(effects, replicates, pair)
	}
	scalar := changing || written || replicates.Design == confidence.Blocks && wholeWindows(c.windows) > mostBlocks
	if !scalar {
		c.study = &study{replicates: replicates, kind: kind, interval: interval}
	}
	return Noise{
		EffectsOnly: scalar, Changing: changing,
		Short:  replicates.Design == confidence.Cells && (len(replicates.Current) < leastLagged || len(replicates.Baseline) < leastLagged && !pair.Baseline.Exact),
		Design: designs[replicates.Design], DesignEffect: effects,
		Autocorrelation: interval.Autocorrelation, Heterogeneity: interval.Heterogeneity,
	}, nil
}

// steady returns the design effects of traffic that goes on as it is. Where the cells of one window differ by more than
// bursts, going by those of the other, the window holds a change, such as the beginning of a drift. What is to be known is
// then what these windows were, and that is blurred by bursts only: they are carried over from the steadier side.
func steady(effects [2]float64, replicates confidence.Replicates, pair distribution.Pair) (carried [2]float64, changing bool) {
	rows := [2]int{len(nonEmpty(replicates.Current)), len(nonEmpty(replicates.Baseline))}
	events := [2]float64{pair.Current.Total(), pair.Baseline.Total()}
	for side, other := range [2]int{1, 0} {
		alike, effect := confidence.SpreadAlike(effects[side], rows[side], events[side], effects[other], rows[other], events[other])
		if !alike {
			effects[side] = effect
			return effects, true
		}
	}
	return effects, false
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
