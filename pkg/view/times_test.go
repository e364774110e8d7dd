package view_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/request"
	"github.com/histodrift/histodrift/pkg/view"
)

// tenACell has 10 events in each cell, 50 in a window of 5.
var tenACell = []row{steady(row{le: "1"}, 4), steady(row{le: "+Inf"}, 10)}

// The first window that holds enough is taken. Where none does, the longest one says how many there were.
func TestWiderWindows(t *testing.T) {
	fixed := `,"baseline":{"kind":"fixed","from":"2026-11-24T11:00:00Z","to":"2026-11-24T11:45:00Z"}`
	for _, c := range []struct {
		name, members string
		status        view.Status
		length        time.Duration
		n             [2]float64
		notices       string
	}{
		{"enough at once", hourAgo + `,"minCount":50,"widenTo":"40m"`, view.OK, 5 * time.Minute, [2]float64{50, 50}, ""},
		{
			"the first that holds enough", hourAgo + `,"minCount":150,"widenTo":"40m"`,
			view.OK,
			20 * time.Minute,
			[2]float64{200, 200},
			"- The point has a wider window than 5m, up to 20m, to reach 150 samples.",
		},
		{
			"none holds enough", hourAgo + `,"minCount":401,"widenTo":"40m"`,
			view.Insufficient,
			40 * time.Minute,
			[2]float64{400, 400},
			"- The point has fewer than 401 samples on a side (fewest: 400 current, 400 baseline) and can't be judged.",
		},
		{
			"no multiple of the window", hourAgo + `,"minCount":101,"widenTo":"17m"`,
			view.OK,
			15 * time.Minute,
			[2]float64{150, 150},
			"- The point has a wider window than 5m, up to 15m, to reach 101 samples.",
		},
		{
			"never into its own baseline", `,"baseline":{"offset":"10m"},"minCount":101,"widenTo":"40m"`,
			view.Insufficient,
			10 * time.Minute,
			[2]float64{100, 100},
			"- The point has fewer than 101 samples on a side (fewest: 100 current, 100 baseline) and can't be judged.",
		},
		{
			// 12:00 − 20 min lies in the baseline; that a window not asked for would, is nobody's concern.
			"never into a fixed baseline", fixed + `,"minCount":101,"widenTo":"40m"`,
			view.Insufficient,
			10 * time.Minute,
			[2]float64{100, 450},
			"- The point has fewer than 101 samples on a side (fewest: 100 current, 450 baseline) and can't be judged.",
		},
		{
			"beside a fixed baseline", fixed + `,"minCount":100,"widenTo":"40m"`,
			view.OK,
			10 * time.Minute,
			[2]float64{100, 450},
			"- The point has a wider window than 5m, up to 10m, to reach 100 samples.",
		},
		{
			"less than one sample is too few, whatever the query says", hourAgo + `,"minCount":0,"widenTo":"40m"`,
			view.OK, 5 * time.Minute,
			[2]float64{50, 50},
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			group := only(t, question(t, c.members), server{"": tenACell})
			require.Equal(t, []view.Status{c.status}, group.Status)
			require.Equal(t, []time.Duration{c.length}, group.Length)
			require.InDeltaSlice(t, c.n[:], []float64{group.Current[0], group.Baseline[0]}, 1e-6)
			require.Equal(t, c.notices, texts(group.Notices))
			if c.status == view.OK {
				require.Equal(t, []plan.Span{{Start: noon.Add(-c.length), End: noon}}, group.Measures[0].Last.Windows.Current)
			}
		})
	}
}

// at says that the mute expression holds in the cells that end so many minutes after 10:00.
func muted(minutes ...int) []row {
	return []row{{labels: map[string]string{}, at: func(at time.Time) float64 {
		for _, minute := range minutes {
			if at.Equal(noon.Add(time.Duration(minute-120) * time.Minute)) {
				return 1
			}
		}
		return none
	}}}
}

// Times left out of the baseline are left out of the current window, too, where both lie at the same time: else the two
// would no longer be comparable.
func TestTimesLeftOut(t *testing.T) {
	const (
		mute   = `,"mute":"promotion"`
		cohort = `,"baseline":{"kind":"cohort","matchers":[{"label":"v","op":"=","value":"stable"}]`
		rest   = `,"groupBy":["service"],"baseline":{"kind":"rest"`
		away   = "- The baseline leaves out up to %s of excluded or muted time."
		gone   = "! The point has a baseline that is left out as a whole, by exclude or mute, and no value.\n"
	)
	one := fmt.Sprintf(away, "1m")
	rows := []row{steady(row{le: "1", service: "a"}, 40), steady(row{le: "+Inf", service: "a"}, 100), steady(row{le: "1", service: "b"}, 40), steady(row{le: "+Inf", service: "b"}, 100)}
	for _, c := range []struct {
		name, members string
		muted         []row
		status        view.Status
		n             [2]float64
		notices       string
	}{
		{"never true", `,"baseline":{"offset":"1h"` + mute + `}`, nil, view.OK, [2]float64{500, 500}, ""},
		{"true in the current window only", `,"baseline":{"offset":"1h"` + mute + `}`, muted(118), view.OK, [2]float64{500, 500}, ""},
		{"muted for a minute", `,"baseline":{"offset":"1h"` + mute + `}`, muted(58), view.OK, [2]float64{500, 400}, one},
		{"excluded for a minute and a half, which are two cells", `,"baseline":{"offset":"1h","exclude":[{"from":"2026-11-24T10:56:00Z","to":"2026-11-24T10:57:30Z"}]}`, nil, view.OK, [2]float64{500, 300}, fmt.Sprintf(away, "2m")},
		{"both", `,"baseline":{"offset":"1h","exclude":[{"from":"2026-11-24T10:56:00Z","to":"2026-11-24T10:57:00Z"}]` + mute + `}`, muted(57, 60), view.OK, [2]float64{500, 300}, fmt.Sprintf(away, "2m")},
		{"all of it muted", `,"baseline":{"offset":"1h"` + mute + `}`, muted(56, 57, 58, 59, 60), view.Muted, [2]float64{500, 0}, gone + fmt.Sprintf(away, "5m")},
		{"all of it excluded", `,"baseline":{"offset":"1h","exclude":[{"from":"2026-11-24T10:00:00Z","to":"2026-11-24T11:00:00Z"}]}`, nil, view.Muted, [2]float64{500, 0}, gone + fmt.Sprintf(away, "5m")},
		{"one season of two", `,"baseline":{"kind":"seasonal","period":"1h","count":2` + mute + `}`, muted(56, 57, 58, 59, 60), view.OK, [2]float64{500, 500}, fmt.Sprintf(away, "5m")},
		{"a fixed range", `,"baseline":{"kind":"fixed","from":"2026-11-24T10:00:00Z","to":"2026-11-24T10:10:00Z"` + mute + `}`, muted(1, 2, 3), view.OK, [2]float64{500, 700}, fmt.Sprintf(away, "3m")},
		{"a cohort", cohort + mute + `}`, muted(118), view.OK, [2]float64{400, 400}, one},
		{"a cohort, all of it", cohort + mute + `}`, muted(116, 117, 118, 119, 120), view.Muted, [2]float64{0, 0}, gone + fmt.Sprintf(away, "5m")},
		{"the rest", rest + mute + `}`, muted(118), view.OK, [2]float64{400, 400}, one},
	} {
		t.Run(c.name, func(t *testing.T) {
			served := rows[:2]
			if strings.Contains(c.members, "rest") {
				served = rows
			}
			all, err := computed(t.Context(), t, question(t, c.members), server{"": served, "promotion": c.muted}, 10)
			require.NoError(t, err)
			group := all.Groups[0]
			require.Equal(t, []view.Status{c.status}, group.Status)
			require.InDeltaSlice(t, c.n[:], []float64{group.Current[0], group.Baseline[0]}, 1e-6)
			require.Equal(t, c.notices, texts(group.Notices))
			require.Equal(t, c.status == view.OK, group.Measures[0].Last != nil)
		})
	}
}

// The hint says what else there is to read. It stands where a side has no counts, and nowhere else.
func TestHint(t *testing.T) {
	ours, theirs := histogramOf8(), []row{{le: "1", service: "other", current: 20, baseline: 40}, {le: "+Inf", service: "other", current: 100, baseline: 80}}
	late := []row{{le: "1", current: 20, baseline: none}, {le: "+Inf", current: 100, baseline: none}}
	for _, c := range []struct {
		name, members string
		server        server
		shown         bool
	}{
		{"both sides", hourAgo, server{"": ours}, false},
		{"too few counts", hourAgo + `,"minCount":1e6`, server{"": ours}, false},
		{"nothing", hourAgo, server{}, true},
		{"no baseline at that time", hourAgo, server{"": late}, true},
		{"no cohort", `,"baseline":{"kind":"cohort","metric":"theirs"}`, server{"": ours, "theirs": nil}, true},
		{"no group in common", `,"groupBy":["service"],"baseline":{"kind":"cohort","metric":"theirs"}`, server{"": ours, "theirs": theirs}, true},
		{"one group of two", `,"groupBy":["service"],"baseline":{"kind":"cohort","metric":"theirs"}`, server{"": append(ours, theirs...), "theirs": theirs}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			query := question(t, c.members)
			p := planned(t, query)
			p.Hint, p.Notices = "Type classic reads the other.", []string{"A remark."}
			all, err := computedBy(t.Context(), t, p, query, c.server, 10)
			require.NoError(t, err)
			require.Equal(t, c.shown, strings.Contains(texts(all.Notices), "! Type classic reads the other."), texts(all.Notices))
			require.Contains(t, texts(all.Notices), "- A remark.")
		})
	}
}

// A query that is cancelled stops where it is: this one would take many seconds.
func TestCanceledInTheMiddle(t *testing.T) {
	var rows []row
	for bin := range 300 {
		rows = append(rows, row{le: fmt.Sprint(bin), current: float64(bin * bin), baseline: float64(300 * bin)})
	}
	query, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"5m","measures":["kl","klReverse","js"],"view":"sensitivity"` + hourAgo + `}`))
	require.NoError(t, err)
	p := planned(t, query)
	first := p.Points[len(p.Points)-1]
	for range 20_000 {
		p.Points = append(p.Points, first)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var began time.Time
	var once sync.Once
	rows[0].at = func(time.Time) float64 {
		once.Do(func() {
			began = time.Now()
			time.AfterFunc(50*time.Millisecond, cancel) // By then all is fetched.
		})
		return 0
	}
	_, err = computedBy(ctx, t, p, query, server{"": rows}, 10)
	require.Equal(t, fault.Canceled, fault.From(err).Category)
	require.ErrorIs(t, err, context.Canceled)
	require.Less(t, time.Since(began), 5*time.Second)
}
