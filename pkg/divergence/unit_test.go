package divergence_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/divergence"
)

func TestUnit(t *testing.T) {
	for _, unit := range []divergence.Unit{divergence.Nats, divergence.Bits} {
		parsed, err := divergence.ParseUnit(unit.String())
		require.NoError(t, err)
		require.Equal(t, unit, parsed)
		requireClose(t, 0.25, unit.ToNats(unit.FromNats(0.25)), 1e-15)
		require.Equal(t, math.Inf(1), unit.FromNats(math.Inf(1)))
		require.True(t, math.IsNaN(unit.FromNats(math.NaN())))
	}
	require.Equal(t, 1.0, divergence.Bits.FromNats(math.Ln2), "ln 2 nats are one bit")
	require.Equal(t, 0.3, divergence.Nats.FromNats(0.3))

	_, err := divergence.ParseUnit("bans")
	require.ErrorIs(t, err, divergence.ErrUnknownUnit)
	require.ErrorContains(t, err, `"bans": want nats or bits`)
}
