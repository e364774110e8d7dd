package frame

import (
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// ObjectiveRecipe says what an objective is, and where it stands at the last point.
type ObjectiveRecipe struct {
	Recipe
	Objective Standing `json:"objective"`
}

// Standing is an objective at the last point. Shares and rates are null where no window could be judged.
type Standing struct {
	Threshold  float64  `json:"threshold"` // Windows at or below it are good.
	Target     float64  `json:"target"`    // Share of windows that have to be.
	Over       string   `json:"over"`      // "windows" of a group, or "groups".
	Period     string   `json:"period"`
	Long       string   `json:"long"`
	Short      string   `json:"short"`
	Covers     string   `json:"covers"` // What of the period has counts.
	Attainment *float64 `json:"attainment"`
	Now        *float64 `json:"now"` // The same of the windows that end at the last point.
	Budget     *float64 `json:"budget"`
	BurnLong   *float64 `json:"burnRateLong"`
	BurnShort  *float64 `json:"burnRateShort"`
	Good       int      `json:"good"`
	Judged     int      `json:"judged"`
	Unknown    int      `json:"unknown"`
}

// Objectives returns a frame for each objective: the statistic that rules see, and the others beside it. Their type is
// timeseries-multi, or numeric-multi with one number for an instant query.
func Objectives(source Source, result view.Result, objectives []view.Objective) data.Frames {
	source.Query = resolved(source)
	var frames data.Frames
	for i, objective := range objectives {
		o := attained{source: source, result: result, objective: objective, color: colorOf(source.RefID, i)}
		frames = append(frames, o.frame())
	}
	if len(frames) == 0 {
		empty := data.NewFrame("")
		empty.RefID, empty.Meta = source.RefID, newMeta(source)
		frames = append(frames, empty)
	}
	frames[0].AppendNotices(notices(commonNotices(source, len(result.Groups), result.Notices))...)
	return frames
}

// attained makes the frame of one objective.
type attained struct {
	source    Source
	result    view.Result
	objective view.Objective
	color     string
}

// series is one number of an objective over time.
type series struct {
	name, title, unit, description string
	decimals                       uint16
	of                             func(view.Attained) float64
}

// all are the numbers of an objective, in the order in which they stand beside the value.
func (o attained) all() map[request.Statistic]series {
	return map[request.Statistic]series{
		request.StatisticAttainment: o.attainment(),
		request.StatisticBudget: {
			name: "budget", title: "budget left", unit: "percentunit", decimals: 1, of: func(a view.Attained) float64 { return a.Budget },
			description: "Share of the error budget that is left: 1 − bad/((1 − target) × judged) over the period; below 0 where it is overspent",
		},
		request.StatisticBurnRate: {
			name: "burn rate", title: "burn rate", unit: "x", decimals: 2, of: view.Attained.BurnRate,
			description: "The lower of the burn rates over the long and the short window; at 1 the budget is spent when the period ends",
		},
	}
}

// attainment is the share of good windows over the period; of groups, the share of good ones at the point.
func (o attained) attainment() series {
	one := series{
		name: "attainment", title: "attainment", unit: "percentunit", decimals: 2, of: func(a view.Attained) float64 { return a.Share },
		description: "Share of the windows of the period that are at or below the threshold, of those that could be judged",
	}
	if o.isOfGroups() {
		one.of = func(a view.Attained) float64 { return a.Now }
		one.description = "Share of the groups that are at or below the threshold, of those that could be judged at that time"
	}
	return one
}

func (o attained) isOfGroups() bool { return o.source.Query.SLO.Over == request.OverGroups }

// beside are the numbers that no rule asks for.
func (o attained) beside() []series {
	slo := o.source.Query.SLO
	var all []series
	if o.isOfGroups() {
		all = append(all, series{
			name: "period attainment", title: "attainment over " + slo.Period.String(), unit: "percentunit", decimals: 2, of: func(a view.Attained) float64 { return a.Share },
			description: "Share of the groups at or below the threshold in all windows of the period, of those that could be judged",
		})
	}
	return append(all,
		series{name: "burn rate long", title: "burn rate over " + slo.Long.String(), unit: "x", decimals: 2, of: func(a view.Attained) float64 { return a.Long }, description: "Share of bad windows over 1 − target"},
		series{name: "burn rate short", title: "burn rate over " + slo.Short.String(), unit: "x", decimals: 2, of: func(a view.Attained) float64 { return a.Short }, description: "Share of bad windows over 1 − target"},
		series{name: "n judged", title: "n judged", unit: "short", of: func(a view.Attained) float64 { return float64(a.Judged) }, description: "Windows of the period that could be judged"},
		series{name: "n unknown", title: "n unknown", unit: "short", of: func(a view.Attained) float64 { return float64(a.Unknown) }, description: "Windows of the period that could not be judged and do not count"},
	)
}

func (o attained) frame() *data.Frame {
	query := o.source.Query
	frame := data.NewFrame("")
	frame.RefID, frame.Meta = o.source.RefID, newMeta(o.source)
	frame.Meta.Custom = o.recipe()
	own := slices.Clone(o.objective.Notices)
	if name := groupText(o.objective.Labels, o.groupBy()); name != "" {
		for i := range own {
			own[i].Text = name + ": " + own[i].Text
		}
	}
	frame.AppendNotices(notices(own)...)
	if query.Instant { // Panels for single values show every number of a frame.
		frame.Fields = append(frame.Fields, o.value())
		return frame
	}
	time := data.NewField(data.TimeSeriesTimeFieldName, nil, o.result.Times)
	time.Config = &data.FieldConfig{Interval: float64(o.source.Plan.Step.Milliseconds())}
	frame.Fields = append(frame.Fields, time, o.value())
	numbers := o.all()
	for _, statistic := range query.View.Statistics() {
		if statistic != query.AlertOn {
			frame.Fields = append(frame.Fields, o.aside(numbers[statistic]))
		}
	}
	for _, one := range o.beside() {
		frame.Fields = append(frame.Fields, o.aside(one))
	}
	return frame
}

// groupBy are the labels that tell objectives apart.
func (o attained) groupBy() []string {
	if o.isOfGroups() {
		return nil
	}
	return o.source.Query.GroupBy
}

// title says what is to be at or below what.
func (o attained) title() string {
	query := o.source.Query
	current, baseline := comparison(query)
	group := groupText(o.objective.Labels, o.groupBy())
	if query.Baseline.Kind == request.Rest && group != "" {
		current, group = group, ""
	}
	text := measureText(query.Measures[0], current, baseline) + " ≤ " + thresholdText(query)
	if group != "" {
		text = group + " · " + text
	}
	return text
}

// value is the number that rules see.
func (o attained) value() *data.Field {
	query := o.source.Query
	one := o.all()[query.AlertOn]
	field := o.field(one, "")
	field.Config.DisplayNameFromDS = o.title() + " · " + one.title
	allowed := 1 - query.SLO.Target
	steps := map[request.Statistic][]data.Threshold{
		request.StatisticAttainment: {{Value: 0, Color: "red"}, {Value: data.ConfFloat64(query.SLO.Target), Color: "green"}},
		request.StatisticBudget:     {{Value: data.ConfFloat64(1 - 1/allowed), Color: "red"}, {Value: 0, Color: "green"}},
		request.StatisticBurnRate:   {{Value: 1, Color: "red"}},
	}
	field.Config.Thresholds = &data.ThresholdsConfig{Mode: data.ThresholdsModeAbsolute, Steps: steps[query.AlertOn]}
	field.Config.Custom = custom{"lineWidth": 2, "stacking": unstacked, "thresholdsStyle": custom{"mode": "dashed"}}
	if query.AlertOn == request.StatisticBurnRate { // It is drawn with the two that it is the lower of.
		field.Config.Color = map[string]any{"mode": "fixed", "fixedColor": o.color}
	}
	return field
}

// aside is a number beside the value: for tables and the inspector, but for the two burn rates that a burn rate is made of.
func (o attained) aside(one series) *data.Field {
	field := o.field(one, one.name)
	field.Config.DisplayNameFromDS = o.title() + " · " + one.title + " (" + o.source.RefID + ")"
	field.Config.Custom = custom{"hideFrom": custom{"legend": true, "tooltip": true, "viz": true}}
	if o.source.Query.AlertOn == request.StatisticBurnRate && (one.name == "burn rate long" || one.name == "burn rate short") {
		field.Config.Color = map[string]any{"mode": "fixed", "fixedColor": o.color}
		field.Config.Custom = custom{"lineWidth": 1, "lineStyle": custom{"fill": "dash", "dash": []int{6, 6}}, "showPoints": "never", "stacking": unstacked, "hideFrom": aside}
	}
	return field
}

func (o attained) field(one series, bound string) *data.Field {
	values := make([]*float64, len(o.objective.Points))
	for i, point := range o.objective.Points {
		values[i] = finite(one.of(point))
	}
	labels := data.Labels{}
	for name, value := range o.objective.Labels {
		labels[name] = value
	}
	if bound != "" {
		labels["bound"] = bound
	}
	field := data.NewField(one.name, labels, values)
	field.Config = &data.FieldConfig{Unit: one.unit, Decimals: &one.decimals, Description: one.description}
	return field
}

func (o attained) recipe() ObjectiveRecipe {
	query := o.source.Query
	last := o.objective.Points[len(o.objective.Points)-1]
	recipe := ObjectiveRecipe{
		Recipe: recipeOf(o.source, query.Measures[0], view.Full, o.result.Category),
		Objective: Standing{
			Threshold: *query.Threshold, Target: query.SLO.Target, Over: string(query.SLO.Over),
			Period: query.SLO.Period.String(), Long: query.SLO.Long.String(), Short: query.SLO.Short.String(), Covers: request.Duration{Length: last.Covers}.String(),
			Attainment: finite(last.Share), Now: finite(last.Now), Budget: finite(last.Budget), BurnLong: finite(last.Long), BurnShort: finite(last.Short),
			Good: last.Good, Judged: last.Judged, Unknown: last.Unknown,
		},
	}
	for status, count := range o.objective.Status {
		recipe.Status[string(status)] = count
	}
	return recipe
}

// thresholdText is the threshold in the measure's unit: "0.1 nats".
func thresholdText(query request.Query) string { return thresholdOf(query.Measures[0], query) }

func thresholdOf(measure request.Measure, query request.Query) string {
	text := view.Number(*query.Threshold)
	if measure.Scale() == request.LogScale {
		text += " " + string(query.Unit)
	}
	return text
}
