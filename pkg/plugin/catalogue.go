package plugin

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/histodrift/histodrift/pkg/promapi"
)

// Bounds of the catalogue: for how long and for how many users the metadata of metrics is kept.
const (
	catalogueAge   = 5 * time.Minute
	catalogueUsers = 32
)

// catalogue keeps the metadata of metrics for a while: servers give all of it or none, and it hardly changes.
type catalogue struct {
	client *promapi.Client
	clock  func() time.Time
	mu     sync.Mutex
	kept   *simplelru.LRU[string, entry]
}

type entry struct {
	fetched time.Time
	metrics map[string]promapi.Metadata
}

func newCatalogue(client *promapi.Client, clock func() time.Time) *catalogue {
	c := &catalogue{client: client, clock: clock}
	c.kept, _ = simplelru.NewLRU[string, entry](catalogueUsers, nil) // Fails for sizes below 1 alone.
	return c
}

// metadata returns what is known of the metrics. It is a courtesy to the reader of a picker: a server without it, or one
// that fails here, is no reason to show no metrics.
func (c *catalogue) metadata(ctx context.Context, user string) map[string]promapi.Metadata {
	c.mu.Lock()
	known, ok := c.kept.Get(user)
	c.mu.Unlock()
	if ok && c.clock().Sub(known.fetched) < catalogueAge {
		return known.metrics
	}
	metrics, err := c.client.Metadata(ctx)
	if err != nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept.Add(user, entry{fetched: c.clock(), metrics: metrics})
	return metrics
}
