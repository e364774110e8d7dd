package engine_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

// driftOn lets the payment canary's drift last for the whole history.
func driftOn(m *scenario.Metric) {
	m.Drifts[0].Schedule = scenario.Schedule{Starts: 48 * hour, Lasts: 48 * hour}
}

// trueCanary is the true divergence of a service's canary from stable in the window that ends at a moment.
func trueCanary(t *testing.T, l *labtest.Lab, service string, ends time.Time, window time.Duration) truth.Divergence {
	side := func(version string) truth.Side {
		return truth.Side{Selector: metric + `{service="` + service + `",version="` + version + `"}`, From: ends.Add(-window), To: ends}
	}
	d, err := l.Truth().Divergence(side("canary"), side("stable"))
	require.NoError(t, err)
	return d
}

// quarters asks for windows of 15 minutes that do not overlap, over a day.
var quarters = panel{from: labtest.Now.Add(-24*hour + 15*time.Minute), interval: 15 * time.Minute}

// coverage counts how often a band held the truth.
type coverage struct {
	points, inside, below float64
	truth, errors         float64 // Sums of the truth and of estimate − truth.
}

func (c *coverage) add(estimate, lower, upper *float64, want float64) {
	c.points++
	c.truth += want
	c.errors += *estimate - want
	if *lower <= want {
		c.below++
		if upper == nil || want <= *upper {
			c.inside++
		}
	}
}

func TestBandHoldsTheTruth(t *testing.T) {
	l, s := startLab(t, lab.Options{History: 24 * hour, Scenarios: checkout(driftOn)})
	for measure, c := range map[string]struct {
		value func(truth.Divergence) truth.Nats
		// bias is the largest mean error, as a share of the truth. The estimate of KL knows nothing of the mass that
		// stable has not shown yet in the bins of the tail, and so is low with windows this short.
		bias float64
	}{
		"js": {func(d truth.Divergence) truth.Nats { return d.JS }, 0.05},
		"kl": {func(d truth.Divergence) truth.Nats { return d.KL }, 0.15},
	} {
		t.Run(measure, func(t *testing.T) {
			payment := of(t, s.ask(t, quarters, canary(map[string]any{"window": "15m", "measures": []string{measure}})), "service", "payment")
			estimate, lower, upper := column(t, payment, measure), column(t, payment, "lower"), column(t, payment, "upper")
			var got coverage
			for i, at := range times(t, payment) {
				want := c.value(trueCanary(t, l, "payment", at, 15*time.Minute))
				got.add(estimate[i], lower[i], upper[i], float64(want))
			}
			t.Logf("%+v", got)
			require.EqualValues(t, 96, got.points)
			require.GreaterOrEqual(t, got.inside/got.points, 0.90)
			require.GreaterOrEqual(t, got.below/got.points, 0.94)
			require.Less(t, math.Abs(got.errors/got.truth), c.bias)
		})
	}
}

func TestTheDriftOfThePresentIsSeen(t *testing.T) {
	l, s := startLab(t, lab.Options{})
	for _, measure := range []string{"js", "kl"} {
		payment := of(t, s.ask(t, panel{}, canary(map[string]any{"instant": true, "measures": []string{measure}})), "service", "payment")
		d := trueCanary(t, l, "payment", labtest.Now, hour)
		want := map[string]float64{"js": float64(d.JS), "kl": float64(d.KL)}[measure]
		require.InEpsilon(t, want, *column(t, payment, measure)[0], 0.15, measure)
		require.LessOrEqual(t, *column(t, payment, "lower")[0], want, measure)
		require.Greater(t, *column(t, payment, "lower")[0], want/2, measure)
	}
}

func TestWithoutDriftTheLowerLimitIsZero(t *testing.T) {
	_, s := startLab(t, lab.Options{History: 24 * hour})
	for _, measure := range []string{"js", "kl"} {
		cart := of(t, s.ask(t, quarters, canary(map[string]any{"window": "15m", "measures": []string{measure}})), "service", "cart")
		lower := column(t, cart, "lower")
		zero := 0
		for _, limit := range lower {
			if *limit == 0 {
				zero++
			}
		}
		t.Logf("%s: %d of %d", measure, zero, len(lower))
		require.GreaterOrEqual(t, float64(zero)/float64(len(lower)), 0.95, measure)
	}
}

func TestTheQuietCanaryIsNotJudged(t *testing.T) {
	_, s := startLab(t, lab.Options{})
	for _, instant := range []bool{false, true} {
		quiet := of(t, s.ask(t, panel{}, canary(map[string]any{"instant": instant})), "service", "search")
		for _, name := range []string{"kl", "lower", "upper"} {
			for _, value := range column(t, quiet, name) {
				require.Nil(t, value, name)
			}
		}
		require.Equal(t, quiet.Rows(), recipe(t, quiet).Status["insufficient"])
		require.Contains(t, quiet.Meta.Notices[0].Text, "fewer than 100 samples on a side")
	}
}
