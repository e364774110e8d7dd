package view

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
)

// Parity is whether both sides get the traffic that they should.
type Parity struct {
	Ratio confidence.Shift // Samples of current for each of the baseline, with limits; NaN where nobody asked.
	Mix   Value            // Divergence of how traffic is made up of the labels; NaN where nobody asked, or it can't be told.
	// Failed says that it is certain that they do not: then nothing can be said about the change.
	Failed bool
	Text   string
}

// readMix reads how the traffic of each group is made up of the labels of verdict.parity.
func readMix(query request.Query, p plan.Plan, answers []fetch.Answer, limits settings.Limits) (map[string]*pair, []Notice, error) {
	if p.Mix[0] == plan.None {
		return nil, nil, nil
	}
	p.Current, p.Baseline, p.Censuses = p.Mix[0], p.Mix[1], nil
	query.Replicates = request.Replicates{Kind: request.AutoReplicates}
	found, err := read(query, p, answers, limits)
	if err != nil {
		return nil, nil, ofField(err, "verdict.parity.labels")
	}
	mixes := map[string]*pair{}
	for i := range found.pairs {
		mixes[groupKey(found.pairs[i].labels, query)] = &found.pairs[i]
	}
	return mixes, labelNotices(found.notices), nil
}

// labelNotices names the field that a remark about labels is about.
func labelNotices(notices []Notice) []Notice {
	var own []Notice
	for _, notice := range notices {
		if strings.Contains(notice.Text, "check category") {
			own = append(own, Notice{Text: strings.Replace(notice.Text, "check category", "check verdict.parity.labels", 1), Warning: true})
		}
	}
	return own
}

// parity judges the traffic; nil where nobody asked.
func (c *court) parity(windows plan.Windows, compared comparison) (*Parity, error) {
	ask := c.query.Verdict.Parity
	if ask == nil {
		return nil, nil
	}
	unknown := math.NaN()
	found := Parity{Ratio: confidence.Shift{Estimate: unknown, Lower: unknown, Upper: unknown}, Mix: noValue}
	var texts []string
	if ask.Ratio > 0 {
		if err := c.ratio(&found, windows, compared); err != nil {
			return nil, err
		}
		text := fmt.Sprintf("current gets %s of the baseline's traffic, %s expected", share(found.Ratio.Estimate, 1), share(ask.Ratio, 1))
		if found.Ratio.Lower > ask.Ratio*(1+*ask.Tolerance) || found.Ratio.Upper < ask.Ratio*(1-*ask.Tolerance) {
			found.Failed, text = true, text+": not comparable"
		}
		texts = append(texts, text)
	}
	if len(ask.Labels) > 0 {
		text, err := c.mixText(&found, windows)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	found.Text = strings.Join(texts, "; ")
	return &found, nil
}

// ratio compares the numbers of samples. Of all samples of both sides, the share of current has the limits of a binomial
// share; the ratio follows from it. How far the share varies from one stretch to the next, as routing by session makes it,
// is taken from the stretches.
func (c *court) ratio(found *Parity, windows plan.Windows, compared comparison) error {
	n := [2]float64{compared.pair.Current.Total(), compared.pair.Baseline.Total()}
	effect, level := 1.0, c.query.Confidence.Level
	rows := c.traffic(windows)
	if len(rows) > 0 && c.rows.kind != request.NoReplicates {
		along, err := confidence.EffectsAlong([]float64{1, 0},
			confidence.Replicates{Design: confidence.Cells, Current: rows, Baseline: [][]float64{{n[0], n[1]}}},
			confidence.Options{Level: level, KnownBaseline: true})
		if err != nil {
			return err
		}
		effect, level = along.Current, confidence.StudentLevel(level, along.Degrees)
	}
	lower, upper, err := confidence.Share(n[0]/effect, (n[0]+n[1])/effect, level)
	odds := func(share float64) float64 { return share / (1 - share) }
	found.Ratio = confidence.Shift{Estimate: n[0] / n[1], Lower: odds(lower), Upper: odds(upper)}
	return err
}

// traffic counts both sides by stretch; nil where the stretches of the two do not belong together.
func (c *court) traffic(windows plan.Windows) [][]float64 {
	current, baseline := c.rows.cells(windows.Current), c.rows.cells(windows.Baseline)
	if len(current) != len(baseline) {
		return nil
	}
	rows := make([][]float64, len(current))
	for i := range current {
		x, _, _ := c.sides.current.Window(current[i : i+1])
		y, _, _ := c.sides.baseline.Window(baseline[i : i+1])
		rows[i] = []float64{x.Total(), y.Total()}
	}
	return rows
}

// mixText compares how the traffic of both sides is made up of the labels, by the measure of the verdict. Where what lies
// inside of each label's value is the same on both sides, the distributions differ by no more than the mix does: a
// processing of both sides that is the same brings them no farther apart. So a mix that differs by less than the threshold
// can't be why the distributions differ by more, and one that certainly differs by more may be all there is.
// Source: the data-processing inequality of f-divergences, Csiszár 1967.
func (c *court) mixText(found *Parity, windows plan.Windows) (string, error) {
	labels := strings.Join(c.query.Verdict.Parity.Labels, ", ")
	if c.mix == nil {
		return "no traffic by " + labels + " is known", nil
	}
	c.mix.query.Confidence.Level = c.query.Confidence.Level
	compared, err := c.mix.compareIn(windows)
	if err != nil {
		return "", ofField(err, "verdict.parity.labels")
	}
	if compared.status != OK {
		return "the mix of " + labels + " can't be compared", nil
	}
	name := c.query.Measures[0]
	value, err := c.mix.estimation(compared, compared.pair, Full).of(name)
	if err != nil || math.IsNaN(value.Estimate) {
		return "the mix of " + labels + " can't be compared", err
	}
	found.Mix = value.Value
	text := fmt.Sprintf("the mix of %s differs by %s", labels, sentence{measure: name, query: c.query, last: &Snapshot{Value: value.Value}}.number())
	if InUnit(name, c.query.Unit, value.Lower) > *c.query.Threshold {
		found.Failed = true
		text += ", more than the threshold: " + mostMoved(compared.pair) + ": not comparable"
	}
	return text, nil
}

// mostMoved names the bin whose share differs most.
func mostMoved(pair distribution.Pair) string {
	gaps := make([]float64, len(pair.Current.Bins))
	for i := range gaps {
		gaps[i] = math.Abs(pair.Current.Counts[i]/pair.Current.Total() - pair.Baseline.Counts[i]/pair.Baseline.Total())
	}
	top := slices.Index(gaps, slices.Max(gaps))
	return fmt.Sprintf("%s has %s of current and %s of the baseline", pair.Current.Bins[top],
		share(pair.Current.Counts[top], pair.Current.Total()), share(pair.Baseline.Counts[top], pair.Baseline.Total()))
}
