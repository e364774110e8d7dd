package main

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// The view verdict is looked at after each cell of time. This part of the study counts how often it ever says what is not
// true, against the rule that takes a band of 95 % at each cell, and how long both take to see what is.
const (
	gateCells     = 256  // Cells that a verdict is looked at.
	gateEvents    = 100  // Events of the current side in a cell.
	gateRatio     = 10   // Baseline events for each.
	gateThreshold = 0.01 // Nats of JS.
	gateLeast     = 100  // minCount.
	gateRows      = 30   // Most stretches that show how bursty counts are, as in pkg/view,
	gateFirst     = 12   // and the fewest of the first look.
)

// gateCase is a truth, in thresholds, and a kind of noise. Where it is 0, the threshold is 0, too: any change fails.
type gateCase struct {
	name  string
	truth float64
	noise noise
}

func gateCases() []gateCase {
	var all []gateCase
	for _, by := range []noise{noises[0], noises[1], noises[3], noises[4]} {
		for _, truth := range []struct {
			name  string
			times float64
		}{{"none, threshold 0", 0}, {"half of the threshold", 0.5}, {"the threshold", 1}, {"twice the threshold", 2}, {"four times", 4}} {
			all = append(all, gateCase{truth.name, truth.times, by})
		}
	}
	return all
}

// gateOutcome counts how runs ended.
type gateOutcome struct {
	gateCase
	runs          int
	fails, passes int       // Runs that ever fail, or ever pass.
	naive         int       // Runs that ever fail by the band of 95 % at each cell.
	until         []float64 // Events until the fail, of the runs that fail …
	naiveUntil    []float64
}

// slowedTo is the factor by which latencies are slowed so that JS is as large.
func slowedTo(l latency, target float64) float64 {
	low, high := 1.0, 4.0
	for range 60 {
		middle := (low + high) / 2
		if js.between(l.shares(middle, 1), l.shares(1, 1)) < target {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// gateFindings is the part of the study.
func gateFindings(ctx context.Context, o options) (findings, error) {
	outcomes, err := gateStudy(ctx, gateCases(), o.runs, o.seed)
	if err != nil {
		return findings{}, err
	}
	return findings{runs: o.runs, tables: gateTables(outcomes), doubts: gateDoubts(outcomes)}, nil
}

// gateStudy runs all cases. Equal seeds give equal outcomes.
func gateStudy(ctx context.Context, cases []gateCase, runs int, seed uint64) ([]*gateOutcome, error) {
	out := make([]*gateOutcome, len(cases))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, one := range cases {
		group.Go(func() (err error) {
			out[i], err = one.simulate(ctx, runs, seed)
			return err
		})
	}
	return out, group.Wait()
}

func (g gateCase) simulate(ctx context.Context, runs int, seed uint64) (*gateOutcome, error) {
	l := latencies[0]
	q, p := l.shares(1, 1), l.shares(1, 1)
	threshold := gateThreshold
	if g.truth == 0 {
		threshold = 0
	} else {
		p = l.shares(slowedTo(l, g.truth*gateThreshold), 1)
	}
	out := &gateOutcome{gateCase: g, runs: runs}
	source := newSource(seed, "gate, "+g.name+", "+g.noise.name)
	for range runs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		run := gateRun{
			current: g.noise.draw(source, gateCells, gateEvents, p), baseline: g.noise.draw(source, gateCells, gateEvents*gateRatio, q),
			bursty: g.noise.name != noises[0].name, threshold: threshold,
		}
		if err := out.add(&run); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// gateRun is one canary: its counts by cell.
type gateRun struct {
	current, baseline [][]float64
	bursty            bool
	threshold         float64
}

// band is that of the first so many cells. Of bursty counts, they are cut into stretches as those of pkg/view; ok is false
// where there are too few.
func (r *gateRun) band(cells int, level float64) (v confidence.Interval, ok bool, err error) {
	o := confidence.Options{Level: level, Ordered: true}
	if !r.bursty {
		v, err = confidence.Estimate(confidence.JS, sum(r.current[:cells]), sum(r.baseline[:cells]), o)
		return v, true, err
	}
	length := (cells + gateRows - 1) / gateRows
	if (cells+length-1)/length < gateFirst {
		return v, false, nil
	}
	var rows confidence.Replicates
	for from := 0; from < cells; from += length {
		to := min(from+length, cells)
		rows.Current = append(rows.Current, sum(r.current[from:to]))
		rows.Baseline = append(rows.Baseline, sum(r.baseline[from:to]))
	}
	v, err = confidence.EstimateReplicated(confidence.JS, rows, o)
	return v, true, err
}

// add looks after each cell, by the rule of the view and by that of a band of 95 % each time.
func (o *gateOutcome) add(r *gateRun) error {
	looks := confidence.NewLooks(usual, gateLeast)
	failed, passed, naive := 0, false, 0
	for cells := 1; cells <= gateCells; cells++ {
		n := float64(cells * gateEvents)
		if failed == 0 && looks.Due(n) {
			v, ok, err := r.band(cells, looks.Level())
			if err != nil {
				return err
			}
			if ok {
				looks.Take(n)
				if v.Lower > r.threshold {
					failed = cells
				}
				passed = passed || v.Upper < r.threshold
			}
		}
		if naive == 0 {
			v, ok, err := r.band(cells, usual)
			if err != nil {
				return err
			}
			if ok && v.Lower > r.threshold {
				naive = cells
			}
		}
	}
	if passed {
		o.passes++
	}
	if failed > 0 {
		o.fails++
		o.until = append(o.until, float64(failed*gateEvents))
	}
	if naive > 0 {
		o.naive++
		o.naiveUntil = append(o.naiveUntil, float64(naive*gateEvents))
	}
	return nil
}

// wrongFails reports whether a fail is wrong: the divergence is not above the threshold.
func (g gateCase) wrongFails() bool { return g.truth <= 1 }

// wrongPasses reports whether a pass is wrong: the divergence is not below the threshold.
func (g gateCase) wrongPasses() bool { return g.truth >= 1 }

func gateTables(outcomes []*gateOutcome) []table {
	wrong := table{
		title: fmt.Sprintf("**How often a verdict ever errs** that is looked at after each of %d cells, %d events of current and %d of the baseline each, JS of a latency in 12 buckets, threshold %v nats: "+
			"runs in percent. 2.5 are allowed for each of fail and pass. “Each cell” is the rule that fails as soon as the lower limit of a band of 95 %% is above the threshold.", gateCells, gateEvents, gateEvents*gateRatio, gateThreshold),
		header: []string{"noise", "true divergence", "wrong fails", "each cell", "wrong passes"},
	}
	delay := table{
		title:  "**How long it takes**: runs that fail in percent, and events of current until then, median (90 % of those that fail).",
		header: []string{"noise", "true divergence", "fails", "until then", "each cell", "until then"},
	}
	for _, o := range outcomes {
		if o.wrongFails() || o.wrongPasses() && o.truth == 1 {
			passes := "–"
			if o.wrongPasses() {
				passes = percent(ratio(o.passes, o.runs), 2)
			}
			wrong.rows = append(wrong.rows, []string{o.noise.name, o.name, percent(ratio(o.fails, o.runs), 2), percent(ratio(o.naive, o.runs), 1), passes})
			continue
		}
		delay.rows = append(delay.rows, []string{
			o.noise.name, o.name, percent(ratio(o.fails, o.runs), 1), untilEntry(o.until), percent(ratio(o.naive, o.runs), 1), untilEntry(o.naiveUntil),
		})
	}
	return []table{wrong, delay}
}

func untilEntry(events []float64) string {
	if len(events) == 0 {
		return "–"
	}
	sorted := slices.Sorted(slices.Values(events))
	return fmt.Sprintf("%.0f (%.0f)", math.Round(quantile(sorted, 0.5)), math.Round(quantile(sorted, 0.9)))
}

// gateStated are the kinds of noise for which it is stated that a verdict errs as rarely as it may. Cells that drift with a
// memory are none of them: the bands that a verdict rests on are too narrow there, see the tables of bursty counts.
var gateStated = []string{"independent", "bursts, design effect 3"}

// gateDoubts compares what is stated with what was seen: half of 1 − level for each of fail and pass.
func gateDoubts(outcomes []*gateOutcome) (all []doubt) {
	const allowed = (1 - usual) / 2
	for _, o := range outcomes {
		if !slices.Contains(gateStated, o.noise.name) {
			continue
		}
		if o.wrongFails() {
			all = append(all, doubt{fmt.Sprintf("fails, %s, %s", o.noise.name, o.name), ratio(o.fails, o.runs) - allowed, allowed, o.runs})
		}
		if o.wrongPasses() {
			all = append(all, doubt{fmt.Sprintf("passes, %s, %s", o.noise.name, o.name), ratio(o.passes, o.runs) - allowed, allowed, o.runs})
		}
	}
	return all
}
