package frame

import (
	"maps"
	"math"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Explanation returns a table of the values of labels, with what each accounts for; or, as numbers, one frame for each group
// with what the first value accounts for, whose name is in the metadata. Where there is no group at all, one frame without
// fields says why.
func Explanation(source Source, result view.Result, explanation view.Explanation) data.Frames {
	source.Query = resolved(source)
	e := explainer{source: source, result: result, explanation: explanation}
	all := slices.Concat(source.Warnings, result.Notices, e.groupNotices(), explanation.Notices)
	if len(explanation.Groups) == 0 {
		frames := Divergence(source, result) // Says that no series match.
		frames[0].Meta.Type = e.kind()
		return frames
	}
	var frames data.Frames
	if source.Query.Format == request.FormatNumeric {
		for g := range explanation.Groups {
			frames = append(frames, e.number(g))
		}
	} else {
		frames = data.Frames{e.table()}
	}
	frames[0].AppendNotices(notices(all)...)
	return frames
}

// explainer makes the frames of an explanation.
type explainer struct {
	source      Source
	result      view.Result
	explanation view.Explanation
}

func (e explainer) kind() data.FrameType {
	if e.source.Query.Format == request.FormatNumeric {
		return data.FrameTypeNumericMulti
	}
	return data.FrameTypeTable
}

// groupNotices are those of the groups, and their results in plain words unless there are many.
func (e explainer) groupNotices() []view.Notice {
	var all []view.Notice
	for _, group := range e.explanation.Groups {
		own := slices.Clone(group.Group.Notices)
		if group.Sentence != "" && !e.result.Crowded {
			own = append(own, view.Notice{Text: group.Sentence})
		}
		if name := groupText(group.Group.Labels, e.source.Query.GroupBy); name != "" {
			for i := range own {
				own[i].Text = name + ": " + own[i].Text
			}
		}
		all = append(all, own...)
	}
	return all
}

func (e explainer) frame(groups ...int) *data.Frame {
	frame := data.NewFrame("")
	frame.RefID = e.source.RefID
	frame.Meta = newMeta(e.source)
	frame.Meta.Type = e.kind()
	frame.Meta.Custom = e.recipe(groups)
	return frame
}

// table has a row for each group, label and value.
func (e explainer) table() *data.Frame {
	all := make([]int, len(e.explanation.Groups))
	for g := range all {
		all[g] = g
	}
	frame := e.frame(all...)
	rows := e.explanation.Rows
	var t tabulation
	t.labels(e.source.Query.GroupBy, explainColumns, len(rows), func(row int) map[string]string { return e.explanation.Groups[rows[row].Group].Group.Labels })
	e.conclusions(&t)
	e.terms(&t)
	t.add("status", "status", "ok; insufficient: too few samples to look inside; new or vanished: on one side only. Of a group that can't be judged, why.", columnOf(rows, func(row view.Row) string { return string(row.Presence) }))
	frame.Fields = t.fields
	return frame
}

// explainColumns are the columns of the table beside those of the labels.
var explainColumns = []string{
	"label", "value", "accounts for", "reason", "direction", "mix", "inside", "total", "share current", "share baseline", "n current", "n baseline", "status",
}

// conclusions adds the columns that answer the question.
func (e explainer) conclusions(t *tabulation) {
	rows := e.explanation.Rows
	t.add("label", "label", "The label by whose values the samples are told apart.", columnOf(rows, func(row view.Row) string { return row.Label }))
	t.add("value", "value", "The value of the label.", columnOf(rows, valueText))
	t.number("accounts for", "accounts for", "Part of the change of the group that is this value's: of one whose share of the samples changed, what its share adds to the shift of the mix; of one that changed inside, what it adds beyond its share of the samples.", "percentunit", 0, columnOf(rows, func(row view.Row) *float64 { return finite(row.Accounts) }))
	t.add("reason", "reason", "inside: the samples of the value changed. mix: its share of all samples did.", columnOf(rows, func(row view.Row) string { return string(row.Reason) }))
	t.add("direction", "direction", "What changed.", columnOf(rows, func(row view.Row) string { return row.Direction }))
}

// terms adds the columns that it follows from.
func (e explainer) terms(t *tabulation) {
	numbers := func(name, about, unit string, decimals int, of func(view.Row) float64) {
		t.number(name, name, about, unit, decimals, columnOf(e.explanation.Rows, func(row view.Row) *float64 { return finite(of(row)) }))
	}
	term := func(name, about string, of func(view.Row) float64) {
		numbers(name, about, fieldUnit(request.MeasureKL, e.source.Query), 4, func(row view.Row) float64 {
			return view.InUnit(request.MeasureKL, e.source.Query.Unit, atLeast0(of(row)))
		})
	}
	term("mix", "p ln(p/q) − p + q: what the change of the value's share adds to KL of the label.", func(row view.Row) float64 { return row.Mix })
	term("inside", "p KL(x | value): how far its samples changed, by its share of all. Empty where it has too few.", func(row view.Row) float64 { return row.Inside })
	term("total", "mix + inside. All rows of a label add up to KL of value and label together.", func(row view.Row) float64 { return row.Total })
	numbers("share current", "p: share of the samples now.", "percentunit", 1, func(row view.Row) float64 { return row.Shares[0] })
	numbers("share baseline", "q: share of the samples in the baseline.", "percentunit", 1, func(row view.Row) float64 { return row.Shares[1] })
	numbers("n current", "Samples now.", "short", 0, func(row view.Row) float64 { return row.Samples[0] })
	numbers("n baseline", "Samples in the baseline.", "short", 0, func(row view.Row) float64 { return row.Samples[1] })
}

// valueText is the value as it is shown; that of a row which only says that a group can't be judged is empty.
func valueText(row view.Row) string {
	if row.Label == "" {
		return ""
	}
	return row.Name()
}

// atLeast0 clips an estimate that noise has put below 0.
func atLeast0(value float64) float64 {
	if math.IsNaN(value) {
		return value
	}
	return max(value, 0)
}

// number is what the first value of a group accounts for; null where the group can't be judged.
func (e explainer) number(g int) *data.Frame {
	group, frame := e.explanation.Groups[g], e.frame(g)
	var value *float64
	if group.Status.Judged() {
		value = new(float64)
		if group.Top != nil {
			*value = group.Top.Accounts
		}
	}
	labels := data.Labels(maps.Clone(group.Group.Labels))
	if labels == nil {
		labels = data.Labels{}
	}
	name := "accounts for"
	if text := groupText(group.Group.Labels, e.source.Query.GroupBy); text != "" {
		name = text + " · " + name
	}
	field := data.NewField("accounts for", labels, []*float64{value})
	field.Config = &data.FieldConfig{DisplayNameFromDS: name, Unit: "percentunit", Description: "Part of the change that the first label value accounts for; its name is in the metadata and in a notice."}
	frame.Fields = append(frame.Fields, field)
	return frame
}
