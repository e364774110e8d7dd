// Package ingest writes what pods count into a Prometheus database: two weeks of history as blocks, then sample by
// sample while time goes on.
package ingest

import (
	"context"
	"fmt"
	"math"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"

	"github.com/histodrift/histodrift/lab/traffic"
)

// Store is what can be appended to: a database or a block in the making.
type Store interface {
	Appender(ctx context.Context) storage.Appender
}

// Feed carries one pod's readings to a store as the series of a classic histogram.
type Feed struct {
	pod    *traffic.Pod
	series []labels.Labels // One per bucket, then the sum, then the count.
	refs   []storage.SeriesRef
}

// NewFeeds returns a feed for each pod.
func NewFeeds(pods []*traffic.Pod) []*Feed {
	feeds := make([]*Feed, len(pods))
	for i, p := range pods {
		feeds[i] = newFeed(p)
	}
	return feeds
}

func newFeed(p *traffic.Pod) *Feed {
	f := &Feed{pod: p}
	builder := labels.NewBuilder(labels.FromMap(p.Labels))
	for _, bound := range append(append([]float64{}, p.Metric.Bounds...), math.Inf(1)) {
		builder.Set(model.MetricNameLabel, p.Metric.Name+"_bucket")
		builder.Set(labels.BucketLabel, labels.FormatOpenMetricsFloat(bound))
		f.series = append(f.series, builder.Labels())
	}
	builder.Del(labels.BucketLabel)
	for _, suffix := range []string{"_sum", "_count"} {
		f.series = append(f.series, builder.Set(model.MetricNameLabel, p.Metric.Name+suffix).Labels())
	}
	f.refs = make([]storage.SeriesRef, len(f.series))
	return f
}

// Forget drops what the feed knows of the store it fed last. It is called before the feed turns to another store.
func (f *Feed) Forget() { clear(f.refs) }

// until appends all scrapes that are due before a limit, in milliseconds since the epoch.
func (f *Feed) until(app storage.Appender, limit int64) error {
	for f.pod.Due() < limit {
		if err := f.append(app, f.pod.Scrape()); err != nil {
			return err
		}
	}
	return nil
}

func (f *Feed) append(app storage.Appender, r traffic.Reading) error {
	var cumulative uint64
	for i := range f.series {
		value := r.Sum
		switch {
		case i < len(r.Counts):
			cumulative += r.Counts[i]
			value = float64(cumulative)
		case i > len(r.Counts):
			value = float64(cumulative)
		}
		ref, err := app.Append(f.refs[i], f.series[i], r.Millis, value)
		if err != nil {
			return fmt.Errorf("append %s at %d: %w", f.series[i], r.Millis, err)
		}
		f.refs[i] = ref
	}
	return nil
}
