package confidence_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

func contributions(t testing.TB, x, y []float64, opt confidence.Options) []confidence.Contribution {
	t.Helper()
	if opt.Level == 0 {
		opt.Level = 0.95
	}
	parts, err := confidence.Contributions(x, y, opt)
	require.NoError(t, err)
	return parts
}

// The numbers are those of an independent implementation.
func TestContributions(t *testing.T) {
	inf := math.Inf(1)
	none, gained, lost := confidence.Undetermined, confidence.Gained, confidence.Lost
	for _, c := range []struct {
		name string
		x, y []float64
		opt  confidence.Options
		want []confidence.Contribution
	}{
		{
			"latency",
			[]float64{120, 480, 910, 380, 90, 20},
			[]float64{1400, 5200, 9100, 3500, 700, 100},
			confidence.Options{},
			[]confidence.Contribution{
				{0.0007509592103644991, 0, 0.00447084000444942, none, 0.6673469884329057, 1.1009173492732194},
				{0.0007897501583512545, 0, 0.004854993914453533, none, 0.8139841591569642, 1.0467906486038276},
				{0, 0, 0.002016215433287505, none, 0.9123843467369668, 1.0960293253346363},
				{0.0006252386650247022, 0, 0.005059048517335508, none, 0.9416335478253172, 1.2518410298002223},
				{0.0013091492726407736, 0, 0.007275752177068225, none, 0.9578581929183484, 1.7257890956210766},
				{0.0019314718055994532, 0, 0.00977391373066477, gained, 1.0593508358074355, 3.7758973371189204},
			},
		},
		{
			"few events, fractional",
			[]float64{3, 0, 50, 7, 12.5},
			[]float64{0, 6, 70, 0.3, 20},
			confidence.Options{},
			[]confidence.Contribution{
				{0.04970140011328792, 0, inf, none, 0.6005862375599901, inf},
				{0.06230529595015576, 0, 0.12782416882869543, none, 0, 1.4688288337433173},
				{0.0009706506751997468, 0, 0.0844243218254098, none, 0.5914769481220786, 1.5218879079550536},
				{0.19085519221530794, 0, 0.6099724435945779, gained, 1.238525093924547, 775.577714224404},
				{0.0031805487472517102, 0, 0.07943463659798859, none, 0.3381219882593182, 2.038276895776757},
			},
		},
		{
			"known baseline",
			[]float64{3, 0, 50, 7, 40},
			[]float64{.05, .1, .45, .15, .25},
			confidence.Options{KnownBaseline: true},
			[]confidence.Contribution{
				{0.0046752312870202845, 0, 0.03398694397512517, none, 0.15155165770047033, 2.3754276625037725},
				{0.1, 0.00643190086531599, 0.1, lost, 0, 0.6634896601021215},
				{0.0026802578289131795, 0, 0.0676101272786625, none, 0.7734207066288905, 1.5962436622826917},
				{0.026650196356717226, 0, 0.07605339130449006, none, 0.18252584430550733, 1.1931339290959069},
				{0.03800145169829425, 0.0005601584907851398, 0.17478048616772068, gained, 1.067685057236894, 2.3977108068039543},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, got := range contributions(t, c.x, c.y, c.opt) {
				requireContribution(t, c.want[i], got, fmt.Sprint("bin ", i))
			}
		})
	}
}

func requireContribution(t *testing.T, want, got confidence.Contribution, what string) {
	t.Helper()
	requireNear(t, want.Value, got.Value, what+": value")
	requireNear(t, want.Lower, got.Lower, what+": lower")
	requireNear(t, want.Upper, got.Upper, what+": upper")
	requireNear(t, want.RatioLower, got.RatioLower, what+": ratio, lower")
	requireNear(t, want.RatioUpper, got.RatioUpper, what+": ratio, upper")
	require.Equal(t, want.Direction, got.Direction, what)
}

func TestContributionsAtTheirEdges(t *testing.T) {
	inf := math.Inf(1)
	unknown := confidence.Contribution{Upper: inf, RatioUpper: inf}
	impossible := confidence.Contribution{Value: inf, Lower: inf, Upper: inf, Direction: confidence.Gained, RatioLower: inf, RatioUpper: inf}
	parts := contributions(t, []float64{30, 0, 50, 1e-12}, []float64{40, 0, 20, 1e-12}, confidence.Options{})
	require.Equal(t, unknown, parts[1])
	require.Equal(t, unknown, parts[3], "a residue of rounding")

	known := confidence.Options{KnownBaseline: true}
	parts = contributions(t, []float64{30, 0, 50, 1}, []float64{40, 0, 20, 0}, known)
	require.Equal(t, unknown, parts[1])
	require.Equal(t, impossible, parts[3])

	for _, c := range []struct{ x, y []float64 }{{nil, nil}, {[]float64{5}, []float64{5}}, {[]float64{0, 0}, []float64{5, 6}}} {
		require.Nil(t, contributions(t, c.x, c.y, confidence.Options{}), "insufficient")
	}
	for _, kind := range []confidence.Direction{confidence.Undetermined, confidence.Gained, confidence.Lost} {
		require.NotEmpty(t, kind.String())
	}
	_, err := confidence.Contributions([]float64{1, 2}, []float64{1, math.Inf(1)}, confidence.Options{Level: 0.9})
	require.ErrorIs(t, err, confidence.ErrNotFinite)
	_, err = confidence.Contributions([]float64{1, 2}, []float64{1, 2}, confidence.Options{})
	require.ErrorIs(t, err, confidence.ErrLevel)
}

// With at least half a baseline event in every bin, the values add up to the plug-in KL.
func TestContributionsAddUp(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		n, m := 0.0, 0.0
		for i := range y {
			y[i] += 0.5
			n += x[i]
			m += y[i]
		}
		sum, want := 0.0, 0.0
		for i, part := range contributions(t, x, y, confidence.Options{}) {
			sum += part.Value
			if x[i] > 0 {
				want += x[i] / n * math.Log(x[i]/n/(y[i]/m))
			}
		}
		require.InDelta(t, want, sum, 1e-12)
	}
}

func TestContributionProperties(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		for _, opt := range []confidence.Options{{}, {KnownBaseline: true}, {DesignEffectCurrent: 3, DesignEffectBaseline: 2}} {
			opt.Level = 0.95
			parts := contributions(t, x, y, opt)
			opt.Level = 0.99
			for i, wide := range contributions(t, x, y, opt) {
				part := parts[i]
				requireLimits(t, part)
				if part.Direction != confidence.Undetermined || wide.Direction != confidence.Undetermined {
					require.LessOrEqual(t, wide.Lower, part.Lower)
				}
				require.LessOrEqual(t, wide.RatioLower, part.RatioLower)
				require.GreaterOrEqual(t, wide.RatioUpper, part.RatioUpper)
			}
			// Bins that are always empty change nothing.
			opt.Level = 0.95
			padded := contributions(t, append([]float64{0, 0}, x...), append([]float64{0, 0}, y...), opt)
			require.Equal(t, parts, padded[2:])
		}
	}
}

func requireLimits(t *testing.T, c confidence.Contribution) {
	t.Helper()
	require.GreaterOrEqual(t, c.Lower, 0.0)
	require.LessOrEqual(t, c.Lower, c.Value)
	require.LessOrEqual(t, c.Value, c.Upper)
	require.GreaterOrEqual(t, c.RatioLower, 0.0)
	require.LessOrEqual(t, c.RatioLower, c.RatioUpper)
	require.Equal(t, c.RatioLower > 1, c.Direction == confidence.Gained)
	require.Equal(t, c.RatioUpper < 1, c.Direction == confidence.Lost)
	if c.Direction == confidence.Undetermined {
		require.Zero(t, c.Lower)
	}
}

// The ratio limits exchange with the samples.
func TestRatioLimitsAreReciprocal(t *testing.T) {
	source := newSource()
	for range propertyRuns {
		x, y := samples(source)
		forward, back := contributions(t, x, y, confidence.Options{}), contributions(t, y, x, confidence.Options{})
		for i := range forward {
			requireNear(t, 1/forward[i].RatioLower, back[i].RatioUpper, "upper")
			require.InDelta(t, forward[i].RatioLower, 1/back[i].RatioUpper, 1e-12*forward[i].RatioLower)
		}
	}
}

// A baseline of very many events is next to a known one.
func TestContributionsOfALargeBaseline(t *testing.T) {
	x, q := []float64{30, 500, 0, 90, 11}, []float64{0.1, 0.7, 0.05, 0.1, 0.05}
	exact := contributions(t, x, q, confidence.Options{KnownBaseline: true})
	for i, part := range contributions(t, x, multiply(q, 1e12), confidence.Options{}) {
		require.InEpsilon(t, exact[i].Value, part.Value, 1e-6)
		require.InDelta(t, exact[i].Lower, part.Lower, 1e-5)
		require.InDelta(t, exact[i].Upper, part.Upper, 1e-5)
		require.InDelta(t, exact[i].RatioUpper, part.RatioUpper, 1e-5)
		require.Equal(t, exact[i].Direction, part.Direction)
	}
}

func TestContributionsDoNotDependOnOrder(t *testing.T) {
	source := newSource()
	rng := rand.New(source)
	for range propertyRuns {
		x, y := samples(source)
		order := rng.Perm(len(x))
		shuffledX, shuffledY := make([]float64, len(x)), make([]float64, len(x))
		for i, j := range order {
			shuffledX[i], shuffledY[i] = x[j], y[j]
		}
		parts := contributions(t, x, y, confidence.Options{Ordered: true})
		for i, part := range contributions(t, shuffledX, shuffledY, confidence.Options{}) {
			requireContribution(t, parts[order[i]], part, "shuffled")
		}
	}
}

func FuzzContributions(f *testing.F) {
	f.Add(false, 0.95, 1.0, encode(10, 20, 30, 30, 5, 0, 0, 4, 0, 0))
	f.Add(true, 1-1e-16, 3.0, encode(1e99, 1, 5e-324, 1e15, 0, 0))
	f.Add(false, 1e-300, 8.625, []byte("00000000000000000000000A0000000A"))
	f.Add(false, 1e-300, 1.0, encode(1e-9, 1e99, 1e99, 1e-9, 3, 3))
	f.Fuzz(func(t *testing.T, known bool, level, effect float64, data []byte) {
		x, y := decodePairs(data)
		parts, err := confidence.Contributions(x, y, confidence.Options{Level: level, KnownBaseline: known, DesignEffectCurrent: effect})
		if err != nil || parts == nil {
			return
		}
		if len(parts) != len(x) || len(confidence.Rank(parts)) != len(x) || len(confidence.Tied(parts)) != len(x) {
			t.Fatal("not one a bin")
		}
		for i, c := range parts {
			ok := c.Lower >= 0 && c.Lower <= c.Value && c.Value <= c.Upper && c.RatioLower >= 0 && c.RatioLower <= c.RatioUpper
			if !ok || (c.RatioLower > 1) != (c.Direction == confidence.Gained) || (c.RatioUpper < 1) != (c.Direction == confidence.Lost) {
				t.Fatalf("bin %d, %v and %v: %+v", i, x[i], y[i], c)
			}
		}
	})
}
