// Command validity measures by simulation what the bands of pkg/confidence keep: how often they hold the truth, on which
// side they miss it, how wide they are, how often they raise a false alarm and how often they see a change; for other
// levels, against other methods, for bursty counts, and for verdicts that are looked at again and again. It writes the tables of docs/validity.md, and fails if what is
// stated of the bands is broken beyond the error of the simulation.
//
//	validity [--runs 2000] [--seed 1] [--only grid,levels,alternatives,bursty,gate] [--quick] [--page ../docs/validity.md]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "validity:", err)
		os.Exit(1)
	}
}

// part is one part of the study, of about as many runs as are asked for in each of its cells.
type part struct {
	name  string
	study func(ctx context.Context, o options) (findings, error)
}

// findings of a part: how often each cell was run, the tables, and what is beyond its limit.
type findings struct {
	runs   int
	tables []table
	doubts []doubt
}

var parts = []part{
	{"grid", ofCells(gridCells, gridTables, gridDoubts)},
	{"levels", ofCells(levelCells, levelTables, nil)},
	{"alternatives", ofCells(alternativeCells, alternativeTables, nil)},
	{"bursty", ofCells(burstyCells, burstyTables, burstyDoubts)},
	{"gate", gateFindings},
}

// ofCells studies bands in cells. doubts may be nil: nothing is stated then.
func ofCells(cells func(runs int) []cell, tables func([]*outcome) []table, doubts func([]*outcome) []doubt) func(context.Context, options) (findings, error) {
	return func(ctx context.Context, o options) (findings, error) {
		outcomes, err := simulate(ctx, cells(o.runs), o.seed, os.Stderr)
		if err != nil {
			return findings{}, err
		}
		found := findings{runs: outcomes[0].runs, tables: tables(outcomes)}
		if doubts != nil {
			found.doubts = doubts(outcomes)
		}
		return found, nil
	}
}

// options of the command.
type options struct {
	runs  int
	seed  uint64
	only  string
	quick bool
	page  string
}

func parse(args []string) (options, error) {
	flags := flag.NewFlagSet("validity", flag.ContinueOnError)
	var o options
	flags.IntVar(&o.runs, "runs", 2000, "samples drawn in each cell")
	flags.Uint64Var(&o.seed, "seed", 1, "seed of all draws")
	flags.StringVar(&o.only, "only", "", "parts to run, joined by commas: grid, levels, alternatives, bursty, gate")
	flags.BoolVar(&o.quick, "quick", false, "few runs, and the tables are printed only")
	flags.StringVar(&o.page, "page", "../docs/validity.md", "page that the tables are written to")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.quick {
		o.runs, o.page = min(o.runs, 40), ""
	}
	if o.runs < 1 {
		return o, fmt.Errorf("--runs %d: at least one", o.runs)
	}
	return o, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	broken, written, texts := 0, []string(nil), map[string]string{}
	for _, p := range parts {
		if o.only != "" && !slices.Contains(strings.Split(o.only, ","), p.name) {
			continue
		}
		start := time.Now()
		found, err := p.study(ctx, o)
		if err != nil {
			return err
		}
		text := o.describe(p.name, found.runs) + write(found.tables)
		fmt.Fprintf(out, "# %s (%s)\n\n%s", p.name, time.Since(start).Round(time.Second), text)
		broken += report(found.doubts, out)
		written, texts[p.name] = append(written, p.name), text
	}
	if len(written) == 0 {
		return fmt.Errorf("--only %s: no such part", o.only)
	}
	if o.page != "" {
		if err := rewrite(o.page, written, texts); err != nil {
			return err
		}
	}
	if broken > 0 {
		return fmt.Errorf("%d statements are broken beyond the error of the simulation", broken)
	}
	return nil
}

// describe tells how a block was made.
func (o options) describe(part string, runs int) string {
	return fmt.Sprintf("`npm run validity -- --runs %d --seed %d --only %s`: %d runs a cell. The standard error of a cell's coverage of 95 %% is "+
		"%.2f points, that of a rate of 2.5 %% is %.2f; of the least of many cells, some of the distance is chance.\n\n",
		o.runs, o.seed, part, runs, 100*standardError(0.95, runs), 100*standardError(0.025, runs))
}

func write(tables []table) string {
	var text strings.Builder
	for _, t := range tables {
		t.write(&text)
	}
	return text.String()
}
