package engine_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

// trueMeasures are the divergences of the lab's true distributions, written down once more.
func trueMeasures(p, q truth.Distribution) map[string]float64 {
	kl, reverse := stat.KullbackLeibler(p.Probabilities, q.Probabilities), stat.KullbackLeibler(q.Probabilities, p.Probabilities)
	js := stat.JensenShannon(p.Probabilities, q.Probabilities)
	tv, way, farthest, difference := 0.0, 0.0, 0.0, 0.0
	for i := range p.Probabilities {
		tv += math.Abs(p.Probabilities[i]-q.Probabilities[i]) / 2
		difference += p.Probabilities[i] - q.Probabilities[i]
		if i < len(p.Bounds) {
			way += math.Abs(difference) * (place(p.Bounds, i+1) - place(p.Bounds, i))
			farthest = max(farthest, math.Abs(difference))
		}
	}
	return map[string]float64{
		"kl": kl, "klReverse": reverse, "psi": kl + reverse, "js": js, "jsDistance": math.Sqrt(js), "tv": tv,
		"hellinger": stat.Hellinger(p.Probabilities, q.Probabilities), "wasserstein": way, "ks": farthest,
		"entropy": stat.Entropy(p.Probabilities), "crossEntropy": stat.CrossEntropy(p.Probabilities, q.Probabilities),
	}
}

// place is the middle of a bin, or where an open one is taken to lie.
func place(bounds []float64, bin int) float64 {
	switch bin {
	case 0:
		return bounds[0] / 2
	case len(bounds):
		return bounds[bin-1]
	}
	return (bounds[bin-1] + bounds[bin]) / 2
}

func TestEveryMeasureMeetsTheTruth(t *testing.T) {
	l, s := startLab(t, lab.Options{})
	window := func(version string) truth.Side {
		return truth.Side{Selector: metric + `{service="payment",version="` + version + `"}`, From: labtest.Now.Add(-hour), To: labtest.Now}
	}
	p, q, err := l.Truth().Distributions(window("canary"), window("stable"))
	require.NoError(t, err)
	for measure, want := range trueMeasures(p, q) {
		t.Run(measure, func(t *testing.T) {
			f := of(t, s.ask(t, panel{}, canary(map[string]any{"instant": true, "measures": []string{measure}, "confidence": map[string]any{"level": 0.99}})), "service", "payment")
			require.InEpsilon(t, want, *column(t, f, measure)[0], 0.15)
			if measure == "entropy" || measure == "crossEntropy" {
				return
			}
			require.LessOrEqual(t, *column(t, f, "lower")[0], want)
			if upper := column(t, f, "upper")[0]; upper != nil {
				require.GreaterOrEqual(t, *upper, want)
			}
			require.Less(t, *column(t, f, "noise floor")[0], want, "the drift is far above the noise")
		})
	}
}

// G tells a drift from none by its p-value; q-values are those of all groups together.
func TestThePValueOfADrift(t *testing.T) {
	_, s := startLab(t, lab.Options{})
	frames := s.ask(t, panel{}, canary(map[string]any{"instant": true, "measures": []string{"g"}}))
	payment, cart := recipe(t, of(t, frames, "service", "payment")).Last, recipe(t, of(t, frames, "service", "cart")).Last
	require.Less(t, *payment.PValue, 1e-9)
	require.Less(t, *payment.QValue, 1e-8)
	require.Greater(t, *cart.PValue, 0.01)
	require.GreaterOrEqual(t, *cart.QValue, *cart.PValue)
}

// What is normal for payment is a calm week; the drift of the present lies far above it. Cart has no drift.
func TestTheDriftLiesAboveTheExpectedRange(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 9 * 24 * hour, Scrape: time.Minute})
	frames := s.ask(t, panel{}, canary(map[string]any{
		"instant": true, "measures": []string{"js"}, "alertOn": "aboveNormal", "scrapeInterval": "1m", "confidence": map[string]any{"expectedRange": true},
	}))
	payment, cart := of(t, frames, "service", "payment"), of(t, frames, "service", "cart")
	require.Greater(t, *column(t, payment, "js")[0], 0.003)
	require.InDelta(t, *column(t, payment, "estimate")[0]-*column(t, payment, "expected upper")[0], *column(t, payment, "js")[0], 1e-12)
	require.Less(t, *column(t, cart, "js")[0], 0.001)
	require.LessOrEqual(t, *column(t, cart, "expected lower")[0], *column(t, cart, "expected median")[0])
	require.LessOrEqual(t, *column(t, cart, "expected median")[0], *column(t, cart, "expected upper")[0])
}

// Pods of the same service before and now are paired; canary and stable have pods of their own.
func TestPodsShowHowFarTheySpread(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 27 * hour, Scenarios: checkout(func(m *scenario.Metric) {
		for i := range m.Groups {
			m.Groups[i].Pods = nil
			for pod := range 6 {
				m.Groups[i].Pods = append(m.Groups[i].Pods, fmt.Sprint(m.Groups[i].Labels["service"], m.Groups[i].Labels["version"], pod))
			}
		}
	})})
	byPod := map[string]any{"by": "pod"}
	f := of(t, s.ask(t, panel{}, canary(map[string]any{"instant": true, "measures": []string{"js"}, "replicates": byPod})), "service", "payment")
	require.Equal(t, "instances", recipe(t, f).Last.Noise.Replicates)
	question := map[string]any{"current": side("service", "cart", "version", "stable"), "baseline": map[string]any{"kind": "previous", "offset": "1d"}, "window": "1h", "instant": true, "measures": []string{"js"}, "replicates": byPod}
	paired := s.ask(t, panel{}, question)[0]
	require.Equal(t, "paired", recipe(t, paired).Last.Noise.Replicates)
	require.Equal(t, recipe(t, paired).Sentence, notices(paired), "that pods are added up is meant")
	question["replicates"] = "none"
	plain := s.ask(t, panel{}, question)[0]
	require.InDelta(t, *recipe(t, plain).Last.PlugIn, *recipe(t, paired).Last.PlugIn, 1e-12, "the same counts")
}
