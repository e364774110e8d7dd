package distribution

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// Bin is one bin of a histogram: the values in (Lower, Upper], or those of a category.
type Bin struct {
	Lower, Upper float64 // In the metric's unit; both infinite for the only bin of a line, both NaN for a category.
	category     string  // Its name for people, "" for numbers.
	key          string  // Tells categories apart.
	order        string  // Sorts categories.
	part         Part    // Of a joint distribution.
}

// NumberBin returns the bin (lower, upper].
func NumberBin(lower, upper float64) Bin { return Bin{Lower: lower, Upper: upper} }

// separator keeps the values of several labels apart: it is in no valid UTF-8.
const separator = "\xff"

// CategoryBin returns the bin of one value for each label. An empty value is the label that is missing.
func CategoryBin(labels, values []string) Bin {
	names := make([]string, len(values))
	for i, value := range values {
		names[i] = shorten(value)
		if value == "" {
			names[i] = "no " + labels[i]
		}
	}
	bin := named(strings.Join(names, " / "), "="+strings.Join(values, separator))
	// A missing value comes before all others, of the first label as of the last.
	bin.order = strings.Join(values, "\x00")
	return bin
}

func named(name, key string) Bin {
	return Bin{Lower: math.NaN(), Upper: math.NaN(), category: name, key: key}
}

// The bins that are neither a stretch of numbers nor a label's value, whose keys begin with "=".
var (
	nullBin  = named("null", "null")
	otherBin = named("other", "other")
)

// Values are those of a category's labels; nil of numbers, and of bins that stand for several categories.
func (b Bin) Values() []string {
	values, ok := strings.CutPrefix(b.key, "=")
	if !ok {
		return nil
	}
	return strings.Split(values, separator)
}

// IsCategory reports whether the bin is one of names rather than of numbers, as those of a joint distribution are.
func (b Bin) IsCategory() bool { return b.key != "" || b.part.key != "" }

// longestName is how much of a label's value is shown. Values of any length are told apart all the same.
const longestName = 120

func shorten(value string) string {
	runes := []rune(value)
	if len(runes) <= longestName {
		return value
	}
	return string(runes[:longestName]) + "…"
}

// Holds reports whether a value lies in the bin; no value lies in a category.
func (b Bin) Holds(value float64) bool {
	if b.Lower == b.Upper { // A zero bucket without width.
		return value == b.Lower
	}
	return value > b.Lower && value <= b.Upper
}

// widestZero is the bound up to which a bin around 0 is called so: the zero bucket of a native histogram is narrower by far,
// unless it was told otherwise.
const widestZero = 1e-9

// String is how the bin is called: "≤ 0.005", "0.25–0.5", "> 10", in the metric's unit, or the category; of a joint
// distribution "checkout · 0.25–0.5".
func (b Bin) String() string {
	if part, ok := b.Part(); ok {
		return part.name + " · " + b.Within(Part{}).String()
	}
	switch {
	case b.IsCategory():
		return b.category
	case math.IsInf(b.Upper, 1) && math.IsInf(b.Lower, -1):
		return "all"
	case math.IsInf(b.Upper, 1):
		return "> " + number(b.Lower)
	case math.IsInf(b.Lower, -1):
		return "≤ " + number(b.Upper)
	case b.Lower == -b.Upper && b.Upper < widestZero:
		return "0"
	}
	return number(b.Lower) + "–" + number(b.Upper)
}

func number(bound float64) string {
	const digits = 6 // The bounds of native histograms are powers of roots of 2.
	return strconv.FormatFloat(rounded(bound, digits), 'g', -1, 64)
}

func rounded(value float64, digits int) float64 {
	short, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', digits, 64), 64)
	if err != nil {
		return value
	}
	return short
}

// CompareBins orders numbers by their bounds, and categories behind them by name, "other" and "null" last. Bins of a joint
// distribution stand by their parts first.
func CompareBins(a, b Bin) int {
	if a.part != b.part {
		if (a.part.key == "") != (b.part.key == "") { // "other" stands behind all parts.
			return strings.Compare(b.part.key, a.part.key)
		}
		return a.part.compare(b.part)
	}
	if a.IsCategory() != b.IsCategory() {
		if b.IsCategory() {
			return -1
		}
		return 1
	}
	if a.IsCategory() {
		return cmp.Or(strings.Compare(a.key[:1], b.key[:1]), strings.Compare(a.order, b.order), strings.Compare(a.key, b.key))
	}
	return cmp.Or(cmp.Compare(a.Lower, b.Lower), cmp.Compare(a.Upper, b.Upper))
}
