package promapi

import (
	"errors"
	"io"
	"sync/atomic"
)

// errTooLarge is what reading past the budget returns.
var errTooLarge = errors.New("answer over the limit")

// Budget bounds the bytes of all answers to one query, which may arrive at the same time.
type Budget struct{ left atomic.Int64 }

// NewBudget returns a budget of so many bytes.
func NewBudget(bytes int64) *Budget {
	budget := &Budget{}
	budget.left.Store(bytes)
	return budget
}

// meteredReader counts what it reads and fails past the budget, unlike io.LimitedReader, which ends as if the answer
// were complete.
type meteredReader struct {
	reader io.Reader
	budget *Budget
	read   int64
}

// Read implements io.Reader.
func (r *meteredReader) Read(p []byte) (int, error) {
	n, err := r.reader.Read(p)
	r.read += int64(n)
	if r.budget.left.Add(-int64(n)) < 0 {
		return 0, errTooLarge
	}
	return n, err
}
