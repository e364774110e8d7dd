package fetch

import (
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// cacheBytes bounds the values that one data source keeps.
const cacheBytes = 64 << 20

// cacheKey holds all that can change a chunk's content.
type cacheKey struct {
	expr     string
	timeline timeline
	identity string // Who asks, where requests carry the user's own credentials.
	id       chunkID
}

// cache keeps settled chunks, the least recently used ones leaving first. It is bounded by size, not by number: a chunk
// of a thousand groups weighs a thousand times one of a single group.
type cache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[cacheKey, columns]
	bytes int
}

func newCache() *cache {
	c := &cache{}
	// The number is only a backstop; NewLRU fails for sizes below 1 alone.
	c.lru, _ = simplelru.NewLRU(1<<20, func(_ cacheKey, gone columns) { c.bytes -= gone.weight() })
	return c
}

func (c *cache) get(key cacheKey) (columns, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lru.Get(key)
}

func (c *cache) put(key cacheKey, chunk columns) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lru.Remove(key)
	c.lru.Add(key, chunk)
	c.bytes += chunk.weight()
	for c.bytes > cacheBytes && c.lru.Len() > 0 {
		c.lru.RemoveOldest()
	}
}

// weight estimates the memory of a chunk. The columns of a series share its labels and signature, which weigh once for
// a histogram: with its count, which each one has. The chunks of one answer share them, too, but leave one by one; they
// weigh in each, at less than they take.
func (c columns) weight() int {
	const perChunk, perColumn, perLabel = 200, 120, 60
	bytes := perChunk
	for key, column := range c {
		bytes += perColumn + 8*len(column.values)
		if key.part.Kind != HistogramBucket {
			bytes += len(key.name) + perLabel*len(column.labels)
		}
	}
	return bytes
}
