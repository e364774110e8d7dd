// Package prometheus runs a Prometheus inside the process: the real storage, query engine and HTTP API, without a
// binary, a port of its own, scraping or rules. It takes remote writes.
package prometheus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	client "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// Options of a server. The zero value is an empty server in a temporary directory.
type Options struct {
	// Dir holds the database; blocks already in it are served. Empty means a temporary directory, which Close removes.
	Dir string
	// Metadata is what the metadata endpoints tell.
	Metadata []Metadata
	// Newest is the time of the newest samples that the process has appended itself. Samples of remote writes that lie far
	// after it are refused, as are those of the metrics in Metadata. Nil means the process appends nothing itself.
	Newest func() time.Time
	// Exemplars is what the exemplar endpoint reads; nil means the database, which knows those that came with live samples.
	Exemplars storage.ExemplarQueryable
	// Logger gets what the database reports. Nil means nothing is logged.
	Logger *slog.Logger
}

// Server is a running Prometheus. It is safe for concurrent use.
type Server struct {
	db      *tsdb.DB
	handler http.Handler
	remove  string // A directory to remove on Close.
}

// Open starts a server. The caller closes it.
func Open(o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = promslog.NewNopLogger()
	}
	s := &Server{}
	if o.Dir == "" {
		dir, err := os.MkdirTemp("", "histodrift-lab-")
		if err != nil {
			return nil, fmt.Errorf("make the database's directory: %w", err)
		}
		o.Dir, s.remove = dir, dir
	}
	settings := tsdb.DefaultOptions()
	settings.RetentionDuration = 0 // A fixed clock may lie years away: nothing is too old.
	settings.EnableExemplarStorage = true
	settings.MaxExemplars = 10_000
	db, err := tsdb.Open(o.Dir, o.Logger, nil, settings, tsdb.NewDBStats())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), s.clean())
	}
	s.db = db
	s.handler = NewHandler(db, o)
	return s, nil
}

// mostExemplars bounds what a store of exemplars holds: the newest.
const mostExemplars = 50_000

// NewExemplars returns a store of exemplars, in memory as that of any Prometheus. Unlike the one of the database it takes
// exemplars of series that are in blocks already.
func NewExemplars() (tsdb.ExemplarStorage, error) {
	return tsdb.NewCircularExemplarStorage(mostExemplars, tsdb.NewExemplarMetrics(client.NewRegistry()), 0)
}

// Handler serves Prometheus's paths: /api/v1/…, /-/healthy and /-/ready.
func (s *Server) Handler() http.Handler { return s.handler }

// Appender writes samples. They are visible after its Commit.
func (s *Server) Appender(ctx context.Context) storage.Appender { return s.db.Appender(ctx) }

// Close stops the server, and removes its directory if that was temporary.
func (s *Server) Close() error {
	return errors.Join(s.db.Close(), s.clean())
}

func (s *Server) clean() error {
	if s.remove == "" {
		return nil
	}
	return os.RemoveAll(s.remove)
}
