package plan

import (
	"time"

	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/request"
)

// written is a side whose PromQL is the query's own.
type written struct {
	field     string
	selection request.Selection
	macros    request.Macros
	counts    *parser.AggregateExpr // The expression, where it is a sum of increases over $__window; nil otherwise.
	beyond    time.Duration
	rate      bool // Values are rates over a second rather than counts.
}

// marker stands for $__window while its places in an expression are looked for: no one writes this length.
const marker = 87*time.Hour + 31*time.Minute + 7*time.Second + 813*time.Millisecond

// written parses the expression of a side and finds out what can be done with it.
func (b builder) written(field string, selection request.Selection) (side, error) {
	step := stepLength(b.timing, time.Second)
	macros := request.Macros{
		Window: marker, Interval: step, RateInterval: max(step+b.scrape, scrapesPerCell*b.scrape),
		Range: b.timing.To.Sub(b.timing.From),
	}
	expr, err := request.ParseExpr(field, selection.Expr, macros)
	if err != nil {
		return nil, err
	}
	w := written{field: field, selection: selection, macros: macros, beyond: b.beyond, rate: isRate(expr)}
	w.counts = summedOverWindow(expr)
	return w, nil
}

// summedOverWindow returns the expression where it is sum(increase(metric[$__window])), by any labels, or of rate: then
// the range can be that of a cell.
func summedOverWindow(expr parser.Expr) *parser.AggregateExpr {
	sum, ok := unwrapped(expr).(*parser.AggregateExpr)
	if !ok || sum.Op != parser.SUM {
		return nil
	}
	call, ok := unwrapped(sum.Expr).(*parser.Call)
	if !ok || call.Func.Name != "increase" && call.Func.Name != "rate" {
		return nil
	}
	matrix, ok := call.Args[0].(*parser.MatrixSelector)
	if !ok || matrix.Range != marker {
		return nil
	}
	if series, ok := matrix.VectorSelector.(*parser.VectorSelector); !ok || series.Timestamp != nil || series.StartOrEnd != 0 {
		return nil // Fixed in time by @.
	}
	return sum
}

func unwrapped(expr parser.Expr) parser.Expr {
	for {
		inside, ok := expr.(*parser.ParenExpr)
		if !ok {
			return expr
		}
		expr = inside.Expr
	}
}

// isRate reports whether the values of an expression are those of rate(), summed or relabelled, but not calculated with:
// who does that may have multiplied by the window already.
func isRate(expr parser.Expr) bool {
	switch expr := unwrapped(expr).(type) {
	case *parser.AggregateExpr:
		return isRate(expr.Expr)
	case *parser.BinaryExpr:
		return expr.Op.IsSetOperator() && isRate(expr.LHS)
	case *parser.Call:
		switch expr.Func.Name {
		case "rate", "irate":
			return true
		case "label_replace", "label_join":
			return isRate(expr.Args[0])
		}
	}
	return false
}

func (w written) divides() bool { return w.counts != nil }

func (w written) notices() []string {
	var all []string
	if w.rate {
		all = append(all, w.field+": rate() was multiplied by the window, so that its values are counts.")
	}
	if !request.UsesWindow(w.selection.Expr) {
		all = append(all, w.field+": there is no $__window in it; its value is taken for the counts of the window all the same.")
	}
	return all
}

// source is like that of a built side where the expression can be taken apart; else the window takes its place.
func (w written) source(cell time.Duration) (Source, error) {
	source := Source{Category: w.selection.Category, Free: true, Scale: 1}
	if w.counts != nil {
		length := cell + w.beyond
		source.Scale = float64(cell) / float64(length)
		source.Expr = w.ofCell(length).String()
		return source, nil
	}
	macros := w.macros
	macros.Window = cell
	expr, err := request.ParseExpr(w.field, w.selection.Expr, macros)
	if err != nil {
		return Source{}, err
	}
	if w.rate {
		source.Scale = cell.Seconds()
	}
	source.Expr = expr.String()
	return source, nil
}

// ofCell returns the expression over a cell, always as increase().
func (w written) ofCell(length time.Duration) parser.Expr {
	call := unwrapped(w.counts.Expr).(*parser.Call)
	matrix := *call.Args[0].(*parser.MatrixSelector)
	matrix.Range = length
	sum := *w.counts
	sum.Expr = &parser.Call{Func: parser.Functions["increase"], Args: parser.Expressions{&matrix}}
	return &sum
}

// mute plans the expression that tells which cells are left out of the baseline. Within a cell it is evaluated often
// enough to notice what lasts a twentieth of it.
func (b builder) mute(plan Plan, cell time.Duration) (Source, error) {
	const evaluations = 20
	expr, err := request.ParseExpr("baseline.mute", b.query.Baseline.Mute, request.Macros{
		Window: b.query.Window.Length, Interval: plan.Step, RateInterval: max(plan.Step+b.scrape, scrapesPerCell*b.scrape), Range: b.timing.To.Sub(b.timing.From),
	})
	if err != nil {
		return Source{}, err
	}
	every := max(b.scrape, cell/evaluations).Truncate(time.Second)
	over := &parser.Call{Func: parser.Functions["max_over_time"], Args: parser.Expressions{
		&parser.SubqueryExpr{Expr: truth(expr), Range: cell, Step: max(every, time.Second)},
	}}
	source := Source{Expr: over.String(), Free: true, Cell: cell, Scale: 1, Step: cell}
	for _, span := range plan.spans(func(w Windows) []Span { return w.Baseline }) {
		source.Ranges = append(source.Ranges, Span{Start: floor(span.Start, cell), End: ceil(span.End, cell)})
	}
	return source, nil
}

// truth turns an expression into one that is 1, or another number than 0, where it holds: a comparison that filters, a
// set of series that is not empty, a value that is not 0.
func truth(expr parser.Expr) parser.Expr {
	if expr.Type() == parser.ValueTypeScalar {
		expr = &parser.Call{Func: parser.Functions["vector"], Args: parser.Expressions{expr}}
	}
	var op parser.ItemType = parser.MAX
	if binary, ok := unwrapped(expr).(*parser.BinaryExpr); ok {
		switch {
		case binary.Op.IsComparisonOperator():
			asked := *binary
			asked.ReturnBool = true
			expr = &asked
		case binary.Op.IsSetOperator():
			op = parser.GROUP
		}
	}
	if op == parser.MAX {
		expr = &parser.Call{Func: parser.Functions["abs"], Args: parser.Expressions{expr}}
	}
	return &parser.AggregateExpr{Op: op, Expr: expr}
}
