package prometheus

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// ahead is how far samples from outside may lie after the newest of the process's own. The database refuses what is an
// hour older than its newest: much further, and they would end the process's own series.
const ahead = 10 * time.Minute

// outside takes the samples of remote writes and keeps them out of the way of what the process appends itself, which a
// single refused sample stops.
type outside struct {
	db     *tsdb.DB
	own    map[string]bool
	newest func() time.Time
}

func newOutside(db *tsdb.DB, o Options) outside {
	own := map[string]bool{}
	for _, m := range o.Metadata {
		for _, suffix := range []string{"", "_bucket", "_sum", "_count"} {
			own[m.Name+suffix] = true
		}
	}
	return outside{db, own, o.Newest}
}

// Appender implements storage.Appendable.
func (o outside) Appender(ctx context.Context) storage.Appender {
	latest := int64(1<<63 - 1)
	if o.newest != nil {
		latest = o.newest().Add(ahead).UnixMilli()
	}
	return outsideAppender{o.db.Appender(ctx), o.own, latest}
}

type outsideAppender struct {
	storage.Appender
	own    map[string]bool
	latest int64
}

// refused says why a sample is not taken. It is of a kind that makes senders drop the sample instead of trying again.
func (a outsideAppender) refused(l labels.Labels, at int64) error {
	if name := l.Get(model.MetricNameLabel); a.own[name] {
		return fmt.Errorf("%w: %s belongs to this server itself", storage.ErrDuplicateSampleForTimestamp, name)
	}
	if at > a.latest {
		return fmt.Errorf("%w: it lies more than %v after the newest samples of this server", storage.ErrOutOfBounds, ahead)
	}
	return nil
}

// Append implements storage.Appender.
func (a outsideAppender) Append(ref storage.SeriesRef, l labels.Labels, at int64, v float64) (storage.SeriesRef, error) {
	if err := a.refused(l, at); err != nil {
		return 0, err
	}
	return a.Appender.Append(ref, l, at, v)
}

// AppendHistogram implements storage.Appender.
func (a outsideAppender) AppendHistogram(
	ref storage.SeriesRef, l labels.Labels, at int64, h *histogram.Histogram, fh *histogram.FloatHistogram,
) (storage.SeriesRef, error) {
	if err := a.refused(l, at); err != nil {
		return 0, err
	}
	return a.Appender.AppendHistogram(ref, l, at, h, fh)
}
