package plugin

import (
	"context"
	"strconv"
	"time"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
	"github.com/histodrift/histodrift/pkg/promapi"
)

// engine knows in which way a server differs from Prometheus, as far as counts depend on it.
type engine struct {
	client *promapi.Client
	clock  func() time.Time
	kept   *memory
}

func newEngine(client *promapi.Client, clock func() time.Time) *engine {
	return &engine{client: client, clock: clock, kept: newMemory()}
}

// wholeIncrease reports whether increase() counts from the last sample before its range on, as VictoriaMetrics' does.
func (e *engine) wholeIncrease(ctx context.Context, user string) (bool, error) {
	answer, err := e.kept.recall(keyOf("buildinfo", user, plan.Timing{}), e.clock(), func() ([]string, error) {
		build, err := e.client.BuildInfo(ctx)
		return []string{strconv.FormatBool(build.Victoria)}, err
	})
	if failed := fault.From(err); err != nil && failed.Category != fault.Timeout && failed.Category != fault.Canceled {
		err = nil // Whatever keeps the server from this: if it keeps it from more, the query says so.
	}
	return len(answer) > 0 && answer[0] == "true", err
}
