package view_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A result in one sentence: whether there is a change, in which direction, and which bin explains it.
func TestSentences(t *testing.T) {
	slower := []row{{le: "0.1", current: 40, baseline: 60}, {le: "0.25", current: 50, baseline: 85}, {le: "0.5", current: 90, baseline: 95}, {le: "+Inf", current: 100, baseline: 100}}
	faster := []row{{le: "0.1", current: 60, baseline: 40}, {le: "0.25", current: 85, baseline: 50}, {le: "0.5", current: 95, baseline: 90}, {le: "+Inf", current: 100, baseline: 100}}
	wider := []row{{le: "1", current: 40, baseline: 10}, {le: "2", current: 60, baseline: 90}, {le: "3", current: 100, baseline: 100}, {le: "+Inf", current: 100, baseline: 100}}
	same := []row{{le: "1", current: 10, baseline: 11}, {le: "2", current: 21, baseline: 20}, {le: "+Inf", current: 42, baseline: 42}}
	for name, c := range map[string]struct {
		current, members string
		rows             []row
		want             string
	}{
		"up":      {histogram, `,"measures":["kl"]`, slower, "KL 0.361 nats (0.249 to 0.495): moved up: the bin 0.25–0.5 went from 10 % to 40 % and explains 69 %."},
		"down":    {histogram, `,"measures":["js"],"unit":"bits"`, faster, "JS 0.112 bits (0.0813 to 0.149): moved down: the bin 0.25–0.5 went from 40 % to 10 % and explains 61 %."},
		"ties":    {histogram, `,"measures":["kl"]`, faster, "KL 0.292 nats (0.211 to 0.39): moved down: the bin 0.25–0.5 went from 40 % to 10 % and explains 54 %; 2 other bins may explain as much."},
		"shape":   {histogram, `,"measures":["tv"]`, wider, "total variation 0.6 (0.55 to 0.65): changed shape: the bin 1–2 went from 80 % to 20 % and explains 50 %."},
		"noise":   {histogram, `,"measures":["kl"],"threshold":0.02`, same, "KL 0 nats (0 to 0.0493), noise floor 0.0255 at n = 210: not to be told from no change; a change of 0.02 would take about 800 samples on each side."},
		"new":     {byCountry, `,"measures":["js"]`, moved, "JS 0.156 nats (0.136 to 0.177): FR went from 25 % to 0 % and explains 55 %."},
		"share":   {byCountry, `,"measures":["newMass"]`, moved, "new mass 0.2 (0.166 to 0.238)."},
		"no band": {histogram, `,"measures":["entropy"]`, slower, "entropy 1.2 nats."},
		"none":    {byCountry, `,"measures":["kl"],"estimator":"none"`, moved, "KL ∞: only current has BR."},
	} {
		t.Run(name, func(t *testing.T) {
			group := only(t, questionOf(t, c.current, hourAgo+c.members), server{"": c.rows})
			require.Equal(t, c.want, group.Measures[0].Last.Conclusion.Sentence)
		})
	}
}

// The parts of a Wasserstein distance are those of the ends of bins, so no bin explains a share of it; and what makes a
// measure infinite depends on its direction.
func TestSentencesOfTheirMeasure(t *testing.T) {
	rows := []row{{le: "1", current: 30, baseline: 60}, {le: "2", current: 60, baseline: 80}, {le: "+Inf", current: 100, baseline: 100}}
	way := only(t, question(t, hourAgo+`,"measures":["wasserstein"]`), server{"": rows}).Measures[0].Last.Conclusion.Sentence
	require.Contains(t, way, "moved up: the bin")
	require.NotContains(t, way, "explains")
	for measure, want := range map[string]string{"kl": "only current has BR", "klReverse": "only the baseline has FR"} {
		group := only(t, questionOf(t, byCountry, hourAgo+`,"estimator":"none","measures":["`+measure+`"]`), server{"": moved})
		require.Contains(t, group.Measures[0].Last.Conclusion.Sentence, want)
	}
}

// No threshold is an error: of what a measure never reaches, and of bins without samples, no number of samples is enough.
func TestThresholdsOutOfReach(t *testing.T) {
	spread := []row{{le: "1", current: 30, baseline: 60}, {le: "2", current: 60, baseline: 80}, {le: "+Inf", current: 100, baseline: 100}}
	quiet := []row{{le: "1", current: 100, baseline: 100}, {le: "2", current: 100, baseline: 100}, {le: "+Inf", current: 100, baseline: 100}}
	for _, c := range []struct {
		members string
		rows    []row
	}{
		{`"measures":["js"],"threshold":0.8`, spread},
		{`"measures":["jsDistance"],"threshold":0.9`, spread},
		{`"measures":["hellinger"],"threshold":2`, spread},
		{`"measures":["wasserstein","js"],"threshold":3`, spread},
		{`"measures":["kl"],"threshold":1e-200`, spread},
		{`"measures":["kl"],"threshold":0.1`, quiet},
	} {
		group := only(t, question(t, hourAgo+`,`+c.members), server{"": c.rows})
		require.True(t, math.IsNaN(group.Measures[len(group.Measures)-1].Last.Conclusion.Required), c.members)
	}
}

// The samples required for a threshold do not depend on the unit it is written in.
func TestRequiredSamplesInBits(t *testing.T) {
	rows := []row{{le: "1", current: 30, baseline: 60}, {le: "2", current: 60, baseline: 80}, {le: "+Inf", current: 100, baseline: 100}}
	for measure, factor := range map[string]float64{"js": 1 / math.Ln2, "jsDistance": 1 / math.Sqrt(math.Ln2)} {
		required := func(threshold float64, unit string) float64 {
			return only(t, question(t, hourAgo+fmt.Sprintf(`,"measures":[%q],"threshold":%v,"unit":%q`, measure, threshold, unit)), server{"": rows}).Measures[0].Last.Conclusion.Required
		}
		require.InDelta(t, required(0.05, "nats"), required(0.05*factor, "bits"), 1, measure)
	}
}

// G is a statistic of counts, whatever they are smoothed by.
func TestSmoothedG(t *testing.T) {
	rows := []row{{le: "1", current: 30, baseline: 60}, {le: "2", current: 60, baseline: 80}, {le: "+Inf", current: 100, baseline: 100}}
	group := only(t, question(t, hourAgo+`,"measures":["g"],"estimator":"epsilon"`), server{"": rows})
	value := group.Measures[0].Values[0]
	require.InEpsilon(t, value.PlugIn, value.Estimate, 1e-9, "no share is below epsilon")
	require.Greater(t, value.Estimate, 10.0)
}

// A threshold that noise alone exceeds is told with what it would take.
func TestThresholdUnderTheFloor(t *testing.T) {
	same := []row{{le: "1", current: 10, baseline: 11}, {le: "2", current: 21, baseline: 20}, {le: "+Inf", current: 42, baseline: 42}}
	group := result(t, hourAgo+`,"measures":["kl"],"threshold":0.01`, same...).Groups[0]
	require.Contains(t, texts(group.Notices), "! The threshold of 0.01 lies under the noise floor of KL, which is 0.0255 at n = 210: with no change at all, more than 2.5 % of the windows exceed it. A change of that size takes about")
	require.NotContains(t, texts(result(t, hourAgo+`,"measures":["kl"],"threshold":0.03`, same...).Groups[0].Notices), "threshold")
	bits := result(t, hourAgo+`,"measures":["kl"],"threshold":0.015,"unit":"bits"`, same...).Groups[0]
	require.Contains(t, texts(bits.Notices), "The threshold of 0.015 lies under the noise floor of KL, which is 0.0368 at n = 210")
}
