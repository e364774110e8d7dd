package truth_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/lab/scenario"
)

func TestATenantDriftsInOneRegionOnly(t *testing.T) {
	now, before := 0*time.Hour, 24*time.Hour
	for selector, drifts := range map[string]bool{
		`api_request_duration_seconds`:                                  true,
		`api_request_duration_seconds{tenant="acme"}`:                   true,
		`api_request_duration_seconds{region="eu"}`:                     true,
		`api_request_duration_seconds{tenant="acme",region="eu"}`:       true,
		`api_request_duration_seconds{tenant="acme",region="us"}`:       false,
		`api_request_duration_seconds{tenant!="acme"}`:                  false,
		`api_request_duration_seconds{tenant="müller & söhne"}`:         false,
		`api_response_size_bytes`:                                       true,
		`api_response_size_bytes{plan="batch"}`:                         false,
		`api_response_size_bytes{plan="enterprise",region="eu"}`:        false,
		`api_response_size_bytes{plan=~"enterprise|pro|free"}`:          false,
		`api_response_size_bytes{plan=~"enterprise|batch",region="us"}`: true,
	} {
		for _, back := range []time.Duration{before, 168 * time.Hour} {
			d := divergence(t, window(selector, now, time.Hour), window(selector, back, time.Hour))
			if drifts {
				require.Greater(t, float64(d.KL), 0.005, selector)
				continue
			}
			require.InDelta(t, 0, float64(d.KL), 1e-12, selector)
		}
	}
}

// Four times the traffic of one plan that had a sixteenth of it: a sixteenth becomes 4/19.
func TestTrafficShiftsTheMix(t *testing.T) {
	side := window(`api_response_size_bytes`, 0, time.Hour)
	side.By = []string{"plan"}
	d := distribution(t, side)
	require.Equal(t, "batch", d.Categories[0])
	require.InDelta(t, 4.0*4/(4*4+60), d.Probabilities[0], 1e-12)
	side.From, side.To = side.From.Add(-24*time.Hour), side.To.Add(-24*time.Hour)
	require.InDelta(t, 4.0/64, distribution(t, side).Probabilities[0], 1e-12)
	// Half an hour of it counts for half an hour's events.
	half := window(`api_response_size_bytes{plan="batch"}`, 3*time.Hour+30*time.Minute, time.Hour)
	whole, before := window(half.Selector, 3*time.Hour+30*time.Minute, 30*time.Minute), window(half.Selector, 4*time.Hour, 30*time.Minute)
	require.InDelta(t, distribution(t, whole).Expected+distribution(t, before).Expected, distribution(t, half).Expected, 1e-9)
	rhythm := scenario.Tenants().Metrics[1].Groups[0].Rate
	grown := rhythm.Expected(whole.From, whole.To) / rhythm.Expected(before.From, before.To)
	require.InEpsilon(t, 4*grown, distribution(t, whole).Expected/distribution(t, before).Expected, 1e-9)
}
