package request

import (
	"fmt"
	"strings"

	"github.com/histodrift/histodrift/pkg/fault"
)

// expansion is an expression whose macros have been replaced, and remembers where: an error of the parser has to name
// the place in the text that the person wrote.
type expansion struct {
	text         string
	replacements []replacement
}

// replacement is a stretch of the new text and the one of the original that it stands for, in bytes.
type replacement struct{ from, to, originFrom, originTo int }

// expand replaces the macros. What else looks like a variable is an error.
func expand(field, original string, lengths Macros) (expansion, error) {
	var text strings.Builder
	var e expansion
	done := 0
	for _, at := range variable.FindAllStringIndex(original, -1) {
		name := original[at[0]:at[1]]
		value, known := lengths.value(name)
		if !known {
			return expansion{}, unknownMacro(field, name)
		}
		text.WriteString(original[done:at[0]])
		from := text.Len()
		text.WriteString(value)
		e.replacements = append(e.replacements, replacement{from: from, to: text.Len(), originFrom: at[0], originTo: at[1]})
		done = at[1]
	}
	text.WriteString(original[done:])
	e.text = text.String()
	return e, nil
}

func unknownMacro(field, name string) error {
	if !isMacro(name) {
		return unresolved(field, name)
	}
	return fault.InField(field, fmt.Sprintf("the macro %s is not known", name), "use "+orList(macroNames()))
}

// origin returns the place in the original of a place in the new text; within a macro's value, where the macro begins.
func (e expansion) origin(place int) int {
	shift := 0
	for _, r := range e.replacements {
		if place < r.from {
			break
		}
		if place < r.to {
			return r.originFrom
		}
		shift = r.originTo - r.to
	}
	return place + shift
}
