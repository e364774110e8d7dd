package request_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/request"
)

var badExprs = []bad{
	{name: "metric and expression", json: `{"current":{"metric":"m","expr":"sum(m)"}}`, field: "current.metric", words: []string{"does not apply beside current.expr"}},
	{name: "metric, matchers and expression", json: `{"current":{"metric":"m","matchers":[{"label":"a","op":"=","value":"b"}],"expr":"sum(m)"}}`, field: "current.metric"},
	{name: "type and expression", json: `{"current":{"type":"auto","expr":"sum(m)"}}`, field: "current.type"},
	{name: "matchers and expression", json: `{"current":{"matchers":[{"label":"a","op":"=","value":"b"}],"expr":"sum(m)"}}`, field: "current.matchers"},
	{name: "blank expression", json: `{"current":{"expr":" "}}`, field: "current.expr", words: []string{"character 1", "no expression"}, schemaAllows: true},
	{name: "category of bounds beside an expression", json: `{"current":{"expr":"sum(m)","category":["le"]}}`, field: "current.category[0]"},
	{name: "expression is a category and a group", json: `{"groupBy":["a"],"current":{"expr":"sum(m)","category":["a"]}}`, field: "current.category[0]", schemaAllows: true},
	{name: "expression of a range", json: `{"current":{"expr":"m[$__window]"}}`, field: "current.expr", words: []string{"yields a range vector rather than an instant vector"}, schemaAllows: true},
	{name: "expression of a number", json: `{"current":{"expr":"1 + $__window_s"}}`, field: "current.expr", words: []string{"yields a scalar"}, schemaAllows: true},
	{name: "variable in an expression", json: `{"current":{"expr":"sum(m{service=\"$service\"})"}}`, field: "current.expr", words: []string{"$service has no value"}, schemaAllows: true},
	{name: "variable in braces in an expression", json: `{"current":{"expr":"sum(m{service=~\"${service:regex}\"})"}}`, field: "current.expr", words: []string{"${service:regex}"}, schemaAllows: true},
	{name: "unknown macro", json: `{"current":{"expr":"increase(m[$__windows])"}}`, field: "current.expr", words: []string{"the macro $__windows is not known", "$__window, $__window_s, $__interval", "or $__range_ms"}, schemaAllows: true},
	{name: "macro with a format", json: `{"current":{"expr":"increase(m[${__range:raw}])"}}`, field: "current.expr", words: []string{"${__range:raw} is not known"}, schemaAllows: true},
	{name: "experimental function", json: `{"current":{"expr":"mad_over_time(m[5m])"}}`, field: "current.expr", words: []string{"not enabled"}, schemaAllows: true},
	{name: "endless expression", json: `{"current":{"expr":"` + strings.Repeat("(", 6000) + "m" + strings.Repeat(")", 6000) + `"}}`, field: "current.expr", words: []string{"12001 characters"}},
}

var goodExprs = []string{
	`{"current":{"expr":"sum by (le, service) (increase(x_bucket{path!~\"a$|^(b|c)$\"}[$__window]))"},"groupBy":["service"]}`,
	`{"current":{"expr":"sum by (country) (increase(orders_total[${__window}]))","category":["country"]}}`,
	`{"current":{"expr":"rate(x[$__rate_interval]) * $__window_s # per window\n"},"baseline":{"kind":"previous"}}`,
	`{"current":{"expr":"increase({\"http.duration\", \"k8s.pod\"=~\".+$\"}[${__range_s}s])"},"bins":{"kind":"equalWidth"}}`,
}

var lengths = request.Macros{Window: time.Hour, Interval: 15 * time.Second, RateInterval: 1500 * time.Millisecond, Range: 24*time.Hour + 499*time.Millisecond}

func TestMacros(t *testing.T) {
	for text, want := range map[string]string{
		`increase(x[$__window])`:         `increase(x[1h])`,
		`increase(x[${__window}:])`:      `increase(x[1h:])`,
		`increase(x[${__window_s}s])`:    `increase(x[1h])`,
		`rate(x[$__interval])`:           `rate(x[15s])`,
		`rate(x[$__rate_interval])`:      `rate(x[1s500ms])`,
		`rate(x[$__range])`:              `rate(x[1d499ms])`,
		`x / $__interval_ms`:             `x / 15000`,
		`x / $__range_s + ${__range_ms}`: `x / 86400 + 86400499`,
		`x{a="$__window_s",b="c$"}`:      `x{a="3600",b="c$"}`,
	} {
		expr, err := request.ParseExpr("expr", text, lengths)
		require.NoError(t, err, text)
		require.Equal(t, want, expr.String())
	}
}

// A length below what PromQL can write is still a length.
func TestMacrosAreNeverZero(t *testing.T) {
	for _, macros := range []request.Macros{{}, {Window: -time.Hour, Range: time.Microsecond}} {
		expr, err := request.ParseExpr("expr", "increase(x[$__window]) / $__range_s", macros)
		require.NoError(t, err)
		require.Equal(t, "increase(x[1ms]) / 1", expr.String())
	}
}

func TestParseErrorsNameThePlaceAsWritten(t *testing.T) {
	long := strings.Repeat("é", 50)
	for _, c := range []struct{ name, text, want string }{
		{"end of input", `sum by (le) (increase(x[5m])`, `expr: is not PromQL at character 29: unclosed left parenthesis: sum by (le) (increase(x[5m]) ⟵ here; correct it there`},
		{"after a macro that grows", `sum(increase(x[$__interval])) bby (le)`, `character 31: unexpected identifier "bby": sum(increase(x[$__interval])) ⟵ here bby (le);`},
		{"after macros that shrink", `sum(x{a="$__rate_interval",b="${__range_s}"}) é`, `character 47: unexpected character: 'é': `},
		{"at a macro", `sum(x{a="$__range"}) + sum(${__window})`, `character 28: expected type instant vector`},
		{"in a macro", `rate(x[${__window}5])`, `character 8: `},
		{"at the start", `)x`, ` ⟵ here`},
		{"trailing lines", "sum(x\n\n", `line:column 1:6: unclosed left parenthesis: sum(x ⟵ here`},
		{"several lines", "sum(\n  rate(x)\n)", `line:column 2:8: expected type range vector in call to function "rate", got instant vector: rate( ⟵ here x)`},
		{"long lines", `x{a="` + long + `"} y{a="` + long + `"}`, "character 59: unexpected identifier \"y\": …" + strings.Repeat("é", 38) + `"} ⟵ here y{a="` + strings.Repeat("é", 15) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := request.ParseExpr("expr", c.text, lengths)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestUsesWindow(t *testing.T) {
	for text, want := range map[string]bool{
		`increase(x[$__window])`: true, `increase(x[${__window}])`: true, `rate(x[5m]) * $__window_s`: true,
		`increase(x[5m])`: false, `rate(x[$__interval])`: false, `x{a="__window"}`: false, `increase(x[$__windows])`: false,
	} {
		require.Equal(t, want, request.UsesWindow(text), text)
	}
}

var place = regexp.MustCompile(`^is not PromQL at (?:character (\d+)|line:column (\d+):(\d+)): `)

func FuzzParseExpr(f *testing.F) {
	for _, text := range []string{
		"", "x", "sum by (le) (increase(x[$__window]))", "${__range_s}s", "x[$__interval", "x\n{", "é$__window é", "$", "$__", "${__window",
		`"a$"`, "[[x]]", "\xff", "x{a=\"\x00\"}", "$__range$__range", "rate(x)\n\n", "((((", "x offset -$__window", "#\r\n)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := request.ParseExpr("expr", text, lengths)
		if err == nil {
			return
		}
		var known *fault.Error
		require.ErrorAs(t, err, &known)
		require.Equal(t, fault.Query, known.Category)
		require.NotEmpty(t, known.Fix)
		if at := place.FindStringSubmatch(known.Message); at != nil {
			requireWithin(t, text, at[1], at[2], at[3])
		}
	})
}

// requireWithin checks that a place is a character of the text, or the one after its last.
func requireWithin(t *testing.T, text, character, line, column string) {
	t.Helper()
	at := character
	if line != "" {
		lines := strings.Split(text, "\n")
		n, err := strconv.Atoi(line)
		require.NoError(t, err)
		require.LessOrEqual(t, n, len(lines))
		text, at = lines[n-1], column
	}
	n, err := strconv.Atoi(at)
	require.NoError(t, err)
	require.Positive(t, n)
	require.LessOrEqual(t, n, utf8.RuneCountInString(text)+1)
}
