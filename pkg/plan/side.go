package plan

import (
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/request"
)

// side is how the counts of one side are asked for.
type side interface {
	// divides reports whether the counts of a window are the sum of those of its cells.
	divides() bool
	// source returns the expression whose value at t counts (t − cell, t], with its scale.
	source(cell time.Duration) (Source, error)
	// notices are what a person should know about it.
	notices() []string
}

// built is a side whose PromQL is made from a selection, printed from the syntax tree so that no metric name or label
// value can break out of its place.
type built struct {
	selection request.Selection
	groupBy   []string
	beyond    time.Duration
}

func (built) divides() bool     { return true }
func (built) notices() []string { return nil }

// source asks for one scrape interval more than a cell and scales that back: so a cell counts from the last scrape
// before it to its own last one, nothing is extrapolated, and no increment between two cells is lost. Servers that count
// so by themselves are asked for the cell alone.
func (b built) source(cell time.Duration) (Source, error) {
	series, err := selector(b.selection, suffixOf(b.selection))
	if err != nil {
		return Source{}, err
	}
	length := cell + b.beyond
	source := Source{Category: b.selection.Category, Scale: float64(cell) / float64(length)}
	by := sorted(slices.Concat(b.groupBy, b.selection.Category))
	switch {
	case b.selection.Type == request.CategoryGauge:
		source.Level, source.Scale = true, 1
		source.Expr = sumBy(over("avg_over_time", series, cell), by...).String()
	case len(b.selection.Category) > 0:
		source.Expr = sumBy(withBegun(series, b.selection.Category, cell, 1/source.Scale, over("increase", series, length)), by...).String()
	case b.selection.Type == request.NativeSeries:
		source.Expr = sumBy(over("increase", series, length), by...).String()
	default:
		source.Expr = sumBy(over("increase", series, length), append([]string{model.BucketLabel}, by...)...).String()
	}
	return source, nil
}

// withBegun returns the value of series that began in the cell, times a factor, and counts of all others. increase() counts
// from a series' first sample on, so it misses what a category had on its first scrape: all of it, where it is seen once.
// A series is new where the same target had other categories one cell before; one of a target that was not there, after
// an outage or a server's first start, would bring all it counted before.
func withBegun(series *parser.VectorSelector, category []string, cell time.Duration, factor float64, counts parser.Expr) parser.Expr {
	before := *series
	before.OriginalOffset = cell
	begun := &parser.BinaryExpr{
		Op: parser.LUNLESS, LHS: series, RHS: &before,
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany},
	}
	target := &parser.BinaryExpr{
		Op: parser.LAND, LHS: &parser.ParenExpr{Expr: begun}, RHS: &before,
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany, MatchingLabels: sorted(category)},
	}
	scaled := &parser.BinaryExpr{Op: parser.MUL, LHS: &parser.ParenExpr{Expr: target}, RHS: &parser.NumberLiteral{Val: factor}}
	return &parser.BinaryExpr{
		Op: parser.LOR, LHS: scaled, RHS: counts,
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany},
	}
}
