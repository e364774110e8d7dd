package view_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fetch"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// eleven is when the rollouts of these tests begin: 60 cells of a minute before the last point.
var eleven = noon.Add(-time.Hour)

// rollout is a query of the view verdict since eleven.
func rollout(t *testing.T, members string) request.Query {
	t.Helper()
	for name, value := range map[string]string{
		"threshold": "0.05", "replicates": `"none"`, "verdict": `{"since":"2026-11-24T11:00:00Z"}`, "measures": `["js"]`,
		"baseline": `{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]}`,
		"current":  `{"metric":"m","type":"classic","matchers":[{"label":"version","op":"=","value":"canary"}]}`,
	} {
		if !strings.Contains(members, `"`+name+`":`) {
			members += `,"` + name + `":` + value
		}
	}
	query, err := request.Parse([]byte(`{"view":"verdict","window":"24m"` + members + `}`))
	require.NoError(t, err)
	return query
}

// ruled asks for verdicts at a moment, of a range that long.
func ruled(t *testing.T, query request.Query, s server, at time.Time, back time.Duration) view.Verdicts {
	t.Helper()
	p, err := plan.Build(query, plan.Timing{From: at.Add(-back), To: at, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
	require.NoError(t, err)
	fetched, err := fetch.New(s, settings.DefaultLimits, func() time.Time { return now }).Run(t.Context(), p, "")
	require.NoError(t, err)
	all, err := view.VerdictOf(t.Context(), query, p, fetched.Answers, settings.DefaultLimits)
	require.NoError(t, err)
	return all
}

// one is the only verdict, and what holds at the end.
func one(t *testing.T, query request.Query, s server) (view.Verdict, view.Held) {
	t.Helper()
	all := ruled(t, query, s, now, 10*time.Minute)
	require.Len(t, all.Groups, 1)
	return all.Groups[0], all.Groups[0].Held[len(all.Groups[0].Held)-1]
}

// bucketsOf makes the buckets of a side with so many events a cell: which of them are up to 1, and up to 2.
func bucketsOf(n float64, of func(t time.Time) (one, two float64)) []row {
	return []row{
		{le: "1", at: func(t time.Time) float64 { one, _ := of(t); return n * one }},
		{le: "2", at: func(t time.Time) float64 { _, two := of(t); return n * two }},
		{le: "+Inf", at: func(time.Time) float64 { return n }},
	}
}

func always(one, two float64) func(time.Time) (float64, float64) {
	return func(time.Time) (float64, float64) { return one, two }
}

// versions are a canary with n events a cell, and a stable version with ten times as many, of which 80 % are up to 1 and 95 % up to 2.
func versions(n float64, canary func(time.Time) (float64, float64)) server {
	return server{"canary": bucketsOf(n, canary), "stable": bucketsOf(10*n, always(0.8, 0.95))}
}

// It is looked at when the samples have doubled, at a level that all looks together pay for.
func TestLooksAreAtDoublings(t *testing.T) {
	verdict, held := one(t, rollout(t, ""), versions(100, always(0.8, 0.95)))
	require.Equal(t, eleven, verdict.Since)
	var minutes []int
	spent := 0.0
	for _, look := range verdict.Looks {
		minutes = append(minutes, int(look.Time.Sub(eleven).Minutes()))
		require.InDelta(t, 100*look.Time.Sub(eleven).Minutes(), look.N[0], 1e-6)
		require.InDelta(t, 10*look.N[0], look.N[1], 1e-6)
		spent += 1 - look.Level
	}
	require.Equal(t, []int{1, 2, 4, 8, 16, 32}, minutes)
	require.InDelta(t, 0.05*6/(math.Pi*math.Pi), 1-verdict.Looks[0].Level, 1e-12)
	require.InDelta(t, (1-verdict.Looks[0].Level)/36, 1-verdict.Looks[5].Level, 1e-12)
	require.Less(t, spent, 0.05)
	require.Equal(t, view.Pass, held.Ruling)
	require.Equal(t, 6, held.Looks)
	require.Equal(t, [2]float64{6000, 60_000}, held.N)
	require.InDelta(t, 6400, held.Next, 1e-6)
	require.Regexp(t, `^JS 0 nats \(0 to 0\.\d+\) at n = 3200 is below the threshold of 0\.05 nats$`, held.Reason)
}

// The answer is the same whoever asks, whenever, and how much of the past is shown.
func TestTheVerdictDependsOnNothingButTheSamples(t *testing.T) {
	query := rollout(t, `,"threshold":0.01`)
	s := versions(100, func(at time.Time) (float64, float64) {
		if at.After(eleven.Add(20 * time.Minute)) {
			return 0.3, 0.6
		}
		return 0.8, 0.95
	})
	whole := query
	whole.Instant = false
	overTime := ruled(t, whole, s, now, 2*time.Hour)
	require.Greater(t, len(overTime.Times), 50)
	rulings := map[view.Ruling]int{}
	for i, at := range overTime.Times {
		held := overTime.Groups[0].Held[i]
		if !held.Begun {
			require.False(t, at.After(eleven))
			continue
		}
		rulings[held.Ruling]++
		alone := ruled(t, query, s, at.Add(25*time.Second), time.Minute).Groups[0].Held[0]
		require.Equal(t, held.Ruling, alone.Ruling, at)
		require.Equal(t, fmt.Sprint(held.Look), fmt.Sprint(alone.Look), at) // It holds NaN, which equals nothing.
		require.Equal(t, held.N, alone.N)
	}
	require.Positive(t, rulings[view.Pass])
	require.Positive(t, rulings[view.Fail], "a pass may become a fail")
}

func TestAFailStays(t *testing.T) {
	verdict, held := one(t, rollout(t, ""), versions(100, func(at time.Time) (float64, float64) {
		if at.After(eleven.Add(4 * time.Minute)) {
			return 0.8, 0.95
		}
		return 0.1, 0.3
	}))
	require.Equal(t, view.Fail, held.Ruling)
	require.Equal(t, eleven.Add(time.Minute), held.DecidedAt)
	require.Len(t, verdict.Looks, 1)
	require.True(t, math.IsNaN(held.Needed))
	require.True(t, math.IsNaN(held.Next))
	require.Contains(t, held.Reason, "at n = 100 is above the threshold of 0.05 nats")
}

// What is said to be needed does decide, if the samples go on as they are.
func TestNeededDecides(t *testing.T) {
	for name, c := range map[string]struct {
		canary func(time.Time) (float64, float64)
		want   view.Ruling
	}{
		"fail": {always(0.6, 0.85), view.Fail},
		"pass": {always(0.72, 0.92), view.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			query := rollout(t, `,"threshold":0.0138`)
			s := versions(25, c.canary)
			early := ruled(t, query, s, eleven.Add(5*time.Minute), time.Minute).Groups[0].Held[0]
			require.Equal(t, view.Inconclusive, early.Ruling, early.Reason)
			require.Contains(t, early.Reason, "more samples of current would decide, next look at n = 200")
			decided := ruled(t, query, s, eleven.Add(time.Duration(math.Ceil((early.N[0]+early.Needed)/25))*time.Minute), time.Minute).Groups[0].Held[0]
			require.Equal(t, c.want, decided.Ruling, "%v: %s, then %s", early.Needed, early.Reason, decided.Reason)
			before := ruled(t, query, s, eleven.Add(time.Duration(math.Ceil((early.N[0]+early.Needed)/25/2))*time.Minute), time.Minute).Groups[0].Held[0]
			require.Equal(t, view.Inconclusive, before.Ruling, "not before")
		})
	}
}

// The number is that of the view divergence over the same windows.
func TestTheVerdictHasTheNumbersOfTheDivergence(t *testing.T) {
	s := versions(100, always(0.7, 0.9))
	for _, measure := range []string{"js", "kl", "tv", "wasserstein", "hellinger"} {
		verdict, _ := one(t, rollout(t, `,"measures":["`+measure+`"],"threshold":0.5`), s)
		look := verdict.Looks[len(verdict.Looks)-1]
		members := fmt.Sprintf(`{"current":{"metric":"m","type":"classic","matchers":[{"label":"version","op":"=","value":"canary"}]},"instant":true,"replicates":"none","window":"32m","measures":[%q],
			"baseline":{"kind":"cohort","matchers":[{"label":"version","op":"=","value":"stable"}]},"confidence":{"level":0.99}}`, measure)
		query, err := request.Parse([]byte(members))
		require.NoError(t, err)
		query.Confidence.Level = look.Level
		p, err := plan.Build(query, plan.Timing{From: eleven, To: look.Time, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
		require.NoError(t, err)
		all, err := computedBy(t.Context(), t, p, query, s, 10)
		require.NoError(t, err)
		value := all.Groups[0].Measures[0].Values[0]
		require.InDelta(t, value.Estimate, look.Value.Estimate, 1e-12, measure)
		require.InDelta(t, value.Lower, look.Value.Lower, 1e-12, measure)
		require.InDelta(t, value.Upper, look.Value.Upper, 1e-12, measure)
	}
}

func TestInBits(t *testing.T) {
	s := versions(100, always(0.72, 0.92))
	_, nats := one(t, rollout(t, `,"threshold":0.01`), s)
	_, bits := one(t, rollout(t, fmt.Sprintf(`,"unit":"bits","threshold":%v`, 0.01/math.Ln2)), s)
	require.Equal(t, nats.Ruling, bits.Ruling)
	require.Equal(t, nats.DecidedAt, bits.DecidedAt)
	require.Equal(t, nats.Look.Value.Lower, bits.Look.Value.Lower)
	require.Contains(t, bits.Reason, "bits")
}

// A measure without an upper limit can fail, but not pass, and says so.
func TestKLWithoutUpperLimitCannotPass(t *testing.T) {
	s := server{"canary": bucketsOf(100, always(0.8, 0.99)), "stable": bucketsOf(1000, always(0.8, 1))}
	_, held := one(t, rollout(t, `,"measures":["kl"],"threshold":0.5`), s)
	require.Equal(t, view.Inconclusive, held.Ruling)
	require.Contains(t, held.Reason, "has no upper limit here, so that it can't pass: js always has one")
	require.True(t, math.IsNaN(held.Needed))
	_, held = one(t, rollout(t, `,"threshold":0.5`), s)
	require.Equal(t, view.Pass, held.Ruling, "JS can")
}

// Only a change for the worse fails where the query says which way that is.
func TestWorse(t *testing.T) {
	slower, faster := always(0.5, 0.7), always(0.97, 0.999)
	for _, c := range []struct {
		name   string
		worse  string
		canary func(time.Time) (float64, float64)
		want   view.Ruling
		words  string
	}{
		{"slower", `{"statistic":"mean"}`, slower, view.Fail, "the mean went from 0.725 to 1.15"},
		{"faster", `{"statistic":"mean"}`, faster, view.Pass, "changed, but for the better: JS"},
		{"slower is better", `{"statistic":"mean","direction":"down"}`, slower, view.Pass, "changed, but for the better"},
		{"faster is worse", `{"statistic":"mean","direction":"down"}`, faster, view.Fail, "is above the threshold"},
		{"slower tail", `{"statistic":"quantile","quantile":0.95}`, slower, view.Fail, "the quantile 0.95 went from 2 to 2 (samples above 2: +25 points)"},
		{"faster tail", `{"statistic":"quantile","quantile":0.8}`, faster, view.Pass, "the quantile 0.8 went from 1 to 0.825 (samples above 1: -17 points)"},
		{"tail, smaller is worse", `{"statistic":"quantile","quantile":0.8,"direction":"down"}`, faster, view.Fail, "(samples above 1: -17 points)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, held := one(t, rollout(t, `,"threshold":0.01,"verdict":{"since":"2026-11-24T11:00:00Z","worse":`+c.worse+`}`), versions(100, c.canary))
			require.Equal(t, c.want, held.Ruling, held.Reason)
			require.Contains(t, held.Reason, c.words)
		})
	}
}

// A change of shape that leaves the statistic where it was is neither.
func TestAChangeOfUnknownDirectionIsInconclusive(t *testing.T) {
	// Mass moves from the middle to both sides: the mean of the bins' positions 0.5, 1.5 and 2 stays at 0.725.
	_, held := one(t, rollout(t, `,"threshold":0.002,"verdict":{"since":"2026-11-24T11:00:00Z","worse":{}}`), versions(100, always(0.85, 0.85)))
	require.Equal(t, view.Inconclusive, held.Ruling, held.Reason)
	require.Contains(t, held.Reason, "but it is not certain that it is for the worse: the mean went from 0.725 to 0.725")
}

// Sides that do not get the traffic they should are not compared, whatever the divergence.
func TestParity(t *testing.T) {
	same := always(0.8, 0.95)
	routes := func(n, pay float64) []row {
		return []row{
			{labels: map[string]string{"route": "/pay"}, at: func(time.Time) float64 { return n * pay }},
			{labels: map[string]string{"route": "/list"}, at: func(time.Time) float64 { return n * (1 - pay) }},
		}
	}
	for _, c := range []struct {
		name, parity string
		pay          float64 // Share of the canary's traffic; the stable version's is 0.3.
		canary       func(time.Time) (float64, float64)
		want         view.Ruling
		words        string
	}{
		{"as expected", `{"ratio":0.1}`, 0.3, same, view.Pass, "is below the threshold"},
		{"within tolerance", `{"ratio":0.085}`, 0.3, same, view.Pass, "is below the threshold"},
		{"too much", `{"ratio":0.05}`, 0.3, same, view.Inconclusive, "current gets 10 % of the baseline's traffic, 5 % expected: not comparable"},
		{"too little", `{"ratio":0.5}`, 0.3, always(0.2, 0.3), view.Inconclusive, "current gets 10 % of the baseline's traffic, 50 % expected: not comparable"},
		{"same mix", `{"labels":["route"]}`, 0.3, same, view.Pass, "is below the threshold"},
		{"other mix", `{"labels":["route"]}`, 0.9, same, view.Inconclusive, "the mix of route differs by JS 0.205 nats"},
		{"both", `{"ratio":0.05,"labels":["route"]}`, 0.9, same, view.Inconclusive, "5 % expected: not comparable; the mix of route differs by JS 0.205 nats (0.189 to 0.222), more than the threshold: /pay has 90 % of current and 30 % of the baseline: not comparable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := versions(100, c.canary)
			s[`m_count{version="canary"`], s[`m_count{version="stable"`] = routes(100, c.pay), routes(1000, 0.3)
			s[`m_bucket{version="canary"`], s[`m_bucket{version="stable"`] = s["canary"], s["stable"]
			delete(s, "canary")
			delete(s, "stable")
			verdict, held := one(t, rollout(t, `,"verdict":{"since":"2026-11-24T11:00:00Z","parity":`+c.parity+`}`), s)
			require.Equal(t, c.want, held.Ruling, held.Reason)
			require.Contains(t, held.Reason, c.words)
			require.Equal(t, c.want == view.Inconclusive, held.Look.Parity.Failed)
			require.True(t, held.DecidedAt.IsZero() == (c.want == view.Inconclusive))
			require.Len(t, verdict.Looks, 6, "it is looked at again all the same")
			require.NotContains(t, held.Reason, "would decide")
		})
	}
}

// Why there was no look yet.
func TestNoLook(t *testing.T) {
	many := versions(100, always(0.8, 0.95))
	for _, c := range []struct {
		name, members, words string
		s                    server
	}{
		{"too few", "", "fewer than 100 samples on a side: 60 of current, 600 of the baseline", versions(1, always(0.8, 0.95))},
		{"just begun", `,"verdict":{"since":"2026-11-24T12:00:05Z"}`, "nothing to look at yet: the first 1m since 2026-11-24T12:01:00Z are not over", many},
		{"in the future", `,"verdict":{"since":"2026-11-25T12:00:00Z"}`, "nothing to look at yet", many},
		{"no canary", "", "only the baseline has this group: nothing is under test", server{"stable": many["stable"]}},
		{"no stable version", "", "only the current side has this group", server{"canary": many["canary"]}},
		{"in one bin", "", "all samples of both sides lie in a single bin", versionsOf(bucketsOf(100, always(1, 1))[:1])},
		{"reaches its baseline at once", `,"verdict":{"since":"2026-11-24T11:00:00Z"},"baseline":{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T11:00:00Z","mute":"x"}`, "all of the baseline is left out", server{"canary": many["canary"], "x": {{labels: map[string]string{}, at: func(time.Time) float64 { return 1 }}}}},
		{"nothing shows bursts", `,"replicates":"cells","verdict":{"since":"2026-11-24T11:50:00Z"}`, "too few stretches or instances to tell how bursty they are: it takes 12 cells of 1m", many},
		{"no instances", `,"replicates":{"by":"pod"}`, "it takes 5 values of pod on each side", many},
	} {
		t.Run(c.name, func(t *testing.T) {
			verdict, held := one(t, rollout(t, c.members), c.s)
			require.Empty(t, verdict.Looks)
			require.Equal(t, view.Inconclusive, held.Ruling)
			require.Nil(t, held.Look)
			require.Contains(t, held.Reason, c.words)
		})
	}
}

func versionsOf(rows []row) server {
	rows[0].le = "+Inf"
	return server{"canary": rows, "stable": rows}
}

// A canary's counts begin with its first series, and those of the stable version with it.
func TestTheVerdictBeginsWithTheCanary(t *testing.T) {
	s := versions(100, always(0.8, 0.95))
	for i, one := range s["canary"] {
		at := one.at
		s["canary"][i].at = func(t time.Time) float64 {
			if !t.After(noon.Add(-30 * time.Minute)) {
				return none
			}
			return at(t)
		}
	}
	all := ruled(t, rollout(t, `,"verdict":{}`), s, now, time.Hour)
	require.Empty(t, texts(all.Notices))
	require.Equal(t, noon.Add(-30*time.Minute), all.Groups[0].Since)
	require.Equal(t, [2]float64{3000, 30_000}, all.Groups[0].Held[0].N)
	wider := ruled(t, rollout(t, `,"verdict":{}`), s, now, 50*time.Minute)
	require.Equal(t, fmt.Sprint(all.Groups[0].Looks), fmt.Sprint(wider.Groups[0].Looks), "however much of the past is asked about")

	all = ruled(t, rollout(t, `,"verdict":{}`), versions(100, always(0.8, 0.95)), now, time.Hour)
	require.Contains(t, texts(all.Notices), "the verdict is about the range and moves with it. Set since")
}

// A window that reaches its own baseline is not looked at any more.
func TestTheWindowStopsAtItsBaseline(t *testing.T) {
	s := server{"m_bucket": bucketsOf(25, always(0.8, 0.95))}
	verdict, held := one(t, rollout(t, `,"baseline":{"offset":"30m"},"threshold":0.0001`), s)
	for _, look := range verdict.Looks {
		require.LessOrEqual(t, look.Windows.Length, 30*time.Minute)
		require.Equal(t, look.Windows.Current[0].Start.Add(-30*time.Minute), look.Windows.Baseline[0].Start)
		require.Equal(t, look.Windows.Length, look.Windows.Baseline[0].Length())
	}
	require.NotEmpty(t, verdict.Looks)
	require.Equal(t, view.Inconclusive, held.Ruling)
	require.Contains(t, held.Reason, "The window has reached its own baseline: there is no further look")

	// A pass of what was then says nothing about what is now.
	verdict, held = one(t, rollout(t, `,"baseline":{"offset":"30m"},"threshold":0.5`), s)
	require.Equal(t, view.Pass, verdict.Looks[len(verdict.Looks)-1].Ruling)
	require.Equal(t, view.Inconclusive, held.Ruling)
	require.True(t, math.IsNaN(held.Next))
	require.Contains(t, held.Reason, "there is no further look")
}

// Before twelve stretches nobody knows how bursty counts are, unless the query says that they are not.
func TestTheFirstLookWaitsForStretches(t *testing.T) {
	verdict, _ := one(t, rollout(t, `,"replicates":"auto"`), versions(100, always(0.8, 0.95)))
	require.Equal(t, eleven.Add(12*time.Minute), verdict.Looks[0].Time)
	require.Equal(t, eleven.Add(24*time.Minute), verdict.Looks[1].Time)
	require.InDelta(t, 0.05*6/(math.Pi*math.Pi), 1-verdict.Looks[0].Level, 1e-12, "looks that were not taken cost nothing")
}

func TestBadVerdicts(t *testing.T) {
	for _, c := range []struct{ members, words string }{
		{`,"baseline":{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T11:30:00Z"}`, "verdict.since: 2026-11-24T11:00:00Z lies before the end of the baseline"},
		{`,"verdict":{"since":"2026-01-01T00:00:00Z"}`, "cells of 1m, more than 11000; let it begin later (verdict.since)"},
		{`,"current":{"expr":"sum by (le) (increase(m_bucket[$__window])) * 2"},"baseline":{"kind":"previous"}`, "view: a verdict adds up cells"},
		{`,"current":{"expr":"sum by (le) (increase(m_bucket[$__window]))"},"baseline":{"kind":"previous"},"verdict":{"since":"2026-11-24T11:00:00Z","parity":{"labels":["route"]}}`, "verdict.parity.labels: are counted by a metric"},
		{`,"current":{"metric":"m","category":["c"],"type":"categoryGauge"},"baseline":{"kind":"previous"},"verdict":{"since":"2026-11-24T11:00:00Z","parity":{"labels":["route"]}}`, "verdict.parity.labels: are counted by events"},
	} {
		_, err := plan.Build(rollout(t, c.members), plan.Timing{From: eleven, To: now, Now: now}, settings.Settings{ScrapeInterval: 15 * time.Second, Limits: settings.DefaultLimits})
		require.ErrorContains(t, err, c.words)
	}
}

func TestRulingsAsNumbers(t *testing.T) {
	require.Equal(t, []int{0, 1, 2}, []int{view.Pass.Code(), view.Inconclusive.Code(), view.Fail.Code()})
}
