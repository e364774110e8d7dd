package frame

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// RankingRecipe says how a ranking came about, and what it comes to.
type RankingRecipe struct {
	Recipe
	Groups         int     `json:"groups"`
	Judged         int     `json:"judged"`
	Changed        int     `json:"changed"`          // Groups that differ, but for a share of false discoveries.
	Within         *int    `json:"within,omitempty"` // Groups at or below the threshold; left out without one.
	Unknown        int     `json:"unknown"`          // Groups that could not be judged.
	Listed         int     `json:"listed"`           // Groups in the answer.
	FalseDiscovery float64 `json:"falseDiscovery"`   // Share of false alarms among the changed groups.
	// Within over judged, where that is the value; left out where no group could be judged.
	Attainment *float64 `json:"attainment,omitempty"`
}

// Ranking returns a table for each measure, the most divergent group first; for the format numeric, a frame of one number
// for each group and measure.
func Ranking(source Source, result view.Result, rankings []view.Ranking) data.Frames {
	source.Query = resolved(source)
	var frames data.Frames
	for k, ranking := range rankings {
		r := ranked{source: source, result: result, ranking: ranking, index: k}
		listed := ranking.Rows[:min(len(ranking.Rows), source.Query.Limit)]
		switch {
		case len(listed) == 0:
		case source.Query.Format == request.FormatNumeric && source.Query.AlertOn == request.StatisticAttainment:
			frames = append(frames, r.attainment())
		case source.Query.Format == request.FormatNumeric:
			frames = append(frames, r.numbers(listed)...)
		default:
			frames = append(frames, r.table(listed))
		}
	}
	if len(frames) == 0 {
		kind := data.FrameTypeTable
		if source.Query.Format == request.FormatNumeric {
			kind = data.FrameTypeNumericMulti
		}
		empty := data.NewFrame("")
		empty.RefID, empty.Meta = source.RefID, metaOf(source, kind)
		frames = append(frames, empty)
	}
	frames[0].AppendNotices(notices(commonNotices(source, len(result.Groups), result.Notices))...)
	return frames
}

// ranked makes the frames of one ranking.
type ranked struct {
	source  Source
	result  view.Result
	ranking view.Ranking
	index   int // Of the measure.
}

// row is the builder of a group's fields: a ranking's numbers are those of the view divergence.
func (r ranked) row(i int, row view.Ranked) builder {
	return builder{
		source: r.source, times: r.result, index: r.index, color: colorOf(r.source.RefID, i*len(r.source.Query.Measures)+r.index),
		group: view.Group{
			Labels: row.Labels, Status: []view.Status{row.Status}, Current: []float64{row.Current}, Baseline: []float64{row.Baseline}, Length: []time.Duration{0},
		},
		measure: view.Measure{Name: r.ranking.Measure, Resolution: view.Full, Values: []view.Value{row.Value}},
	}
}

// meta is the metadata of the first frame, with all there is to say about the ranking.
func (r ranked) meta(frame *data.Frame, kind data.FrameType, listed int) {
	frame.RefID, frame.Meta = r.source.RefID, metaOf(r.source, kind)
	recipe := RankingRecipe{
		Recipe: recipeOf(r.source, r.ranking.Measure, view.Full, r.result.Category),
		Groups: len(r.ranking.Rows), Judged: r.ranking.Judged, Changed: r.ranking.Changed, Unknown: len(r.ranking.Rows) - r.ranking.Judged, Listed: listed,
		FalseDiscovery: r.source.Query.Ranking.FalseDiscovery,
	}
	if r.source.Query.Threshold != nil {
		recipe.Within = &r.ranking.Within
	}
	if r.source.Query.AlertOn == request.StatisticAttainment {
		recipe.Attainment = finite(r.ranking.Attainment())
	}
	for _, row := range r.ranking.Rows {
		recipe.Status[string(row.Status)]++
	}
	frame.Meta.Custom = recipe
	own := slices.Clone(r.ranking.Notices)
	if more := len(r.ranking.Rows) - listed; more > 0 {
		are, them := "are", "them"
		if more == 1 {
			are, them = "is", "it"
		}
		own = append(own, view.Notice{Text: fmt.Sprintf("%d of %d groups are listed, the most divergent ones first; %d %s not: raise limit (now %d, at most 10000) to see %s.",
			listed, len(r.ranking.Rows), more, are, r.source.Query.Limit, them)})
	}
	for i := range own {
		if len(r.source.Query.Measures) > 1 {
			own[i].Text = view.Name(r.ranking.Measure) + ": " + own[i].Text
		}
	}
	frame.AppendNotices(notices(own)...)
}

// numbers are the values for rules and expressions: null of a group that can't be judged.
func (r ranked) numbers(rows []view.Ranked) data.Frames {
	frames := make(data.Frames, len(rows))
	for i, row := range rows {
		frames[i] = data.NewFrame("", r.row(i, row).value())
		frames[i].RefID, frames[i].Meta = r.source.RefID, metaOf(r.source, data.FrameTypeNumericMulti)
	}
	r.meta(frames[0], data.FrameTypeNumericMulti, len(rows))
	return frames
}

// attainment is one number for all groups: the share of those that could be judged that is at or below the threshold.
func (r ranked) attainment() *data.Frame {
	query := r.source.Query
	labels := data.Labels{}
	if len(query.Measures) > 1 {
		labels["measure"] = string(r.ranking.Measure)
	}
	decimals := uint16(2)
	field := data.NewField("attainment", labels, []*float64{finite(r.ranking.Attainment())})
	current, baseline := comparison(query)
	title := measureText(r.ranking.Measure, current, baseline) + " ≤ " + thresholdOf(r.ranking.Measure, query)
	field.Config = &data.FieldConfig{
		DisplayNameFromDS: title + " · groups within", Unit: "percentunit", Decimals: &decimals,
		Description: "Share of the groups that are at or below the threshold, of those that could be judged",
	}
	frame := data.NewFrame("", field)
	r.meta(frame, data.FrameTypeNumericMulti, len(r.ranking.Rows)) // It counts all, whatever the limit.
	if r.ranking.Judged == 0 {
		text := "No group could be judged, so that there is no share of them."
		frame.AppendNotices(notices([]view.Notice{{Warning: true, Text: text}})...)
	}
	return frame
}

// rankingColumns are the names that no column of a label can have.
var rankingColumns = []string{"status", "lower", "upper", "noise floor", "n current", "n baseline", "p-value", "q-value", "changed", "within", "top bin", "top bin share", "direction"}

// table is the ranking for people.
func (r ranked) table(rows []view.Ranked) *data.Frame {
	query, measure := r.source.Query, r.ranking.Measure
	builders := make([]builder, len(rows))
	for i, row := range rows {
		builders[i] = r.row(i, row)
	}
	var t tabulation
	t.labels(query.GroupBy, append([]string{string(measure)}, rankingColumns...), len(rows), func(i int) map[string]string { return rows[i].Labels })
	t.add("status", "status", "Whether the group could be judged, and why not", columnOf(rows, func(row view.Ranked) string { return string(row.Status) }))
	r.values(&t, builders)
	t.number("n current", "n current", "Samples in the current window", "short", 0, columnOf(rows, func(row view.Ranked) *float64 { return finite(row.Current) }))
	t.number("n baseline", "n baseline", "Samples in the baseline", "short", 0, columnOf(rows, func(row view.Ranked) *float64 { return finite(row.Baseline) }))
	t.number("p-value", "p-value", "Probability of a difference as large as this one if nothing had changed", "none", 4, columnOf(rows, func(row view.Ranked) *float64 { return finite(row.PValue) }))
	t.number("q-value", "q-value", "Share of false discoveries among all groups with no larger q-value (Benjamini–Hochberg)", "none", 4, columnOf(rows, func(row view.Ranked) *float64 { return finite(row.QValue) }))
	t.add("changed", "changed", "Whether the q-value is at most "+levelText(query.Ranking.FalseDiscovery), columnOf(rows, func(row view.Ranked) *bool { return known(row, row.Changed) }))
	if query.Threshold != nil {
		t.add("within", "within", fmt.Sprintf("Whether the estimate is at or below the threshold of %v", *query.Threshold), columnOf(rows, func(row view.Ranked) *bool { return known(row, row.Within) }))
	}
	t.add("top bin", "top bin", "Bin that contributes most", columnOf(rows, func(row view.Ranked) *string {
		if row.Top.Bin == "" {
			return nil
		}
		return &row.Top.Bin
	}))
	t.number("top bin share", "top bin share", "Share of the divergence that the top bin accounts for", "percentunit", 1, columnOf(rows, func(row view.Ranked) *float64 { return finite(row.Top.Share) }))
	t.add("direction", "direction", "Whether the top bin gained or lost samples", columnOf(rows, func(row view.Ranked) *string {
		if row.Top.Bin == "" {
			return nil
		}
		return &row.Top.Direction
	}))
	current, baseline := comparison(query)
	frame := data.NewFrame(measureText(measure, current, baseline), t.fields...)
	r.meta(frame, data.FrameTypeTable, len(rows))
	return frame
}

// values adds the columns of the estimate and what stands beside it, as the view divergence has them.
func (r ranked) values(t *tabulation, builders []builder) {
	query, measure := r.source.Query, r.ranking.Measure
	unit, decimals := fieldUnit(measure, query), 4
	if measure.Scale() == request.MetricScale {
		decimals = -1
	}
	statistic := func(name request.Statistic) []*float64 {
		return columnOf(builders, func(b builder) *float64 { return b.statistic(name)[0] })
	}
	current, baseline := comparison(query)
	config := t.number(string(measure), measureText(measure, current, baseline), formula(measure, query.Unit), unit, decimals, statistic(request.StatisticEstimate))
	if query.Threshold != nil {
		config.Thresholds = &data.ThresholdsConfig{Mode: data.ThresholdsModeAbsolute, Steps: []data.Threshold{{Value: data.ConfFloat64(*query.Threshold), Color: "red"}}}
	}
	level := levelText(query.Confidence.Level)
	if builders[0].hasBand() {
		t.number("lower", "lower "+level, "Lower limit of the "+level+" band", unit, decimals, statistic(request.StatisticLower))
		t.number("upper", "upper "+level, "Upper limit of the "+level+" band; empty where the counts give none", unit, decimals, statistic(request.StatisticUpper))
	}
	if query.Confidence.HasNoiseFloor() && measure.HasBand() && !measure.IsMass() && !query.Estimator.IsPlugIn() {
		t.number("noise floor", "noise floor", "What no change at all would exceed in "+levelText((1-query.Confidence.Level)/2)+" of windows", unit, decimals,
			columnOf(builders, func(b builder) *float64 { return b.each(func(v view.Value) float64 { return v.Floor })[0] }))
	}
}

// known is null of a group that could not be judged: it is neither within nor beyond.
func known(row view.Ranked, value bool) *bool {
	if !row.Status.Judged() || math.IsNaN(row.Value.Estimate) {
		return nil
	}
	return &value
}
