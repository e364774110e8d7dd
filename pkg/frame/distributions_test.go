package frame_test

import (
	"math"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/distribution"
	"github.com/histodrift/histodrift/pkg/frame"
)

func TestDistributionsTable(t *testing.T) {
	source, result := asked(t, bucketsOf(hostile), latency, `,"view":"distributions","groupBy":["service"],"measures":["kl","newMass"]`)
	frames, err := frame.Distributions(source, result)
	require.NoError(t, err)
	requireTable(t, frames)
	require.Len(t, frames, 1, "one for each group")
	one := frames[0]
	require.Equal(t, "bin,baseline,baseline lower,baseline upper,current,current lower,current upper,change,from,to,n current,n baseline", names(one))
	require.InDelta(t, 1, sumOf(t, one, "current"), 1e-12)
	require.InDelta(t, 1, sumOf(t, one, "baseline"), 1e-12)
	for i := range one.Rows() {
		value, lower, upper := *one.Fields[4].At(i).(*float64), *one.Fields[5].At(i).(*float64), *one.Fields[6].At(i).(*float64)
		require.Less(t, lower, value)
		require.Greater(t, upper, value)
	}
	quantiles := one.Meta.Custom.(frame.Recipe).Quantiles
	require.InDelta(t, 2, quantiles[0].Current, 1e-12, "half of the samples are at most 2")
	require.True(t, quantiles[2].CurrentAbove)
	require.Contains(t, noticesOf(one), hostile+": Against 1h ago: p50 1 s → 2 s, p95 3.67 s → > 4 s, p99 4 s → > 4 s.")
	require.Contains(t, noticesOf(one), "quiet: ")

	source, result = asked(t, countries, country, `,"view":"distributions","format":"bars","confidence":{"band":false}`)
	frames, err = frame.Distributions(source, result)
	require.NoError(t, err)
	requireTable(t, frames)
	require.Equal(t, "bin,baseline,current", names(frames[0]))
	require.Nil(t, frames[0].Meta.Custom.(frame.Recipe).Quantiles)
}

// The Trend panel wants exactly one frame, with an ascending x and no time.
func TestDensitiesForTheTrendPanel(t *testing.T) {
	source, result := asked(t, bucketsOf("a"), latency, `,"view":"distributions","format":"numeric","groupBy":["service"]`)
	frames, err := frame.Distributions(source, result)
	require.NoError(t, err)
	requireEncodes(t, frames)
	require.Len(t, frames, 1)
	one := frames[0]
	require.Equal(t, data.FrameTypeUnknown, one.Meta.Type)
	require.Equal(t, "from,current,current lower,current upper,baseline,baseline lower,baseline upper", names(one))
	require.Equal(t, []float64{0, 1, 2, 4}, []float64{one.Fields[0].At(0).(float64), one.Fields[0].At(1).(float64), one.Fields[0].At(2).(float64), one.Fields[0].At(3).(float64)})
	require.Equal(t, []any{0.2, 0.3, 0.2, 0.2}, shown(t, one.Fields[1]), "0.4 over a width of 2; once more where it ends")
	require.Equal(t, []any{0.5, 0.25, 0.12, 0.12}, shown(t, one.Fields[4]))
	require.Contains(t, noticesOf(one), "a: +Inf (> 4) holds 10 % of current, 1 % of baseline: not drawn")
	seen := map[string]bool{}
	for i, field := range one.Fields {
		require.NotEqual(t, data.FieldTypeTime, field.Type())
		require.False(t, seen[field.Config.DisplayNameFromDS])
		seen[field.Config.DisplayNameFromDS] = true
		if i == 0 {
			continue
		}
		require.Equal(t, "suffix:/s", field.Config.Unit)
		require.Equal(t, "stepAfter", asMap(t, field.Config.Custom)["lineInterpolation"])
		require.Equal(t, one.Fields[1+(i-1)/3*3].Config.Color, field.Config.Color, "band and line have one colour")
		for k := range field.Len() {
			require.NotNil(t, field.At(k).(*float64))
		}
	}
	require.NotEqual(t, one.Fields[1].Config.Color, one.Fields[4].Config.Color)
	require.Equal(t, one.Fields[2].Config.DisplayNameFromDS, asMap(t, one.Fields[3].Config.Custom)["fillBelowTo"])
	require.Equal(t, one.Fields[5].Config.DisplayNameFromDS, asMap(t, one.Fields[6].Config.Custom)["fillBelowTo"])

	source.Query.Confidence.Band = new(bool)
	frames, err = frame.Distributions(source, result)
	require.NoError(t, err)
	require.Equal(t, "from,current,baseline", names(frames[0]))
}

// Between the buckets of native histograms, nothing was counted; between others that don't touch, nobody knows.
func TestDensitiesOfBinsThatDontTouch(t *testing.T) {
	for _, sparse := range []bool{true, false} {
		source, result := asked(t, bucketsOf("a"), latency, `,"view":"distributions","format":"numeric","groupBy":["service"]`)
		last := result.Groups[0].Measures[0].Last
		bin := distribution.NumberBin
		histogram := distribution.Histogram{Ordered: true, Sparse: sparse, Counts: []float64{10, 40, 50}, Bins: []distribution.Bin{bin(-2, -1), bin(0, 0), bin(3, 5)}}
		last.Current, last.Baseline = histogram, histogram
		frames, err := frame.Distributions(source, result)
		require.NoError(t, err)
		requireEncodes(t, frames)
		between := any(0.0)
		if !sparse {
			between = nil
		}
		require.Equal(t, []any{0.1, between, 0.25, 0.25}, shown(t, frames[0].Fields[1]))
		require.Contains(t, noticesOf(frames[0]), "0 holds 40 % of current, 40 % of baseline: not drawn")
	}
	source, result := asked(t, bucketsOf("a"), latency, `,"view":"distributions","format":"numeric","groupBy":["service"]`)
	last := result.Groups[0].Measures[0].Last
	histogram := distribution.Histogram{Ordered: true, Counts: []float64{10, 40}, Bins: []distribution.Bin{distribution.NumberBin(math.Inf(-1), -1), distribution.NumberBin(-1, inf)}}
	last.Current, last.Baseline = histogram, histogram
	frames, err := frame.Distributions(source, result)
	require.NoError(t, err)
	require.Empty(t, frames[0].Fields)
	require.Contains(t, noticesOf(frames[0]), "nothing to draw")
}

// Buckets of latencies reach over orders of magnitude; on a linear axis all but the last would lie at its edge.
func TestAxisOfBucketsThatReachFar(t *testing.T) {
	far := counts{
		{map[string]string{"le": "0.01"}, 300, 300},
		{map[string]string{"le": "1"}, 600, 700},
		{map[string]string{"le": "10"}, 1000, 1000},
		{map[string]string{"le": "+Inf"}, 1000, 1000},
	}
	source, result := asked(t, far, latency, `,"view":"distributions","format":"numeric"`)
	frames, err := frame.Distributions(source, result)
	require.NoError(t, err)
	scale := asMap(t, asMap(t, frames[0].Fields[0].Config.Custom)["scaleDistribution"])
	require.Equal(t, "symlog", scale["type"])
	require.InDelta(t, 0.01, scale["linearThreshold"], 0)

	source, result = asked(t, bucketsOf("a"), latency, `,"view":"distributions","format":"numeric","groupBy":["service"]`)
	frames, err = frame.Distributions(source, result)
	require.NoError(t, err)
	require.Empty(t, frames[0].Fields[0].Config.Custom)
}
