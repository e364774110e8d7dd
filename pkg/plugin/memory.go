package plugin

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/histodrift/histodrift/pkg/fault"
	"github.com/histodrift/histodrift/pkg/plan"
)

// memory keeps what look-ups before a plan have found.
type memory struct {
	mu   sync.Mutex
	kept *simplelru.LRU[memoryKey, remembered]
}

// memoryKey names a look-up. It holds the hours of the range, too: a metric that has become native was classic before.
type memoryKey struct {
	question, user string
	from, to       int64
}

type remembered struct {
	fetched time.Time
	answer  []string
}

// Bounds of what is kept.
const (
	memoryAge = 5 * time.Minute
	memoryMax = 1000
)

func newMemory() *memory {
	m := &memory{}
	m.kept, _ = simplelru.NewLRU[memoryKey, remembered](memoryMax, nil) // Fails for sizes below 1 alone.
	return m
}

func keyOf(question, user string, timing plan.Timing) memoryKey {
	return memoryKey{question, user, timing.From.Truncate(time.Hour).Unix(), timing.To.Truncate(time.Hour).Unix()}
}

// recall returns what is known of a question, or asks. An empty answer is not kept. A server that does not answer this is
// no reason to show nothing, and is taken to know nothing; one that does not answer at all says so.
func (m *memory) recall(key memoryKey, now time.Time, ask func() ([]string, error)) ([]string, error) {
	m.mu.Lock()
	known, ok := m.kept.Get(key)
	m.mu.Unlock()
	if ok && now.Sub(known.fetched) < memoryAge {
		return known.answer, nil
	}
	answer, err := ask()
	if err != nil {
		switch fault.From(err).Category {
		case fault.NotFound, fault.Rejected, fault.Forbidden, fault.Protocol, fault.Limit:
			return nil, nil
		}
		return nil, err
	}
	if len(answer) > 0 {
		m.mu.Lock()
		m.kept.Add(key, remembered{now, answer})
		m.mu.Unlock()
	}
	return answer, nil
}
