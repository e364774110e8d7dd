package request

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
)

// Macros are the lengths that the macros of an expression stand for.
type Macros struct{ Window, Interval, RateInterval, Range time.Duration }

// macros are the names that expressions may use, as $name or ${name}. Those that end in s or ms are plain numbers.
var macros = []struct {
	name  string
	value func(Macros) string
}{
	{"__window", func(m Macros) string { return promDuration(m.Window) }},
	{"__window_s", func(m Macros) string { return whole(m.Window, time.Second) }},
	{"__interval", func(m Macros) string { return promDuration(m.Interval) }},
	{"__interval_ms", func(m Macros) string { return whole(m.Interval, time.Millisecond) }},
	{"__rate_interval", func(m Macros) string { return promDuration(m.RateInterval) }},
	{"__range", func(m Macros) string { return promDuration(m.Range) }},
	{"__range_s", func(m Macros) string { return whole(m.Range, time.Second) }},
	{"__range_ms", func(m Macros) string { return whole(m.Range, time.Millisecond) }},
}

// promDuration writes a length as PromQL does. It has no unit below a millisecond, and no range of 0.
func promDuration(length time.Duration) string {
	return model.Duration(max(length.Round(time.Millisecond), time.Millisecond)).String()
}

// whole writes a length as a number of units, rounded as Grafana does: people write ${__range_s}s, too.
func whole(length, unit time.Duration) string {
	return strconv.FormatFloat(max(math.Round(float64(length)/float64(unit)), 1), 'f', -1, 64)
}

// value returns what a macro stands for; name is as written, $__window or ${__window}.
func (m Macros) value(name string) (text string, known bool) {
	for _, macro := range macros {
		if name == "$"+macro.name || name == "${"+macro.name+"}" {
			return macro.value(m), true
		}
	}
	return "", false
}

// isMacro reports whether what looks like a variable is meant as a macro, known or not.
func isMacro(name string) bool {
	return strings.HasPrefix(name, "$__") || strings.HasPrefix(name, "${__")
}

func macroNames() []string {
	names := make([]string, len(macros))
	for i, macro := range macros {
		names[i] = "$" + macro.name
	}
	return names
}

// UsesWindow reports whether an expression speaks of the window, as $__window or $__window_s in either spelling.
func UsesWindow(text string) bool {
	for _, name := range variable.FindAllString(text, -1) {
		switch name {
		case "$__window", "${__window}", "$__window_s", "${__window_s}":
			return true
		}
	}
	return false
}
