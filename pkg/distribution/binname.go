package distribution

import (
	"math"
	"strconv"
)

// Name returns how bin i is called: "≤ 0.005", "0.25–0.5" or "> 10", in the metric's unit.
func (h Histogram) Name(i int) string {
	lower, upper := h.Lower(i), h.Upper[i]
	switch {
	case math.IsInf(upper, 1) && (i == 0 || math.IsInf(lower, -1)):
		return "all"
	case math.IsInf(upper, 1):
		return "> " + number(lower)
	case i == 0:
		return "≤ " + number(upper)
	}
	return number(lower) + "–" + number(upper)
}

func number(bound float64) string { return strconv.FormatFloat(bound, 'g', -1, 64) }
