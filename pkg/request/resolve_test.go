package request_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

func TestResolveRange(t *testing.T) {
	q, err := request.Parse([]byte(`{"current":{"metric":"m"},"window":"$__range"}`))
	require.NoError(t, err)

	resolved, err := q.Resolve(6 * time.Hour)
	require.NoError(t, err)
	require.Equal(t, 6*time.Hour, resolved.Window.Length)
	require.Equal(t, 6*time.Hour, resolved.Baseline.Window.Length)

	_, err = q.Resolve(0)
	require.ErrorContains(t, err, "range of the panel is empty")

	q.Baseline.Offset = request.Duration{Length: time.Hour}
	_, err = q.Resolve(6 * time.Hour)
	require.ErrorContains(t, err, "own baseline")
}

func TestResolveSeasons(t *testing.T) {
	const day = 24 * time.Hour
	left := parsed(t, `{"current":{"metric":"m"},"window":"$__range","baseline":{"kind":"seasonal"}}`)
	for panelRange, period := range map[time.Duration]time.Duration{time.Hour: 7 * day, 30 * day: 30 * day} {
		resolved, err := left.Resolve(panelRange)
		require.NoError(t, err)
		require.Equal(t, period, resolved.Baseline.Period.Length)
	}
	require.True(t, left.Baseline.Period.IsZero(), "the query itself is left alone")

	given := parsed(t, `{"current":{"metric":"m"},"window":"$__range","baseline":{"kind":"seasonal","period":"1d"}}`)
	_, err := given.Resolve(day)
	require.NoError(t, err)
	_, err = given.Resolve(day + time.Second)
	require.ErrorContains(t, err, "baseline.period: 1d is shorter than the window of 1d1s")
}
