package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/histodrift/histodrift/lab"
)

// serve runs the lab with its HTTP server until ctx is done.
func serve(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("lab", flag.ContinueOnError)
	world := worldFlags(flags)
	listen := flags.String("listen", "127.0.0.1:9095", "address to listen on")
	dir := flags.String("dir", "", "empty directory for the database (default a temporary one, removed at the end)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	options, err := world.options(*dir)
	if err != nil {
		return err
	}
	// The port is taken first, so that a taken one is reported at once.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // The HTTP server, once there is one, closes it before.
	l, err := lab.Start(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	mux := http.NewServeMux()
	l.Mount(mux)
	return together(ctx, l.Run, mux, listener, fmt.Sprintf("lab ready: http://%s", listener.Addr()), out)
}

// together runs what serves and what appends, if anything does, and ends both when ctx is done or one of them fails.
func together(ctx context.Context, appends func(context.Context) error, handler http.Handler, listener net.Listener, ready string, out io.Writer) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	parts, ctx := errgroup.WithContext(ctx)
	if appends != nil {
		parts.Go(func() error { return appends(ctx) })
	}
	parts.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	parts.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			return server.Close() // Somebody held on to a connection: the end comes anyway.
		}
		return nil
	})
	fmt.Fprintln(out, ready)
	return parts.Wait()
}
