package frame_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/view"
)

// requireTableOfGroups checks a table for people: each column has a name, says what it is and has a row for each.
func requireTableOfGroups(t *testing.T, frames data.Frames) {
	t.Helper()
	require.NotEmpty(t, frames)
	for _, one := range frames {
		require.Equal(t, data.FrameTypeTable, one.Meta.Type)
		require.Equal(t, data.FrameTypeVersion{0, 1}, one.Meta.TypeVersion)
		require.NotEmpty(t, one.Meta.ExecutedQueryString)
		seen := map[string]bool{}
		rows, err := one.RowLen()
		require.NoError(t, err)
		require.True(t, rows > 0 || len(one.Fields) == 0 && len(one.Meta.Notices) > 0)
		for _, field := range one.Fields {
			require.False(t, seen[field.Name], "two columns %s", field.Name)
			seen[field.Name] = true
			require.NotEmpty(t, field.Config.DisplayNameFromDS, field.Name)
			require.NotEmpty(t, field.Config.Description, field.Name)
			require.Equal(t, field.Type().Numeric(), field.Config.Unit != "", "numbers have a unit: %s", field.Name)
			for i := range field.Len() {
				if value, err := field.NullableFloatAt(i); err == nil && value != nil {
					require.False(t, math.IsNaN(*value), "%s at %d", field.Name, i)
				}
			}
		}
	}
	encoded, err := frames.MarshalArrow()
	require.NoError(t, err)
	received, err := data.UnmarshalArrowFrames(encoded)
	require.NoError(t, err)
	for i := range frames {
		require.JSONEq(t, text(t, frames[i]), text(t, received[i]))
	}
}

// rankingOf is three groups: one that changed, one that did not and has no upper limit, and one that is unknown.
func rankingOf(source frame.Source) (view.Result, []view.Ranking) {
	nan := math.NaN()
	var all []view.Ranking
	for _, measure := range source.Query.Measures {
		all = append(all, view.Ranking{
			Measure: measure, Judged: 2, Changed: 1, Within: 1, Unknown: map[view.Status]int{view.Insufficient: 1}, Notices: []view.Notice{{Text: "1 of 2."}},
			Rows: []view.Ranked{
				{
					Labels: map[string]string{"service": "b"}, Status: view.OK, Value: view.Value{Estimate: 0.3, Lower: 0.2, Upper: 0.4, Floor: 0.01}, Current: 500, Baseline: 700,
					PValue: 0.001, QValue: 0.002, Changed: true, Top: view.Top{Bin: "1–2", Share: 0.75, Direction: "gained"},
				},
				{
					Labels: map[string]string{"service": "a"}, Status: view.OK, Value: view.Value{Estimate: -0.01, Lower: 0, Upper: inf, Floor: 0.02}, Current: 400, Baseline: nan,
					PValue: 0.4, QValue: 0.4, Within: true, Top: view.Top{Bin: "> 2", Share: nan, Direction: "lost"},
				},
				{
					Labels: map[string]string{"service": "c"}, Status: view.Insufficient, Value: view.Value{Estimate: nan, Lower: nan, Upper: nan, Floor: nan}, Current: 7, Baseline: 9,
					PValue: nan, QValue: nan, Top: view.Top{Share: nan},
				},
			},
		})
	}
	return view.Result{Groups: make([]view.Group, 3)}, all
}

func rankingFrames(source frame.Source) data.Frames {
	result, rankings := rankingOf(source)
	return frame.Ranking(source, result, rankings)
}

func rankingSource(t *testing.T, members string) frame.Source {
	return sourceOf(t, "A", `,"view":"ranking","groupBy":["service"]`+members)
}

func TestRankingTable(t *testing.T) {
	source := rankingSource(t, `,"threshold":0.1,"measures":["js"]`)
	frames := rankingFrames(source)
	requireTableOfGroups(t, frames)
	require.Len(t, frames, 1)
	table := frames[0]
	require.Equal(t, "service,status,js,lower,upper,noise floor,n current,n baseline,p-value,q-value,changed,within,top bin,top bin share,direction", names(table))
	require.Equal(t, `["b","a","c"]`, columnText(t, table, "service"))
	require.Equal(t, `["ok","ok","insufficient"]`, columnText(t, table, "status"))
	require.Equal(t, `[0.3,0,null]`, columnText(t, table, "js"), "clipped at 0; null where it can't be judged")
	require.Equal(t, `[0.2,0,null]`, columnText(t, table, "lower"))
	require.Equal(t, `[0.4,null,null]`, columnText(t, table, "upper"))
	require.Equal(t, `[500,400,7]`, columnText(t, table, "n current"))
	require.Equal(t, `[700,null,9]`, columnText(t, table, "n baseline"))
	require.Equal(t, `[true,false,null]`, columnText(t, table, "changed"), "what is unknown is neither")
	require.Equal(t, `[false,true,null]`, columnText(t, table, "within"))
	require.JSONEq(t, `["1–2","> 2",null]`, columnText(t, table, "top bin"))
	require.Equal(t, `[0.75,null,null]`, columnText(t, table, "top bin share"))
	require.Equal(t, "suffix:nat", column(t, table, "js").Config.Unit)
	require.Equal(t, "JS(now, 1h ago)", column(t, table, "js").Config.DisplayNameFromDS)
	require.Equal(t, "JS(now, 1h ago)", table.Name)
	require.Equal(t, data.ConfFloat64(0.1), column(t, table, "js").Config.Thresholds.Steps[0].Value)
	require.Equal(t, "1 of 2.", table.Meta.Notices[0].Text)

	custom := asMap(t, table.Meta.Custom)
	for name, want := range map[string]any{"groups": 3.0, "judged": 2.0, "changed": 1.0, "within": 1.0, "unknown": 1.0, "listed": 3.0, "falseDiscovery": 0.05, "window": "5m", "unit": "nats"} {
		require.Equal(t, want, custom[name], name)
	}
	require.Equal(t, map[string]any{"ok": 2.0, "insufficient": 1.0}, custom["status"])
}

// What does not apply has no column.
func TestRankingColumns(t *testing.T) {
	for members, want := range map[string]string{
		`,"confidence":{"band":false},"measures":["kl"]`:       "service,status,kl,n current,n baseline,p-value,q-value,changed,top bin,top bin share,direction",
		`,"confidence":{"noiseFloor":false},"measures":["kl"]`: "service,status,kl,lower,upper,n current,n baseline,p-value,q-value,changed,top bin,top bin share,direction",
		`,"measures":["g"]`:       "service,status,g,n current,n baseline,p-value,q-value,changed,top bin,top bin share,direction",
		`,"measures":["newMass"]`: "service,status,newMass,lower,upper,n current,n baseline,p-value,q-value,changed,top bin,top bin share,direction",
	} {
		source := rankingSource(t, members)
		frames := rankingFrames(source)
		requireTableOfGroups(t, frames)
		require.Equal(t, want, names(frames[0]))
		require.NotContains(t, asMap(t, frames[0].Meta.Custom), "within", "there is no threshold")
	}
}

func TestRankingsOfSeveralMeasures(t *testing.T) {
	source := rankingSource(t, `,"measures":["kl","js"],"unit":"bits"`)
	frames := rankingFrames(source)
	requireTableOfGroups(t, frames)
	require.Len(t, frames, 2)
	require.Equal(t, fmt.Sprintf("[%v,0,null]", 0.3/math.Ln2), columnText(t, frames[0], "kl"))
	require.Equal(t, "KL: 1 of 2.", frames[0].Meta.Notices[0].Text)
	require.Equal(t, "JS: 1 of 2.", frames[1].Meta.Notices[0].Text)

	source = rankingSource(t, `,"measures":["kl","js"],"format":"numeric"`)
	frames = rankingFrames(source)
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Len(t, frames, 6)
	require.Equal(t, data.Labels{"service": "b", "measure": "js"}, frames[3].Fields[0].Labels)
}

// For rules: one number a group, null where it can't be judged.
func TestRankingNumbers(t *testing.T) {
	for alertOn, want := range map[string][]any{"estimate": {0.3, 0.0, nil}, "lower": {0.2, 0.0, nil}, "upper": {0.4, nil, nil}} {
		source := rankingSource(t, `,"measures":["js"],"format":"numeric","alertOn":"`+alertOn+`"`)
		frames := rankingFrames(source)
		requireContract(t, frames, data.FrameTypeNumericMulti)
		require.Len(t, frames, 3)
		for i, one := range frames {
			require.Equal(t, "js", names(one))
			require.Equal(t, []any{want[i]}, shown(t, one.Fields[0]))
			require.Equal(t, data.Labels{"service": string("bac"[i])}, one.Fields[0].Labels)
		}
		require.Equal(t, 3.0, asMap(t, frames[0].Meta.Custom)["groups"])
		require.Nil(t, frames[1].Meta.Custom, "it is the same for all")
	}
}

// One number for all groups, whatever the limit.
func TestRankingAttainment(t *testing.T) {
	source := rankingSource(t, `,"measures":["js"],"format":"numeric","alertOn":"attainment","threshold":0.1,"limit":1`)
	frames := rankingFrames(source)
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Len(t, frames, 1)
	value := frames[0].Fields[0]
	require.Equal(t, "attainment", names(frames[0]))
	require.Equal(t, []any{0.5}, shown(t, value))
	require.Empty(t, value.Labels)
	require.Equal(t, "percentunit", value.Config.Unit)
	require.Equal(t, "JS(now, 1h ago) ≤ 0.1 nats · groups within", value.Config.DisplayNameFromDS)
	custom := asMap(t, frames[0].Meta.Custom)
	for name, want := range map[string]any{"judged": 2.0, "within": 1.0, "unknown": 1.0, "attainment": 0.5, "listed": 3.0} {
		require.Equal(t, want, custom[name], name)
	}
	require.Len(t, frames[0].Meta.Notices, 1, "nothing is left out by the limit")

	source = rankingSource(t, `,"measures":["js","kl"],"format":"numeric","alertOn":"attainment","threshold":0.1`)
	frames = rankingFrames(source)
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Len(t, frames, 2)
	require.Equal(t, data.Labels{"measure": "kl"}, frames[1].Fields[0].Labels)
}

// A share of nothing is no number.
func TestRankingAttainmentOfNoneJudged(t *testing.T) {
	source := rankingSource(t, `,"measures":["js"],"format":"numeric","alertOn":"attainment","threshold":0.1`)
	result, rankings := rankingOf(source)
	rankings[0].Rows, rankings[0].Judged, rankings[0].Within = rankings[0].Rows[2:], 0, 0
	frames := frame.Ranking(source, result, rankings)
	requireContract(t, frames, data.FrameTypeNumericMulti)
	require.Equal(t, []any{nil}, shown(t, frames[0].Fields[0]))
	require.Contains(t, frames[0].Meta.Notices[1].Text, "No group could be judged")
	require.NotContains(t, asMap(t, frames[0].Meta.Custom), "attainment")
}

func TestRankingIsLimited(t *testing.T) {
	for _, format := range []string{"table", "numeric"} {
		source := rankingSource(t, `,"measures":["js"],"limit":2,"format":"`+format+`"`)
		frames := rankingFrames(source)
		rows := 0
		for _, one := range frames {
			rows += one.Rows()
		}
		require.Equal(t, 2, rows)
		require.Equal(t, "2 of 3 groups are listed, the most divergent ones first; 1 is not: raise limit (now 2, at most 10000) to see it.", frames[0].Meta.Notices[1].Text)
		require.Equal(t, 2.0, asMap(t, frames[0].Meta.Custom)["listed"])
	}
}

func TestRankingOfNoGroups(t *testing.T) {
	for format, kind := range map[string]data.FrameType{"table": data.FrameTypeTable, "numeric": data.FrameTypeNumericMulti} {
		source := rankingSource(t, `,"format":"`+format+`"`)
		frames := frame.Ranking(source, view.Result{}, []view.Ranking{{Measure: "kl"}})
		require.Len(t, frames, 1)
		require.Empty(t, frames[0].Fields)
		require.Equal(t, kind, frames[0].Meta.Type)
		require.Contains(t, frames[0].Meta.Notices[0].Text, "No series match")
	}
}

// hostileValues values of labels, which are text and nothing else.
var hostileValues = []string{`<img src=x onerror=alert(1)>`, `"quoted" 'twice'`, "two\nlines", "\u202eright to left", `${__value.raw} {{name}} $service`, "", "a,b"}

// Labels are shown as they are, also where they are called like other columns.
func TestRankingOfHostileLabels(t *testing.T) {
	source := sourceOf(t, "A", `,"view":"ranking","groupBy":["status","js"],"measures":["js"]`)
	result, rankings := rankingOf(source)
	rankings[0].Rows = rankings[0].Rows[:1]
	for _, value := range hostileValues {
		rankings[0].Rows[0].Labels = map[string]string{"status": value, "js": value}
		frames := frame.Ranking(source, result, rankings)
		requireTableOfGroups(t, frames)
		require.Contains(t, names(frames[0]), "label status,label js,status,js,lower")
		require.Equal(t, value, frames[0].Fields[0].At(0))
		require.True(t, json.Valid([]byte(text(t, frames[0]))))
	}
}

func column(t *testing.T, f *data.Frame, name string) *data.Field {
	t.Helper()
	field, index := f.FieldByName(name)
	require.GreaterOrEqual(t, index, 0, name)
	return field
}

func columnText(t *testing.T, f *data.Frame, name string) string {
	t.Helper()
	field := column(t, f, name)
	values := make([]any, field.Len())
	for i := range values {
		values[i] = field.At(i)
	}
	return text(t, values)
}
