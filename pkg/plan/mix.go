package plan

import (
	"slices"
	"time"

	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

// Suffix of the counter of all observations of a classic histogram.
const countSuffix = "_count"

// withMix adds the sources that count each side's traffic by the labels of verdict.parity, over the same cells.
func (p Plan) withMix(b builder, cell time.Duration) (Plan, error) {
	p.Mix = [2]int{None, None}
	if b.query.Verdict == nil || b.query.Verdict.Parity == nil || len(b.query.Verdict.Parity.Labels) == 0 {
		return p, nil
	}
	for side, selection := range []request.Selection{b.query.Current, b.query.BaselineSelection()} {
		of, windows := p.Current, func(w Windows) []Span { return w.Current }
		if side == 1 {
			of, windows = p.Baseline, func(w Windows) []Span { return w.Baseline }
		}
		source, err := b.mix(selection, cell)
		if err != nil {
			return Plan{}, err
		}
		source.Ranges = p.spans(windows)
		if first := p.Mix[0]; side == 1 && (of == p.Current || source.Expr == p.Sources[first].Expr) {
			p.Sources[first].Ranges = append(p.Sources[first].Ranges, source.Ranges...)
			p.Mix[1] = first
			continue
		}
		p.Mix[side] = len(p.Sources)
		p.Sources = append(p.Sources, source)
	}
	return p, nil
}

// mix counts the events of a side by labels: by the counter of a histogram's observations, whatever their values.
func (b builder) mix(selection request.Selection, cell time.Duration) (Source, error) {
	labels := b.query.Verdict.Parity.Labels
	if selection.Expr != "" {
		return Source{}, fault.InField("verdict.parity.labels", "are counted by a metric, and a side is an expression", "name a metric on both sides, or leave labels out")
	}
	if selection.Type == request.CategoryGauge {
		return Source{}, fault.InField("verdict.parity.labels", "are counted by events, and a gauge has none", "leave labels out")
	}
	suffix := ""
	if suffixOf(selection) == BucketSuffix {
		suffix = countSuffix
	}
	series, err := selector(selection, suffix)
	if err != nil {
		return Source{}, err
	}
	length := cell + b.beyond
	var counts parser.Expr = sumBy(over("increase", series, length), sorted(slices.Concat(b.query.GroupBy, labels))...)
	if selection.Type == request.NativeSeries {
		counts = &parser.Call{Func: parser.Functions["histogram_count"], Args: parser.Expressions{counts}}
	}
	return Source{Expr: counts.String(), Field: "verdict.parity.labels", Category: labels, Cell: cell, Scale: float64(cell) / float64(length), Step: cell}, nil
}
