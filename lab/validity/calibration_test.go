package main

import (
	"encoding/json"
	"flag"
	"io"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/calibration.json")

// calibrated are cells that between them use every part of the band: resolved changes, none, sparse bins, tails that the
// baseline hardly has, new and vanished bins, small and known baselines.
var calibrated = []struct {
	shape, change string
	n, ratio      float64
}{
	{"latency, 12 buckets", null, 1000, 1},
	{"latency, 12 buckets", "20 % slower", 1000, 10},
	{"latency, 12 buckets", "twice as slow", 200, 10},
	{"latency, 12 buckets", "spread × 1.3", 10000, 0.1},
	{"latency, 12 buckets", "new mode: 5 % at × 20", 1000, known},
	{"latency, 12 buckets", "new mode: 20 % at × 20", 200, 10},
	{"latency, 40 buckets", null, 1000, 10},
	{"latency, 40 buckets", "tail: 1 % × 10 slower", 1000, 100},
	{"zipf, 20 categories", null, 200, known},
	{"zipf, 20 categories", "rise from 1e-5 to 1 %", 1000, 100},
	{"zipf, 20 categories", "rise from 1e-5 to 1 %", 10000, 1},
	{"zipf, 20 categories", "new category, 1 %", 10000, 1},
	{"zipf, 20 categories", "one bin vanished", 1000, 1},
	{"zipf, 60 categories", null, 200, 10},
	{"zipf, 60 categories", "one bin × 3", 1000, 1},
	{"zipf, 60 categories", "new category, 5 %", 50, 100},
}

// calibrationCells are the calibrated ones, and bursty ones of each design.
func calibrationCells() []cell {
	var cells []cell
	for _, s := range scenarios() {
		for _, want := range calibrated {
			if s.shape != want.shape || s.change != want.change {
				continue
			}
			c := independent(s, want.n, want.ratio)
			c.samples, c.questions = 1000, ask([]float64{usual}, []measure{kl, psi, js, hellinger}, ours)
			for _, q := range ask([]float64{usual}, distances, ours) {
				if s.ordered || !q.ordered {
					c.questions = append(c.questions, q)
				}
			}
			cells = append(cells, c)
		}
		if s.shape != "latency, 12 buckets" || (s.change != null && s.change != "20 % slower") {
			continue
		}
		add := func(c cell, by method) {
			c.samples, c.questions = 400, ask([]float64{usual}, []measure{kl, js}, by)
			cells = append(cells, c)
		}
		add(windowed(s, noises[2], 6, 5000), byCells)
		add(windowed(s, noises[4], 20, 10000), byCells)
		add(blocked(s, noises[4], 3, 15, 300), byBlocks)
		add(pods(s, 14, 500, false), byInstances)
		add(pods(s, 14, 500, true), byPairs)
	}
	return cells
}

// figures are what the table of calibration holds of an outcome. Rates are in percent of the runs.
type figures struct {
	Above     float64 `json:"above"`     // The lower limit is above the truth.
	Below     float64 `json:"below"`     // The upper limit is below it.
	Alarms    float64 `json:"alarms"`    // The lower limit is above 0.
	Unbounded float64 `json:"unbounded"` // The upper limit is infinite.
	Bias      float64 `json:"bias"`      // Mean error of the estimate, in percent of its standard error.
	Width     float64 `json:"width"`     // Mean width of the finite bands, in standard errors of the estimate.
	Lower     float64 `json:"lower"`     // Mean lower limit, in the same; in 1/100 nat if the truth is infinite.
}

func (o *outcome) figures() figures {
	f := figures{Above: 100 * o.missedAbove(), Below: 100 * o.missedBelow(), Alarms: 100 * o.alarmRate(), Unbounded: 100 * o.unbounded()}
	if math.IsInf(o.truth, 1) {
		f.Lower = 100 * o.lower / float64(o.runs)
		return f
	}
	runs := float64(o.runs)
	sd := math.Sqrt(o.squares / runs)
	f.Bias, f.Lower = 100*(o.estimate/runs-o.truth)/sd, o.lower/runs/sd
	if o.bounded > 0 {
		f.Width = o.meanWidth() / sd
	}
	return f
}

// The draws are always the same, so that only a change of the formulas moves the figures: they may move by much less than
// the error of so few runs.
func TestCalibration(t *testing.T) {
	outcomes, err := simulate(t.Context(), calibrationCells(), 1, io.Discard)
	require.NoError(t, err)
	require.Zero(t, report(append(gridDoubts(outcomes), burstyDoubts(outcomes)...), io.Discard))
	got := map[string]figures{}
	for _, o := range outcomes {
		got[o.cell.String()+": "+o.measure.name] = o.figures()
	}
	if *update {
		data, err := json.MarshalIndent(got, "", "  ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("testdata/calibration.json", append(data, '\n'), 0o644))
	}
	data, err := os.ReadFile("testdata/calibration.json")
	require.NoError(t, err)
	want := map[string]figures{}
	require.NoError(t, json.Unmarshal(data, &want))
	require.Len(t, want, len(got))
	for name, w := range want {
		g := got[name]
		for what, pair := range map[string][3]float64{
			"lower limit above the truth": {w.Above, g.Above, 0.5},
			"upper limit below the truth": {w.Below, g.Below, 0.5},
			"lower limit above 0":         {w.Alarms, g.Alarms, 0.5},
			"no upper limit":              {w.Unbounded, g.Unbounded, 0.5},
			"bias":                        {w.Bias, g.Bias, 3},
			"width":                       {w.Width, g.Width, 0.02 * w.Width},
			"lower limit":                 {w.Lower, g.Lower, 0.02 + 0.01*w.Lower},
		} {
			require.InDelta(t, pair[0], pair[1], pair[2], "%s: %s", name, what)
		}
	}
}
