package frame_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/frame"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

const judgedQuery = `,"view":"verdict","threshold":0.05,"groupBy":["service"],"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"stable"}]},
	"verdict":{"since":"2026-11-24T11:50:00Z","parity":{"ratio":0.1},"worse":{}}`

// judgedSource plans a verdict.
func judgedSource(t *testing.T, members string) frame.Source {
	t.Helper()
	query, err := request.Parse([]byte(`{"current":{"metric":"m","type":"classic"},"window":"24m"` + judgedQuery + members + `}`))
	require.NoError(t, err)
	return planned(t, "A", query)
}

// moments are those of a panel over the last ten minutes.
var moments = func() (all []time.Time) {
	for i := range 10 {
		all = append(all, now.Truncate(time.Hour).Add(time.Duration(i-9)*time.Minute))
	}
	return all
}()

// judgedVerdicts are one of each kind: a fail since the second look, a pass, one that nobody has looked at, and one that is infinite.
func judgedVerdicts() view.Verdicts {
	shown := moments
	nan := math.NaN()
	verdicts := view.Verdicts{Times: shown, Notices: []view.Notice{{Text: "all"}}}
	looks := func(second view.Ruling, value view.Value) []view.Look {
		first := view.Look{
			Time: shown[0].Add(2 * time.Minute), N: [2]float64{100, 1000}, Effective: [2]float64{80, 900}, Level: 0.97,
			Value: view.Value{Estimate: -0.001, Lower: 0, Upper: 0.09}, Ruling: view.Inconclusive, Reason: "within",
			Worse:  &view.Worse{Current: 2, Baseline: 1, Bound: nan, Shift: confidence.Shift{Estimate: 1, Lower: 0.5, Upper: 1.5}},
			Parity: &view.Parity{Ratio: confidence.Shift{Estimate: 0.1, Lower: 0.09, Upper: 0.11}, Mix: view.Value{Estimate: nan}, Text: "as expected"},
		}
		last := first
		last.Time, last.N, last.Value, last.Ruling, last.Reason, last.Level = shown[0].Add(4*time.Minute), [2]float64{200, 2000}, value, second, "decided", 0.99
		return []view.Look{first, last}
	}
	add := func(service string, all []view.Look) {
		group := view.Verdict{Group: view.Group{Labels: map[string]string{"service": service}, Notices: []view.Notice{{Text: "own"}}}, Since: shown[0], Looks: all}
		for i, at := range shown {
			held := view.Held{Ruling: view.Inconclusive, Begun: i > 0, N: [2]float64{float64(50 * i), nan}, Needed: 1234, Next: nan, Reason: "none yet"}
			for k := range all {
				if all[k].Time.After(at) {
					break
				}
				held.Look, held.Ruling, held.Looks, held.Reason = &all[k], all[k].Ruling, k+1, all[k].Reason
				if all[k].Ruling != view.Inconclusive {
					held.DecidedAt, held.Needed = all[k].Time, nan
				}
			}
			group.Held = append(group.Held, held)
		}
		if n := len(all); n > 0 {
			group.Status, group.Current, group.Baseline = []view.Status{view.OK}, []float64{200}, []float64{2000}
			if math.IsInf(all[n-1].Value.Estimate, 1) {
				group.Status[0] = view.Infinite
			}
			group.Measures = []view.Measure{{Name: request.MeasureKL, Resolution: view.Full, Values: []view.Value{all[n-1].Value}, Last: &view.Snapshot{
				Time: all[n-1].Time, Pair: distribution.Pair{Current: histogram(30, 90, 80), Baseline: histogram(500, 1000, 500)}, Value: all[n-1].Value,
				Noise: view.Noise{DesignEffect: [2]float64{1, 1}}, Conclusion: view.Conclusion{Floor: nan, Required: nan, PValue: nan, QValue: nan},
			}}}
		}
		verdicts.Groups = append(verdicts.Groups, group)
	}
	add("a", looks(view.Fail, view.Value{Estimate: 0.2, Lower: 0.1, Upper: 0.3}))
	add("b", looks(view.Pass, view.Value{Estimate: 0.01, Lower: 0, Upper: 0.03}))
	add("c", nil)
	add("d", looks(view.Fail, view.Value{Estimate: inf, Lower: inf, Upper: inf}))
	add("e", looks(view.Inconclusive, view.Value{Estimate: 0.04, Lower: 0.01, Upper: inf}))
	return verdicts
}

func TestVerdictTable(t *testing.T) {
	source := judgedSource(t, "")
	frames := frame.Verdict(source, judgedVerdicts())
	require.Len(t, frames, 1)
	table := frames[0]
	require.Equal(t, data.FrameTypeTable, table.Meta.Type)
	require.Equal(t, "service,verdict,reason,estimate,lower,upper,threshold,n current,n baseline,needed,looks,decided at,parity", names(table))
	require.Equal(t, 5, table.Rows())
	column := func(name string) (all []any) {
		field, _ := table.FieldByName(name)
		for i := range field.Len() {
			value, ok := field.ConcreteAt(i)
			if !ok {
				value = nil
			}
			all = append(all, value)
		}
		return all
	}
	require.Equal(t, []any{"a", "b", "c", "d", "e"}, column("service"))
	require.Equal(t, []any{"fail", "pass", "inconclusive", "fail", "inconclusive"}, column("verdict"))
	require.Equal(t, []any{"decided", "decided", "none yet", "decided", "decided"}, column("reason"))
	require.Equal(t, []any{0.2, 0.01, nil, inf, 0.04}, column("estimate"))
	require.Equal(t, []any{0.3, 0.03, nil, inf, nil}, column("upper"), "no limit is no number")
	require.Equal(t, []any{nil, nil, 1234.0, nil, 1234.0}, column("needed"))
	require.Equal(t, []any{2.0, 2.0, 0.0, 2.0, 2.0}, column("looks"))
	require.Equal(t, []any{nil, nil, nil, nil, nil}, column("n baseline"), "an exact baseline has no samples")
	require.Nil(t, column("decided at")[2])
	require.Equal(t, moments[0].Add(4*time.Minute), column("decided at")[0])
	for _, field := range table.Fields {
		require.NotEmpty(t, field.Config.DisplayNameFromDS, field.Name)
		require.NotEmpty(t, field.Config.Description, field.Name)
	}
	ruling, _ := table.FieldByName("verdict")
	require.JSONEq(t, `[{"type":"value","options":{"pass":{"text":"pass","color":"green"},"inconclusive":{"text":"inconclusive","color":"yellow","index":1},"fail":{"text":"fail","color":"red","index":2}}}]`, text(t, ruling.Config.Mappings))
	estimate, _ := table.FieldByName("estimate")
	require.Equal(t, "suffix:nat", estimate.Config.Unit)
	var said []string
	for _, notice := range table.Meta.Notices {
		said = append(said, notice.Text)
	}
	require.Equal(t, "a: own,b: own,c: own,d: own,e: own,all", strings.Join(said, ","), "reasons stand in the rows")
	custom := asMap(t, table.Meta.Custom)
	groups := custom["groups"].([]any)
	require.Len(t, groups, 5)
	look := groups[0].(map[string]any)["looks"].([]any)[0].(map[string]any)
	require.Equal(t, "inconclusive", look["decision"])
	require.Equal(t, 0.97, look["level"])
	require.Equal(t, -0.001, look["estimate"], "signed")
	require.Equal(t, []any{80.0, 900.0}, look["effective"])
	require.Equal(t, map[string]any{"estimate": 0.1, "lower": 0.09, "upper": 0.11}, look["ratio"])
	require.NotContains(t, look, "mix")
	requireSurvives(t, frames)
}

// requireSurvives checks that frames are the same behind the wire.
func requireSurvives(t *testing.T, frames data.Frames) {
	t.Helper()
	encoded, err := frames.MarshalArrow()
	require.NoError(t, err)
	received, err := data.UnmarshalArrowFrames(encoded)
	require.NoError(t, err)
	for i := range frames {
		require.JSONEq(t, text(t, frames[i]), text(t, received[i]))
	}
}

// Rules get one number for each group, whatever can be known.
func TestVerdictAsNumber(t *testing.T) {
	for statistic, want := range map[string][]any{
		"verdict": {2.0, 0.0, 1.0, 2.0, 1.0}, "estimate": {0.2, 0.01, nil, inf, 0.04}, "lower": {0.1, 0.0, nil, inf, 0.01}, "upper": {0.3, 0.03, nil, inf, nil},
		"needed": {nil, nil, 1234.0, nil, 1234.0},
	} {
		source := judgedSource(t, `,"format":"numeric","alertOn":"`+statistic+`"`)
		frames := frame.Verdict(source, judgedVerdicts())
		requireShape(t, frames, data.FrameTypeNumericMulti)
		require.Len(t, frames, 5)
		for i, one := range frames {
			require.Equal(t, statistic, names(one))
			require.Equal(t, data.Labels{"service": string(rune('a' + i))}, one.Fields[0].Labels)
			require.Equal(t, []any{want[i]}, shown(t, one.Fields[0]))
		}
		require.Equal(t, "a: fail: decided.", frames[0].Meta.Notices[0].Text)
	}
	source := judgedSource(t, `,"format":"numeric"`)
	require.JSONEq(t, `[{"type":"value","options":{"0":{"text":"pass","color":"green"},"1":{"text":"inconclusive","color":"yellow","index":1},"2":{"text":"fail","color":"red","index":2}}}]`,
		text(t, frame.Verdict(source, judgedVerdicts())[0].Fields[0].Config.Mappings))
}

// Over time, each ruling holds until the next look, and what is beside it is not drawn.
func TestVerdictOverTime(t *testing.T) {
	source := judgedSource(t, `,"instant":false`)
	frames := frame.Verdict(source, judgedVerdicts())
	requireShape(t, frames, data.FrameTypeTimeSeriesMulti)
	require.Equal(t, "Time,verdict,estimate,lower,upper,n current,n baseline", names(frames[0]))
	require.Equal(t, []any{nil, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0}, shown(t, frames[0].Fields[1]), "nothing before it begins")
	require.Equal(t, []any{nil, nil, 0.0, 0.0, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2}, shown(t, frames[0].Fields[2]), "held, and clipped at 0")
	require.Equal(t, []any{nil, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}, shown(t, frames[1].Fields[1]))
	require.InDelta(t, 60_000, frames[0].Fields[0].Config.Interval, 0)
	require.Equal(t, "a", frames[0].Fields[1].Config.DisplayNameFromDS)
	for _, field := range frames[0].Fields[2:] {
		require.Equal(t, true, asMap(t, asMap(t, field.Config.Custom)["hideFrom"])["viz"], field.Name)
	}
	source = judgedSource(t, `,"instant":false,"alertOn":"lower"`)
	require.Equal(t, "Time,lower,verdict,estimate,upper,n current,n baseline", names(frame.Verdict(source, judgedVerdicts())[0]))
}

// The three forms hold the same numbers, and so does the gate.
func TestAllFormsOfAVerdictAgree(t *testing.T) {
	table := judgedSource(t, "")
	verdicts := judgedVerdicts()
	rows := frame.Verdict(table, verdicts)[0]
	overTime := judgedSource(t, `,"instant":false`)
	gate := frame.NewGate(table, verdicts)
	for i, series := range frame.Verdict(overTime, verdicts) {
		for _, name := range []string{"estimate", "lower", "upper", "n current"} {
			inTable, _ := rows.FieldByName(name)
			inSeries, _ := series.FieldByName(name)
			require.Equal(t, inTable.At(i), inSeries.At(series.Rows()-1), name)
		}
		code, _ := series.FieldByName("verdict")
		require.Equal(t, float64(gate.Groups[i].Code), *code.At(series.Rows() - 1).(*float64))
		ruling, _ := rows.FieldByName("verdict")
		require.Equal(t, ruling.At(i), string(gate.Groups[i].Verdict))
	}
}

func TestGate(t *testing.T) {
	source := judgedSource(t, "")
	verdicts := judgedVerdicts()
	gate := frame.NewGate(source, verdicts)
	require.Equal(t, view.Fail, gate.Verdict, "that of the worst group")
	require.Equal(t, 2, gate.Code)
	require.Equal(t, "a: decided", gate.Reason)
	require.Equal(t, moments[9], gate.Time)
	encoded := asMap(t, gate)
	groups := encoded["groups"].([]any)
	infinite, open := groups[3].(map[string]any), groups[4].(map[string]any)
	require.Nil(t, infinite["value"])
	require.Nil(t, infinite["upper"])
	require.Equal(t, true, infinite["infinite"])
	require.Equal(t, false, infinite["unbounded"])
	require.Equal(t, true, open["unbounded"])
	require.Equal(t, map[string]any{"current": 450.0, "baseline": nil}, open["n"])
	require.Equal(t, 1234.0, open["needed"])
	require.Nil(t, open["decidedAt"])
	require.Equal(t, map[string]any{"ok": true, "text": "as expected"}, open["parity"])
	require.NotContains(t, groups[2], "parity", "nobody has looked")

	verdicts.Groups = verdicts.Groups[1:3]
	gate = frame.NewGate(source, verdicts)
	require.Equal(t, view.Inconclusive, gate.Verdict, "a pass does not outweigh what is not known")
	require.Equal(t, "c: none yet", gate.Reason)
	verdicts.Groups = verdicts.Groups[:1]
	require.Equal(t, view.Pass, frame.NewGate(source, verdicts).Verdict)
	verdicts.Groups = nil
	gate = frame.NewGate(source, verdicts)
	require.Equal(t, view.Inconclusive, gate.Verdict)
	require.Contains(t, gate.Reason, "No series match: ")
	require.Equal(t, "[]", text(t, gate.Groups))
}

func TestNoVerdicts(t *testing.T) {
	for members, kind := range map[string]data.FrameType{"": data.FrameTypeTable, `,"format":"numeric"`: data.FrameTypeNumericMulti, `,"instant":false`: data.FrameTypeTimeSeriesMulti} {
		source := judgedSource(t, members)
		frames := frame.Verdict(source, view.Verdicts{Times: moments})
		require.Len(t, frames, 1)
		require.Equal(t, kind, frames[0].Meta.Type)
		require.Empty(t, frames[0].Fields)
		require.Contains(t, frames[0].Meta.Notices[0].Text, "No series match: ")
	}
}

// Values of labels are plain text, whatever they hold.
func TestHostileLabelsInVerdicts(t *testing.T) {
	const hostile = "<img src=x onerror=alert(1)>\"\n\u202eevil ${__data.fields[0]} %s"
	source := judgedSource(t, "")
	verdicts := judgedVerdicts()
	verdicts.Groups[0].Labels = map[string]string{"service": hostile}
	table := frame.Verdict(source, verdicts)
	requireSurvives(t, table)
	require.Equal(t, hostile, table[0].Fields[0].At(0))
	var gate frame.Gate
	require.NoError(t, json.Unmarshal([]byte(text(t, frame.NewGate(source, verdicts))), &gate))
	require.Equal(t, hostile, gate.Groups[0].Labels["service"])
	require.Contains(t, gate.Reason, hostile)
}
