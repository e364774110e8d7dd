package lab_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

const hour = time.Hour

// checkout returns the checkout, changed.
func checkout(change func(*scenario.Metric, *scenario.Group)) []scenario.Scenario {
	s := scenario.Checkout()
	for i := range s.Metrics[0].Groups {
		change(&s.Metrics[0], &s.Metrics[0].Groups[i])
	}
	return []scenario.Scenario{s}
}

func withoutBursts() []scenario.Scenario {
	return checkout(func(_ *scenario.Metric, g *scenario.Group) { g.Burst = scenario.Burst{} })
}

// chiSquared compares counts with a true distribution. Bins that expect fewer than 5 are pooled.
func chiSquared(counts, probabilities []float64) (statistic, freedom float64) {
	n := floats.Sum(counts)
	var seen, expected float64
	for i := range counts {
		seen += counts[i]
		expected += n * probabilities[i]
		if expected >= 5 {
			statistic += (seen - expected) * (seen - expected) / expected
			freedom++
			seen, expected = 0, 0
		}
	}
	return statistic, freedom - 1
}

func TestHistoryConvergesToTheTruth(t *testing.T) {
	// Without bursts the counts are multinomial, so that the error of sampling is known.
	l := labtest.Start(t, lab.Options{History: 8 * hour, Scenarios: withoutBursts()})
	for _, c := range []struct {
		labels string
		ends   time.Duration
		window time.Duration
	}{
		{`service="payment",version="canary"`, 0, hour},
		{`service="payment",version="canary"`, 2 * hour, 2 * hour}, // Half under drift.
		{`service="payment",version="canary"`, 4 * hour, 3 * hour},
		{`service="payment"`, 0, hour},
		{`service="cart",version="stable"`, hour, 2 * hour},
		{`service="cart",pod=~".*-[01]"`, 0, 6 * hour},
		{`service="search"`, 0, 7 * hour},
		{`job="checkout"`, 0, 5 * time.Minute},
	} {
		t.Run(fmt.Sprintf("%s %v before", c.labels, c.ends), func(t *testing.T) {
			to := labtest.Now.Add(-c.ends)
			counts := bins(t, l.URL, c.labels, c.window, to)
			want, err := l.Truth().Distribution(truth.Side{
				Selector: metric + "{" + c.labels + "}", From: to.Add(-c.window), To: to,
			})
			require.NoError(t, err)
			require.InEpsilon(t, want.Expected, floats.Sum(counts), 0.05)
			statistic, freedom := chiSquared(counts, want.Probabilities)
			require.Less(t, distuv.ChiSquared{K: freedom}.CDF(statistic), 0.999, "χ² %.1f, %v degrees of freedom", statistic, freedom)
		})
	}
}

func TestBurstsSpreadTheBinsButDriftStandsOut(t *testing.T) {
	l := labtest.Start(t, lab.Options{Scenarios: []scenario.Scenario{scenario.Checkout()}})
	measured := func(ends time.Duration) float64 {
		to := labtest.Now.Add(-ends)
		p, q := bins(t, l.URL, `service="payment",version="canary"`, hour, to), bins(t, l.URL, `service="payment",version="stable"`, hour, to)
		floats.Scale(1/floats.Sum(p), p)
		// Half an event in every bin keeps the plug-in finite.
		floats.AddConst(0.5, q)
		floats.Scale(1/floats.Sum(q), q)
		d, err := truth.Compare(p, q)
		require.NoError(t, err)
		return float64(d.KL)
	}
	require.Less(t, measured(3*hour), 0.003)
	require.InDelta(t, 0.115, measured(0), 0.025)
}

func TestIncreaseSurvivesRestarts(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: 40 * hour, Scenarios: withoutBursts()})
	for _, pod := range vector(t, l.URL, `resets(`+metric+`_count[39h])`, labtest.Now) {
		require.GreaterOrEqual(t, float64(pod.Value), 1.0, "%s", pod.Metric)
	}
	for _, service := range []string{"cart", "payment", "search"} {
		selector := fmt.Sprintf(`{service="%s"}`, service)
		got := scalar(t, l.URL, `sum(increase(`+metric+`_count`+selector+`[39h]))`, labtest.Now)
		want, err := l.Truth().Distribution(truth.Side{Selector: metric + selector, From: labtest.Now.Add(-39 * hour), To: labtest.Now})
		require.NoError(t, err)
		require.InEpsilon(t, want.Expected, got, 0.0015)
	}
}

func TestTheQuietCanaryNeverHasAHundredAnHour(t *testing.T) {
	canaries := scenario.Checkout()
	canaries.Metrics[0].Groups = slices.DeleteFunc(canaries.Metrics[0].Groups, func(g scenario.Group) bool {
		return g.Labels["version"] != "canary"
	})
	l := labtest.Start(t, lab.Options{History: 49 * hour, Scenarios: []scenario.Scenario{canaries}})
	hourly := func(labels string) []model.SamplePair {
		value, _, err := client(t, l.URL).QueryRange(t.Context(), `sum(increase(`+metric+`_count{`+labels+`}[1h]))`,
			v1.Range{Start: labtest.Now.Add(-48 * hour), End: labtest.Now, Step: 15 * time.Minute})
		require.NoError(t, err)
		return value.(model.Matrix)[0].Values
	}
	for _, point := range hourly(`service="search",version="canary"`) {
		require.Less(t, float64(point.Value), 100.0)
		require.Positive(t, float64(point.Value))
	}
	for _, service := range []string{"cart", "payment"} {
		for _, point := range hourly(fmt.Sprintf(`service="%s",version="canary"`, service)) {
			require.Greater(t, float64(point.Value), 5000.0, service)
		}
	}
}

func TestSeriesLabelsAndMetadata(t *testing.T) {
	l := labtest.Start(t, lab.Options{History: hour})
	api := client(t, l.URL)
	series, _, err := api.Series(t.Context(), []string{`{job="checkout",__name__=~"` + metric + `_.*"}`}, labtest.Now.Add(-hour), labtest.Now)
	require.NoError(t, err)
	require.Len(t, series, 18*14)
	answers, _, err := api.Series(t.Context(), []string{`http_requests_total{code="200"}`}, labtest.Now.Add(-hour), labtest.Now)
	require.NoError(t, err)
	require.Len(t, answers, 6, "one proxy before the pods of each version")
	values, _, err := api.LabelValues(t.Context(), "version", []string{metric + "_bucket"}, labtest.Now.Add(-hour), labtest.Now)
	require.NoError(t, err)
	require.Equal(t, model.LabelValues{"canary", "stable"}, values)
	known, err := api.Metadata(t.Context(), metric, "")
	require.NoError(t, err)
	require.Equal(t, []v1.Metadata{{Type: v1.MetricTypeHistogram, Help: "Time from a request's arrival to its last byte.", Unit: "seconds"}}, known[metric])
	mean := scalar(t, l.URL, `sum(increase(`+metric+`_sum{service="cart"}[50m])) / sum(increase(`+metric+`_count{service="cart"}[50m]))`, labtest.Now)
	require.InDelta(t, 0.060, mean, 0.003)
}
