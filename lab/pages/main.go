// Command pages counts the false pages and tickets of alert rules: it evaluates them every minute, as Grafana does, over
// simulated weeks in which nothing drifts, and beside it how soon they tell drifts of known size. The numbers come from
// the query layer itself, fed with counts of the lab's traffic generator. It writes the tables of docs/false-pages.md.
//
//	pages [--rules shipped|candidates] [--days 30] [--groups 100] [--seed 1] [--write] [--provisioning ../provisioning/alerting]
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	debug.SetGCPercent(400) // Many short-lived histograms, and memory to spare.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

// shippedFolder holds the rules of the demo.
const shippedFolder = "../provisioning/alerting"

// options of the command.
type options struct {
	rules        string
	days, groups int
	seed         uint64
	write        bool
	page         string
	provisioning string
}

func parse(args []string) (options, error) {
	flags := flag.NewFlagSet("pages", flag.ContinueOnError)
	var o options
	flags.StringVar(&o.rules, "rules", "shipped", "which rules: shipped, as provisioned, or candidates, from which their levels are chosen")
	flags.IntVar(&o.days, "days", 0, "days without drift; 30 for the shipped rules, 5 for the many candidates")
	flags.IntVar(&o.groups, "groups", 0, "groups; 100 for the shipped rules, 32 for the candidates")
	flags.Uint64Var(&o.seed, "seed", 1, "seed of all draws")
	flags.BoolVar(&o.write, "write", false, "write the tables into the page, too")
	flags.StringVar(&o.page, "page", "../docs/false-pages.md", "page that --write writes to")
	flags.StringVar(&o.provisioning, "provisioning", shippedFolder, "folder of the shipped rules")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case o.rules != "shipped" && o.rules != "candidates":
		return o, fmt.Errorf("--rules %s: there are shipped and candidates", o.rules)
	case o.days < 0 || o.groups < 0:
		return o, fmt.Errorf("--days %d --groups %d: at least one of each", o.days, o.groups)
	}
	days, groups := 30, 100
	if o.rules == "candidates" {
		days, groups = 5, 32
	}
	o.days, o.groups = cmp.Or(o.days, days), cmp.Or(o.groups, groups)
	return o, nil
}

func command(ctx context.Context, args []string, out, log io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	rules, left, err := o.load()
	if err != nil {
		return err
	}
	outcomes, err := run(ctx, rules, o, log)
	if err != nil {
		return err
	}
	text := o.describe() + write(tables(outcomes, left, o))
	fmt.Fprint(out, text)
	if o.write {
		return rewrite(o.page, o.rules, text)
	}
	return nil
}

// load returns the rules, and those that can't be simulated.
func (o options) load() (rules []rule, left []skipped, err error) {
	if o.rules == "shipped" {
		if rules, left, err = shippedRules(o.provisioning); err == nil && len(rules) == 0 {
			err = fmt.Errorf("%s: no rule about a divergence", o.provisioning)
		}
		return rules, left, err
	}
	for _, f := range families() {
		some, err := f.rules()
		if err != nil {
			return nil, nil, err
		}
		rules = append(rules, some...)
	}
	return rules, nil, nil
}

// describe tells how a block was made.
func (o options) describe() string {
	from := ""
	if o.rules == "shipped" && o.provisioning != shippedFolder {
		from = " --provisioning " + o.provisioning
	}
	return fmt.Sprintf("`npm run false-pages -- --rules %s --days %d --groups %d --seed %d%s`: %d groups for %d days without drift, each rule evaluated %d times.\n\n",
		o.rules, o.days, o.groups, o.seed, from, o.groups, o.days, o.days*24*60)
}
