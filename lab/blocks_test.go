package lab_test

import (
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab"
	"github.com/histodrift/histodrift/lab/labtest"
	"github.com/histodrift/histodrift/lab/prometheus"
)

func TestBlocksHoldWhatTheLabServes(t *testing.T) {
	now := labtest.Now.Add(14 * hour) // Two in the morning.
	options := lab.Options{Now: now, History: 4 * hour}
	elsewhere := options
	elsewhere.Dir = t.TempDir()
	require.NoError(t, lab.WriteBlocks(t.Context(), elsewhere))
	blocks, err := filepath.Glob(filepath.Join(elsewhere.Dir, "*", "meta.json"))
	require.NoError(t, err)
	require.Len(t, blocks, 2, "one for each UTC day")

	other, err := prometheus.Open(prometheus.Options{Dir: elsewhere.Dir})
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	server := httptest.NewServer(other.Handler())
	defer server.Close()
	l := labtest.Start(t, options)
	want := samples(t, l.URL, `{service="payment",version="canary"}`, 5*hour, now)
	require.Len(t, want, 2*14+2, "buckets, sum and count of two pods, and two status codes")
	require.Equal(t, want, samples(t, server.URL, `{service="payment",version="canary"}`, 5*hour, now))
}

func TestBlocksWantAnEmptyDirectory(t *testing.T) {
	options := lab.Options{Now: labtest.Now, History: hour, Dir: t.TempDir()}
	require.NoError(t, lab.WriteBlocks(t.Context(), options))
	require.ErrorContains(t, lab.WriteBlocks(t.Context(), options), "holds blocks already")
	_, err := lab.Start(t.Context(), options)
	require.ErrorContains(t, err, "holds blocks already")
	options.Dir = ""
	require.ErrorContains(t, lab.WriteBlocks(t.Context(), options), "a directory is needed")
}
