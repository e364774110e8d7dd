package truth_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const (
	canary = `http_request_duration_seconds_bucket{service="payment",version="canary"}`
	stable = `http_request_duration_seconds_bucket{service="payment",version="stable"}`
	cart   = `http_request_duration_seconds{service="cart"}`
)

// window is a side that ends some hours before now.
func window(selector string, endsBefore, length time.Duration) truth.Side {
	to := now.Add(-endsBefore)
	return truth.Side{Selector: selector, From: to.Add(-length), To: to}
}

func checkout() *truth.Truth {
	return truth.New([]scenario.Scenario{scenario.Checkout()}, now)
}

func kl(t *testing.T, current, baseline truth.Side) float64 {
	d, err := checkout().Divergence(current, baseline)
	require.NoError(t, err)
	return float64(d.KL)
}

func TestDriftsAreTrueWhileActiveAndZeroOutside(t *testing.T) {
	hour := time.Hour
	// The canary's slow tail.
	require.InDelta(t, 0.115, kl(t, window(canary, 0, hour), window(stable, 0, hour)), 0.002)
	require.InDelta(t, 0.115, kl(t, window(canary, 2*hour, hour), window(stable, 2*hour, hour)), 0.002)
	require.InDelta(t, 0.115, kl(t, window(canary, 180*hour, hour), window(stable, 180*hour, hour)), 0.002)
	require.Less(t, kl(t, window(canary, 3*hour, hour), window(stable, 3*hour, hour)), 1e-15)
	require.Less(t, kl(t, window(stable, 0, hour), window(stable, 24*hour, hour)), 1e-15)
	// The cart's second mode, seen against the day before but not between its versions.
	require.InDelta(t, 0.47, kl(t, window(cart, 30*hour, 6*hour), window(cart, 54*hour, 6*hour)), 0.02)
	require.Less(t, kl(t, window(cart, 42*hour, hour), window(cart, 66*hour, hour)), 1e-12)
	require.Less(t, kl(t,
		window(`http_request_duration_seconds{service="cart",version="canary"}`, 33*hour, hour),
		window(`http_request_duration_seconds{service="cart",version="stable"}`, 33*hour, hour)), 1e-12)
}

func TestADriftOverPartOfAWindowCountsForItsTraffic(t *testing.T) {
	// The drift begins three hours before now: it covers the second half of this window.
	side := window(canary, 2*time.Hour, 2*time.Hour)
	got, err := checkout().Distribution(side)
	require.NoError(t, err)
	m := scenario.Checkout().Metrics[0]
	g, tail := m.Groups[3], m.Drifts[0].Effect.(scenario.ValueEffect)
	middle := now.Add(-3 * time.Hour)
	before, after := g.Rate.Expected(side.From, middle), g.Rate.Expected(middle, side.To)
	require.Greater(t, after, before, "the traffic still rises at noon")
	require.InEpsilon(t, before+after, got.Expected, 1e-12)
	plain, drifted := g.Values.Bins(m.Bounds), tail.On(g.Values).Bins(m.Bounds)
	for i, p := range got.Probabilities {
		require.InEpsilon(t, (before*plain[i]+after*drifted[i])/(before+after), p, 1e-9)
	}
}

func TestSelectionsWeighGroupsByTheirTraffic(t *testing.T) {
	at := func(selector string) truth.Distribution {
		d, err := checkout().Distribution(window(selector, 0, time.Hour))
		require.NoError(t, err)
		require.InDelta(t, 1, floats.Sum(d.Probabilities), 1e-12)
		return d
	}
	all, c, s := at(`http_request_duration_seconds{service="payment"}`), at(canary), at(stable)
	require.InEpsilon(t, c.Expected+s.Expected, all.Expected, 1e-12)
	for i := range all.Probabilities {
		mixed := (c.Expected*c.Probabilities[i] + s.Expected*s.Probabilities[i]) / all.Expected
		require.InEpsilon(t, mixed, all.Probabilities[i], 1e-12)
	}
	require.InEpsilon(t, s.Expected/2, at(`http_request_duration_seconds{pod=~"payment-stable-[01]"}`).Expected, 1e-12)
	require.InEpsilon(t, s.Expected*3/4, at(`http_request_duration_seconds{service="payment",version!="canary",pod!~".*3"}`).Expected, 1e-12)
}

func TestCompareAgreesWithGonum(t *testing.T) {
	p, q := []float64{0.5, 0.3, 0.2, 0}, []float64{0.4, 0.35, 0.15, 0.1}
	d, err := truth.Compare(p, q)
	require.NoError(t, err)
	require.InDelta(t, stat.KullbackLeibler(p, q), float64(d.KL), 1e-15)
	require.True(t, math.IsInf(float64(d.KLReverse), 1))
	require.InDelta(t, stat.JensenShannon(p, q), float64(d.JS), 1e-15)
	_, err = truth.Compare(p, q[:3])
	require.ErrorContains(t, err, "bounds differ")
}

func TestDistributionSaysWhatIsWrong(t *testing.T) {
	for selector, want := range map[string]string{
		`{`:             "parse error",
		`{job="x"}`:     "names no metric",
		`unknown_total`: "no metric unknown_total",
		`http_request_duration_seconds{pod="nobody"}`: "no pod has these labels",
	} {
		_, err := checkout().Distribution(window(selector, 0, time.Hour))
		require.ErrorContains(t, err, want)
	}
	_, err := checkout().Divergence(window(canary, 0, time.Hour), window(canary, 0, 0))
	require.ErrorContains(t, err, "baseline: window from")

	other := scenario.Checkout()
	other.Metrics[0].Labels = scenario.Labels{"job": "other"}
	other.Metrics[0].Bounds = []float64{2, 3}
	_, err = truth.New([]scenario.Scenario{scenario.Checkout(), other}, now).
		Distribution(window("http_request_duration_seconds", 0, time.Hour))
	require.ErrorContains(t, err, "no bound in common")
}
