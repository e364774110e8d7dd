package confidence_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// process draws replicates, and tells the distributions that they are about.
type process struct {
	name string
	draw func(rng *rand.Rand) confidence.Replicates
	p, q []float64
	opt  confidence.Options
}

// longRun is the distribution of latencies that move as those of drifting do.
func longRun(bins int, ratio, slower, sd float64) []float64 {
	out, sum := make([]float64, bins), 0.0
	for u := -6.0; u <= 6; u += 0.02 {
		density := math.Exp(-u * u / 2)
		sum += density
		for i, share := range latency(bins, ratio, slower*math.Exp(sd*u)) {
			out[i] += density * share
		}
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// blocks adds up every so many rows.
func blocks(rows [][]float64, size int) (out [][]float64) {
	for ; len(rows) >= size; rows = rows[size:] {
		out = append(out, sums(rows[:size]))
	}
	return out
}

// drift of slower times, seen by cells that keep a part phi of their deviation from one to the next.
func cellProcess(name string, rows int, slower, phi float64) process {
	return process{
		name: name, p: longRun(12, 1.5, slower, 0.2), q: longRun(12, 1.5, 1, 0.2),
		draw: func(rng *rand.Rand) confidence.Replicates {
			return confidence.Replicates{
				Design:  confidence.Cells,
				Current: drifting(rng, rows, 1500, 12, 1.5, slower, phi, 0.2), Baseline: drifting(rng, rows, 1500, 12, 1.5, 1, phi, 0.2),
			}
		},
	}
}

// A window of six cells against thirty.
func blockProcess(name string, slower float64) process {
	return process{
		name: name, p: longRun(12, 1.5, slower, 0.15), q: longRun(12, 1.5, 1, 0.15),
		draw: func(rng *rand.Rand) confidence.Replicates {
			return confidence.Replicates{
				Design:   confidence.Blocks,
				Current:  blocks(drifting(rng, 6, 500, 12, 1.5, slower, 0.5, 0.15), 6),
				Baseline: blocks(drifting(rng, 180, 500, 12, 1.5, 1, 0.5, 0.15), 6),
			}
		},
	}
}

// Pods of which each has its own distribution, other ones on each side.
func podProcess(name string, slower, effect float64, rows int) process {
	p, q := latency(12, 1.5, slower), latency(12, 1.5, 1)
	return process{
		name: name, p: p, q: q,
		draw: func(rng *rand.Rand) confidence.Replicates {
			return confidence.Replicates{
				Design: confidence.Instances, Current: clustered(rng, rows, 1000, p, effect), Baseline: clustered(rng, rows, 1000, q, effect),
			}
		},
	}
}

// The same twelve pods before and after; what they do varies by window, too. pods tells what each does in the long run.
func pairedProcess(name string, slower float64) process {
	const rows, perPod = 12, 600
	rng := rand.New(newSource())
	before, after := make([][]float64, rows), make([][]float64, rows)
	p, q := make([]float64, 12), make([]float64, 12)
	for r := range rows {
		before[r] = dirichlet(rng, latency(12, 1.5, 1), 50)
		after[r] = mixture(before[r], latency(12, 1.5, 2), slower)
		for i := range p {
			p[i] += after[r][i] / rows
			q[i] += before[r][i] / rows
		}
	}
	return process{
		name: name, p: p, q: q,
		draw: func(rng *rand.Rand) confidence.Replicates {
			in := confidence.Replicates{Design: confidence.Paired}
			for r := range rows {
				in.Current = append(in.Current, multinomial(rng, perPod, dirichlet(rng, after[r], 200)))
				in.Baseline = append(in.Baseline, multinomial(rng, 10*perPod, dirichlet(rng, before[r], 200)))
			}
			return in
		},
	}
}

func knownBaseline(of process) process {
	draw := of.draw
	of.opt.KnownBaseline = true
	of.draw = func(rng *rand.Rand) confidence.Replicates {
		in := draw(rng)
		in.Baseline = [][]float64{of.q}
		return in
	}
	return of
}

// bursts are what happens when a band is taken of data that come in bursts.
type bursts struct {
	above, below float64 // The truth lies under the lower limit, over the upper one.
	naive        float64 // Coverage of the band of independent events.
	width        float64 // For JS: the width over that of independent events, in the geometric mean.
	replicated   float64 // Share of the runs with enough replicates.
}

func simulateReplicates(t *testing.T, c process, kind confidence.Kind, runs float64) bursts {
	t.Helper()
	rng := rand.New(newSource())
	c.opt.Level, c.opt.Ordered = 0.95, true
	d := max(truth(kind, c.p, c.q), 0)
	var s bursts
	for range int(runs) {
		in := c.draw(rng)
		v, err := confidence.EstimateReplicated(kind, in, c.opt)
		require.NoError(t, err)
		n, err := confidence.Estimate(kind, sums(in.Current), sums(in.Baseline), c.opt)
		require.NoError(t, err)
		s.above += share(v.Lower > d, runs)
		s.below += share(v.Upper < d, runs)
		s.naive += share(n.Lower <= d && d <= n.Upper, runs)
		s.replicated += share(v.Replicated, runs)
		if kind == confidence.JS { // Whose limits are finite.
			s.width += math.Log((v.Upper-v.Lower)/(n.Upper-n.Lower)) / runs
		}
	}
	s.width = math.Exp(s.width)
	return s
}

// What replicates are for: where requests come in bursts, the band of independent events misses the truth nearly always,
// and that of replicates about as often as it says. The standard error of a rate of 5 % is 1.1 %.
func TestReplicatedCoverage(t *testing.T) {
	tests := []struct {
		process
		naive float64 // Coverage of the band of independent events, at most.
	}{
		{podProcess("instances with a design effect of 30, no change", 1, 30, 12), 0.05},
		{podProcess("instances with a design effect of 30, slower by 30 %", 1.3, 30, 12), 0.4},
		{cellProcess("one drifting direction, no change", 12, 1, 0), 0.4},
		{cellProcess("one drifting direction, slower by 30 %", 12, 1.3, 0), 0.4},
		{cellProcess("autocorrelated drift, no change", 12, 1, 0.5), 0.3},
		{cellProcess("autocorrelated drift, slower by 30 %", 30, 1.3, 0.5), 0.3},
		{blockProcess("blocks of an autocorrelated drift, no change", 1), 0.5},
		{blockProcess("blocks of an autocorrelated drift, slower by 30 %", 1.3), 0.5},
		{pairedProcess("the same pods, no change", 0), 0.3},
		{pairedProcess("the same pods, 5 % of requests slower", 0.2), 0.7},
		{knownBaseline(podProcess("known baseline, instances, no change", 1, 30, 12)), 0.05},
		{knownBaseline(podProcess("known baseline, instances, slower by 30 %", 1.3, 30, 12)), 0.4},
		{knownBaseline(cellProcess("known baseline, drifting, no change", 12, 1, 0)), 0.4},
		{knownBaseline(cellProcess("known baseline, autocorrelated drift", 30, 1.3, 0.5)), 0.3},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range []confidence.Kind{confidence.KL, confidence.KLReverse, confidence.JS} {
				s := simulateReplicates(t, c.process, kind, 400)
				require.InDelta(t, 1, s.replicated, 1e-9)
				require.LessOrEqual(t, s.above, 0.08, "%v: lower limit too high", kind)
				require.LessOrEqual(t, s.above+s.below, 0.1, "%v: coverage under 90 %%", kind)
				require.LessOrEqual(t, s.naive, c.naive, "%v: the band of independent events is good enough", kind)
			}
		})
	}
}

// Where events are independent, the band of replicates holds as well, and is not much wider. The most is what it costs to
// find out from twelve cells that they are not autocorrelated.
func TestReplicatesOfIndependentEvents(t *testing.T) {
	tests := []struct {
		design confidence.Design
		rows   int
		slower float64
		width  float64
	}{
		{confidence.Instances, 12, 1, 1.1},
		{confidence.Instances, 12, 1.3, 1.1},
		{confidence.Instances, 30, 1, 1.06},
		{confidence.Instances, 30, 1.3, 1.06},
		{confidence.Cells, 12, 1, 1.45},
		{confidence.Cells, 12, 1.3, 1.25},
		{confidence.Cells, 30, 1, 1.18},
		{confidence.Cells, 30, 1.3, 1.13},
	}
	for _, c := range tests {
		t.Run(fmt.Sprintf("%v %d×%v", c.design, c.rows, c.slower), func(t *testing.T) {
			instances := podProcess("", c.slower, 1, c.rows)
			draw := instances.draw
			instances.draw = func(rng *rand.Rand) confidence.Replicates {
				in := draw(rng)
				in.Design = c.design
				return in
			}
			s := simulateReplicates(t, instances, confidence.JS, 400)
			require.LessOrEqual(t, s.above, 0.055)
			require.LessOrEqual(t, s.below, 0.055)
			require.LessOrEqual(t, s.width, c.width)
			require.GreaterOrEqual(t, s.width, 0.97)
		})
	}
}
