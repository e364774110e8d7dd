package lab

import (
	"log/slog"
	"time"

	"github.com/prometheus/common/promslog"

	"github.com/histodrift/histodrift/lab/scenario"
)

// DefaultHistory holds three whole weeks before the newest day: what a weekly baseline of three seasons needs.
const DefaultHistory = 22 * 24 * time.Hour

// Options of a lab. The zero value is all scenarios, 22 days of history up to this moment and seed 1.
type Options struct {
	// Scenarios default to scenario.All().
	Scenarios []scenario.Scenario
	// Quiet means that no drift happens by its schedule: only injections do. Rhythms stay.
	Quiet bool
	// Injections make drifts active besides.
	Injections []Injection
	// Now is the end of the history and the moment drifts count from. The default is the present, cut to whole minutes.
	Now time.Time
	// History is how far the data reach back from Now. The default is DefaultHistory; negative means none.
	History time.Duration
	// Scrape is the time between two samples of a series. The default is 15 s.
	Scrape time.Duration
	// Seed makes the world: equal options give equal samples. The default is 1.
	Seed uint64
	// Dir takes the database and must hold no blocks yet. Empty means a temporary directory, which Close removes.
	Dir string
	// Logger gets what the database reports. Nil means nothing is logged.
	Logger *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Scenarios == nil {
		o.Scenarios = scenario.All()
	}
	if o.Now.IsZero() {
		o.Now = time.Now().UTC().Truncate(time.Minute)
	}
	switch {
	case o.History == 0:
		o.History = DefaultHistory
	case o.History < 0:
		o.History = 0
	}
	if o.Scrape == 0 {
		o.Scrape = 15 * time.Second
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Logger == nil {
		o.Logger = promslog.NewNopLogger()
	}
	return o
}
