package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/histodrift/histodrift/lab/control"
)

// inject makes a drift happen in a lab that runs, ends that, or lists what is injected.
func inject(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("lab inject", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Usage: lab inject <drift> [--for 30m | --stop] [--lab URL], or lab inject --list")
		flags.PrintDefaults()
	}
	base := flags.String("lab", "http://127.0.0.1:9095", "base URL of the lab")
	lasts := flags.Duration("for", 30*time.Minute, "how long the drift is active, from now on")
	stop := flags.Bool("stop", false, "end the injections of the drift")
	list := flags.Bool("list", false, "only list what is injected")
	drift, err := parseAround(flags, args)
	switch {
	case err != nil:
		return err
	case drift == "" && !*list:
		return errors.New("inject: name a drift, such as lab inject cart-slow --for 30m, or give --list")
	case drift != "" && *list:
		return errors.New("inject: --list takes no drift")
	}
	address := strings.TrimSuffix(*base, "/") + "/lab/inject"
	method, body := http.MethodGet, []byte(nil)
	switch {
	case *stop:
		method, address = http.MethodDelete, address+"?drift="+url.QueryEscape(drift)
	case !*list:
		method = http.MethodPost
		if body, err = json.Marshal(control.Wish{Drift: drift, For: lasts.String()}); err != nil {
			return err
		}
	}
	injected, err := send(ctx, method, address, body)
	if err != nil {
		return err
	}
	return tabulate(out, injected, drift)
}

// parseAround parses flags before and after the only argument, and returns that.
func parseAround(flags *flag.FlagSet, args []string) (string, error) {
	if err := flags.Parse(args); err != nil || flags.NArg() == 0 {
		return "", err
	}
	name := flags.Arg(0)
	if err := flags.Parse(flags.Args()[1:]); err != nil {
		return "", err
	}
	if flags.NArg() > 0 {
		return "", fmt.Errorf("inject: %q is too much: one drift at a time", flags.Arg(0))
	}
	return name, nil
}

func send(ctx context.Context, method, address string, body []byte) (control.Injections, error) {
	var injected control.Injections
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return injected, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return injected, fmt.Errorf("ask the lab: %w (is it running? --lab names another)", err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return injected, err
	}
	if answer.StatusCode != http.StatusOK {
		return injected, fmt.Errorf("%s answers %s: %s", address, answer.Status, strings.TrimSpace(string(text)))
	}
	if err := json.Unmarshal(text, &injected); err != nil {
		return injected, fmt.Errorf("%s is no lab: %w", address, err)
	}
	return injected, nil
}

// tabulate writes the injections of a drift, or all of them, as a table.
func tabulate(out io.Writer, injected control.Injections, drift string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "drift\tscenario\tfrom\tto\tstate")
	for _, i := range injected.Injections {
		if drift == "" || i.Drift == drift {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", i.Drift, i.Scenario, i.From.UTC().Format(time.RFC3339), i.To.UTC().Format(time.RFC3339), i.State)
		}
	}
	return table.Flush()
}
