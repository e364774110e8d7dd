package prometheus

import (
	"github.com/prometheus/prometheus/tsdb"
)

// admin gives the API the shape of database it expects. The admin endpoints themselves stay switched off.
type admin struct{ *tsdb.DB }

// Stats returns the statistics of the newest data, per value of a label.
func (a admin) Stats(label string, limit int) (*tsdb.Stats, error) {
	return a.Head().Stats(label, limit), nil
}

// WALReplayStatus says that nothing is being replayed: the database was open before the API was.
func (admin) WALReplayStatus() (tsdb.WALReplayStatus, error) { return tsdb.WALReplayStatus{}, nil }

// BlockMetas lists the blocks.
func (a admin) BlockMetas() ([]tsdb.BlockMeta, error) { return a.DB.BlockMetas(), nil }
