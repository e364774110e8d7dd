package request

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/prometheus/prometheus/promql/parser"

	"github.com/histodrift/histodrift/pkg/fault"
)

// maxExpr is the longest expression, in characters. The parser's time grows with the square of the nesting: ten times
// as many parentheses would keep a core busy for seconds.
const maxExpr = 10_000

// promQL is plain PromQL, without what servers run only on request; names may be any UTF-8.
var promQL = parser.NewParser(parser.Options{})

// ParseExpr replaces the macros of an expression and parses it. The error is a *fault.Error that names field and the
// place in text as it was written.
func ParseExpr(field, text string, macros Macros) (parser.Expr, error) {
	if length := utf8.RuneCountInString(text); length > maxExpr {
		return nil, fault.InField(field, fmt.Sprintf("has %d characters, more than %d", length, maxExpr), "shorten it, or record a part of it by a rule")
	}
	expanded, err := expand(field, text, macros)
	if err != nil {
		return nil, err
	}
	expr, err := promQL.ParseExpr(expanded.text)
	if err != nil {
		return nil, notPromQL(field, text, expanded, err)
	}
	return expr, nil
}

// notPromQL says what is wrong and where. Of several errors the first one counts: the others follow from it.
func notPromQL(field, text string, expanded expansion, err error) error {
	place, cause := 0, err
	var all parser.ParseErrors
	if errors.As(err, &all) && len(all) > 0 {
		place, cause = int(all[0].PositionRange.Start), all[0].Err
	}
	place = withinText(text, expanded.origin(place))
	return fault.InField(field, fmt.Sprintf("is not PromQL at %s: %v: %s", placeName(text, place), cause, excerpt(text, place)), "correct it there").Because(err)
}

// anyMacros stand in while nobody knows the lengths yet: whether an expression is valid does not depend on them.
var anyMacros = Macros{Window: time.Minute, Interval: time.Minute, RateInterval: time.Minute, Range: time.Minute}

// checkExpr checks that an expression parses and yields one of the types; example is what the fix shows.
func checkExpr(field, text, example string, allowed ...parser.ValueType) error {
	expr, err := ParseExpr(field, text, anyMacros)
	if err != nil {
		return err
	}
	if slices.Contains(allowed, expr.Type()) {
		return nil
	}
	names := make([]string, len(allowed))
	for i, one := range allowed {
		names[i] = parser.DocumentedType(one)
	}
	return fault.InField(field, fmt.Sprintf("yields a %s rather than an %s", parser.DocumentedType(expr.Type()), orList(names)), "write it like "+example)
}
