package frame

import (
	"math"
	"strings"
	"time"

	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// Gate is the answer for programs that let a change go on or stop it. docs/gates.md describes it. Numbers are null where
// there are none; none is infinite or NaN.
type Gate struct {
	Verdict view.Ruling `json:"verdict"` // That of the worst group; inconclusive where there is none.
	Code    int         `json:"code"`    // 0 pass, 1 inconclusive, 2 fail.
	Reason  string      `json:"reason"`  // That of the worst group, by its name.
	Time    time.Time   `json:"time"`    // The moment that it holds for: the end of the last whole cell.
	Groups  []GateGroup `json:"groups"`
	Notices []string    `json:"notices"` // What a person should know about the answer.
}

// GateGroup is the verdict of a group.
type GateGroup struct {
	Labels    map[string]string `json:"labels"`
	Verdict   view.Ruling       `json:"verdict"`
	Code      int               `json:"code"`
	Reason    string            `json:"reason"`
	Measure   request.Measure   `json:"measure"`
	Value     *float64          `json:"value"` // At the last look, as its limits.
	Lower     *float64          `json:"lower"`
	Upper     *float64          `json:"upper"`
	Infinite  bool              `json:"infinite"`  // The divergence is infinite, so that value and limits are null.
	Unbounded bool              `json:"unbounded"` // The counts give no upper limit.
	Unit      string            `json:"unit"`
	Threshold float64           `json:"threshold"`
	N         GateSamples       `json:"n"`        // Samples so far.
	Needed    *float64          `json:"needed"`   // About how many more samples of current would decide.
	NextLook  *float64          `json:"nextLook"` // About at how many samples of current the next look is.
	Looks     int               `json:"looks"`
	Since     time.Time         `json:"since"`
	DecidedAt *time.Time        `json:"decidedAt"` // The look since which the verdict holds.
	Worse     *Direction        `json:"worse,omitempty"`
	Parity    *GateParity       `json:"parity,omitempty"`
}

// GateSamples are the samples of both sides; baseline is null where it is exact.
type GateSamples struct {
	Current  *float64 `json:"current"`
	Baseline *float64 `json:"baseline"`
}

// GateParity is whether both sides get the traffic that they should.
type GateParity struct {
	OK   bool   `json:"ok"`
	Text string `json:"text"`
}

// NewGate makes the answer for programs of the same verdicts that panels show.
func NewGate(source Source, verdicts view.Verdicts) Gate {
	source.Query = resolved(source)
	gate := Gate{Verdict: view.Inconclusive, Groups: []GateGroup{}, Notices: []string{}, Reason: noSeries(source)}
	if n := len(verdicts.Times); n > 0 {
		gate.Time = verdicts.Times[n-1].UTC()
	}
	for _, notice := range commonNotices(source, len(verdicts.Groups), verdicts.Notices) {
		gate.Notices = append(gate.Notices, notice.Text)
	}
	for i, one := range benches(source, verdicts) {
		for _, notice := range one.notices()[1:] {
			gate.Notices = append(gate.Notices, notice.Text)
		}
		group := one.gate()
		gate.Groups = append(gate.Groups, group)
		if i == 0 || group.Code > gate.Verdict.Code() {
			gate.Verdict, gate.Reason = group.Verdict, group.Reason
			if name := groupText(group.Labels, source.Query.GroupBy); name != "" {
				gate.Reason = name + ": " + group.Reason
			}
		}
	}
	gate.Code = gate.Verdict.Code()
	return gate
}

func (b bench) gate() GateGroup {
	held := b.last()
	group := GateGroup{
		Labels: b.group.Labels, Verdict: held.Ruling, Code: held.Ruling.Code(), Reason: held.Reason, Measure: b.measure.Name,
		Unit: strings.Replace(unitText(b.measure.Name, b.source.Query.Unit), "none", "", 1), Threshold: *b.source.Query.Threshold,
		N: GateSamples{finite(held.N[0]), finite(held.N[1])}, Needed: finite(held.Needed), NextLook: finite(math.Ceil(held.Next)),
		Looks: held.Looks, Since: b.verdict.Since.UTC(),
	}
	if group.Labels == nil {
		group.Labels = map[string]string{}
	}
	if at := held.DecidedAt; !at.IsZero() {
		at = at.UTC()
		group.DecidedAt = &at
	}
	if held.Look == nil {
		return group
	}
	value := held.Look.Value
	group.Infinite = math.IsInf(value.Estimate, 1)
	group.Unbounded = !group.Infinite && math.IsInf(value.Upper, 1)
	group.Value, group.Lower, group.Upper = finite(b.inUnit(b.clipped(value.Estimate))), finite(b.inUnit(value.Lower)), finite(b.inUnit(value.Upper))
	group.Worse = b.look(*held.Look).Worse
	if parity := held.Look.Parity; parity != nil {
		group.Parity = &GateParity{OK: !parity.Failed, Text: parity.Text}
	}
	return group
}
