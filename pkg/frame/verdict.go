package frame

import (
	"math"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Verdict returns the frames of the view verdict: one table with a row for each group; one number for each group, of type
// numeric-multi, for rules; or, over time, one frame for each group, of type timeseries-multi, in which each look's ruling
// holds until the next. All three hold the same numbers. Where there is no group at all, one frame without fields says why.
func Verdict(source Source, verdicts view.Verdicts) data.Frames {
	source.Query = resolved(source)
	judges := benches(source, verdicts)
	var frames data.Frames
	switch {
	case len(judges) == 0:
		empty := data.NewFrame("")
		empty.RefID, empty.Meta = source.RefID, newMeta(source)
		frames = data.Frames{empty}
	case source.Query.Instant && source.Query.Format == request.FormatTable:
		frames = data.Frames{verdictTable(source, judges)}
	default:
		for _, one := range judges {
			frames = append(frames, one.frame())
		}
	}
	if source.Query.Instant && source.Query.Format == request.FormatTable {
		frames[0].Meta.Type = data.FrameTypeTable
	}
	frames[0].AppendNotices(notices(commonNotices(source, len(verdicts.Groups), verdicts.Notices))...)
	return frames
}

// bench makes what is shown of one group's verdict.
type bench struct {
	builder
	verdict view.Verdict
	index   int
}

func benches(source Source, verdicts view.Verdicts) []bench {
	all := make([]bench, len(verdicts.Groups))
	for i, verdict := range verdicts.Groups {
		group := verdict.Group
		measure := view.Measure{Name: source.Query.Measures[0], Resolution: view.Full}
		if len(group.Measures) > 0 && len(group.Status) > 0 {
			measure = group.Measures[0]
		}
		all[i] = bench{
			builder: builder{source: source, times: view.Result{Times: verdicts.Times, Category: verdicts.Category}, group: group, measure: measure, color: colorOf(source.RefID, i)},
			verdict: verdict, index: i,
		}
	}
	return all
}

// last is what holds at the end.
func (b bench) last() view.Held { return b.verdict.Held[len(b.verdict.Held)-1] }

// number is a statistic of what holds at a moment, in the query's unit; nil where there is none.
func (b bench) number(held view.Held, name request.Statistic) *float64 {
	switch name {
	case request.StatisticVerdict:
		if !held.Begun && !b.source.Query.Instant {
			return nil // There was nothing to be judged yet, and nobody waits for an answer.
		}
		code := float64(held.Ruling.Code())
		return &code
	case request.StatisticNeeded:
		return finite(held.Needed)
	}
	if held.Look == nil {
		return nil
	}
	value := held.Look.Value
	nats := b.clipped(value.Estimate)
	switch name {
	case request.StatisticLower:
		nats = value.Lower
	case request.StatisticUpper:
		nats = value.Upper
	}
	if math.IsNaN(nats) || math.IsInf(nats, 1) && !math.IsInf(value.Estimate, 1) {
		return nil
	}
	shown := b.inUnit(nats)
	return &shown
}

// frame is that of a group: its value field is what rules see.
func (b bench) frame() *data.Frame {
	frame := data.NewFrame("")
	frame.RefID, frame.Meta = b.source.RefID, newMeta(b.source)
	frame.Meta.Custom = b.recipe()
	frame.AppendNotices(notices(b.notices())...)
	moments := b.verdict.Held
	if b.source.Query.Instant {
		moments = moments[len(moments)-1:]
	} else {
		time := data.NewField(data.TimeSeriesTimeFieldName, nil, b.times.Times)
		time.Config = &data.FieldConfig{Interval: float64(b.source.Plan.Step.Milliseconds())}
		frame.Fields = append(frame.Fields, time)
	}
	name := b.source.Query.AlertOn
	value := data.NewField(string(name), b.labels(""), b.each(moments, name))
	value.Config = b.configOf(name)
	frame.Fields = append(frame.Fields, value)
	if b.source.Query.Instant { // Rules take each number for an instance.
		return frame
	}
	for _, other := range []request.Statistic{request.StatisticVerdict, request.StatisticEstimate, request.StatisticLower, request.StatisticUpper} {
		if other != name {
			frame.Fields = append(frame.Fields, b.beside(string(other), b.configOf(other).Unit, b.each(moments, other)))
		}
	}
	return b.withSamples(frame, moments)
}

func (b bench) each(moments []view.Held, name request.Statistic) []*float64 {
	values := make([]*float64, len(moments))
	for i, held := range moments {
		values[i] = b.number(held, name)
	}
	return values
}

// withSamples adds how many samples there were at each moment.
func (b bench) withSamples(frame *data.Frame, moments []view.Held) *data.Frame {
	for side, name := range []string{"n current", "n baseline"} {
		values := make([]*float64, len(moments))
		for i, held := range moments {
			if held.Begun {
				values[i] = finite(held.N[side])
			}
		}
		frame.Fields = append(frame.Fields, b.beside(name, "short", values))
	}
	return frame
}

// rulings are the colours in which panels show them.
var rulings = []struct {
	ruling view.Ruling
	color  string
}{{view.Pass, "green"}, {view.Inconclusive, "yellow"}, {view.Fail, "red"}}

// codes show 0, 1 and 2 as words.
func codes() data.ValueMappings {
	mapper := data.ValueMapper{}
	for i, one := range rulings {
		mapper[string(rune('0'+one.ruling.Code()))] = data.ValueMappingResult{Text: string(one.ruling), Color: one.color, Index: i}
	}
	return data.ValueMappings{mapper}
}

// configOf is the configuration of a statistic's field.
func (b bench) configOf(name request.Statistic) *data.FieldConfig {
	title := b.title()
	switch name {
	case request.StatisticVerdict:
		if title = groupText(b.group.Labels, b.source.Query.GroupBy); title == "" {
			title = "verdict"
		}
		return &data.FieldConfig{DisplayNameFromDS: title, Unit: "none", Mappings: codes(), Description: "0 pass, 1 inconclusive, 2 fail"}
	case request.StatisticNeeded:
		return &data.FieldConfig{DisplayNameFromDS: title + " needed", Unit: "short", Description: neededText}
	case request.StatisticLower, request.StatisticUpper:
		title += " " + string(name)
	}
	config := b.config(title, custom{})
	config.Color, config.Description = nil, formula(b.measure.Name, b.source.Query.Unit)
	b.drawThreshold(config)
	return config
}

const neededText = "About how many more samples of current would decide, if the estimate stays as it is."

// notices are those of the group, by its name, with the ruling and its reason before them.
func (b bench) notices() []view.Notice {
	all := append([]view.Notice{{Text: string(b.last().Ruling) + ": " + b.last().Reason + "."}}, b.group.Notices...)
	if name := groupText(b.group.Labels, b.source.Query.GroupBy); name != "" {
		for i := range all {
			all[i].Text = name + ": " + all[i].Text
		}
	}
	return all
}

// VerdictRecipe says how a verdict came about.
type VerdictRecipe struct {
	Recipe
	Group     map[string]string `json:"group,omitempty"`
	Threshold float64           `json:"threshold"`
	Since     time.Time         `json:"since"` // When the counts begin.
	Looks     []LookRecipe      `json:"looks"`
}

// LookRecipe is one look. Values are in the recipe's unit.
type LookRecipe struct {
	Time      time.Time   `json:"time"`
	N         [2]*float64 `json:"n"`         // Samples: current, baseline; null for weights without a sample size.
	Effective [2]*float64 `json:"effective"` // Samples over the design effect.
	Level     float64     `json:"level"`
	Estimate  *float64    `json:"estimate"` // Signed; null where it is infinite.
	Lower     *float64    `json:"lower"`
	Upper     *float64    `json:"upper"` // null where the counts give none.
	Decision  view.Ruling `json:"decision"`
	Reason    string      `json:"reason"`
	Worse     *Direction  `json:"worse,omitempty"`
	Ratio     *Limits     `json:"ratio,omitempty"` // Of the samples of both sides.
	Mix       *Limits     `json:"mix,omitempty"`   // Divergence of how traffic is made up.
}

// Limits is a number with its limits.
type Limits struct {
	Estimate *float64 `json:"estimate"`
	Lower    *float64 `json:"lower"`
	Upper    *float64 `json:"upper"`
}

// Direction is how the statistic changed that can become worse: by how much it is worse, with limits.
type Direction struct {
	Current  *float64 `json:"current"`
	Baseline *float64 `json:"baseline"`
	Bound    *float64 `json:"bound,omitempty"` // Of a quantile: the limits are those of the share of samples beyond it.
	Worse    Limits   `json:"worse"`
}

func (b bench) recipe() VerdictRecipe {
	recipe := VerdictRecipe{Recipe: b.builder.recipe(), Threshold: *b.source.Query.Threshold, Since: b.verdict.Since, Looks: []LookRecipe{}}
	recipe.Sentence = b.last().Reason
	recipe.Window = "since " + b.verdict.Since.UTC().Format(time.RFC3339)
	for _, look := range b.verdict.Looks {
		recipe.Looks = append(recipe.Looks, b.look(look))
	}
	return recipe
}

func (b bench) look(look view.Look) LookRecipe {
	one := LookRecipe{
		Time: look.Time, Level: look.Level, Decision: look.Ruling, Reason: look.Reason,
		Estimate: finite(b.inUnit(look.Value.Estimate)), Lower: finite(b.inUnit(look.Value.Lower)), Upper: finite(b.inUnit(look.Value.Upper)),
	}
	for side := range look.N {
		one.N[side], one.Effective[side] = finite(look.N[side]), finite(look.Effective[side])
	}
	if worse := look.Worse; worse != nil {
		one.Worse = &Direction{
			Current: finite(worse.Current), Baseline: finite(worse.Baseline), Bound: finite(worse.Bound),
			Worse: Limits{finite(worse.Shift.Estimate), finite(worse.Shift.Lower), finite(worse.Shift.Upper)},
		}
	}
	if parity := look.Parity; parity != nil {
		if ratio := parity.Ratio; !math.IsNaN(ratio.Estimate) {
			one.Ratio = &Limits{finite(ratio.Estimate), finite(ratio.Lower), finite(ratio.Upper)}
		}
		if mix := parity.Mix; !math.IsNaN(mix.Estimate) {
			one.Mix = &Limits{finite(b.inUnit(mix.Estimate)), finite(b.inUnit(mix.Lower)), finite(b.inUnit(mix.Upper))}
		}
	}
	return one
}
