package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// statement is what the band is said to keep at a level of 95 %, in cells with a finite truth and finite bands in more
// than a fifth of the runs; their coverage is that of the finite bands.
type statement struct {
	measure string
	least   float64 // Coverage in each cell.
	median  float64 // Coverage in half of the cells.
}

var statements = []statement{
	{"KL", 0.895, 0.98},
	{"reverse KL", 0.895, 0.98},
	{"PSI", 0.895, 0.95},
	{"JS", 0.92, 0.98},
	{"H²", 0.887, 0.983},
	{"KS", 0.95, 0.95},
}

// alarmRate is the rate of false alarms that is stated of all cells together, mostAlarms that of each.
const (
	alarmRate  = 0.025
	mostAlarms = 0.04
)

const (
	sigmas = 3  // How many standard errors beyond its limit a statement is taken for broken.
	listed = 20 // How many of those that chance may explain are listed.
)

// doubt is a share beyond the limit that is stated for it.
type doubt struct {
	what   string
	excess float64 // How far beyond.
	limit  float64
	runs   int
}

// errors is the excess in standard errors of the limit.
func (d doubt) errors() float64 { return d.excess / standardError(d.limit, d.runs) }

func (d doubt) String() string {
	return fmt.Sprintf("%s: %.1f points beyond %.1f %% (%.1f standard errors, %d runs)", d.what, 100*d.excess, 100*d.limit, d.errors(), d.runs)
}

// report writes what is beyond its limit, farthest first, and tells how many are so beyond the error of the simulation.
func report(all []doubt, out io.Writer) (broken int) {
	all = slices.DeleteFunc(all, func(d doubt) bool { return d.excess <= 0 })
	slices.SortStableFunc(all, func(d, e doubt) int { return cmp.Compare(e.errors(), d.errors()) })
	for i, d := range all {
		if d.errors() > sigmas {
			broken++
			fmt.Fprintf(out, "BROKEN: %v\n", d)
		} else if i < broken+listed {
			fmt.Fprintf(out, "within the error: %v\n", d)
		}
	}
	if more := len(all) - broken - listed; more > 0 {
		fmt.Fprintf(out, "and %d more within the error\n", more)
	}
	return broken
}

// gridDoubts compares what is stated with what was seen; excesses of 0 and less are none.
func gridDoubts(outcomes []*outcome) (all []doubt) {
	bands := filter(outcomes, ours.test, atLevel(usual))
	for _, s := range statements {
		of := filter(bands, func(o *outcome) bool { return o.measure.name == s.measure })
		for _, o := range filter(of, judged) {
			all = append(all, doubt{fmt.Sprintf("coverage of %s, %v", s.measure, o.cell), s.least - o.coverage(), s.least, o.bounded})
		}
		if values := coverages(of); len(values) > 0 {
			all = append(all, doubt{"median coverage of " + s.measure, s.median - quantile(values, 0.5), s.median, of[0].runs})
		}
		pooled := tally{}
		for _, o := range filter(of, isNull) {
			all = append(all, doubt{fmt.Sprintf("false alarms of %s, %v", s.measure, o.cell), o.alarmRate() - mostAlarms, mostAlarms, o.runs})
			pooled.merge(o.tally)
		}
		if pooled.runs > 0 {
			all = append(all, doubt{"false alarms of " + s.measure, pooled.alarmRate() - alarmRate, alarmRate, pooled.runs})
		}
	}
	return all
}
