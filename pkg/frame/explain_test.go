package frame_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/view"
)

// explanationOf explains the groups of a result: of each, one value accounts for most and another has too few samples to
// tell; the last group can't be judged.
func explanationOf(source frame.Source, services ...string) (view.Result, view.Explanation) {
	result := resultOf(source, services...)
	var e view.Explanation
	for g, group := range result.Groups {
		one := view.ExplainedGroup{Group: group, Status: view.OK, Changed: true, Sentence: "tenant = a accounts for 90 % of the change."}
		if g == len(result.Groups)-1 && g > 0 {
			one = view.ExplainedGroup{Group: group, Status: view.Insufficient}
			e.Rows = append(e.Rows, view.Row{Group: g, Accounts: math.NaN(), Mix: math.NaN(), Inside: math.NaN(), Total: math.NaN(), Shares: [2]float64{math.NaN(), math.NaN()}, Samples: [2]float64{3, 4}, Presence: "insufficient"})
			e.Groups = append(e.Groups, one)
			continue
		}
		rows := []view.Row{
			{Group: g, Label: "tenant", Value: "<b>\"a\"</b>\n", Accounts: 0.9, Reason: view.ByInside, Direction: "moved up", Mix: -1e-6, Inside: 0.02, Total: 0.02 - 1e-6, Shares: [2]float64{0.25, 0.26}, Samples: [2]float64{75, 104}, Presence: view.OnBoth},
			{Group: g, Label: "tenant", Others: 12, Mix: 0.001, Inside: math.NaN(), Total: 0.001, Shares: [2]float64{0.75, 0.74}, Samples: [2]float64{225, 296}, Presence: view.TooFew},
		}
		one.Top = &rows[0]
		one.Labels = []view.ExplainedLabel{{Label: "tenant", Values: 2, Others: 12, Purity: 1, Explanation: confidence.Explanation{
			Chain: confidence.Chain{Mix: 0.001, Inside: 0.02, Joint: 0.021}, Whole: 0.03, Remaining: math.NaN(), Within: 0.02, Floor: 0.001, Comparable: 1,
		}}}
		e.Groups, e.Rows = append(e.Groups, one), append(e.Rows, rows...)
	}
	e.Notices = []view.Notice{{Text: "tenant has 13 values."}}
	return result, e
}

func TestExplanationTable(t *testing.T) {
	source := sourceOf(t, "A", `,"view":"explain","groupBy":["service"]`)
	result, e := explanationOf(source, "x", "few")
	frames := frame.Explanation(source, result, e)
	require.Len(t, frames, 1)
	f := frames[0]
	require.Equal(t, data.FrameTypeTable, f.Meta.Type)
	require.Equal(t, "A", f.RefID)
	require.NotEmpty(t, f.Meta.ExecutedQueryString)
	require.Equal(t, "service,label,value,accounts for,reason,direction,mix,inside,total,share current,share baseline,n current,n baseline,status", names(f))
	require.Equal(t, 3, f.Rows())
	for _, field := range f.Fields {
		require.Equal(t, field.Name, field.Config.DisplayNameFromDS)
		require.NotEmpty(t, field.Config.Description, field.Name)
		if field.Type() == data.FieldTypeNullableFloat64 {
			require.NotEmpty(t, field.Config.Unit, field.Name)
			require.NotNil(t, field.Config.Decimals, field.Name)
		}
	}
	value, _ := f.FieldByName("value")
	require.Equal(t, "<b>\"a\"</b>\n", value.At(0))
	require.Equal(t, "other (12 values)", value.At(1))
	require.Equal(t, "", value.At(2))
	accounts, _ := f.FieldByName("accounts for")
	require.Equal(t, []any{0.9, 0.0, nil}, shown(t, accounts))
	require.Equal(t, "percentunit", accounts.Config.Unit)
	mix, _ := f.FieldByName("mix")
	require.Equal(t, []any{0.0, 0.001, nil}, shown(t, mix), "clipped at 0")
	require.Equal(t, "suffix:nat", mix.Config.Unit)
	inside, _ := f.FieldByName("inside")
	require.Equal(t, []any{0.02, nil, nil}, shown(t, inside))
	status, _ := f.FieldByName("status")
	require.Equal(t, "insufficient", status.At(2))
	requireReceived(t, frames)

	var notices []string
	for _, notice := range f.Meta.Notices {
		notices = append(notices, notice.Text)
	}
	require.Equal(t, []string{"x: tenant = a accounts for 90 % of the change.", "tenant has 13 values."}, notices)
	recipe := f.Meta.Custom.(frame.ExplainRecipe)
	require.Len(t, recipe.Groups, 2)
	require.Equal(t, "insufficient", recipe.Groups[1].Status)
	require.Nil(t, recipe.Groups[1].Estimate)
	group := recipe.Groups[0]
	require.InDelta(t, -0.02, *group.Estimate, 1e-12, "signed")
	require.InDelta(t, *group.Chains[0].Joint, *group.Chains[0].Mix+*group.Chains[0].Inside, 1e-9)
	require.InDelta(t, -0.01, *group.Chains[0].Interaction, 1e-12)
	require.Nil(t, group.Chains[0].Remaining)
	require.Equal(t, &frame.ExplainTop{Label: "tenant", Value: "<b>\"a\"</b>\n", Accounts: 0.9, Reason: "inside"}, group.Top)
}

// A label may have the name of a column.
func TestExplanationOfGroupsNamedLikeAColumn(t *testing.T) {
	source := sourceOf(t, "A", `,"view":"explain","groupBy":["status"]`)
	result, e := explanationOf(source, "x")
	require.Contains(t, names(frame.Explanation(source, result, e)[0]), "label status,label,value,")
}

// requireReceived checks that frames pass to Grafana and to the browser.
func requireReceived(t *testing.T, frames data.Frames) {
	t.Helper()
	encoded, err := frames.MarshalArrow()
	require.NoError(t, err)
	received, err := data.UnmarshalArrowFrames(encoded)
	require.NoError(t, err)
	for i := range frames {
		require.JSONEq(t, text(t, frames[i]), text(t, received[i]))
		var again data.Frame
		require.NoError(t, json.Unmarshal([]byte(text(t, received[i])), &again))
	}
}

func TestExplanationInBits(t *testing.T) {
	source := sourceOf(t, "A", `,"view":"explain","unit":"bits"`)
	result, e := explanationOf(source, "")
	f := frame.Explanation(source, result, e)[0]
	inside, _ := f.FieldByName("inside")
	require.InDelta(t, 0.02/math.Ln2, shown(t, inside)[0], 1e-9)
	require.Equal(t, "suffix:bit", inside.Config.Unit)
	recipe := f.Meta.Custom.(frame.ExplainRecipe)
	require.Equal(t, "bits", recipe.Unit)
	require.InDelta(t, 0.021/math.Ln2, *recipe.Groups[0].Chains[0].Joint, 1e-12)
}

func TestExplanationAsNumbers(t *testing.T) {
	source := sourceOf(t, "A", `,"view":"explain","format":"numeric","groupBy":["service"]`)
	result, e := explanationOf(source, "x", "still", "few")
	e.Groups[1].Top, e.Groups[1].Changed = nil, false
	frames := frame.Explanation(source, result, e)
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Len(t, frames, 3)
	for g, want := range []any{0.9, 0.0, nil} {
		require.Len(t, frames[g].Fields, 1)
		require.Equal(t, 1, frames[g].Rows())
		require.Equal(t, []any{want}, shown(t, frames[g].Fields[0]), "null only where it can't be judged")
		require.Equal(t, data.Labels{"service": []string{"x", "still", "few"}[g]}, frames[g].Fields[0].Labels, "no label that changes")
		require.Len(t, frames[g].Meta.Custom.(frame.ExplainRecipe).Groups, 1)
	}
	require.Equal(t, "x · accounts for", frames[0].Fields[0].Config.DisplayNameFromDS)
}

func TestExplanationOfNothing(t *testing.T) {
	for format, kind := range map[string]data.FrameType{"table": data.FrameTypeTable, "numeric": data.FrameTypeNumericMulti} {
		source := sourceOf(t, "A", `,"view":"explain","format":"`+format+`"`)
		frames := frame.Explanation(source, view.Result{}, view.Explanation{})
		require.Len(t, frames, 1)
		require.Equal(t, kind, frames[0].Meta.Type)
		require.Empty(t, frames[0].Fields)
		require.Contains(t, frames[0].Meta.Notices[0].Text, "No series match")
	}
}
