package engine_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

// sum adds up what is no null.
func sum(values []*float64) (total float64) {
	for _, value := range values {
		if value != nil {
			total += *value
		}
	}
	return total
}

// trueParts are p ln(p/q) − p + q of the payment canary against stable, by the scenario alone, for bins of these bounds.
func trueParts(t *testing.T, l *labtest.Lab) (parts []float64, bounds []float64) {
	side := func(version string) truth.Side {
		return truth.Side{Selector: metric + `{service="payment",version="` + version + `"}`, From: labtest.Now.Add(-hour), To: labtest.Now}
	}
	p, q, err := l.Truth().Distributions(side("canary"), side("stable"))
	require.NoError(t, err)
	for i := range p.Probabilities {
		x, y := p.Probabilities[i], q.Probabilities[i]
		parts = append(parts, x*math.Log(x/y)-x+y)
	}
	return parts, p.Bounds
}

func TestContributionsSumToTheEstimateAndLieWhereTheTruthSays(t *testing.T) {
	l, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Checkout()}})
	instant := of(t, s.ask(t, panel{}, canary(map[string]any{"instant": true})), "service", "payment")
	var table *data.Frame
	for _, one := range s.ask(t, panel{}, canary(map[string]any{"view": "contributions"})) {
		if recipe(t, one).Last != nil && *recipe(t, one).Last.Estimate == *recipe(t, instant).Last.Estimate {
			table = one
		}
	}
	require.NotNil(t, table, "a table of the same number as the view divergence")
	require.Equal(t, "payment · KL(canary ‖ stable)", table.Name)
	require.InDelta(t, *column(t, instant, "kl")[0], sum(column(t, table, "contribution")), 1e-12, "the column sums to the estimate")

	want, bounds := trueParts(t, l)
	bins, to, got := textsOf(t, table, "bin"), column(t, table, "to"), column(t, table, "contribution")
	lower, upper := column(t, table, "lower"), column(t, table, "upper")
	require.Equal(t, "bias correction", bins[len(bins)-1])
	require.Len(t, bins, len(want)+1)
	inside := 0
	for i := range want {
		if i < len(bounds) {
			require.InDelta(t, bounds[i], *to[i], 1e-12)
		}
		t.Logf("%-10s truth %.5f, contribution %.5f, lower %.5f", bins[i], want[i], *got[i], *lower[i])
		if *lower[i] <= want[i] && (upper[i] == nil || want[i] <= *upper[i]) {
			inside++
		}
	}
	require.Equal(t, len(want), inside, "limits hold for all bins at once")
	// The three bins in which the truth has most of the divergence are the three that contribute most.
	require.Equal(t, largest(want, 3), largest(values(got[:len(want)]), 3))
	top := largest(want, 3)
	require.Greater(t, want[top[0]]+want[top[1]]+want[top[2]], 0.8*total(want))

	share := s.ask(t, panel{}, canary(map[string]any{"view": "contributions", "format": "numeric", "alertOn": "to"}))
	first := of(t, share, "service", "payment")
	require.Equal(t, data.FrameTypeNumericMulti, first.Meta.Type)
	require.Equal(t, instant.Fields[0].Labels, first.Fields[0].Labels, "alert rules join by labels")
	require.Contains(t, []float64{1, 2.5}, *column(t, first, "to")[0])
	require.Nil(t, column(t, of(t, share, "service", "search"), "to")[0], "too quiet to be judged")
}

func values(pointers []*float64) (all []float64) {
	for _, one := range pointers {
		all = append(all, *one)
	}
	return all
}

// largest are the indexes of the n largest values, ascending.
func largest(all []float64, n int) []int {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if all[a] > all[b] {
			return -1
		}
		return 1
	})
	return slices.Sorted(slices.Values(order[:n]))
}

// Over time, the tail grows when the drift begins, three hours before now.
func TestContributionsOverTime(t *testing.T) {
	_, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Checkout()}})
	question := canary(map[string]any{"view": "contributions", "instant": false, "window": "30m", "groupBy": []string{}})
	question["current"] = side("version", "canary", "service", "payment")
	frames := s.ask(t, panel{from: labtest.Now.Add(-5 * hour), interval: 30 * time.Minute}, question)
	require.Len(t, frames, 1)
	wide := frames[0]
	require.Equal(t, data.FrameTypeTimeSeriesWide, wide.Meta.Type)
	require.Len(t, wide.Fields, 1+12)
	for _, field := range wide.Fields[1:] {
		if field.Labels["bin"] != "1–2.5" {
			continue
		}
		for i, at := range times(t, wide) {
			value, err := field.NullableFloatAt(i)
			require.NoError(t, err)
			switch {
			case at.After(labtest.Now.Add(-2 * hour)):
				require.Greater(t, *value, 0.02, at)
			case at.Before(labtest.Now.Add(-3 * hour)):
				require.Less(t, math.Abs(*value), 0.01, at)
			}
		}
		return
	}
	require.Fail(t, "no bin 1–2.5")
}

// The distributions are those of the truth, within their bands; the 99th percentile moved, and the notice says so.
func TestDistributionsHoldTheTruth(t *testing.T) {
	l, s := startLab(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Checkout()}})
	question := canary(map[string]any{"view": "distributions"})
	question["current"] = side("version", "canary", "service", "payment")
	table := s.ask(t, panel{}, question)[0]
	for name, version := range map[string]string{"current": "canary", "baseline": "stable"} {
		want, err := l.Truth().Distribution(truth.Side{Selector: metric + `{service="payment",version="` + version + `"}`, From: labtest.Now.Add(-hour), To: labtest.Now})
		require.NoError(t, err)
		lower, upper := column(t, table, name+" lower"), column(t, table, name+" upper")
		inside := 0
		for i, share := range want.Probabilities {
			if *lower[i] <= share && share <= *upper[i] {
				inside++
			}
		}
		t.Logf("%s: %d of %d shares within their limits", name, inside, len(want.Probabilities))
		require.GreaterOrEqual(t, inside, len(want.Probabilities)-2, "each limit holds alone, at 95 %%")
		require.InDelta(t, 1, sum(column(t, table, name)), 1e-12)
	}
	p99 := recipe(t, table).Quantiles[2]
	require.InDelta(t, 0.99, p99.Of, 0)
	require.Greater(t, p99.Current, 1.7*p99.Baseline)

	question["format"] = "numeric"
	trend := s.ask(t, panel{}, question)
	require.Len(t, trend, 1)
	area, from := 0.0, column(t, trend[0], "from")
	for i, density := range column(t, trend[0], "current")[:len(from)-1] {
		require.Greater(t, *from[i+1], *from[i])
		area += *density * (*from[i+1] - *from[i])
	}
	require.InDelta(t, 1, area, 1e-3, "all but what lies above the highest bound")
}
