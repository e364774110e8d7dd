// Command lab runs the lab: a Prometheus with 22 days of made-up history that goes on live.
//
//	lab [flags]                  serve the lab until interrupted
//	lab page [flags]             serve the page that stands in for Grafana, on a lab or on another Prometheus
//	lab blocks --dir d [flags]   only write the history, for an official Prometheus
//	lab inject drift [flags]     make a drift happen in a lab that runs
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	interrupted := ctx.Err() != nil && errors.Is(err, context.Canceled)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) && !interrupted {
		fmt.Fprintln(os.Stderr, "lab:", err)
		os.Exit(1)
	}
}

// run does what the arguments ask for and prints one line to out when it is ready.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "blocks" {
		return blocks(ctx, args[1:], out)
	}
	if len(args) > 0 && args[0] == "page" {
		return page(ctx, args[1:], out)
	}
	if len(args) > 0 && args[0] == "inject" {
		return inject(ctx, args[1:], out)
	}
	return serve(ctx, args, out)
}
