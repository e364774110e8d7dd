package main

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSharesAddUp(t *testing.T) {
	for _, s := range scenarios() {
		for _, shares := range [][]float64{s.p, s.q} {
			sum := 0.0
			for _, share := range shares {
				require.GreaterOrEqual(t, share, 0.0)
				sum += share
			}
			require.InDelta(t, 1, sum, 1e-12, s.shape+s.change)
		}
	}
}

func TestTruths(t *testing.T) {
	s := scenario{p: []float64{0.5, 0.5, 0}, q: []float64{0.25, 0.25, 0.5}, ordered: true, widths: []float64{1, 3}}
	want := map[string]float64{
		"KL": math.Ln2, "reverse KL": math.Inf(1), "PSI": math.Inf(1), "JS": 0.5*math.Log(4.0/3) + 0.25*math.Log(2.0/3) + 0.25*math.Log(2),
		"H²": 1 - math.Sqrt(0.5), "TV": 0.5, "W1": 0.25 + 1.5, "KS": 0.5,
	}
	for _, m := range measures {
		if math.IsInf(want[m.name], 1) {
			require.Equal(t, want[m.name], m.of(&s), m.name)
			continue
		}
		require.InDelta(t, want[m.name], m.of(&s), 1e-12, m.name)
	}
}

// The slopes are the derivatives of the values up to a constant, and the curvature is p times the second derivative.
func TestTerms(t *testing.T) {
	const h = 1e-4
	for _, m := range fDivergences {
		var constants [2][]float64
		for _, at := range [][2]float64{{0.3, 0.2}, {0.1, 0.4}} {
			p, q := at[0], at[1]
			here := m.at(p, q)
			constants[0] = append(constants[0], here.slopeP-(m.at(p+h, q).value-m.at(p-h, q).value)/(2*h))
			constants[1] = append(constants[1], here.slopeQ-(m.at(p, q+h).value-m.at(p, q-h).value)/(2*h))
			require.InDelta(t, here.curvature, p*(m.at(p+h, q).value-2*here.value+m.at(p-h, q).value)/(h*h), 1e-4, m.name)
		}
		for _, c := range constants {
			require.InDelta(t, c[0], c[1], 1e-5, m.name)
		}
	}
}

// Each noise has the long-run shares that it is drawn from, and bursts have the variance they are named after.
func TestNoises(t *testing.T) {
	const cells, n = 4000, 100.0
	shares := []float64{0.1, 0.2, 0.3, 0.25, 0.15}
	effects := map[string]float64{"independent": 1, "bursts, design effect 3": 3, "bursts, design effect 30": 30}
	for _, by := range noises {
		drawn := by.draw(newSource(1, by.name), cells, n, shares)
		for i, p := range shares {
			mean, square := 0.0, 0.0
			for _, row := range drawn {
				mean += row[i] / cells
				square += row[i] * row[i] / cells
			}
			require.InDelta(t, n*p, mean, 2.5, by.name)
			if effect, known := effects[by.name]; known {
				require.InEpsilon(t, effect*n*p*(1-p), square-mean*mean, 0.12, by.name)
			}
		}
	}
}

func TestTally(t *testing.T) {
	var c tally
	c.add(band{1, 2, 3}, 2)
	c.add(band{1, 2, 3}, 0.5)
	c.add(band{0, 1, 1.5}, 2)
	c.add(band{1, 2, math.Inf(1)}, 2)
	require.Equal(t, tally{runs: 4, bounded: 3, covered: 1, above: 1, below: 1, alarms: 3, width: 5.5, lower: 3, estimate: 7, squares: 3.25}, c)
	require.InDelta(t, 1.0/3, c.coverage(), 1e-12)
}

func TestQuantile(t *testing.T) {
	require.InDelta(t, 2.5, quantile([]float64{1, 2, 3, 4}, 0.5), 1e-12)
	require.InDelta(t, 7, quantile([]float64{7}, 0.9), 1e-12)
	require.True(t, math.IsNaN(quantile(nil, 0.5)))
}

func TestEqualSeedsGiveEqualOutcomes(t *testing.T) {
	figuresOf := func(seed uint64, cells []cell) (all []figures) {
		outcomes, err := simulate(t.Context(), cells, seed, io.Discard)
		require.NoError(t, err)
		for _, o := range outcomes {
			all = append(all, o.figures())
		}
		return all
	}
	cells := alternativeCells(12)[30:36]
	first := figuresOf(1, cells)
	require.Equal(t, first, figuresOf(1, cells))
	require.NotEqual(t, first, figuresOf(2, cells))
	perCell := len(first) / len(cells)
	require.Equal(t, first[perCell:], figuresOf(1, cells[1:]), "a cell draws the same in any company")
}

func TestBrokenStatementsAreTold(t *testing.T) {
	var out bytes.Buffer
	c := cell{scenario: scenario{shape: "s", change: "c"}, n: 100, ratio: 1}
	short := &outcome{cell: &c, question: question{ours, js, usual}, tally: tally{truth: 1, runs: 1000, bounded: 1000, covered: 850}}
	require.Equal(t, 2, report(gridDoubts([]*outcome{short}), &out), out.String())
	require.Contains(t, out.String(), "BROKEN: coverage of JS, s, c, n 100, baseline × 1: 7.0 points beyond 92.0 %")
	out.Reset()
	short.covered = 910
	require.Equal(t, 1, report(gridDoubts([]*outcome{short}), &out), "the median is broken, the cell within the error")
	require.Contains(t, out.String(), "within the error: coverage of JS")
}

func TestTablesGoBetweenTheirMarks(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(page, []byte("a\n<!-- grid -->\nold\n<!-- /grid -->\nz\n"), 0o600))
	require.NoError(t, rewrite(page, []string{"grid"}, map[string]string{"grid": "new\n"}))
	data, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, "a\n<!-- grid -->\nnew\n\n<!-- /grid -->\nz\n", string(data))
	require.ErrorContains(t, rewrite(page, []string{"levels"}, nil), "no block")
}

// A few runs of every part end in tables, and unknown parts in an error.
func TestRun(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"--quick", "--runs", "4", "--only", "alternatives"}, &out))
	require.Contains(t, out.String(), "| cells | delta method |")
	require.ErrorContains(t, run(t.Context(), []string{"--only", "other"}, io.Discard), "no such part")
	require.ErrorContains(t, run(t.Context(), []string{"--runs", "0"}, io.Discard), "at least one")
}
