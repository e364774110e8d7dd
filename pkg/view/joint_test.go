package view_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/divergence"
	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/promapi"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// featureOf is the cumulative buckets of a feature: events of each bin in a cell now and before. The last bound is +Inf.
func featureOf(feature string, bounds []string, current, baseline []float64) []row {
	var rows []row
	sums := [2]float64{}
	for i, bound := range bounds {
		sums[0] += current[i]
		sums[1] += baseline[i]
		rows = append(rows, row{labels: map[string]string{"feature": feature, "le": bound}, current: sums[0], baseline: sums[1]})
	}
	return rows
}

// The same, as native histograms of a bucket to 1, one to 2 and one to 4.
func nativeOf(feature string, shares []float64, current, baseline float64) row {
	one := row{labels: map[string]string{"feature": feature}, current: current, baseline: baseline}
	for i, share := range shares {
		one.buckets = append(one.buckets, promapi.Bucket{Lower: math.Ldexp(0.5, i), Upper: math.Ldexp(1, i), Count: share})
	}
	return one
}

var threeBounds = []string{"1", "2", "+Inf"}

const byFeature = `,"joint":["feature"]`

func binNames(h distribution.Histogram) (all []string) {
	for _, bin := range h.Bins {
		all = append(all, bin.String())
	}
	return all
}

// By the chain rule, the divergence of the joint distribution is that of the mix of features and the mean of those inside,
// weighted by how much of the current samples each feature has. Where the mix is the same, it is the mean alone.
func TestJointChainRule(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	for trial := range 60 {
		sameMix := trial%2 == 0
		var rows []row
		var mixP, mixQ []float64
		inside := []float64{}
		for f := range 2 + rng.IntN(5) {
			n := 2 + rng.IntN(6)
			bounds := make([]string, n)
			p, q := make([]float64, n), make([]float64, n)
			for i := range n {
				bounds[i] = strconv.Itoa(i + 1)
				p[i], q[i] = float64(1+rng.IntN(40)), float64(1+rng.IntN(40))
			}
			bounds[n-1] = "+Inf"
			if sameMix { // The last bin makes up for the difference.
				more := sum(p) - sum(q)
				q[n-1] += max(more, 0)
				p[n-1] += max(-more, 0)
			}
			rows = append(rows, featureOf("f"+strconv.Itoa(f), bounds, p, q)...)
			mixP, mixQ = append(mixP, sum(p)), append(mixQ, sum(q))
			kl, err := divergence.KL(p, q)
			require.NoError(t, err)
			inside = append(inside, kl)
		}
		mix, err := divergence.KL(mixP, mixQ)
		require.NoError(t, err)
		want := mix
		for f := range inside {
			want += mixP[f] / sum(mixP) * inside[f]
		}
		if sameMix {
			require.InDelta(t, 0, mix, 1e-15)
		}
		group := only(t, question(t, hourAgo+byFeature), server{"": rows})
		require.Equal(t, []view.Status{view.OK}, group.Status)
		require.Empty(t, group.Labels)
		last := group.Measures[0].Last
		require.InDelta(t, want, last.Value.PlugIn, 1e-12, trial)
		require.InDelta(t, 5*sum(mixP), group.Current[0], 1e-6)

		// What is made of it is made of the whole vector.
		interval, err := confidence.Estimate(confidence.KL, last.Current.Counts, last.Baseline.Counts, confidence.Options{Level: 0.95})
		require.NoError(t, err)
		require.InDelta(t, interval.Estimate, last.Value.Estimate, 1e-12)
		require.InDelta(t, interval.Lower, last.Value.Lower, 1e-12)
		weights := last.Parts()
		require.Len(t, weights, len(inside))
		for f, part := range weights {
			require.InDelta(t, mixP[f]/sum(mixP), part.Current/last.Current.Total(), 1e-12)
		}
	}
}

func sum(values []float64) (total float64) {
	for _, value := range values {
		total += value
	}
	return total
}

// Each feature has its own buckets, and keeps them. The layouts of one feature are brought together, those of others are not.
func TestJointBins(t *testing.T) {
	rows := append(
		featureOf("age", []string{"10", "20", "+Inf"}, []float64{20, 30, 50}, []float64{30, 30, 40}),
		featureOf("ratio", []string{"0.1", "+Inf"}, []float64{60, 40}, []float64{50, 50})...,
	)
	group := only(t, question(t, hourAgo+byFeature), server{"": rows})
	last := group.Measures[0].Last
	require.Equal(t, []string{"age · ≤ 10", "age · 10–20", "age · > 20", "ratio · ≤ 0.1", "ratio · > 0.1"}, binNames(last.Current))
	require.InDeltaSlice(t, []float64{100, 150, 250, 300, 200}, last.Current.Counts, 1e-6)
	require.InDelta(t, 10, last.Current.Bins[1].Lower, 0)
	require.InDelta(t, 20, last.Current.Bins[1].Upper, 0)
	require.Contains(t, texts(group.Notices), "One distribution of feature and the bins: each value counts by its share of the samples, now age 50 %, ratio 50 %.")

	// ratio had another bound before: only its own bins are joined for it.
	rows = append(rows, row{labels: map[string]string{"feature": "ratio", "le": "0.2"}, current: none, baseline: 70}, row{labels: map[string]string{"feature": "ratio", "le": "0.5"}, current: 90, baseline: none})
	group = only(t, question(t, hourAgo+byFeature), server{"": rows})
	last = group.Measures[0].Last
	require.Equal(t, []string{"age · ≤ 10", "age · 10–20", "age · > 20", "ratio · ≤ 0.1", "ratio · > 0.1"}, binNames(last.Current))
	require.InDeltaSlice(t, []float64{150, 150, 200, 250, 250}, last.Baseline.Counts, 1e-6)
	require.Contains(t, texts(group.Notices), "Bucket layouts differ at 1 point: compared on the 5 common bins (current 6, baseline 6)")

	group = only(t, question(t, hourAgo+byFeature+`,"bins":{"kind":"quantiles","count":2}`), server{"": rows})
	require.Equal(t, []string{"age · ≤ 20", "age · > 20", "ratio · ≤ 0.1", "ratio · > 0.1"}, binNames(group.Measures[0].Last.Current), "each value's own quantiles")

	group = only(t, question(t, hourAgo+byFeature+`,"bins":{"kind":"top","count":2}`), server{"": rows})
	require.Equal(t, []string{"age · > 20", "ratio · ≤ 0.1", "other"}, binNames(group.Measures[0].Last.Current))
	require.InDeltaSlice(t, []float64{250, 300, 450}, group.Measures[0].Last.Current.Counts, 1e-6)

	group = only(t, question(t, hourAgo+byFeature+`,"view":"sensitivity","measures":["js"]`), server{"": rows})
	require.Equal(t, []string{"age · ≤ 20", "age · > 20", "ratio · all"}, binNames(group.Measures[1].Last.Current))
}

// What only one side has is new or vanished mass: the divergence of the rest alone would not see it.
func TestJointOneSidedValues(t *testing.T) {
	rows := append(featureOf("old", threeBounds, []float64{none, none, none}, []float64{10, 10, 20}), featureOf("both", threeBounds, []float64{20, 20, 20}, []float64{20, 20, 20})...)
	for i, one := range featureOf("new", threeBounds, []float64{5, 5, 10}, []float64{none, none, none}) {
		one.baseline = none
		rows[i].current = none
		rows = append(rows, one)
	}
	group := only(t, question(t, hourAgo+byFeature+`,"measures":["kl","js","newMass","vanishedMass"]`), server{"": rows})
	require.InDelta(t, 0.25, group.Measures[2].Values[0].Estimate, 1e-9)
	require.InDelta(t, 0.4, group.Measures[3].Values[0].Estimate, 1e-9)
	require.True(t, math.IsInf(group.Measures[0].Last.Value.PlugIn, 1), "something is new")
	require.True(t, math.IsInf(group.Measures[0].Values[0].Upper, 1))
	require.False(t, math.IsInf(group.Measures[1].Values[0].Upper, 1))
	said := texts(group.Notices)
	require.Contains(t, said, "Values of feature that the baseline lacks, all of whose samples are new mass: new (25 %).")
	require.Contains(t, said, "Values of feature that are not there any more, all of whose samples are vanished mass: old (40 %).")
}

// Native histograms and categories work as well. Of categories it is the joint distribution of both labels.
func TestJointOfOtherKinds(t *testing.T) {
	rows := []row{nativeOf("a", []float64{0.5, 0.25, 0.25}, 80, 40), nativeOf("b", []float64{0.25, 0.25, 0.5}, 80, 120)}
	group := only(t, questionOf(t, `{"metric":"m","type":"native"}`, hourAgo+byFeature), server{"": rows})
	last := group.Measures[0].Last
	require.Equal(t, []string{"a · 0.5–1", "a · 1–2", "a · 2–4", "b · 0.5–1", "b · 1–2", "b · 2–4"}, binNames(last.Current))
	require.InDelta(t, 0.5*math.Log(0.5/0.25)+0.5*math.Log(0.5/0.75), last.Value.PlugIn, 1e-12, "only the mix moved")

	var categories []row
	for _, one := range []struct {
		feature, country  string
		current, baseline float64
	}{{"a", "DE", 20, 40}, {"a", "FR", 30, 20}, {"b", "DE", 10, 20}, {"b", "BR", 40, 20}} {
		categories = append(categories, row{labels: map[string]string{"feature": one.feature, "country": one.country}, current: one.current, baseline: one.baseline})
	}
	joint := only(t, questionOf(t, byCountry, hourAgo+byFeature), server{"": categories})
	both := only(t, questionOf(t, `{"metric":"m","category":["feature","country"]}`, hourAgo), server{"": categories})
	require.Equal(t, []string{"a · DE", "a · FR", "b · BR", "b · DE"}, binNames(joint.Measures[0].Last.Current))
	require.Equal(t, both.Measures[0].Last.Current.Counts, joint.Measures[0].Last.Current.Counts)
	require.Equal(t, both.Measures[0].Values[0].Estimate, joint.Measures[0].Values[0].Estimate)
	require.Equal(t, both.Measures[0].Values[0].Upper, joint.Measures[0].Values[0].Upper)
}

// Cells and instances are those of the whole group, and the band is that of replicates of the whole vector.
func TestJointReplicates(t *testing.T) {
	var rows []row
	for _, pod := range []string{"p1", "p2", "p3", "p4", "p5", "p6"} {
		for _, one := range append(featureOf("a", threeBounds, []float64{20, 30, 50}, []float64{30, 30, 40}), featureOf("b", threeBounds, []float64{20, 30, 50}, []float64{30, 30, 40})...) {
			one.labels["pod"] = pod
			if pod == "p1" {
				one.current, one.baseline = 3*one.current, 2*one.baseline
			}
			rows = append(rows, one)
		}
	}
	byPod := question(t, hourAgo+byFeature)
	byPod.Replicates = request.Replicates{Kind: request.ByLabel, By: "pod"}
	group := only(t, byPod, server{"": rows})
	require.Equal(t, "paired", group.Noise[0].Design)
	require.InDelta(t, 5*2*100*8, group.Current[0], 1e-6)

	query := question(t, hourAgo+byFeature+`,"replicates":"cells"`)
	group = only(t, query, server{"": featureOf("a", threeBounds, []float64{20, 30, 50}, []float64{30, 30, 40})})
	require.Equal(t, "cells", group.Noise[0].Design)
	alone := only(t, question(t, hourAgo+`,"replicates":"cells"`), server{"": featureOf("a", threeBounds, []float64{20, 30, 50}, []float64{30, 30, 40})})
	require.Equal(t, alone.Measures[0].Values[0].Estimate, group.Measures[0].Values[0].Estimate, "one value is the distribution alone")
	require.InDelta(t, alone.Noise[0].DesignEffect[0], group.Noise[0].DesignEffect[0], 1e-12)
}

// Against the rest, each value of the label is taken of all other groups.
func TestJointAgainstTheRest(t *testing.T) {
	var rows []row
	for service, events := range map[string][2][]float64{
		"a": {{20, 30, 50}, {10, 20, 70}},
		"b": {{40, 30, 30}, {10, 30, 60}},
		"c": {{20, 30, 50}, nil},
	} {
		for i, feature := range []string{"x", "y"} {
			if events[i] == nil {
				continue
			}
			for _, one := range featureOf(feature, threeBounds, events[i], events[i]) {
				one.labels["service"] = service
				rows = append(rows, one)
			}
		}
	}
	result := result(t, `,"baseline":{"kind":"rest"},"groupBy":["service"]`+byFeature, rows...)
	require.Len(t, result.Groups, 3)
	last := result.Groups[2].Measures[0].Last
	require.Equal(t, map[string]string{"service": "c"}, result.Groups[2].Labels)
	require.InDeltaSlice(t, []float64{100, 150, 250, 0, 0, 0}, last.Current.Counts, 1e-6)
	require.InDeltaSlice(t, []float64{300, 300, 400, 100, 250, 650}, last.Baseline.Counts, 1e-6)
	require.InDeltaSlice(t, []float64{300, 300, 400, 50, 150, 300}, result.Groups[0].Measures[0].Last.Baseline.Counts, 1e-6)
}

// Bins are bounded, and the error says by what.
func TestJointIsBounded(t *testing.T) {
	var rows []row
	for f := range 20 {
		rows = append(rows, featureOf("f"+strconv.Itoa(f), threeBounds, []float64{20, 30, 50}, []float64{30, 30, 40})...)
	}
	query, limits := question(t, hourAgo+byFeature), settings.DefaultLimits
	p, answers := answersTo(t, query, server{"": rows}, settings.Settings{Limits: limits})
	limits.Series = 59
	_, err := view.Divergence(t.Context(), query, p, answers, limits)
	require.ErrorContains(t, err, "a group has 60 bins together with feature, more than the limit of 59 series")
	require.Equal(t, "joint", fault.From(err).Field)
}

// A ranking ranks groups by their joint distributions, with the number of the view divergence.
func TestJointRanking(t *testing.T) {
	rows := featureOf("a", threeBounds, []float64{20, 30, 50}, []float64{30, 30, 40})
	group := only(t, question(t, hourAgo+byFeature), server{"": rows})
	_, ranked := ranked(t, byFeature+`,"measures":["kl"]`, rows...)
	require.Equal(t, group.Measures[0].Values[0].Estimate, ranked[0].Rows[0].Value.Estimate)
	require.Equal(t, request.MeasureKL, ranked[0].Measure)
	require.Equal(t, "a · ≤ 1", ranked[0].Rows[0].Top.Bin)
}
