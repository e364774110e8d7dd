package plan

import (
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/fault"
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
	// calculates says that rates are calculated with: what comes out may be counts, or not.
	calculates bool
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
	if err := checkCounts(field, expr); err != nil {
		return nil, err
	}
	w := written{field: field, selection: selection, macros: macros, beyond: b.beyond, rate: isRate(expr)}
	w.counts, w.calculates = summedOverWindow(expr), !w.rate && callsRate(expr)
	return w, nil
}

// noCounts are functions whose values are no counts, so that no distribution is made of them.
var noCounts = []string{"histogram_quantile", "histogram_avg", "histogram_fraction", "histogram_stddev", "histogram_stdvar", "quantile_over_time", "stddev_over_time", "stdvar_over_time"}

// checkCounts refuses what can't be the counts of a window: quantiles and the like, and moments that are the same for all
// windows.
func checkCounts(field string, expr parser.Expr) error {
	var found error
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		switch node := node.(type) {
		case *parser.Call:
			if slices.Contains(noCounts, node.Func.Name) {
				found = fault.InField(field, node.Func.Name+"() yields no counts", "give the buckets or counts themselves, like sum by (le) (increase(…_bucket[$__window]))")
			}
		case *parser.VectorSelector:
			if node.Timestamp != nil || node.StartOrEnd != 0 {
				found = fault.InField(field, "uses @, so that all windows would be looked at at the same moment", "leave @ out: the expression is evaluated at the end of each window")
			}
		case *parser.SubqueryExpr:
			if node.Timestamp != nil || node.StartOrEnd != 0 {
				found = fault.InField(field, "uses @, so that all windows would be looked at at the same moment", "leave @ out: the expression is evaluated at the end of each window")
			}
		}
		return nil
	})
	return found
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
	if _, ok := matrix.VectorSelector.(*parser.VectorSelector); !ok {
		return nil
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
		return (expr.Op.IsSetOperator() || expr.Op.IsComparisonOperator() && !expr.ReturnBool) && isRate(expr.LHS)
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

func callsRate(expr parser.Expr) bool {
	found := false
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		call, ok := node.(*parser.Call)
		found = found || ok && (call.Func.Name == "rate" || call.Func.Name == "irate")
		return nil
	})
	return found
}

func (w written) divides() bool { return w.counts != nil }

// census implements side, for expressions that keep the label of the buckets.
func (w written) census() (string, bool) {
	if w.counts == nil || w.counts.Without || !slices.Contains(w.counts.Grouping, model.BucketLabel) {
		return "", false
	}
	matrix := unwrapped(w.counts.Expr).(*parser.Call).Args[0].(*parser.MatrixSelector)
	count := *w.counts
	count.Op, count.Expr = parser.COUNT, matrix.VectorSelector
	return count.String(), true
}

func (w written) notices() []string {
	var all []string
	switch {
	case w.rate:
		all = append(all, w.field+": rate() was multiplied by the window, so that its values are counts.")
	case w.calculates:
		all = append(all, w.field+": what rate() yields is calculated with, so it was left as it is: the result is taken for counts.")
	}
	return all
}

func (w written) warnings() []string {
	if request.UsesWindow(w.selection.Expr) {
		return nil
	}
	return []string{w.field + ": there is no $__window in it, so its value is taken for the counts of the window. Counters count since their start: use increase(…[$__window])."}
}

// source is like that of a built side where the expression can be taken apart; else the window takes its place.
func (w written) source(cell time.Duration) (Source, error) {
	source := Source{Field: w.field, Category: w.selection.Category, Free: true, Scale: 1}
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
	source := Source{Field: "baseline.mute", Expr: over.String(), Free: true, Cell: cell, Scale: 1, Step: cell}
	for _, span := range plan.spans(func(w Windows) []Span { return w.Baseline }) {
		source.Ranges = append(source.Ranges, Span{Start: floor(span.Start, cell), End: ceil(span.End, cell)})
	}
	return source, nil
}

// truth turns an expression into one that is another number than 0 where it holds.
func truth(expr parser.Expr) parser.Expr {
	if expr.Type() == parser.ValueTypeScalar {
		expr = &parser.Call{Func: parser.Functions["vector"], Args: parser.Expressions{expr}}
	}
	number := &parser.Call{Func: parser.Functions["abs"], Args: parser.Expressions{answered(expr)}}
	return &parser.AggregateExpr{Op: parser.MAX, Expr: number}
}

// answered makes comparisons that filter answer with 0 or 1: where x == 0 holds, its value is 0, and that is no "no". What
// follows "and" and "unless" filters by being there, and stays; so does what is counted.
func answered(expr parser.Expr) parser.Expr {
	switch expr := expr.(type) {
	case *parser.ParenExpr:
		return &parser.ParenExpr{Expr: answered(expr.Expr)}
	case *parser.BinaryExpr:
		asked := *expr
		switch {
		case expr.Op.IsComparisonOperator():
			asked.ReturnBool = true
		case expr.Op == parser.LOR:
			asked.LHS, asked.RHS = answered(expr.LHS), answered(expr.RHS)
		case expr.Op.IsSetOperator():
			asked.LHS = answered(expr.LHS)
		}
		return &asked
	case *parser.AggregateExpr:
		if expr.Op == parser.MAX || expr.Op == parser.SUM {
			asked := *expr
			asked.Expr = answered(expr.Expr)
			return &asked
		}
	case *parser.Call:
		if expr.Func.Name == "label_replace" || expr.Func.Name == "label_join" {
			asked := *expr
			asked.Args = slices.Clone(expr.Args)
			asked.Args[0] = answered(expr.Args[0])
			return &asked
		}
	}
	return expr
}
