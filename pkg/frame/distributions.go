package frame

import (
	"math"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Quantile is a quantile of both sides, in the metric's unit.
type Quantile struct {
	Of       float64 `json:"of"`
	Current  float64 `json:"current"`
	Baseline float64 `json:"baseline"`
	// The quantile lies above the highest bound, which stands in its place.
	CurrentAbove  bool `json:"currentAbove,omitempty"`
	BaselineAbove bool `json:"baselineAbove,omitempty"`
}

// Distributions returns the two distributions of each group at the end of the range, on the bins of the first measure: as
// a table with a row per bin, or as densities along an axis of numbers for the Trend panel.
func Distributions(source Source, result view.Result) (data.Frames, error) {
	source.Query = resolved(source)
	all, said := builders(source, result)
	kind, of := data.FrameTypeTable, builder.distributions
	if source.Query.Format == request.FormatNumeric {
		kind, of = data.FrameTypeUnknown, builder.densities
	}
	var first []builder
	for _, b := range all {
		if b.index == 0 {
			first = append(first, b)
		}
	}
	frames, err := each(first, of)
	return finished(source, result, kind, frames, said), err
}

// distributions is the table of a group; nil where it could not be judged.
func (b builder) distributions() (*data.Frame, error) {
	last := b.measure.Last
	if last == nil {
		return nil, nil //nolint:nilnil // The group's notices say why.
	}
	query := b.source.Query
	shares, err := last.Shares(query.Confidence.Level)
	if err != nil {
		return nil, err
	}
	table := b.newBinTable()
	b.tellTails(table.frame)
	names, bins := make([]string, len(shares)), make([]distribution.Bin, len(shares))
	for i, one := range shares {
		names[i], bins[i] = one.Bin.String(), one.Bin
	}
	of := func(value func(view.BinShares) float64) []*float64 {
		values := make([]*float64, len(shares))
		for i, one := range shares {
			values[i] = number(value(one))
		}
		return values
	}
	side := func(name string, bar bool, share func(view.BinShares) view.Share) {
		limits := levelText(query.Confidence.Level) + " limit of the share, for each bin alone (Clopper–Pearson, effective samples)."
		table.numbers(column{name: name, unit: "percentunit", decimals: 2, bar: bar, about: "Share of the samples that lie in the bin."}, of(func(s view.BinShares) float64 { return share(s).Value }))
		if !query.Confidence.HasBand() {
			return
		}
		table.numbers(column{name: name + " lower", unit: "percentunit", decimals: 2, about: "Lower " + limits}, of(func(s view.BinShares) float64 { return share(s).Lower }))
		table.numbers(column{name: name + " upper", unit: "percentunit", decimals: 2, about: "Upper " + limits}, of(func(s view.BinShares) float64 { return share(s).Upper }))
	}
	table.add("bin", "bin", "The bin, in the unit of the metric.", names)
	side("baseline", true, func(s view.BinShares) view.Share { return s.Baseline })
	side("current", true, func(s view.BinShares) view.Share { return s.Current })
	table.numbers(column{name: "change", unit: "percentunit", decimals: 2, about: "current − baseline."}, of(func(s view.BinShares) float64 { return s.Current.Value - s.Baseline.Value }))
	if last.Current.Ordered {
		table.bounds(bins, len(shares), metricUnit(query.Current.Metric))
	}
	table.numbers(column{name: "n current", unit: "short", about: "Samples of the current window in the bin."}, of(func(s view.BinShares) float64 { return s.Current.N }))
	table.numbers(column{name: "n baseline", unit: "short", about: "Samples of the baseline in the bin."}, of(func(s view.BinShares) float64 { return s.Baseline.N }))
	return table.done(), nil
}

// tellTails puts quantiles into the recipe, and says them.
func (b builder) tellTails(frame *data.Frame) {
	tails := b.measure.Last.Tails()
	if tails == nil {
		return
	}
	recipe := b.recipe()
	for _, q := range tails {
		recipe.Quantiles = append(recipe.Quantiles, Quantile{
			Of: q.Of, Current: q.Current.Value, Baseline: q.Baseline.Value, CurrentAbove: q.Current.Above, BaselineAbove: q.Baseline.Above,
		})
	}
	frame.Meta.Custom = recipe
	unit := metricUnit(b.source.Query.Current.Metric)
	if unit == "none" || unit == "percentunit" {
		unit = ""
	}
	_, baseline := comparison(b.source.Query)
	frame.AppendNotices(notices([]view.Notice{{Text: b.named("Against " + baseline + ": " + view.TailsText(tails, unit) + ".")}})...)
}

// finiteBin is a bin as it is drawn: one without lower end begins at 0 where it ends above that, as in quantiles. ok is
// false where it has no width.
func finiteBin(bin distribution.Bin) (lower, upper float64, ok bool) {
	lower = bin.Lower
	if math.IsInf(lower, -1) && bin.Upper > 0 {
		lower = 0
	}
	return lower, bin.Upper, !math.IsNaN(lower) && !math.IsInf(lower, 0) && !math.IsInf(bin.Upper, 0) && bin.Upper > lower
}
