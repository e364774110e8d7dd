package view_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
	"github.com/histodrift/histodrift/pkg/view"
)

// bursty has the events of two buckets swing from cell to cell, the more the larger swing is, around half and half.
func bursty(swing float64, labels map[string]string) []row {
	low := func(t time.Time) float64 {
		minute := float64(t.Unix() / 60)
		return 100 + 100*swing*math.Sin(minute*minute) // No rhythm that a window would follow.
	}
	with := func(le string, at func(time.Time) float64) row {
		all := map[string]string{"le": le}
		for name, value := range labels {
			all[name] = value
		}
		return row{labels: all, at: at}
	}
	return []row{with("1", low), with("+Inf", func(time.Time) float64 { return 200 })}
}

const longWindow = `,"window":"30m","baseline":{"offset":"1h"},"measures":["js"],"minCount":10`

// Counts that swing more than independent events would have a wider band, fewer effective samples, and a higher floor.
func TestBursts(t *testing.T) {
	calm := result(t, longWindow+`,"replicates":"cells"`, bursty(0, nil)...).Groups[0]
	wild := result(t, longWindow+`,"replicates":"cells"`, bursty(0.8, nil)...).Groups[0]
	blind := result(t, longWindow+`,"replicates":"none"`, bursty(0.8, nil)...).Groups[0]
	for name, group := range map[string]view.Group{"calm": calm, "wild": wild} {
		require.Equal(t, []view.Status{view.OK}, group.Status, name)
		require.Equal(t, "cells", group.Noise[0].Design, name)
		require.False(t, group.Noise[0].TooFew, name)
	}
	require.Equal(t, [2]float64{1, 1}, calm.Noise[0].DesignEffect, "more even than independent events is taken for independent")
	require.Equal(t, "", blind.Noise[0].Design)
	require.Greater(t, wild.Noise[0].DesignEffect[0], 20.0)
	last := wild.Measures[0].Last
	require.Greater(t, last.Value.Upper, 3*blind.Measures[0].Last.Value.Upper)
	require.Greater(t, last.Conclusion.Floor, 10*blind.Measures[0].Last.Conclusion.Floor)

	// minCount is about effective samples: 6000 of them that tell as much as 250 are 250.
	few := result(t, strings.Replace(longWindow, `"minCount":10`, `"minCount":1000`, 1)+`,"replicates":"cells"`, bursty(0.8, nil)...).Groups[0]
	require.Equal(t, []view.Status{view.Insufficient}, few.Status)
	require.Contains(t, texts(few.Notices), "The point has fewer than 1000 effective samples on a side")
}

// A drift that begins inside the window makes its cells differ. That widens the band, but is no reason to give no value.
func TestTheBeginningOfADriftIsJudged(t *testing.T) {
	step := func(at time.Time) float64 {
		if at.After(noon.Add(-10 * time.Minute)) {
			return 20
		}
		return 100 + 0.1*bursty(0.5, nil)[0].at(at)
	}
	rows := []row{{le: "1", at: step}, {le: "+Inf", at: func(time.Time) float64 { return 200 }}}
	query := strings.Replace(longWindow, `"minCount":10`, `"minCount":120`, 1)
	group := result(t, query+`,"replicates":"cells"`, rows...).Groups[0]
	require.Equal(t, []view.Status{view.OK}, group.Status)
	require.Greater(t, group.Noise[0].DesignEffect[0], 30.0, "a few hundred of 6000 count")
	require.Zero(t, group.Measures[0].Values[0].Lower, "what the service does in the long run is not to be known yet")

	// By default it is about these windows, and the bursts are those of the steadier one.
	auto := result(t, query+`,"replicates":"auto"`, rows...).Groups[0]
	require.True(t, auto.Noise[0].Changing)
	require.Less(t, auto.Noise[0].DesignEffect[0], 3.0)
	blind := result(t, query, rows...).Groups[0].Measures[0].Values[0]
	require.InEpsilon(t, blind.Estimate, auto.Measures[0].Values[0].Estimate, 0.05)
	require.Greater(t, auto.Measures[0].Values[0].Lower, 0.5*blind.Lower)
}

// A baseline of many windows shows how windows differ; a shorter one is cut like the current window.
func TestDesignOfReplicates(t *testing.T) {
	for name, c := range map[string]struct {
		members string
		design  string
		tooFew  bool
	}{
		"twelve windows":          {`,"window":"10m","baseline":{"offset":"1h","window":"2h"}`, "blocks", false},
		"more than twelve":        {`,"window":"10m","baseline":{"offset":"1h","window":"125m"}`, "blocks", false},
		"thousands":               {`,"window":"5m","baseline":{"offset":"1h","window":"7d"}`, "blocks", false},
		"eleven windows":          {`,"window":"10m","baseline":{"offset":"1h","window":"110m"}`, "cells", false},
		"cells on request":        {`,"window":"10m","baseline":{"offset":"1h","window":"2h"},"replicates":"cells"`, "cells", false},
		"twelve seasons":          {`,"window":"10m","baseline":{"kind":"seasonal","period":"1h","count":12}`, "blocks", false},
		"too few cells":           {`,"window":"4m","baseline":{"offset":"1h"}`, "", true},
		"windows without cells":   {`,"window":"601s","baseline":{"offset":"1h"}`, "", true},
		"written, without a size": {`,"window":"10m","baseline":{"kind":"static","bounds":[1],"weights":[1,1]}`, "cells", false},
		"nobody asked":            {`,"window":"10m","baseline":{"offset":"1h"},"replicates":"none"`, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			query := questionOf(t, `{"metric":"m"}`, c.members+`,"minCount":0`)
			if name != "nobody asked" && name != "cells on request" {
				query.Replicates.Kind = "auto"
			}
			group := only(t, query, server{"": bursty(0.3, nil)})
			require.Equal(t, []view.Status{view.OK}, group.Status)
			require.Equal(t, c.design, group.Noise[0].Design)
			require.Equal(t, c.tooFew, group.Noise[0].TooFew)
			if c.tooFew {
				require.Contains(t, texts(group.Notices), "Nothing shows how bursty the counts were at 1 point")
			}
		})
	}
}

// Instances are paired where most are the same on both sides.
func TestInstances(t *testing.T) {
	pods := func(metric string, n int) []row {
		var all []row
		for i := range n {
			all = append(all, bursty(0.1*float64(i), map[string]string{"pod": fmt.Sprint(metric, i)})...)
		}
		return all
	}
	const query = `,"window":"10m","replicates":{"by":"pod"},"baseline":`
	cohort := `{"kind":"cohort","metric":"theirs"}`
	for name, c := range map[string]struct {
		baseline     string
		ours, theirs []row
		design       string
	}{
		"the same pods before":  {`{"offset":"1h"}`, pods("a", 6), nil, "paired"},
		"other pods":            {cohort, pods("a", 6), pods("b", 7), "instances"},
		"the same pods":         {cohort, pods("a", 6), pods("a", 7), "paired"},
		"too few":               {`{"offset":"1h"}`, pods("a", 4), nil, ""},
		"against a written one": {`{"kind":"static","bounds":[1],"weights":[1,1]}`, pods("a", 6), nil, "instances"},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := computed(t.Context(), t, replicated(t, query+c.baseline), server{"ours": c.ours, "theirs": c.theirs}, 10)
			require.NoError(t, err)
			require.Empty(t, texts(found.Notices), "pods are no group, and it is meant that they are added up")
			require.Len(t, found.Groups, 1)
			require.Equal(t, c.design, found.Groups[0].Noise[0].Design)
			require.InDelta(t, 2000*len(c.ours)/2, found.Groups[0].Current[0], 1e-6)
		})
	}
	found, err := computed(t.Context(), t, replicated(t, `,"window":"10m","replicates":{"by":"pdo"},"baseline":{"offset":"1h"}`), server{"": bursty(0, nil)}, 10)
	require.NoError(t, err)
	require.Equal(t, `! No series has the label "pdo": check replicates.by.`, texts(found.Notices))
}

// The rows that a band is computed from are the counts of its windows.
func TestRowsAddUpToTheWindow(t *testing.T) {
	rows := bursty(0.6, nil)
	group := result(t, longWindow+`,"replicates":"cells"`, rows...).Groups[0]
	current, baseline := make([][]float64, 30), make([][]float64, 30)
	for i := range current {
		for side, at := range map[*[]float64]time.Time{&current[i]: noon.Add(time.Duration(i-29) * time.Minute), &baseline[i]: noon.Add(time.Duration(i-89) * time.Minute)} {
			low := rows[0].at(at)
			*side = []float64{math.Round(low*(1<<24)) / (1 << 24), math.Round((200-low)*(1<<24)) / (1 << 24)}
		}
	}
	want, err := confidence.EstimateReplicated(confidence.JS, confidence.Replicates{Current: current, Baseline: baseline}, confidence.Options{Level: 0.95, Ordered: true})
	require.NoError(t, err)
	value := group.Measures[0].Values[0]
	require.InDelta(t, want.Lower, value.Lower, 1e-9)
	require.InDelta(t, want.Estimate, value.Estimate, 1e-9)
	require.InDelta(t, want.Upper, value.Upper, 1e-9)
}
