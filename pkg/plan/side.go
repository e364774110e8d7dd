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
	// census returns an expression that counts the series of each bucket; ok is false where there is none.
	census() (expr string, ok bool)
	// notices are what a person should know about it, warnings what may be wrong with it.
	notices() []string
	warnings() []string
}

// built is a side whose PromQL is made from a selection, printed from the syntax tree so that no metric name or label
// value can break out of its place.
type built struct {
	selection request.Selection
	groupBy   []string
	scrape    time.Duration
	beyond    time.Duration
}

func (built) divides() bool      { return true }
func (built) notices() []string  { return nil }
func (built) warnings() []string { return nil }

// census implements side: count by (le, groups…) (metric_bucket), at a moment.
func (b built) census() (string, bool) {
	series, err := selector(b.selection, suffixOf(b.selection))
	if err != nil || suffixOf(b.selection) != BucketSuffix {
		return "", false
	}
	count := sumBy(series, append([]string{model.BucketLabel}, sorted(b.groupBy)...)...)
	count.Op = parser.COUNT
	return count.String(), true
}

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
		source.Expr = b.level(series, cell).String()
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
// A series has begun where it was not there one cell before and has not counted more since than the others of its target
// together: one that comes back after a gap, or that a server sees for the first time, brings all it counted before.
func withBegun(series *parser.VectorSelector, category []string, cell time.Duration, factor float64, counts parser.Expr) parser.Expr {
	before := *series
	before.OriginalOffset = cell
	begun := &parser.BinaryExpr{
		Op: parser.LUNLESS, LHS: series, RHS: &before,
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany},
	}
	gained := &parser.AggregateExpr{
		Op: parser.SUM, Without: true, Grouping: sorted(category),
		Expr: &parser.BinaryExpr{Op: parser.SUB, LHS: series, RHS: &before, VectorMatching: &parser.VectorMatching{Card: parser.CardOneToOne}},
	}
	plausible := &parser.BinaryExpr{
		Op: parser.LTE, LHS: &parser.ParenExpr{Expr: begun}, RHS: gained,
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToOne, MatchingLabels: sorted(category)},
	}
	scaled := &parser.BinaryExpr{Op: parser.MUL, LHS: &parser.ParenExpr{Expr: plausible}, RHS: &parser.NumberLiteral{Val: factor}}
	return &parser.BinaryExpr{
		Op: parser.LOR, LHS: scaled, RHS: counts,
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToMany},
	}
}

// levelMoments is at how many moments of a cell a level is read, at least; more would cost more than they tell.
const levelMoments = 20

// level returns the mean of a sum of levels over a cell: what it is at some moments, over how many of them the group has
// any level. avg_over_time() would count a series that was there for a moment as if it had been there all the time.
func (b built) level(series *parser.VectorSelector, cell time.Duration) parser.Expr {
	every := max(cell/levelMoments, b.scrape).Truncate(time.Second)
	by := sorted(b.groupBy)
	total := moments("sum_over_time", sumBy(series, sorted(slices.Concat(b.groupBy, b.selection.Category))...), cell, every)
	present := sumBy(series, by...)
	present.Op = parser.COUNT
	return &parser.BinaryExpr{
		Op: parser.DIV, LHS: total, RHS: moments("count_over_time", present, cell, every),
		VectorMatching: &parser.VectorMatching{Card: parser.CardManyToOne, On: true, MatchingLabels: by},
	}
}

// moments returns name((expr)[length:every]).
func moments(name string, expr parser.Expr, length, every time.Duration) parser.Expr {
	return &parser.Call{Func: parser.Functions[name], Args: parser.Expressions{
		&parser.SubqueryExpr{Expr: expr, Range: length, Step: max(every, time.Second)},
	}}
}
