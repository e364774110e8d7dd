package confidence_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/histodrift/histodrift/pkg/confidence"
)

var kinds = []confidence.Kind{confidence.KL, confidence.KLReverse, confidence.Jeffreys, confidence.JS, confidence.Hellinger2}

func newSource() *rand.PCG { return rand.NewPCG(3, 14) }

// latency is a lognormal distribution on buckets whose bounds grow by ratio, median times slower than the middle one.
func latency(bins int, ratio, slower float64) []float64 {
	shares := make([]float64, bins)
	below := 0.0
	for i := range shares {
		up := 1.0
		if i < bins-1 {
			bound := (float64(i+1) - float64(bins)/2) * math.Log(ratio)
			up = distuv.UnitNormal.CDF((bound - math.Log(slower)) / 0.8)
		}
		shares[i], below = up-below, up
	}
	return shares
}

// mixture is the distribution of which a share comes from q and the rest from p.
func mixture(p, q []float64, share float64) []float64 {
	out := make([]float64, len(p))
	for i := range p {
		out[i] = (1-share)*p[i] + share*q[i]
	}
	return out
}

// multinomial draws n events.
func multinomial(source rand.Source, n float64, shares []float64) []float64 {
	counts := make([]float64, len(shares))
	rest := 1.0
	for i, share := range shares {
		if n <= 0 || rest <= 0 {
			break
		}
		if share >= rest {
			counts[i] = n
			break
		}
		counts[i] = distuv.Binomial{N: n, P: share / rest, Src: source}.Rand()
		n -= counts[i]
		rest -= share
	}
	return counts
}

// samples are two random samples of the kinds that occur: dense or sparse, alike or not, large or small.
func samples(source rand.Source) (x, y []float64) {
	rng := rand.New(source)
	bins := 2 + rng.IntN(40)
	p := make([]float64, bins)
	q := make([]float64, bins)
	spread, change := 3*rng.Float64(), rng.Float64()
	sumP, sumQ := 0.0, 0.0
	for i := range p {
		q[i] = math.Exp(spread * rng.NormFloat64())
		p[i] = q[i] * math.Exp(change*rng.NormFloat64())
		sumP += p[i]
		sumQ += q[i]
	}
	for i := range p {
		p[i] /= sumP
		q[i] /= sumQ
	}
	n := math.Round(math.Exp(3 + 8*rng.Float64()))
	return multinomial(source, n, p), multinomial(source, math.Round(n*math.Exp(6*rng.Float64()-2)), q)
}

func estimate(t testing.TB, kind confidence.Kind, x, y []float64, opt confidence.Options) confidence.Interval {
	t.Helper()
	if opt.Level == 0 {
		opt.Level = 0.95
	}
	interval, err := confidence.Estimate(kind, x, y, opt)
	require.NoError(t, err)
	return interval
}

// requireNear requires equality up to rounding.
func requireNear(t *testing.T, want, got float64, what string) {
	t.Helper()
	if math.IsInf(want, 0) {
		require.Equal(t, want, got, what)
		return
	}
	require.InDelta(t, want, got, 1e-12*max(1, math.Abs(want)), what)
}

func requireNearLimits(t *testing.T, want, got confidence.Interval) {
	t.Helper()
	requireNear(t, want.Estimate, got.Estimate, "estimate")
	requireNear(t, want.Lower, got.Lower, "lower")
	requireNear(t, want.Upper, got.Upper, "upper")
	requireNear(t, want.UpperMerged, got.UpperMerged, "upper, merged")
	requireNear(t, want.Allowance, got.Allowance, "allowance")
	require.Equal(t, want.Groups, got.Groups)
	require.Equal(t, want.AssumedFloor, got.AssumedFloor)
}

// truth is the divergence of p from q.
func truth(kind confidence.Kind, p, q []float64) float64 {
	d := 0.0
	for i := range p {
		a, b := p[i], q[i]
		m := 0.5 * (a + b)
		switch kind {
		case confidence.KL:
			d += a * math.Log(a/b)
		case confidence.KLReverse:
			d += b * math.Log(b/a)
		case confidence.Jeffreys:
			d += (a - b) * math.Log(a/b)
		case confidence.JS:
			d += 0.5*a*math.Log(a/m) + 0.5*b*math.Log(b/m)
		case confidence.Hellinger2:
			d += 0.5 * (math.Sqrt(a) - math.Sqrt(b)) * (math.Sqrt(a) - math.Sqrt(b))
		}
	}
	return d
}
