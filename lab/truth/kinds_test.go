package truth_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"

	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/truth"
)

func world() *truth.Truth { return truth.New(scenario.All(), now) }

func distribution(t *testing.T, side truth.Side) truth.Distribution {
	t.Helper()
	d, err := world().Distribution(side)
	require.NoError(t, err)
	require.InDelta(t, 1, floats.Sum(d.Probabilities), 1e-9)
	return d
}

func divergence(t *testing.T, current, baseline truth.Side) truth.Divergence {
	t.Helper()
	d, err := world().Divergence(current, baseline)
	require.NoError(t, err)
	return d
}

func TestNativeDistributionsHaveTheBoundsOfTheirSchema(t *testing.T) {
	d := distribution(t, window(`rpc_duration_seconds{service="ranking"}`, 0, time.Hour))
	require.Equal(t, scenario.Native, d.Kind)
	require.Equal(t, scenario.DefaultZeroThreshold, d.Bounds[0])
	for i := 2; i < len(d.Bounds); i++ {
		require.InEpsilon(t, math.Exp2(1.0/8), d.Bounds[i]/d.Bounds[i-1], 1e-12)
	}
	// The classic form of the same calls agrees where both have a bound.
	c := distribution(t, window(`rpc_duration_seconds_bucket{service="ranking"}`, 0, time.Hour))
	require.Equal(t, scenario.Recommendation().Metrics[0].Bounds, c.Bounds)
	require.InDelta(t, upTo(d, 0.5), upTo(c, 0.5), 1e-12)
	// Fewer bins tell less.
	native := divergence(t, window(`rpc_duration_seconds{service="ranking"}`, 0, time.Hour), window(`rpc_duration_seconds{service="ranking"}`, 24*time.Hour, time.Hour))
	classic := divergence(t, window(`rpc_duration_seconds_bucket{service="ranking"}`, 0, time.Hour), window(`rpc_duration_seconds_bucket{service="ranking"}`, 24*time.Hour, time.Hour))
	require.Greater(t, float64(classic.JS), 0.01)
	require.Greater(t, float64(native.JS), float64(classic.JS))
	mixed := divergence(t, window(`rpc_duration_seconds{service="features"}`, 0, time.Hour), window(`rpc_duration_seconds_bucket{service="features"}`, 0, time.Hour))
	require.InDelta(t, 0, float64(mixed.KL), 1e-12)
}

// upTo is the probability up to a bound.
func upTo(d truth.Distribution, bound float64) (p float64) {
	for i, b := range d.Bounds {
		p += d.Probabilities[i]
		if b == bound {
			return p
		}
	}
	return math.NaN()
}

func TestSignedDistributions(t *testing.T) {
	d := distribution(t, window(`balance_change_euros{account="business"}`, 30*time.Hour, time.Hour))
	require.InDelta(t, 0.55, upTo(d, -scenario.DefaultZeroThreshold), 1e-9)
	require.InDelta(t, 0.55+0.04, upTo(d, scenario.DefaultZeroThreshold), 1e-9)
	require.IsIncreasing(t, d.Bounds)
	drifted := divergence(t, window(`balance_change_euros{account="business"}`, 0, time.Hour), window(`balance_change_euros{account="business"}`, 24*time.Hour, time.Hour))
	require.Greater(t, float64(drifted.KL), 0.1)
}

func TestLayoutChangesAreNoDrift(t *testing.T) {
	for selector, bounds := range map[string][]float64{
		`query_duration_seconds{service="browse"}`: {.005, .01, .05, .1, .5, 1, 5},
		`query_duration_seconds{service="export"}`: scenario.Catalog().Metrics[0].Bounds,
	} {
		p, q, err := world().Distributions(window(selector, 0, time.Hour), window(selector, 24*time.Hour, time.Hour))
		require.NoError(t, err)
		require.Equal(t, bounds, p.Bounds)
		require.Equal(t, bounds, q.Bounds)
		d := divergence(t, window(selector, 0, time.Hour), window(selector, 24*time.Hour, time.Hour))
		require.InDelta(t, 0, float64(d.KL), 1e-12)
	}
	after := distribution(t, window(`query_duration_seconds{service="browse"}`, 0, time.Hour))
	require.Equal(t, scenario.Catalog().Metrics[0].Groups[0].Relayouts[0].Layout.Bounds, after.Bounds)
	across := distribution(t, window(`query_duration_seconds{service="browse"}`, 5*time.Hour, 2*time.Hour))
	require.Equal(t, []float64{.005, .01, .05, .1, .5, 1, 5}, across.Bounds)

	// Half of the pods have a coarser schema: the sum of all has it, too.
	step := func(selector string, before time.Duration) float64 {
		d := distribution(t, window(selector, before, time.Hour))
		return d.Bounds[10] / d.Bounds[9]
	}
	require.InEpsilon(t, math.Exp2(1.0/2), step(`frame_time_seconds{app="viewer"}`, 0), 1e-12)
	require.InEpsilon(t, math.Exp2(1.0/8), step(`frame_time_seconds{pod="viewer-0"}`, 0), 1e-12)
	require.InEpsilon(t, math.Exp2(1.0/8), step(`frame_time_seconds{app="viewer"}`, 9*time.Hour), 1e-12)
	viewer := divergence(t, window(`frame_time_seconds{app="viewer"}`, 0, time.Hour), window(`frame_time_seconds{app="viewer"}`, 24*time.Hour, time.Hour))
	editor := divergence(t, window(`frame_time_seconds{app="editor"}`, 0, time.Hour), window(`frame_time_seconds{app="editor"}`, 24*time.Hour, time.Hour))
	require.InDelta(t, 0, float64(viewer.KL), 1e-12)
	require.Greater(t, float64(editor.KL), 0.02)
}

func TestCategoriesByName(t *testing.T) {
	north, south := `orders_total{shop="north"}`, `orders_total{shop="south"}`
	by := func(side truth.Side, labels ...string) truth.Side {
		side.By = labels
		return side
	}
	hour, day := time.Hour, 24*time.Hour
	before := distribution(t, by(window(north, day, hour), "country"))
	require.Equal(t, scenario.CategoryCounter, before.Kind)
	require.Len(t, before.Categories, 13)
	require.Equal(t, "", before.Categories[0])
	require.InDelta(t, 0.02, before.Probabilities[0], 1e-12)
	require.Len(t, distribution(t, window(north, day, hour)).Categories, 39)

	d := divergence(t, by(window(north, 0, hour), "country"), by(window(north, day, hour), "country"))
	require.InDelta(t, 0.06/(1-0.12*0.94), d.NewMass, 1e-12)
	require.InDelta(t, 0.12, d.VanishedMass, 1e-12)
	require.True(t, math.IsInf(float64(d.KL), 1))
	require.Greater(t, float64(d.JS), 0.05)

	for _, label := range []string{"country", "device"} {
		alone := divergence(t, by(window(south, 0, hour), label), by(window(south, day, hour), label))
		require.InDelta(t, 0, float64(alone.KL), 1e-12, label)
	}
	both := divergence(t, window(south, 0, hour), window(south, day, hour))
	require.Greater(t, float64(both.JS), 0.01)
	require.Zero(t, both.NewMass)

	// Labels of a category can be selected by; those of the pods can make categories.
	mobile := distribution(t, by(window(`orders_total{device="mobile",country=~"DE|FR"}`, day, hour), "country"))
	require.Equal(t, []string{"DE", "FR"}, mobile.Categories)
	require.InDelta(t, 0.22/0.38, mobile.Probabilities[0], 1e-12)
	shops := distribution(t, by(window(`orders_total`, day, hour), "shop"))
	require.InDeltaSlice(t, []float64{5. / 9, 4. / 9}, shops.Probabilities, 1e-12)
	services := distribution(t, by(window(`payload_bytes`, day, hour), "service"))
	require.InDeltaSlice(t, []float64{0.8, 0.2}, services.Probabilities, 1e-12)

	_, err := world().Divergence(window(north, 0, hour), window(`payload_bytes`, 0, hour))
	require.ErrorContains(t, err, "cannot be compared with categories")
}

func TestGauges(t *testing.T) {
	side := window(`instances_running`, 0, time.Hour)
	side.By = []string{"instance_type"}
	d := distribution(t, side)
	require.InDelta(t, 240, d.Expected, 1e-9)
	require.Equal(t, []string{"large", "medium", "small"}, d.Categories)
	require.InDelta(t, 0.375/1.225, d.Probabilities[0], 1e-12)

	on := distribution(t, window(`promotion_active`, 163*time.Hour, 4*time.Hour))
	require.Equal(t, []string{"0", "1"}, on.Categories)
	require.InDeltaSlice(t, []float64{0.25, 0.75}, on.Probabilities, 1e-9)
}

func TestTheWeekIsNoDriftAgainstTheSameHourOfAnotherWeek(t *testing.T) {
	week := 168 * time.Hour
	kl := func(shop string, weeks int, before time.Duration) float64 {
		selector := `basket_value_euros{shop="` + shop + `"}`
		d := divergence(t, window(selector, before, time.Hour), window(selector, before+time.Duration(weeks)*week, time.Hour))
		return float64(d.KL)
	}
	require.InDelta(t, 0, kl("harbour", 2, 0), 1e-12)
	require.InDelta(t, 0, kl("harbour", 3, 0), 1e-12)
	require.Greater(t, kl("harbour", 1, 0), 0.1, "the promotion")
	require.Greater(t, kl("station", 2, 0), 0.05)
	// A Sunday and the Thursday before; an evening and its noon.
	selector := `basket_value_euros{shop="harbour"}`
	weekend := divergence(t, window(selector, 5*24*time.Hour, time.Hour), window(selector, 24*time.Hour, time.Hour))
	require.Greater(t, float64(weekend.KL), 0.05)
	evening := divergence(t, window(selector, 16*time.Hour, time.Hour), window(selector, 24*time.Hour, time.Hour))
	require.Greater(t, float64(evening.KL), 0.05)
}
