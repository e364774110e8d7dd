package frame

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Contributions returns what each bin adds to each measure. For a moment: a table for each group and measure, or the bin
// that contributes most as a number of the type numeric-multi. Over time: one frame of the type timeseries-wide, with a
// field for each group, measure and bin.
func Contributions(source Source, result view.Result) (data.Frames, error) {
	source.Query = resolved(source)
	all, said := builders(source, result)
	switch {
	case !source.Query.Instant:
		frames, more := binsOverTime(source, result, all)
		return finished(source, result, data.FrameTypeTimeSeriesWide, frames, append(said, more...)), nil
	case source.Query.Format == request.FormatNumeric:
		frames, err := each(all, builder.topBin)
		return finished(source, result, data.FrameTypeNumericMulti, frames, said), err
	}
	frames, err := each(all, builder.contributions)
	return finished(source, result, data.FrameTypeTable, frames, said), err
}

// each collects the frames that there are.
func each(all []builder, of func(builder) (*data.Frame, error)) (data.Frames, error) {
	var frames data.Frames
	for _, b := range all {
		frame, err := of(b)
		if err != nil {
			return nil, err
		}
		if frame != nil {
			frames = append(frames, frame)
		}
	}
	return frames, nil
}

// topBin is a number of the bin that contributes most. Bounds may be infinite, as those of bins are.
func (b builder) topBin() (*data.Frame, error) {
	query := b.source.Query
	frame := data.NewFrame("")
	frame.RefID = b.source.RefID
	frame.Meta = newMeta(b.source)
	frame.Meta.Custom = b.recipe()
	var value *float64
	if b.measure.Last != nil {
		split, err := b.measure.Last.Split(b.measure.Name)
		if err != nil {
			return nil, err
		}
		if value, err = b.ofTop(split); err != nil {
			return nil, err
		}
	}
	field := data.NewField(string(query.AlertOn), b.labels(""), []*float64{value})
	field.Config = &data.FieldConfig{
		DisplayNameFromDS: b.title() + " · top bin " + string(query.AlertOn), Unit: b.statisticUnit(query.AlertOn), Description: formula(b.measure.Name, query.Unit),
	}
	frame.Fields = append(frame.Fields, field)
	return frame, nil
}

// ofTop is the statistic that the query asks for.
func (b builder) ofTop(split view.Split) (*float64, error) {
	top := split.Parts[split.Ranks[0]]
	statistic := b.source.Query.AlertOn
	if top.Bin.IsCategory() && (statistic == request.StatisticFrom || statistic == request.StatisticTo) {
		if !b.measure.Last.Current.Ordered {
			return nil, request.NoBounds(statistic)
		}
		return nil, nil //nolint:nilnil // The bin of nulls lies nowhere.
	}
	switch statistic {
	case request.StatisticShare:
		return number(split.Share(split.Ranks[0])), nil
	case request.StatisticFrom:
		return number(top.Bin.Lower), nil
	case request.StatisticTo:
		return number(top.Bin.Upper), nil
	}
	return number(b.inUnit(top.Value)), nil
}

func (b builder) statisticUnit(statistic request.Statistic) string {
	switch statistic {
	case request.StatisticShare:
		return "percentunit"
	case request.StatisticFrom, request.StatisticTo:
		return metricUnit(b.source.Query.Current.Metric)
	}
	return fieldUnit(b.measure.Name, b.source.Query)
}

// contributions is the table of a group and measure; nil where it could not be judged.
func (b builder) contributions() (*data.Frame, error) {
	last := b.measure.Last
	if last == nil {
		return nil, nil //nolint:nilnil // The group's notices say why.
	}
	split, err := last.Split(b.measure.Name)
	if err != nil {
		return nil, err
	}
	listed, others := b.listed(split)
	table := b.newBinTable()
	b.fill(table, b.rowsOf(split, listed, others), split)
	if len(others) > 0 {
		table.frame.AppendNotices(notices([]view.Notice{{Text: b.named(fmt.Sprintf("Shown by themselves are the %d of %d bins that contribute most; all others are one row. Raise limit for more.", len(listed), len(split.Parts)))}})...)
	}
	if text := halvedText(split); text != "" {
		table.frame.AppendNotices(notices([]view.Notice{{Text: b.named(text)}})...)
	}
	return table.done(), nil
}

// named puts the group before a text.
func (b builder) named(text string) string {
	if name := groupText(b.group.Labels, b.source.Query.GroupBy); name != "" {
		return name + ": " + text
	}
	return text
}

// fill adds the columns.
func (b builder) fill(table *binTable, rows []binRow, split view.Split) {
	query := b.source.Query
	names, movements := make([]string, len(rows)), make([]*string, len(rows))
	bins := make([]distribution.Bin, len(rows))
	for i, row := range rows {
		names[i], bins[i] = row.name, row.bin
		if row.movement != "" {
			movements[i] = &row.movement
		}
	}
	of := func(value func(binRow) float64) []*float64 {
		values := make([]*float64, len(rows))
		for i, row := range rows {
			values[i] = number(value(row))
		}
		return values
	}
	unit := fieldUnit(b.measure.Name, query)
	logUnit := "suffix:nat"
	if query.Unit == request.UnitBits {
		logUnit = "suffix:bit"
	}
	bin := table.add("bin", "bin", "The bin, in the unit of the metric.", names)
	bin.Links = b.exemplarLinks()
	table.numbers(column{name: "baseline", unit: "percentunit", decimals: 2, about: "Share q of the baseline."}, of(func(r binRow) float64 { return r.baseline }))
	table.numbers(column{name: "current", unit: "percentunit", decimals: 2, about: "Share p of the current window."}, of(func(r binRow) float64 { return r.current }))
	table.numbers(column{name: "change", unit: "percentunit", decimals: 2, about: "p − q."}, of(func(r binRow) float64 { return r.current - r.baseline }))
	table.numbers(column{name: "contribution", unit: unit, decimals: 5, about: contributionText(b.measure.Name, query.Unit) + " The column sums to the signed estimate."}, of(func(r binRow) float64 { return b.inUnit(r.value) }))
	if slices.ContainsFunc(split.Parts, func(part view.Part) bool { return !math.IsNaN(part.Lower) }) {
		limits := levelText(query.Confidence.Level) + " limit of the contribution, for all bins at once."
		table.numbers(column{name: "lower", unit: unit, decimals: 5, about: "Lower " + limits}, of(func(r binRow) float64 { return b.inUnit(r.lower) }))
		table.numbers(column{name: "upper", unit: unit, decimals: 5, about: "Upper " + limits + " Empty where the counts give none."}, of(func(r binRow) float64 { return b.inUnit(open(r.upper, r.value)) }))
	}
	table.numbers(column{name: "share", unit: "percentunit", decimals: 1, about: "Share of the sum over the bins, before its bias is corrected."}, of(func(r binRow) float64 { return r.share }))
	table.numbers(column{name: "signed", unit: unit, decimals: 5, bar: true, about: "Contribution with the sign of the change: below 0 where the bin lost mass."}, of(func(r binRow) float64 { return b.inUnit(r.signed) }))
	table.numbers(column{name: "log ratio", unit: logUnit, decimals: 2, about: strings.Replace("Logarithm of p/q: how many times as likely the bin has become.", "Logarithm", logName(query.Unit), 1)}, of(func(r binRow) float64 { return b.logInUnit(r.logRatio) }))
	if !table.bars {
		table.add("direction", "direction", "up, down, same, new (in the current window only) or vanished (in the baseline only).", movements)
	}
	if b.measure.Last.Current.Ordered {
		table.bounds(bins, len(rows), metricUnit(query.Current.Metric))
	}
	table.numbers(column{name: "n current", unit: "short", about: "Samples of the current window in the bin."}, of(func(r binRow) float64 { return r.n[0] }))
	table.numbers(column{name: "n baseline", unit: "short", about: "Samples of the baseline in the bin."}, of(func(r binRow) float64 { return r.n[1] }))
}

// open is NaN for an upper limit that the counts can't give. That of an infinite contribution is a fact.
func open(upper, value float64) float64 {
	if math.IsInf(upper, 1) && !math.IsInf(value, 1) {
		return math.NaN()
	}
	return upper
}

func logName(unit request.Unit) string {
	if unit == request.UnitBits {
		return "Binary logarithm"
	}
	return "Natural logarithm"
}

func (b builder) logInUnit(nats float64) float64 {
	return view.InUnit(request.MeasureKL, b.source.Query.Unit, nats)
}

// contributionTexts are the parts of measures, in the words of their formulas.
var contributionTexts = map[request.Measure]string{
	request.MeasureKL: "p ln(p/q) − p + q.", request.MeasureKLReverse: "q ln(q/p) − q + p.", request.MeasurePSI: "(p − q) ln(p/q).",
	request.MeasureJS: "½ p ln(p/m) + ½ q ln(q/m), m = (p + q)/2.", request.MeasureTV: "½ |p − q|.",
	request.MeasureJSDistance: "The bin's share of JS, of the distance.", request.MeasureHellinger: "The bin's share of ½ Σ (√p − √q)², of the distance.",
	request.MeasureWasserstein: "Half of what is carried over each end of the bin.",
	request.MeasureNewMass:     "p where q = 0.", request.MeasureVanishedMass: "q where p = 0.",
}

func contributionText(measure request.Measure, unit request.Unit) string {
	if unit == request.UnitBits && measure.Scale() == request.LogScale {
		return strings.NewReplacer("ln(", "log₂(", "− p + q", "− (p − q)/ln 2", "− q + p", "− (q − p)/ln 2").Replace(contributionTexts[measure])
	}
	return contributionTexts[measure]
}

// halvedText names the bins whose empty side counts as half a sample.
func halvedText(split view.Split) string {
	var names []string
	for _, part := range split.Parts {
		if part.Halved {
			names = append(names, part.Bin.String())
		}
	}
	const most = 4
	switch {
	case len(names) == 0:
		return ""
	case len(names) > most:
		names = append(names[:most:most], fmt.Sprintf("%d more", len(names)-most))
	}
	return "A side has fewer than half an effective sample in " + strings.Join(names, ", ") + ", and counts as having half of one there: what was not seen in a sample may still be possible, and an infinite contribution would be no estimate."
}
