package lab_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
)

func TestCategoriesConvergeToTheTruth(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: 6 * hour, Scenarios: steady(scenario.Orders())})
	for _, c := range []struct {
		selector string
		ends     time.Duration
		window   time.Duration
		by       string
	}{
		{`orders_total{shop="north"}`, 0, hour, "country"},
		{`orders_total{shop="north"}`, 3 * hour, 2 * hour, "country"},
		{`orders_total{shop="south"}`, 0, 2 * hour, "country"},
		{`orders_total{shop="south"}`, 0, 2 * hour, "device"},
		{`orders_total`, hour, hour, "device"},
	} {
		t.Run(fmt.Sprintf("%s by %s", c.selector, c.by), func(t *testing.T) {
			to := labtest.Now.Add(-c.ends)
			want, err := l.Truth().Distribution(side(c.selector, c.window, to, c.by))
			require.NoError(t, err)
			query := fmt.Sprintf("sum by (%s) (increase(%s[%s]))", c.by, c.selector, model.Duration(c.window))
			counts := make([]float64, len(want.Categories))
			for _, sample := range vector(t, l.URL, query, to) {
				name := string(sample.Metric[model.LabelName(c.by)])
				require.Contains(t, want.Categories, name)
				for i := range counts {
					if want.Categories[i] == name {
						counts[i] = float64(sample.Value)
					}
				}
			}
			requireDrawnFrom(t, want, counts)
		})
	}
	before := labtest.Now.Add(-2*hour - time.Minute)
	require.Empty(t, vector(t, l.URL, `orders_total{country="NO"}`, before), "no series before the first event")
	require.Len(t, vector(t, l.URL, `orders_total{country="NO"}`, labtest.Now), 3)
	require.Len(t, vector(t, l.URL, `orders_total{country=""}`, labtest.Now), 2*3)
}

func TestGaugesConvergeToTheTruth(t *testing.T) {
	orders := scenario.Orders()
	orders.Metrics = orders.Metrics[1:]
	l := labtest.Start(t, lab.Options{History: 54 * hour, Scenarios: []scenario.Scenario{orders}})
	want, err := l.Truth().Distribution(side(`instances_running`, 48*hour, labtest.Now.Add(-5*hour), "instance_type"))
	require.NoError(t, err)
	for i, name := range want.Categories {
		level := scalar(t, l.URL, `sum(avg_over_time(instances_running{instance_type="`+name+`"}[2d]))`, labtest.Now.Add(-5*hour))
		require.InEpsilon(t, want.Expected*want.Probabilities[i], level, 0.03, name)
	}
}

func TestTheWeekConvergesToTheTruth(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: 175 * hour, Scrape: time.Minute, Scenarios: steady(scenario.Store())})
	week := labtest.Now.Add(-168 * hour)
	require.Equal(t, 1.0, scalar(t, l.URL, `promotion_active`, week))
	require.Equal(t, 0.0, scalar(t, l.URL, `promotion_active`, labtest.Now))
	for _, at := range []time.Time{week, labtest.Now, labtest.Now.Add(-5 * 24 * hour)} { // A Friday in promotion, one with drift, a Sunday.
		d, err := l.Truth().Distribution(side(`basket_value_euros{shop="station"}`, 2*hour, at))
		require.NoError(t, err)
		var counts []float64
		var below float64
		for _, le := range []string{"5.0", "10.0", "20.0", "30.0", "50.0", "75.0", "100.0", "150.0", "250.0", "500.0", "+Inf"} {
			n := scalar(t, l.URL, `sum(increase(basket_value_euros_bucket{shop="station",le="`+le+`"}[2h]))`, at)
			counts = append(counts, n-below)
			below = n
		}
		requireDrawnFrom(t, d, counts)
	}
}
