package view_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/settings"
	"github.com/histodrift/histodrift/pkg/view"
)

// overTime is a query of windows of 5 minutes against a fixed one, from 10:00 to 10:30.
func overTime(t *testing.T, name, members string) request.Query {
	t.Helper()
	query, err := request.Parse([]byte(`{"view":"` + name + `","current":{"metric":"m"},"window":"5m","replicates":"none","measures":["js"],"threshold":0.01,
		"baseline":{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T10:30:00Z"},"groupBy":["service"]` + members + `}`))
	require.NoError(t, err)
	return query
}

// shifting counts 100 events a minute in two buckets; of the minutes that end in (from, to], four fifths are in the first
// one, of others two fifths. lost minutes have no events.
func shifting(service string, from, to time.Time, lost func(time.Time) bool) []row {
	within := func(low, other float64) func(time.Time) float64 {
		return func(at time.Time) float64 {
			switch {
			case lost != nil && lost(at):
				return none
			case at.After(from) && !at.After(to):
				return low
			}
			return other
		}
	}
	return []row{{le: "1", service: service, at: within(80, 40)}, {le: "+Inf", service: service, at: within(100, 100)}}
}

func minute(text string) time.Time {
	at, err := time.Parse(time.RFC3339, "2026-11-24T"+text+":00Z")
	if err != nil {
		panic(err)
	}
	return at
}

func objectives(t *testing.T, query request.Query, rows ...row) (view.Result, []view.Objective) {
	t.Helper()
	p, answers := answersTo(t, query, server{"": rows}, settings.Settings{Limits: settings.DefaultLimits})
	result, all, err := view.Objectives(t.Context(), query, p, answers, settings.DefaultLimits)
	require.NoError(t, err)
	return result, all
}

const anHour = `,"slo":{"target":0.75,"period":"1h","long":"30m","short":"10m"}`

func TestObjectivesOfEachGroup(t *testing.T) {
	rows := append(shifting("calm", minute("09:00"), minute("09:00"), nil), shifting("moved", minute("11:40"), minute("11:55"), nil)...)
	rows = append(rows, shifting("sparse", minute("09:00"), minute("09:00"), func(at time.Time) bool { return at.After(minute("11:30")) && !at.After(minute("11:45")) })...)
	result, all := objectives(t, overTime(t, "slo", anHour), rows...)
	require.Len(t, all, 3)
	require.Equal(t, minute("11:00"), result.Times[0], "the lead is not shown")
	require.Equal(t, minute("12:00"), result.Times[len(result.Times)-1])
	for _, one := range all {
		require.Len(t, one.Points, len(result.Times))
	}
	last := func(i int) view.Attained { return all[i].Points[len(result.Times)-1] }
	require.Equal(t, view.Attained{Share: 1, Now: 1, Budget: 1, Good: 12, Judged: 12, Covers: time.Hour}, last(0))
	require.InDelta(t, 9.0/12, last(1).Share, 1e-12)
	require.InDelta(t, 0, last(1).Budget, 1e-12)
	require.InDelta(t, 3.0/6/0.25, last(1).Long, 1e-12)
	require.InDelta(t, 1.0/2/0.25, last(1).Short, 1e-12)
	require.Equal(t, []int{9, 9, 3}, []int{last(2).Good, last(2).Judged, last(2).Unknown})
	require.Equal(t, map[view.Status]int{view.OK: 9, view.NoData: 3}, all[2].Status)
	require.Empty(t, texts(all[0].Notices))
	require.Equal(t, "- 3 of 12 windows can't be judged and do not count: no counts on one side.", texts(all[2].Notices))
	require.Empty(t, texts(result.Notices))
}

// The same events, over all groups: at noon all three are within, half an hour earlier one of two is.
func TestObjectiveOfAllGroups(t *testing.T) {
	rows := append(shifting("calm", minute("09:00"), minute("09:00"), nil), shifting("moved", minute("11:25"), minute("11:30"), nil)...)
	rows = append(rows, shifting("sparse", minute("09:00"), minute("09:00"), func(at time.Time) bool { return at.After(minute("11:25")) })...)
	query := overTime(t, "slo", `,"slo":{"target":0.75,"period":"1h","long":"30m","short":"10m","over":"groups"}`)
	result, all := objectives(t, query, rows...)
	require.Len(t, all, 1)
	require.Empty(t, all[0].Labels)
	for i, at := range result.Times {
		want := 1.0
		if at.Equal(minute("11:30")) {
			want = 0.5
		}
		require.InDelta(t, want, all[0].Points[i].Now, 1e-12, at)
	}
	last := all[0].Points[len(result.Times)-1]
	require.Equal(t, []int{28, 29, 7}, []int{last.Good, last.Judged, last.Unknown})
	require.Contains(t, texts(all[0].Notices), "- 1 of 3 groups are unknown at the last point: no counts on one side (sparse).")
}

// The estimate that decides is the one that is shown: clipped, and in the query's unit.
func TestObjectiveIsInTheUnit(t *testing.T) {
	rows := shifting("moved", minute("10:55"), minute("12:00"), nil)
	query := overTime(t, "slo", anHour)
	p, answers := answersTo(t, query, server{"": rows}, settings.Settings{Limits: settings.DefaultLimits})
	line, err := view.Divergence(t.Context(), query, p, answers, settings.DefaultLimits)
	require.NoError(t, err)
	nats := line.Groups[0].Measures[0].Last.Value.Estimate
	for _, c := range []struct {
		unit      string
		threshold float64
		good      int
	}{{"nats", nats * 1.0001, 12}, {"nats", nats * 0.9999, 0}, {"bits", nats * 1.0001, 0}, {"bits", 1.45 * nats, 12}} {
		query := overTime(t, "slo", anHour+`,"unit":"`+c.unit+`"`)
		query.Threshold = &c.threshold
		_, all := objectives(t, query, rows...)
		require.Equal(t, c.good, all[0].Points[len(all[0].Points)-1].Good, "%+v", c)
	}
	zero := 0.0
	query.Threshold = &zero
	_, all := objectives(t, query, shifting("calm", minute("09:00"), minute("09:00"), nil)...)
	require.Equal(t, 12, all[0].Points[len(all[0].Points)-1].Good, "an estimate below 0 is one of 0")
}

// Of many groups the notices are few.
func TestObjectivesOfManyGroups(t *testing.T) {
	var rows []row
	for i := range 20 {
		rows = append(rows, shifting(fmt.Sprintf("%02d", i), minute("09:00"), minute("09:00"), func(at time.Time) bool {
			return i < 12 && at.After(minute("11:50")) || i > 14 && at.After(minute("10:40")) && !at.After(minute("11:15"))
		})...)
	}
	result, all := objectives(t, overTime(t, "slo", anHour), rows...)
	require.Len(t, all, 20)
	for _, one := range all {
		require.Empty(t, one.Notices)
	}
	require.Equal(t, "- Windows of 17 of 20 groups can't be judged and do not count: no counts on one side (00, 01, 02, 03 and 13 more).", texts(result.Notices))
}

func TestObjectiveWithoutGroups(t *testing.T) {
	for _, over := range []string{"windows", "groups"} {
		result, all := objectives(t, overTime(t, "slo", `,"slo":{"period":"1h","long":"30m","short":"10m","over":"`+over+`"}`))
		require.Empty(t, all)
		require.Empty(t, result.Groups)
	}
}

func episodesOf(t *testing.T, query request.Query, rows ...row) (view.Result, []view.Episode) {
	t.Helper()
	p, answers := answersTo(t, query, server{"": rows}, settings.Settings{Limits: settings.DefaultLimits})
	result, all, err := view.EpisodesOf(t.Context(), query, p, answers, settings.DefaultLimits)
	require.NoError(t, err)
	return result, all
}

func TestEpisodesOfEachGroup(t *testing.T) {
	rows := append(shifting("calm", minute("09:00"), minute("09:00"), nil), shifting("moved", minute("11:30"), minute("11:40"), nil)...)
	rows = append(rows, shifting("moving", minute("11:50"), minute("12:30"), nil)...)
	result, all := episodesOf(t, overTime(t, "episodes", ``), rows...)
	require.Len(t, all, 2)
	require.Equal(t, []string{"moved", "moving"}, []string{all[0].Labels["service"], all[1].Labels["service"]})
	// Two of five minutes moved put the estimate above 0.01; where the last one has left, it is over.
	moved := all[0]
	require.Equal(t, minute("11:32"), moved.Start)
	require.Equal(t, minute("11:44"), moved.End)
	require.Equal(t, plan.Span{Start: minute("11:27"), End: minute("11:32")}, moved.First)
	require.Equal(t, minute("11:35"), moved.Peak, "the first window that lies in the drift as a whole")
	require.Equal(t, 12, moved.Points)
	require.False(t, moved.Ongoing || moved.Before)
	require.Equal(t, []view.Shift{{Bin: "> 1", Baseline: 0.6, Current: 0.2}, {Bin: "≤ 1", Baseline: 0.4, Current: 0.8}}, moved.Bins)
	require.Equal(t, "> 1: 60 % → 20 %", moved.Bins[0].String())
	require.Greater(t, moved.Value.Lower, 0.05)
	require.True(t, all[1].Ongoing)
	require.Equal(t, minute("12:00"), all[1].End)
	require.Empty(t, texts(result.Notices))

	// Above since the range began.
	_, all = episodesOf(t, overTime(t, "episodes", ``), shifting("moved", minute("10:40"), minute("11:40"), nil)...)
	require.True(t, all[0].Before)
	require.Equal(t, minute("11:00"), all[0].Start)
}

// What was too short is said, and that there is nothing is said without alarm.
func TestEpisodesThatDoNotCount(t *testing.T) {
	rows := append(shifting("brief", minute("11:30"), minute("11:32"), nil), shifting("sparse", minute("09:00"), minute("09:00"), func(at time.Time) bool { return at.After(minute("11:54")) })...)
	result, all := episodesOf(t, overTime(t, "episodes", `,"episodes":{"least":"10m"}`), rows...)
	require.Empty(t, all)
	require.Equal(t, "! sparse: 4 of 61 points have a window that lacks counts in up to 80 % of its time: it reaches beyond the data, or over a gap.\n"+
		"- 1 episode left out: shorter than 10m.\n- 2 of 122 windows can't be judged: no counts on one side.", texts(result.Notices))
	_, all = episodesOf(t, overTime(t, "episodes", ``), rows...)
	require.Len(t, all, 1)
	result, all = episodesOf(t, overTime(t, "episodes", `,"alertOn":"lower"`), shifting("calm", minute("09:00"), minute("09:00"), nil)...)
	require.Empty(t, all)
	require.Equal(t, "- No episode: the lower limit of JS of 1 group did not exceed 0.01 nats.", texts(result.Notices))
	result, all = episodesOf(t, overTime(t, "episodes", `,"minCount":1e9`), shifting("calm", minute("09:00"), minute("09:00"), nil)...)
	require.Empty(t, all)
	require.Contains(t, texts(result.Notices), "nobody knows whether there was an episode")
	require.NotContains(t, texts(result.Notices), "No episode")
}
