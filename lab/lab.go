// Package lab is a fake world with a known truth: an in-process Prometheus filled with seeded scenarios, whose drifts
// happen at known times. The same lab serves tests, with a fixed clock, and the demo, where it goes on live.
package lab

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/tsdb"

	"github.com/histodrift/histodrift/lab/control"
	"github.com/histodrift/histodrift/lab/exposition"
	"github.com/histodrift/histodrift/lab/ingest"
	"github.com/histodrift/histodrift/lab/prometheus"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
	"github.com/histodrift/histodrift/lab/truth"
)

// Lab is a running lab. It is safe for concurrent use.
type Lab struct {
	options Options
	traces  tsdb.ExemplarStorage
	server  *prometheus.Server
	truth   *truth.Truth
	drifts  *control.Drifts
	remove  func() error

	mutex  sync.Mutex // Guards what follows.
	pods   []*traffic.Pod
	feeds  []*ingest.Feed
	newest time.Time
}

// Start generates the history and opens a Prometheus on it. It returns when all of it can be queried. The caller closes
// the lab. Nothing is appended until Advance or Run is called.
func Start(ctx context.Context, o Options) (*Lab, error) {
	o, drifts, err := o.withDefaults().prepared()
	if err != nil {
		return nil, err
	}
	dir, remove, err := claim(o.Dir)
	if err != nil {
		return nil, err
	}
	l := &Lab{options: o, truth: truth.New(o.Scenarios, o.Now), drifts: drifts, remove: remove, newest: o.Now}
	if err := l.open(ctx, dir); err != nil {
		return nil, errors.Join(err, remove())
	}
	return l, nil
}

func (l *Lab) open(ctx context.Context, dir string) (err error) {
	if l.traces, err = prometheus.NewExemplars(); err != nil {
		return fmt.Errorf("make the store of exemplars: %w", err)
	}
	if err := l.generate(ctx, dir); err != nil {
		return err
	}
	server, err := prometheus.Open(prometheus.Options{
		Dir: dir, Metadata: metadata(l.options.Scenarios), Logger: l.options.Logger, Exemplars: l.traces,
		Newest: func() time.Time { return l.Data().To },
	})
	if err != nil {
		return err
	}
	l.server = server
	for _, f := range l.feeds {
		f.Forget()
	}
	return nil
}

// traced is how far exemplars reach back: servers keep the newest only.
const traced = 6 * time.Hour

// generate makes the pods and runs them up to now, writing their history into dir.
func (l *Lab) generate(ctx context.Context, dir string) error {
	var err error
	l.pods, err = traffic.NewFleet(l.options.Scenarios, traffic.Options{
		Seed:   l.options.Seed,
		Scrape: l.options.Scrape,
		Start:  l.Data().From,
		Now:    l.options.Now,
	})
	if err != nil {
		return err
	}
	l.feeds = ingest.NewFeeds(l.pods)
	for _, f := range l.feeds {
		f.Trace(l.traces, l.options.Now.Add(-traced))
	}
	if err := ingest.History(ctx, dir, l.feeds, l.options.Now, l.options.Logger); err != nil {
		return fmt.Errorf("generate the history: %w", err)
	}
	return nil
}

// Advance appends all samples up to and including a later moment. Moments before the newest sample change nothing.
func (l *Lab) Advance(ctx context.Context, to time.Time) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if !to.After(l.newest) {
		return nil
	}
	if err := ingest.Advance(ctx, l.server, l.feeds, to); err != nil {
		return fmt.Errorf("append live samples: %w", err)
	}
	l.newest = to
	return nil
}

// Run appends samples as time goes by, until ctx is done, which is no error.
func (l *Lab) Run(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if err := l.Advance(ctx, time.Now().UTC().Truncate(time.Second)); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Mount adds the lab's paths to a mux: Prometheus's /api/v1/ and /-/, the scrape page /metrics, and /lab/.
func (l *Lab) Mount(mux *http.ServeMux) {
	mux.Handle("/api/v1/", l.server.Handler())
	mux.Handle("/-/", l.server.Handler())
	mux.Handle("GET /metrics", exposition.Handler(l.families))
	known := truth.Handler(l.truth, l.Data)
	mux.Handle("/lab/truth", known)
	mux.Handle("/lab/scenarios", known)
	mux.Handle("/lab/", control.Handler(l, l.drifts, time.Now))
}

// Truth tells what the data converge to.
func (l *Lab) Truth() *truth.Truth { return l.truth }

// Now is the moment the drifts count from, which is also the end of the generated history.
func (l *Lab) Now() time.Time { return l.options.Now }

// Data is the stretch of time the lab has samples of at present.
func (l *Lab) Data() scenario.Interval {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return scenario.Interval{From: l.options.Now.Add(-l.options.History), To: l.newest}
}

// Close stops the Prometheus and removes the lab's directory if that was temporary.
func (l *Lab) Close() error {
	return errors.Join(l.server.Close(), l.remove())
}

func (l *Lab) families() []*dto.MetricFamily {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return exposition.Families(l.pods)
}

func metadata(scenarios []scenario.Scenario) []prometheus.Metadata {
	var known []prometheus.Metadata
	for _, s := range scenarios {
		for _, m := range s.Metrics {
			known = append(known, prometheus.Metadata{
				Name: m.Name, Type: model.MetricType(m.KindOf().Type()), Help: m.Help, Unit: m.Unit,
			})
		}
	}
	return known
}
