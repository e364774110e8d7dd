package ingest

import (
	"math"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
)

// series is one time series and its place in the store that is fed.
type series struct {
	labels labels.Labels
	ref    storage.SeriesRef
	live   bool // The last sample was none that ends the series.
}

func (s *series) append(app storage.Appender, at int64, v float64) (err error) {
	s.ref, err = app.Append(s.ref, s.labels, at, v)
	s.live = true
	return err
}

func (s *series) appendHistogram(app storage.Appender, at int64, h *histogram.Histogram) (err error) {
	s.ref, err = app.AppendHistogram(s.ref, s.labels, at, h, nil)
	s.live = true
	return err
}

// end writes the marker by which Prometheus says that a series is no longer exported.
func (s *series) end(app storage.Appender, at int64) (err error) {
	if !s.live {
		return nil
	}
	s.ref, err = app.Append(s.ref, s.labels, at, math.Float64frombits(value.StaleNaN))
	s.live = false
	return err
}
