package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestContributions(t *testing.T) {
	inf := math.Inf(1)
	tests := []struct {
		name       string
		p, q       []float64
		values     []float64
		directions []divergence.Direction
	}{
		{
			name: "gained and lost", p: []float64{3, 1}, q: []float64{1, 1},
			values:     []float64{0.75*math.Log(1.5) - 0.25, 0.25*math.Log(0.5) + 0.25},
			directions: []divergence.Direction{divergence.Gained, divergence.Lost},
		},
		{
			name: "thirds of totals that differ are the same", p: []float64{1, 1, 1}, q: []float64{0.1, 0.1, 0.1},
			values:     []float64{0, 0, 0},
			directions: []divergence.Direction{divergence.Same, divergence.Same, divergence.Same},
		},
		{
			name: "new, vanished and empty bins", p: []float64{1, 0, 1, 0}, q: []float64{0, 1, 3, 0},
			values:     []float64{inf, 0.25, 0.5*math.Log(0.5/0.75) + 0.25, 0},
			directions: []divergence.Direction{divergence.Gained, divergence.Lost, divergence.Lost, divergence.Same},
		},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			parts, err := divergence.Contributions(c.p, c.q)
			require.NoError(t, err)
			require.Len(t, parts, len(c.p))
			for i, part := range parts {
				requireClose(t, c.values[i], part.Value, 1e-14)
				require.Equal(t, c.directions[i], part.Direction, "bin %d", i)
			}
		})
	}
}

func TestContributionsSumToKL(t *testing.T) {
	rng := newRand()
	for range 500 {
		p := randomCounts(rng, 1+rng.IntN(160))
		q := randomCounts(rng, len(p))
		parts, err := divergence.Contributions(p, q)
		require.NoError(t, err)
		total, current, baseline := 0.0, 0.0, 0.0
		for _, part := range parts {
			require.GreaterOrEqual(t, part.Value, 0.0)
			require.Equal(t, part.Direction == divergence.Gained, part.Current > part.Baseline)
			total += part.Value
			current += part.Current
			baseline += part.Baseline
		}
		requireClose(t, value(t, divergence.KL, p, q), total, 1e-12)
		requireClose(t, 1, current, 1e-12)
		requireClose(t, 1, baseline, 1e-12)
	}
}

func TestJSContributionsSumToJS(t *testing.T) {
	rng := newRand()
	for range 500 {
		p := randomCounts(rng, 1+rng.IntN(160))
		q := randomCounts(rng, len(p))
		parts, err := divergence.JSContributions(p, q)
		require.NoError(t, err)
		total := 0.0
		for _, part := range parts {
			require.GreaterOrEqual(t, part.Value, 0.0)
			require.Equal(t, part.Direction == divergence.Gained, part.Current > part.Baseline)
			total += part.Value
		}
		requireClose(t, value(t, divergence.JS, p, q), total, 1e-12)
	}
}

func TestDirectionNames(t *testing.T) {
	require.Equal(t, "same", divergence.Same.String())
	require.Equal(t, "gained", divergence.Gained.String())
	require.Equal(t, "lost", divergence.Lost.String())
}

// splits are the measures that are sums over bins.
var splits = []struct {
	measure       pair
	contributions func(p, q []float64) ([]divergence.Contribution, error)
}{
	{divergence.KL, divergence.Contributions},
	{divergence.JS, divergence.JSContributions},
	{divergence.Jeffreys, divergence.JeffreysContributions},
	{divergence.Hellinger2, divergence.HellingerContributions},
	{divergence.TotalVariation, divergence.TVContributions},
	{stepwise, func(p, q []float64) ([]divergence.Contribution, error) {
		return divergence.WassersteinContributions(p, q, steps(len(p)))
	}},
}

func TestAllContributionsSumToTheirMeasure(t *testing.T) {
	rng := newRand()
	for range 100 {
		p, q := randomPair(rng, 1+rng.IntN(160))
		first, err := divergence.Contributions(p, q)
		require.NoError(t, err)
		for _, split := range splits {
			parts, err := split.contributions(p, q)
			require.NoError(t, err)
			total := 0.0
			for i, part := range parts {
				require.GreaterOrEqual(t, part.Value, 0.0)
				total += part.Value
				part.Value = first[i].Value
				require.Equal(t, first[i], part, "shares and direction do not depend on the measure")
			}
			requireClose(t, value(t, split.measure, p, q), total, 1e-12)
		}
	}
}

func TestContributionsOfEachMeasure(t *testing.T) {
	p, q := []float64{2, 0, 1, 1, 0}, []float64{1, 1, 1, 1, 0}
	inf, root := math.Inf(1), 0.5*(math.Sqrt(0.5)-0.5)*(math.Sqrt(0.5)-0.5)
	for name, c := range map[string]struct {
		contributions func(p, q []float64) ([]divergence.Contribution, error)
		want          []float64
	}{
		"Jeffreys":  {divergence.JeffreysContributions, []float64{0.25 * math.Ln2, inf, 0, 0, 0}},
		"Hellinger": {divergence.HellingerContributions, []float64{root, 0.125, 0, 0, 0}},
		"TV":        {divergence.TVContributions, []float64{0.125, 0.125, 0, 0, 0}},
		"Wasserstein": {
			func(p, q []float64) ([]divergence.Contribution, error) {
				return divergence.WassersteinContributions(p, q, []float64{1, 3, 4, 5, 9})
			},
			[]float64{0.25, 0.25, 0, 0, 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			parts, err := c.contributions(p, q)
			require.NoError(t, err)
			for i, part := range parts {
				requireClose(t, c.want[i], part.Value, 1e-15)
			}
		})
	}
}

// Mass that is carried past a bin counts there, though the bin's share is the same.
func TestWassersteinContributionsCountWhatIsCarriedPast(t *testing.T) {
	parts, err := divergence.WassersteinContributions([]float64{1, 1, 0}, []float64{0, 1, 1}, []float64{0, 1, 4})
	require.NoError(t, err)
	want := []float64{0.25, 0.25 + 0.75, 0.75}
	for i, part := range parts {
		requireClose(t, want[i], part.Value, 1e-15)
	}
	require.Equal(t, divergence.Same, parts[1].Direction)
}
