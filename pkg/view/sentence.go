package view

import (
	"fmt"
	"math"
	"strconv"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/request"
)

// sentence says in plain words what a measure came to: whether there is a change at all, in which direction, and where.
type sentence struct {
	measure    request.Measure
	query      request.Query
	last       *Snapshot
	conclusion Conclusion
}

// String implements fmt.Stringer.
func (s sentence) String() string {
	value := s.last.Value
	text := s.number()
	switch {
	case math.IsInf(value.Estimate, 1):
		return text + ": " + s.infinite() + "."
	case !s.measure.HasBand() || s.query.Estimator.IsPlugIn() || s.measure.IsMass():
		return text + "."
	case value.Lower <= 0:
		return text + s.undecided() + "."
	}
	return text + ": " + s.moved() + "."
}

// number is the measure with its value and band: "JS 0.05 nats (0.04 to 0.06)".
func (s sentence) number() string {
	value := s.last.Value
	text := Name(s.measure) + " " + s.text(max(value.Estimate, 0))
	if unit := s.unit(); unit != "" && !math.IsInf(value.Estimate, 1) {
		text += unit
	}
	if math.IsInf(value.Estimate, 1) || !s.measure.HasBand() || s.query.Estimator.IsPlugIn() || math.IsNaN(value.Lower) {
		return text
	}
	if math.IsInf(value.Upper, 1) {
		return text + " (at least " + s.text(value.Lower) + ")"
	}
	return text + " (" + s.text(value.Lower) + " to " + s.text(value.Upper) + ")"
}

// undecided says how far a change that is no larger than noise is from being told from it.
func (s sentence) undecided() string {
	if math.IsNaN(s.conclusion.Floor) {
		return ": not to be told from no change"
	}
	text := fmt.Sprintf(", noise floor %s at n = %s: not to be told from no change", s.text(s.conclusion.Floor), s.samples())
	if !math.IsNaN(s.conclusion.Required) {
		text += fmt.Sprintf("; a change of %s would take about %s samples on each side", number(*s.query.Threshold), count(roundedUp(s.conclusion.Required)))
	}
	return text
}

// samples is the number of samples of the smaller side.
func (s sentence) samples() string {
	n := s.last.Current.Total()
	if other := samples(s.last.Baseline); other < n {
		n = other
	}
	return count(n)
}

// moved names the direction of the change, the bin that contributes most, and those that may contribute as much.
func (s sentence) moved() string {
	parts, err := Contributions(s.measure, s.last.Pair)
	if err != nil {
		return "changed"
	}
	top, total := s.top(parts), 0.0
	for _, part := range parts {
		total += part.Value
	}
	kind := "the bin "
	if !s.last.Current.Ordered {
		kind = ""
	}
	text := fmt.Sprintf("%s%s%s went from %s to %s", s.direction(), kind, s.last.Current.Bins[top],
		share(s.last.Baseline.Counts[top], s.last.Baseline.Total()), share(s.last.Current.Counts[top], s.last.Current.Total()))
	if s.ofBins(parts) && total > 0 && !math.IsInf(total, 1) {
		text += fmt.Sprintf(" and explains %s", share(parts[top].Value, total))
	}
	if tied := s.tied(top); tied > 0 {
		text += fmt.Sprintf("; %s may explain as much", numbered(tied, "other bin"))
	}
	return text
}

// ofBins reports whether a measure is a sum over bins. The parts of the Wasserstein distance are those of the ends of bins.
func (s sentence) ofBins(parts []divergence.Contribution) bool {
	return !math.IsNaN(parts[0].Value) && s.measure != request.MeasureWasserstein
}

// top is the bin that contributes most: of KL, for whose parts there are limits, the one that certainly does; of a measure
// that does not add up over bins, the one that does to KL.
func (s sentence) top(parts []divergence.Contribution) int {
	if len(s.conclusion.Ranks) > 0 && (s.measure == request.MeasureKL || !s.ofBins(parts)) {
		return s.conclusion.Ranks[0]
	}
	top := 0
	for i, part := range parts {
		if part.Value > parts[top].Value {
			top = i
		}
	}
	return top
}

// tied is how many other bins may contribute to KL as much as the first.
func (s sentence) tied(top int) int {
	if s.measure != request.MeasureKL {
		return 0
	}
	tied := 0
	for i, one := range s.conclusion.Tied {
		if one && i != top {
			tied++
		}
	}
	return tied
}

// direction tells whether numbers became larger or smaller on the whole: whether their mean, taken at the places of the
// bins, moved by more than half of the way that mass was moved on the whole.
func (s sentence) direction() string {
	if !s.last.Current.Ordered {
		return ""
	}
	numbers := s.last.Numbers()
	positions := distribution.Positions(numbers.Current.Bins)
	way, err := divergence.Wasserstein(numbers.Current.Counts, numbers.Baseline.Counts, positions)
	if err != nil || way <= 0 {
		return ""
	}
	switch shift := mean(numbers.Current.Counts, positions) - mean(numbers.Baseline.Counts, positions); {
	case shift > 0.5*way:
		return "moved up: "
	case shift < -0.5*way:
		return "moved down: "
	}
	return "changed shape: "
}

func mean(counts, positions []float64) float64 {
	sum, total := 0.0, 0.0
	for i, count := range counts {
		sum += count * positions[i]
		total += count
	}
	return sum / total
}

// infinite names a bin that makes the value infinite.
func (s sentence) infinite() string {
	for i, count := range s.last.Current.Counts {
		if makesInfinite(s.measure, count, s.last.Baseline.Counts[i]) {
			side := "current"
			if count <= 0 {
				side = "the baseline"
			}
			return fmt.Sprintf("only %s has %s", side, s.last.Current.Bins[i])
		}
	}
	return "a bin is empty on one side"
}

func (s sentence) unit() string {
	switch s.measure.Scale() {
	case request.LogScale:
		return " " + string(s.query.Unit)
	case request.PlainScale, request.ShareScale, request.MetricScale:
	}
	return ""
}

// text writes a value in the query's unit with three digits.
func (s sentence) text(value float64) string {
	return number(InUnit(s.measure, s.query.Unit, value))
}

// Number writes a number with three digits.
func Number(value float64) string { return number(value) }

func number(value float64) string {
	if math.IsInf(value, 1) {
		return "∞"
	}
	const digits = 3
	short, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', digits, 64), 64)
	if err != nil {
		return strconv.FormatFloat(value, 'g', digits, 64)
	}
	if short != 0 && (math.Abs(short) < 1e-4 || math.Abs(short) >= 1e6) {
		return strconv.FormatFloat(short, 'g', -1, 64)
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// roundedUp rounds a number of samples up to two digits: more would pretend to be exact.
func roundedUp(n float64) float64 {
	if n <= 0 {
		return 0
	}
	unit := math.Pow(10, max(math.Floor(math.Log10(n))-1, 0))
	return math.Ceil(n/unit) * unit
}

// names are the measures as people write them.
var names = map[request.Measure]string{
	request.MeasureKL: "KL", request.MeasureKLReverse: "reverse KL", request.MeasurePSI: "PSI", request.MeasureJS: "JS",
	request.MeasureJSDistance: "JS distance", request.MeasureTV: "total variation", request.MeasureHellinger: "Hellinger distance",
	request.MeasureWasserstein: "Wasserstein distance", request.MeasureKS: "Kolmogorov–Smirnov distance",
	request.MeasureCrossEntropy: "cross-entropy", request.MeasureEntropy: "entropy", request.MeasureG: "G",
	request.MeasureNewMass: "new mass", request.MeasureVanishedMass: "vanished mass",
}

// Name is the measure's name as people write it.
func Name(measure request.Measure) string { return names[measure] }

// InUnit turns the value of a measure, which is in nats where it has a unit, into the query's unit.
func InUnit(measure request.Measure, unit request.Unit, value float64) float64 {
	if unit != request.UnitBits {
		return value
	}
	switch {
	case measure.Scale() == request.LogScale:
		return divergence.Bits.FromNats(value)
	case measure == request.MeasureJSDistance: // The root of JS in bits.
		return value / math.Sqrt(math.Ln2)
	}
	return value
}

// threshold notes a threshold that the noise alone would exceed.
func (f *findings) threshold(measure request.Measure, last *Snapshot, query request.Query) {
	if query.Threshold == nil || math.IsNaN(last.Conclusion.Floor) {
		return
	}
	floor := InUnit(measure, query.Unit, last.Conclusion.Floor)
	if *query.Threshold >= floor {
		return
	}
	text := fmt.Sprintf("The threshold of %s lies under the noise floor of %s, which is %s at n = %s: with no change at all, more than %s of the windows exceed it.",
		number(*query.Threshold), Name(measure), number(floor), sentence{last: last}.samples(), share((1-query.Confidence.Level)/2, 1))
	if !math.IsNaN(last.Conclusion.Required) {
		text += fmt.Sprintf(" A change of that size takes about %s samples on each side.", count(roundedUp(last.Conclusion.Required)))
	}
	f.quiet = append(f.quiet, text)
}
