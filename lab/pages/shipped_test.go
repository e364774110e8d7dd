package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/request"
)

func TestShippedRulesAreRead(t *testing.T) {
	rules, left, err := shippedRules("testdata/rules")
	require.NoError(t, err)
	require.Len(t, rules, 3)
	plain, felt, burn := rules[0], rules[1], rules[2]

	require.Equal(t, "plain", plain.name)
	require.Equal(t, "ticket", plain.severity)
	require.Equal(t, [2]time.Duration{10 * time.Minute, 30 * time.Minute}, [2]time.Duration{plain.hold, plain.keep})
	require.Equal(t, [2]float64{0.02, 0.01}, [2]float64{plain.threshold, plain.recovery})
	require.False(t, plain.impact)
	require.Equal(t, request.Selection{Metric: histogramName, Type: request.ClassicSeries}, plain.query.Current)
	require.Equal(t, []string{groupLabel}, plain.query.GroupBy)
	require.Equal(t, time.Hour, plain.query.Window.Length)
	require.Equal(t, asks{request.MeasureJS, request.StatisticLower}, plain.asks())

	require.True(t, felt.impact)
	require.InDelta(t, 0.05, felt.threshold, 1e-12, "counted in levels")
	require.InDelta(t, 0.025, felt.recovery, 1e-12)
	require.Equal(t, []string{categoryLabel}, felt.query.Current.Category)

	require.Equal(t, request.ViewSLO, burn.query.View)
	require.Equal(t, request.StatisticBurnRate, burn.query.AlertOn)
	require.InDelta(t, 3, burn.recovery, 0)

	require.Equal(t, []skipped{
		{"cohort", "its baseline is cohort, and the simulation has no other series"},
		{"dead", "it is no rule about a divergence"},
	}, left)
}

// The rules of the demo itself can be read, whichever they are.
func TestProvisionedRulesAreRead(t *testing.T) {
	rules, left, err := shippedRules("../../provisioning/alerting")
	require.NoError(t, err)
	require.NotEmpty(t, rules)
	for _, one := range left {
		require.NotEmpty(t, one.reason, one.name)
	}
}
