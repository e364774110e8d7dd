package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// A few groups for a few days: what alerts on the estimate without its band sends pages for nothing, the lower limit does
// not, and finds a drift of 0.2 nats.
func TestOnlyTheBandTellsNoiseFromDrift(t *testing.T) {
	naive := rule{name: "naive", query: parsed(t, `"window":"1h","scrapeInterval":"1m"`), threshold: 0.03, recovery: 0.03}
	chosen := rule{name: "chosen", query: parsed(t, `"window":"1h","scrapeInterval":"1m","alertOn":"lower"`), threshold: 0.02, recovery: 0.01}
	o := options{rules: "candidates", days: 3, groups: 8, seed: 1}
	outcomes, err := run(t.Context(), []rule{naive, chosen}, o, io.Discard)
	require.NoError(t, err)
	require.Greater(t, outcomes[0].quiet.alerts, 10)
	require.Zero(t, outcomes[1].quiet.alerts)
	large := outcomes[1].delays[2][3]
	require.Positive(t, large.drifts)
	require.Len(t, large.found, large.drifts)
}
