package lab

import (
	"context"
	"errors"
)

// WriteBlocks writes the history that Start would open into o.Dir, for a Prometheus of another process, and opens
// nothing. A lab started with the same options and another directory goes on where the blocks end.
func WriteBlocks(ctx context.Context, o Options) error {
	o, _, err := o.withDefaults().prepared()
	if err != nil {
		return err
	}
	if o.Dir == "" {
		return errors.New("write blocks: a directory is needed")
	}
	dir, _, err := claim(o.Dir)
	if err != nil {
		return err
	}
	l := &Lab{options: o, newest: o.Now}
	return l.generate(ctx, dir)
}
