package main

import (
	"context"
	"flag"
	"fmt"
	"io"

	"github.com/histodrift/histodrift/lab"
)

// blocks writes the history into a directory, with a world file beside it for the lab that goes on from there.
func blocks(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("lab blocks", flag.ContinueOnError)
	world := worldFlags(flags)
	dir := flags.String("dir", "", "empty directory to write to, such as /prometheus (required)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	options, err := world.options(*dir)
	if err != nil {
		return err
	}
	if err := lab.WriteBlocks(ctx, options); err != nil {
		return err
	}
	path, err := saveWorld(*dir, options)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "lab blocks ready: %s; go on with: lab --world %s\n", *dir, path)
	return err
}
