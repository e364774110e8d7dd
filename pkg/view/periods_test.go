package view

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

// windows draws windows of an hour: g is good, b bad, u has too few samples, and . no counts.
func windows(text string) Objective {
	o := Objective{groups: 1}
	for _, mark := range text {
		t, unknown := tally{}, map[Status]int(nil)
		switch mark {
		case 'g':
			t = tally{good: 1, judged: 1, counted: 1}
		case 'b':
			t = tally{judged: 1, counted: 1}
		case 'u':
			t, unknown = tally{unknown: 1, counted: 1}, map[Status]int{Insufficient: 1}
		default:
			t, unknown = tally{unknown: 1}, map[Status]int{NoData: 1}
		}
		o.tallies, o.unknown = append(o.tallies, t), append(o.unknown, unknown)
	}
	return o
}

func hours(n int) request.Duration { return request.Duration{Length: time.Duration(n) * time.Hour} }

// tenHours is an objective of 80 % over ten hours, burning over five and two.
var tenHours = request.SLO{Target: 0.8, Period: hours(10), Long: hours(5), Short: hours(2)}

func evaluated(t *testing.T, text string, lead int) []Attained {
	t.Helper()
	points := periods{slo: tenHours, step: time.Hour, lead: lead}.points(windows(text).tallies)
	require.Len(t, points, len(text)-lead)
	return points
}

func TestObjectiveByHand(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		text string
		want Attained
	}{
		{"gggggggggg", Attained{Share: 1, Now: 1, Budget: 1, Good: 10, Judged: 10, Covers: 10 * time.Hour}},
		// One of ten bad is half of the two that 80 % allow; it lies in the long window, not in the short one.
		{"ggggggbggg", Attained{Share: 0.9, Now: 1, Budget: 0.5, Long: 1, Good: 9, Judged: 10, Covers: 10 * time.Hour}},
		{"bbgggggggg", Attained{Share: 0.8, Now: 1, Budget: 0, Good: 8, Judged: 10, Covers: 10 * time.Hour}},
		// Spent twice.
		{"ggggggbbbb", Attained{Share: 0.6, Now: 0, Budget: -1, Long: 4, Short: 5, Good: 6, Judged: 10, Covers: 10 * time.Hour}},
		// What can't be judged does not count: neither as good nor as bad.
		{"gggguuuuub", Attained{Share: 0.8, Now: 0, Budget: 0, Long: 5, Short: 5, Good: 4, Judged: 5, Unknown: 5, Covers: 10 * time.Hour}},
		{"gggggggguu", Attained{Share: 1, Now: nan, Budget: 1, Short: nan, Good: 8, Judged: 8, Unknown: 2, Covers: 10 * time.Hour}},
		{"......gggb", Attained{Share: 0.75, Now: 0, Budget: -0.25, Long: 1.25, Short: 2.5, Good: 3, Judged: 4, Unknown: 6, Covers: 4 * time.Hour}},
		{"......g..g", Attained{Share: 1, Now: 1, Budget: 1, Good: 2, Judged: 2, Unknown: 8, Covers: 4 * time.Hour}},
		{"..........", Attained{Share: nan, Now: nan, Budget: nan, Long: nan, Short: nan, Unknown: 10}},
		{"uuuuuuuuuu", Attained{Share: nan, Now: nan, Budget: nan, Long: nan, Short: nan, Unknown: 10, Covers: 10 * time.Hour}},
	} {
		got := evaluated(t, c.text, 9)[0]
		for name, pair := range map[string][2]float64{
			"share": {c.want.Share, got.Share}, "now": {c.want.Now, got.Now}, "budget": {c.want.Budget, got.Budget}, "long": {c.want.Long, got.Long}, "short": {c.want.Short, got.Short},
		} {
			if math.IsNaN(pair[0]) {
				require.True(t, math.IsNaN(pair[1]), "%s of %s: %v", name, c.text, pair[1])
				continue
			}
			require.InDelta(t, pair[0], pair[1], 1e-12, "%s of %s", name, c.text)
		}
		require.Equal(t, []int{c.want.Good, c.want.Judged, c.want.Unknown}, []int{got.Good, got.Judged, got.Unknown}, c.text)
		require.Equal(t, c.want.Covers, got.Covers, c.text)
	}
}

// A rule on the burn rate fires only where both windows burn: neither on what is over nor on a single bad window.
func TestBurnRateTakesBothWindows(t *testing.T) {
	require.InDelta(t, 0, evaluated(t, "gggggbbbgg", 9)[0].BurnRate(), 1e-12, "it is over")
	require.InDelta(t, 1, evaluated(t, "gggggggggb", 9)[0].BurnRate(), 1e-12, "one of five, one of two")
	require.InDelta(t, 5, evaluated(t, "gggggbbbbb", 9)[0].BurnRate(), 1e-12)
	require.True(t, math.IsNaN(evaluated(t, "gggggbbbuu", 9)[0].BurnRate()))
}

// Each point has the period that ends there, and what is good or bad adds up, whatever the order.
func TestEveryPointHasItsPeriod(t *testing.T) {
	state := uint64(7)
	text := make([]byte, 60)
	for i := range text {
		state = state*6364136223846793005 + 1442695040888963407
		text[i] = "gggbu."[state>>33%6]
	}
	for i, got := range evaluated(t, string(text), 9) {
		alone := evaluated(t, string(text[i:i+10]), 9)[0]
		require.InDelta(t, alone.Share, got.Share, 1e-12)
		require.InDelta(t, alone.Long, got.Long, 1e-12)
		require.Equal(t, [3]int{alone.Good, alone.Judged, alone.Unknown}, [3]int{got.Good, got.Judged, got.Unknown})
		require.Equal(t, 10, got.Judged+got.Unknown)
		require.InDelta(t, 1-(1-got.Share)/(1-tenHours.Target), got.Budget, 1e-12, "the budget and the share say the same")
	}
}

// A period that is no multiple of the window holds the windows that end in it.
func TestPeriodsBetweenWindows(t *testing.T) {
	p := periods{slo: tenHours, step: 3 * time.Hour}
	for length, want := range map[int]int{1: 1, 3: 1, 4: 2, 6: 2, 10: 4, 12: 4} {
		require.Equal(t, want, p.windows(time.Duration(length)*time.Hour), length)
	}
}

// The windows of all groups together are those of each.
func TestGroupsTogether(t *testing.T) {
	all := together([]Objective{windows("ggbgggggggg"), windows("gbb.ggggggu"), windows("uuuuuuuuuuu")})
	points := periods{slo: tenHours, step: time.Hour, lead: 9}.points(all.tallies)
	require.Len(t, points, 2)
	require.InDelta(t, 1, points[0].Now, 0)
	require.InDelta(t, 1, points[1].Now, 0, "one of one")
	require.Equal(t, []int{16, 19, 11}, []int{points[0].Good, points[0].Judged, points[0].Unknown})
	require.InDelta(t, 16.0/19, points[0].Share, 1e-12)
	require.Equal(t, map[Status]int{Insufficient: 1, NoData: 1}, all.unknown[3])
}

func TestWhatAnObjectiveLacks(t *testing.T) {
	threshold := 0.1
	query := request.Query{SLO: &tenHours, Threshold: &threshold, Measures: []request.Measure{request.MeasureJS}}
	p := periods{slo: tenHours, step: time.Hour, lead: 9}
	for text, want := range map[string]string{
		"gggggggggg": "",
		"....gguubg": "The objective covers 6h of 10h: there are no counts on both sides before.|2 of 6 windows can't be judged and do not count: too few samples.",
		"gg.uuugggg": "4 of 10 windows can't be judged and do not count: 3 too few samples, 1 no counts on one side.",
		"..........": "There is no objective: no window of the last 10h has counts on both sides.",
	} {
		o := windows(text)
		o.Points = p.points(o.tallies)
		said := ""
		for i, notice := range p.missing(o).notices(query) {
			if i > 0 {
				said += "|"
			}
			said += notice.Text
			require.False(t, notice.Warning)
		}
		require.Equal(t, want, said)
	}
}
