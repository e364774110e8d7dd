// Package ingest writes what pods count into a Prometheus database: weeks of history as blocks, then sample by sample
// while time goes on.
package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/exemplar"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"

	"github.com/histodrift/histodrift/lab/traffic"
)

// Store is what can be appended to: a database or a block in the making.
type Store interface {
	Appender(ctx context.Context) storage.Appender
}

// Feed carries one pod's readings to a store, as the series of all forms in which the pod exports them.
type Feed struct {
	pod   *traffic.Pod
	bins  *traffic.Bins // Those that forms are made for; they change with the layout.
	forms []form

	exemplars Exemplars
	since     int64 // Exemplars of scrapes before are not written, in milliseconds since the epoch.
}

// Exemplars is what exemplars are written to. It is safe for concurrent use.
type Exemplars interface {
	AddExemplar(series labels.Labels, e exemplar.Exemplar) error
}

// Trace makes a feed write exemplars, too, of all scrapes from a moment on.
func (f *Feed) Trace(to Exemplars, since time.Time) { f.exemplars, f.since = to, since.UnixMilli() }

// form is one way to write a reading as samples. Each has series of its own.
type form interface {
	append(app storage.Appender, r traffic.Reading) error
	all() []*series
	// traced is the series that an event of a bin is an exemplar of, or nil.
	traced(bins *traffic.Bins, value float64) *series
}

// NewFeeds returns a feed for each pod.
func NewFeeds(pods []*traffic.Pod) []*Feed {
	feeds := make([]*Feed, len(pods))
	for i, p := range pods {
		feeds[i] = &Feed{pod: p}
	}
	return feeds
}

// Forget drops what the feed knows of the store it fed last. It is called before the feed turns to another store.
func (f *Feed) Forget() {
	for _, s := range f.series() {
		s.ref = 0
	}
}

func (f *Feed) series() []*series {
	var all []*series
	for _, form := range f.forms {
		all = append(all, form.all()...)
	}
	return all
}

// until appends all scrapes that are due before a limit, in milliseconds since the epoch.
func (f *Feed) until(app storage.Appender, limit int64) error {
	for f.pod.Due() < limit {
		reading := f.pod.Scrape()
		if err := f.append(app, reading); err != nil {
			return fmt.Errorf("append %s at %d: %w", f.pod.Metric.Name, reading.Millis, err)
		}
	}
	return nil
}

func (f *Feed) append(app storage.Appender, r traffic.Reading) error {
	if r.Bins != f.bins {
		if err := f.relayout(app, r); err != nil {
			return err
		}
	}
	for _, form := range f.forms {
		if err := form.append(app, r); err != nil {
			return err
		}
	}
	if f.exemplars == nil || r.Millis < f.since {
		return nil
	}
	return f.trace()
}

// trace writes the exemplars of the latest scrape, in the order of time, as stores want them.
func (f *Feed) trace() error {
	sampled := f.pod.Sampled()
	slices.SortFunc(sampled, func(a, b traffic.Sampled) int { return cmp.Compare(a.Millis, b.Millis) })
	for _, one := range sampled {
		for _, form := range f.forms {
			s := form.traced(f.bins, one.Value)
			if s == nil {
				continue
			}
			e := exemplar.Exemplar{Labels: labels.FromStrings("trace_id", one.TraceID), Value: one.Value, Ts: one.Millis, HasTs: true}
			// Two of a native histogram in one millisecond are out of order by their values: one of them is enough.
			if err := f.exemplars.AddExemplar(s.labels, e); err != nil && !errors.Is(err, storage.ErrOutOfOrderExemplar) {
				return fmt.Errorf("append an exemplar of %s: %w", s.labels, err)
			}
		}
	}
	return nil
}

// relayout turns to the bins of a reading. Series that go on keep their place, the others end.
func (f *Feed) relayout(app storage.Appender, r traffic.Reading) error {
	before := map[uint64]*series{}
	for _, s := range f.series() {
		before[s.labels.Hash()] = s
	}
	f.bins, f.forms = r.Bins, newForms(f.pod, r.Bins)
	for _, s := range f.series() {
		if old := before[s.labels.Hash()]; old != nil {
			s.ref, s.live = old.ref, old.live
			delete(before, s.labels.Hash())
		}
	}
	for _, ended := range before {
		if err := ended.end(app, r.Millis); err != nil {
			return err
		}
	}
	return nil
}
