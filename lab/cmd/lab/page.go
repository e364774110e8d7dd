package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/host"
)

// page serves the page that stands in for Grafana: on a lab, or on a Prometheus of the user's.
func page(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("lab page", flag.ContinueOnError)
	world := worldFlags(flags)
	listen := flags.String("listen", "127.0.0.1:3000", "address to listen on")
	files := flags.String("page", "page/dist", "directory with the built page")
	prometheus := flags.String("prometheus", "", "base URL of a Prometheus to ask instead of a lab")
	if err := flags.Parse(args); err != nil {
		return err
	}
	// The port is taken first, so that a taken one is reported at once.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use: end the program that listens there, or choose another port by PORT=3001 (or --listen)", *listen)
	}
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // The HTTP server, once there is one, closes it before.
	if *prometheus != "" {
		return servePage(ctx, nil, host.Options{Prometheus: *prometheus, Page: *files}, listener, out)
	}
	options, err := world.options("")
	if err != nil {
		return err
	}
	l, err := lab.Start(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return servePage(ctx, l, host.Options{
		Prometheus: "http://" + loopback(listener.Addr()),
		Page:       *files,
		Scrape:     options.Scrape,
		Examples:   host.Examples(options.Now, options.History),
	}, listener, out)
}

// servePage runs the page, and the lab if there is one, until ctx is done.
func servePage(ctx context.Context, l *lab.Lab, options host.Options, listener net.Listener, out io.Writer) error {
	quieten()
	h, err := host.New(ctx, options)
	if err != nil {
		return err
	}
	defer h.Close()
	mux := http.NewServeMux()
	h.Mount(mux)
	ready := fmt.Sprintf("page ready: http://%s (Ctrl-C ends it)", loopback(listener.Addr()))
	if l == nil {
		if asked, err := url.Parse(options.Prometheus); err == nil {
			ready += "; it asks " + asked.Redacted()
		}
		return together(ctx, nil, mux, listener, ready, out)
	}
	l.Mount(mux)
	return together(ctx, l.Run, mux, listener, ready, out)
}

// quieten leaves warnings and errors of the SDK's log: its debug lines are for Grafana.
func quieten() {
	log.DefaultLogger = log.NewWithLevel(log.Warn)
	backend.Logger = log.DefaultLogger
}

// loopback is an address by which this machine reaches a listener, also one on all interfaces.
func loopback(address net.Addr) string {
	if tcp, ok := address.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
	}
	return address.String()
}
