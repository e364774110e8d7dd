package request

import (
	"fmt"
	"regexp"

	"github.com/histodrift/histodrift/pkg/fault"
)

// variable matches what is left of a dashboard variable that nobody replaced: $x, ${x}, ${x:csv}, [[x]].
var variable = regexp.MustCompile(`\$\{[A-Za-z_]\w*(?:[:.][^}]*)?\}|\$[A-Za-z_]\w*|\[\[\w+\]\]`)

// checkResolved refuses a value that still holds a variable. Grafana replaces dashboard variables in the browser; a
// rule that runs on the server has none, and a literal "$service" would silently match nothing.
func checkResolved(field, text string) error {
	name := variable.FindString(text)
	if name == "" {
		return nil
	}
	return unresolved(field, name)
}

func unresolved(field, name string) error {
	return fault.InField(field, fmt.Sprintf("the variable %s has no value here", name),
		"alert rules have no dashboard variables: write the value; a literal $ is [$] in a regular expression")
}
