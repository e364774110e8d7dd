package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	require.InDelta(t, 2.0, median([]float64{9, 1, 2}), 0)
	require.InDelta(t, 1.5, median([]float64{9, 1, 2, 0}), 0)
}

func TestPairedTakesTurnsAndDropsTheFirstPair(t *testing.T) {
	order := ""
	note := func(letter string) func() error {
		return func() error { order += letter; return nil }
	}
	got, err := paired(2, action{prepare: note("p"), do: note("a")}, action{do: note("b")})
	require.NoError(t, err)
	require.Equal(t, "pabpabpab", order)
	require.Positive(t, got.ratio)
	_, err = paired(1, action{do: func() error { return errors.New("no") }}, action{do: note("b")})
	require.EqualError(t, err, "no")
}

func TestTableHoldsThreeDigits(t *testing.T) {
	var out strings.Builder
	require.NoError(t, table(&out, []row{{name: "x : y", ratio: 1.0449, aim: "≤ 1.1", a: 1234567 * time.Microsecond, b: 98765, about: "why"}}))
	require.Contains(t, out.String(), "1.04   ≤ 1.1  x : y  1.23s : 98.8µs")
}

func TestManyPodsKeepTheRate(t *testing.T) {
	metric := checkout(3)[0].Metrics[0]
	require.Len(t, metric.Groups[0].Pods, 12)
	require.InDelta(t, 54, metric.Groups[0].Rate.PerSecond, 0)
	require.NoError(t, checkout(3)[0].Validate())
}
