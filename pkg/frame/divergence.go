// Package frame turns results into data frames that stock Grafana panels draw with bands and that alert rules evaluate:
// types of the data-plane contract, the value field first.
package frame

import (
	"math"
	"slices"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Source is what a result came from; it goes into the frames' metadata.
type Source struct {
	RefID    string
	UID      string // Of the data source; "" if unknown.
	Query    request.Query
	Plan     plan.Plan
	Cost     fetch.Cost
	Warnings []view.Notice // Of the server.
}

// Divergence returns one frame for each group, measure and resolution. Their type is timeseries-multi, or numeric-multi for an
// instant query. Where there is no group at all, one frame without fields says why: rules take that as "no data".
func Divergence(source Source, result view.Result) data.Frames {
	source.Query = resolved(source)
	common := commonNotices(source, len(result.Groups), result.Notices)
	var frames data.Frames
	for g, group := range result.Groups {
		for m := range group.Measures {
			b := builder{source: source, times: result, group: group, measure: group.Measures[m], index: m, color: colorOf(source.RefID, g*len(group.Measures)+m)}
			frames = append(frames, b.frame())
		}
	}
	if len(frames) == 0 {
		empty := data.NewFrame("")
		empty.RefID = source.RefID
		empty.Meta = newMeta(source)
		frames = append(frames, empty)
	}
	frames[0].AppendNotices(notices(common)...)
	return frames
}

// commonNotices are those of the whole query.
func commonNotices(source Source, groups int, said []view.Notice) []view.Notice {
	common := append(slices.Clone(source.Warnings), said...)
	if groups == 0 {
		common = append(common, view.Notice{Warning: true, Text: noSeries(source)})
	}
	return common
}

func noSeries(source Source) string {
	return "No series match: " + source.Plan.Sources[source.Plan.Current].Expr + ". Check the metric's name, the matchers and the time range."
}

// resolved puts the length that the plan found for a window of $__range in its place, and in that of what follows from it.
func resolved(source Source) request.Query {
	if !source.Query.Window.Range {
		return source.Query
	}
	query, err := source.Query.Resolve(source.Plan.Points[0].Windows[0].Length)
	if err != nil { // Not of a query that could be planned.
		return source.Query
	}
	return query
}

func notices(all []view.Notice) []data.Notice {
	var converted []data.Notice
	for _, notice := range all {
		severity := data.NoticeSeverityInfo
		if notice.Warning {
			severity = data.NoticeSeverityWarning
		}
		converted = append(converted, data.Notice{Severity: severity, Text: notice.Text})
	}
	return converted
}

// builder makes the frame of one group, measure and resolution.
type builder struct {
	source  Source
	times   view.Result
	group   view.Group
	measure view.Measure
	index   int // Of the measure and resolution.
	color   string
}

func (b builder) frame() *data.Frame {
	frame := data.NewFrame("")
	frame.RefID = b.source.RefID
	frame.Meta = newMeta(b.source)
	frame.Meta.Custom = b.recipe()
	if b.index == 0 {
		frame.AppendNotices(notices(b.ownNotices())...)
	}
	if !b.source.Query.Instant {
		time := data.NewField(data.TimeSeriesTimeFieldName, nil, b.times.Times)
		time.Config = &data.FieldConfig{Interval: float64(b.source.Plan.Step.Milliseconds())}
		frame.Fields = append(frame.Fields, time)
	}
	frame.Fields = append(frame.Fields, b.value())
	if b.hasBand() {
		frame.Fields = append(frame.Fields, b.band()...)
	}
	if b.hasFloor() {
		frame.Fields = append(frame.Fields, b.noiseFloor())
	}
	if b.hasRange() {
		frame.Fields = append(frame.Fields, b.expectedRange()...)
	}
	if b.measure.Name == request.MeasureG && !b.isOfSamples() {
		frame.Fields = append(frame.Fields, b.pValue())
	}
	if b.source.Query.AlertOn != request.StatisticEstimate && !b.isOfSamples() {
		frame.Fields = append(frame.Fields, b.estimateBeside())
	}
	// Panels for single values show every number of a frame, whatever it hides; there n is in the metadata only.
	if !b.source.Query.Instant {
		if !b.isOfSamples() {
			frame.Fields = append(frame.Fields, b.samples("current", b.group.Current))
		}
		frame.Fields = append(frame.Fields, b.samples("baseline", b.group.Baseline))
		if !b.source.Query.WidenTo.IsZero() {
			frame.Fields = append(frame.Fields, b.windowUsed())
		}
	}
	return frame
}

// ownNotices are those of the group and, unless there are many, the result in plain words. They name the group: a panel
// shows those of all groups in one list.
func (b builder) ownNotices() []view.Notice {
	named := slices.Clone(b.group.Notices)
	if last := b.measure.Last; last != nil && !b.times.Crowded && last.Conclusion.Sentence != "" {
		named = append(named, view.Notice{Text: last.Conclusion.Sentence})
	}
	name := groupText(b.group.Labels, b.source.Query.GroupBy)
	if name == "" {
		return named
	}
	for i := range named {
		named[i].Text = name + ": " + named[i].Text
	}
	return named
}

// statistic returns the values of one statistic in the query's unit; null where the point can't be judged, or where the
// counts give no such limit. An infinite divergence is a fact, and so are its limits: they are not null.
func (b builder) statistic(name request.Statistic) []*float64 {
	values := make([]*float64, len(b.measure.Values))
	for i, value := range b.measure.Values {
		if !b.group.Status[i].Judged() {
			continue
		}
		nats := b.clipped(value.Estimate)
		switch name {
		case request.StatisticLower:
			nats = value.Lower
		case request.StatisticUpper:
			nats = value.Upper
		case request.AboveNormal:
			nats = max(nats-value.Normal.Upper, 0) // NaN where there is no expected range.
		}
		if math.IsNaN(nats) || math.IsInf(nats, 1) && !math.IsInf(value.Estimate, 1) {
			continue
		}
		shown := b.inUnit(nats)
		values[i] = &shown
	}
	return values
}

// clipped is what is shown of a signed estimate: neither a divergence nor an entropy is below 0.
func (b builder) clipped(estimate float64) float64 {
	if math.IsNaN(estimate) {
		return estimate
	}
	return max(estimate, 0)
}

// inUnit turns nats into the query's unit. What is no divergence has its own.
func (b builder) inUnit(value float64) float64 {
	return view.InUnit(b.measure.Name, b.source.Query.Unit, value)
}

// hasBand reports whether lower and upper limit are returned.
func (b builder) hasBand() bool {
	return !b.isOfSamples() && b.source.Query.Confidence.HasBand() && b.measure.Name.HasBand() && (!b.source.Query.Estimator.IsPlugIn() || b.measure.Name.IsMass())
}

// hasFloor reports whether the noise floor is returned.
func (b builder) hasFloor() bool {
	return !b.isOfSamples() && b.source.Query.Confidence.HasNoiseFloor() && !b.times.Crowded && b.measure.Name.HasBand() && !b.measure.Name.IsMass() && !b.source.Query.Estimator.IsPlugIn()
}

// hasRange reports whether the expected range is returned.
func (b builder) hasRange() bool {
	return !b.isOfSamples() && b.source.Query.Confidence.ExpectedRange && !b.times.Crowded && b.measure.Resolution == view.Full
}

// levelText writes 0.95 as "95 %".
func levelText(level float64) string {
	return strconv.FormatFloat(math.Round(level*1e6)/1e4, 'f', -1, 64) + " %"
}
