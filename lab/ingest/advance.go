package ingest

import (
	"context"
	"time"
)

// slice bounds how far one pod gets ahead of the others: a database refuses samples an hour older than its newest.
const slice = 10 * time.Minute

// Advance appends every scrape due up to and including end, oldest first. After an error the pods are ahead of the
// store, so the caller gives up.
func Advance(ctx context.Context, store Store, feeds []*Feed, end time.Time) error {
	for {
		begin, ok := earliest(feeds, end)
		if !ok {
			return nil
		}
		limit := begin.Add(slice)
		if after := end.Add(time.Millisecond); limit.After(after) {
			limit = after
		}
		if err := commit(ctx, store, limit.UnixMilli(), feeds...); err != nil {
			return err
		}
	}
}
