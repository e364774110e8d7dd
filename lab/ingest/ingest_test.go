package ingest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/histodrift/histodrift/lab/ingest"
	"github.com/histodrift/histodrift/lab/scenario"
	"github.com/histodrift/histodrift/lab/traffic"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func feeds(t *testing.T) []*ingest.Feed {
	pods, err := traffic.NewFleet(latency(), traffic.Options{
		Seed: 1, Scrape: 15 * time.Second, Start: now.Add(-time.Hour), Now: now,
	})
	require.NoError(t, err)
	return ingest.NewFeeds(pods)
}

// journal is a store that remembers what was committed and refuses samples from a given one on.
type journal struct {
	refuse, appended, committed int
	newest, widest              int64
	rolledBack                  bool
}

var errRefused = errors.New("refused")

func (j *journal) Appender(context.Context) storage.Appender { return page{journal: j} }

type page struct {
	storage.Appender
	*journal
}

func (j page) Append(_ storage.SeriesRef, _ labels.Labels, at int64, _ float64) (storage.SeriesRef, error) {
	if j.appended == j.refuse {
		return 0, errRefused
	}
	j.appended++
	j.newest = max(j.newest, at)
	j.widest = max(j.widest, j.newest-at)
	return 1, nil
}

func (j page) Commit() error   { j.committed = j.appended; return nil }
func (j page) Rollback() error { j.rolledBack = true; return nil }

func TestAdvanceKeepsThePodsTogether(t *testing.T) {
	j := &journal{refuse: -1}
	require.NoError(t, ingest.Advance(t.Context(), j, feeds(t), now.Add(3*time.Hour)))
	require.Equal(t, 18*14*4*240, j.committed)
	// A database refuses what is an hour older than its newest sample.
	require.LessOrEqual(t, j.widest, (10 * time.Minute).Milliseconds())
}

func TestAdvanceRollsBackWhatItCannotFinish(t *testing.T) {
	j := &journal{refuse: 1000}
	err := ingest.Advance(t.Context(), j, feeds(t), now)
	require.ErrorIs(t, err, errRefused)
	require.ErrorContains(t, err, "append http_request_duration_seconds at")
	require.True(t, j.rolledBack)
	require.Zero(t, j.committed)
}

func TestHistoryStopsWithItsContext(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := ingest.History(ctx, t.TempDir(), feeds(t), now, promslog.NewNopLogger())
	require.ErrorIs(t, err, context.Canceled)
}

func TestHistoryNamesADirectoryItCannotWriteTo(t *testing.T) {
	err := ingest.History(t.Context(), "/dev/null/x", feeds(t), now, promslog.NewNopLogger())
	require.ErrorContains(t, err, "write a block")
}

// latency is the checkout without its status codes.
func latency() []scenario.Scenario {
	s := scenario.Checkout()
	s.Metrics = s.Metrics[:1]
	return []scenario.Scenario{s}
}
