package frame

import (
	"strings"

	"github.com/histodrift/histodrift/pkg/request"
)

// formulas are the definitions of the measures; p is the current side's share of a bin, q the baseline's, F and G the
// shares up to its end, Δ the distance to the next bin's place, O and E the observed and expected counts of both sides.
var formulas = map[request.Measure]string{
	request.MeasureKL:           "KL(current ‖ baseline) = Σ p ln(p/q)",
	request.MeasureKLReverse:    "KL(baseline ‖ current) = Σ q ln(q/p)",
	request.MeasurePSI:          "PSI = Σ (p − q) ln(p/q)",
	request.MeasureJS:           "JS = ½ Σ p ln(p/m) + ½ Σ q ln(q/m), m = (p + q)/2",
	request.MeasureJSDistance:   "JS distance = √JS, JS = ½ Σ p ln(p/m) + ½ Σ q ln(q/m), m = (p + q)/2",
	request.MeasureTV:           "total variation = ½ Σ |p − q|",
	request.MeasureHellinger:    "Hellinger distance = √(½ Σ (√p − √q)²)",
	request.MeasureWasserstein:  "Wasserstein distance = Σ |F − G| Δ",
	request.MeasureKS:           "Kolmogorov–Smirnov distance = max |F − G|",
	request.MeasureCrossEntropy: "H(current, baseline) = −Σ p ln(q)",
	request.MeasureEntropy:      "H(current) = −Σ p ln(p)",
	request.MeasureG:            "G = 2 Σ O ln(O/E)",

	request.MeasureNewMass:      "new mass = Σ p over bins with q = 0",
	request.MeasureVanishedMass: "vanished mass = Σ q over bins with p = 0",
}

// formula is the definition of a measure in a unit.
func formula(measure request.Measure, unit request.Unit) string {
	if unit == request.UnitBits && (measure.Scale() == request.LogScale || measure == request.MeasureJSDistance) {
		return strings.ReplaceAll(formulas[measure], "ln(", "log₂(")
	}
	return formulas[measure]
}
