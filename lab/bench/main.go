// Command bench measures the query layer against the lab: what it costs beside the bare fetch, how the cost grows with
// the window, what a band takes, and what a refresh saves. It prints ratios of times taken in turn in one run, so that
// they hold on any machine; absolute times come second.
//
//	bench [--pods 3] [--repeat 7]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// size of the lab.
type size struct {
	pods, repeat int
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	var s size
	flags.IntVar(&s.pods, "pods", 3, "how many times the pods of the scenario: the more there are, the more the server adds up")
	flags.IntVar(&s.repeat, "repeat", 7, "repetitions of each comparison; slow ones take a third")
	if err := flags.Parse(args); err != nil {
		return err
	}
	// The SDK's debug lines are for Grafana.
	log.DefaultLogger = log.NewWithLevel(log.Warn)
	backend.Logger = log.DefaultLogger
	fmt.Fprintf(out, "checkout with %d times its pods; %s, %d CPUs; medians of %d pairs taken in turn\n\n",
		s.pods, runtime.Version(), runtime.GOMAXPROCS(0), s.repeat)
	recent, err := s.measure(ctx, 10*day, 15*time.Second, endToEnd, refresh, windows)
	if err != nil {
		return err
	}
	older, err := s.measure(ctx, 38*day, time.Minute, month)
	if err != nil {
		return err
	}
	pure, err := bands(s.repeat)
	if err != nil {
		return err
	}
	return table(out, slices.Concat(recent, older, pure))
}

// measure runs some parts on a lab of their own.
func (s size) measure(ctx context.Context, history, scrape time.Duration, parts ...func(context.Context, *world, int) ([]row, error)) (all []row, err error) {
	w, err := open(ctx, history, scrape, s.pods)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	for _, part := range parts {
		rows, err := part(ctx, w, s.repeat)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}
