package confidence_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// vector is one line of testdata/golden.json: inputs with the outputs of an independent implementation.
type vector struct {
	Name    string `json:"name"`
	Kind    int    `json:"kind"`
	X       []number
	Y       []number
	XR      json.RawMessage // Counts by replicate: another method.
	Options struct {
		Ordered       *bool   `json:"ordered"`
		Known         bool    `json:"known_q"`
		DesignEffectP float64 `json:"deff_p"`
		DesignEffectQ float64 `json:"deff_q"`
	} `json:"opts"`
	Out map[string]any
}

// number is a JSON number, "inf" or null for NaN.
type number float64

func (n *number) UnmarshalJSON(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*n = number(toNumber(v))
	return nil
}

func toNumber(v any) float64 {
	switch v := v.(type) {
	case nil:
		return math.NaN()
	case bool:
		if v {
			return 1
		}
		return 0
	case float64:
		return v
	default:
		return math.Inf(1)
	}
}

func floats(numbers []number) []float64 {
	out := make([]float64, len(numbers))
	for i, n := range numbers {
		out[i] = float64(n)
	}
	return out
}

// loadVectors returns the vectors of two samples of counts and an f-divergence; the other ones are of other methods.
func loadVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.json")
	require.NoError(t, err)
	var all, out []vector
	require.NoError(t, json.Unmarshal(data, &all))
	for _, v := range all {
		if v.XR == nil && v.Kind <= int(confidence.Hellinger2) {
			out = append(out, v)
		}
	}
	return out
}

func (v *vector) estimate() (confidence.Interval, error) {
	return confidence.Estimate(confidence.Kind(v.Kind), floats(v.X), floats(v.Y), confidence.Options{
		Level: 0.95, Ordered: v.Options.Ordered == nil || *v.Options.Ordered, KnownBaseline: v.Options.Known,
		DesignEffectCurrent: v.Options.DesignEffectP, DesignEffectBaseline: v.Options.DesignEffectQ,
	})
}

// fields are the outputs under the names that the vectors have for them. The vectors count P's mass as that of the first
// argument of the divergence, which for the reverse KL is the baseline.
func fields(kind confidence.Kind, v confidence.Interval) map[string]float64 {
	mergedP, mergedQ := v.MergedCurrent, v.MergedBaseline
	if kind == confidence.KLReverse {
		mergedP, mergedQ = mergedQ, mergedP
	}
	return map[string]float64{
		"est": v.Estimate, "lo": v.Lower, "hi": v.Upper, "hi_merged": v.UpperMerged, "allowance": v.Allowance,
		"groups": float64(v.Groups), "bins": float64(v.Bins), "bins_merged": float64(v.BinsMerged),
		"merged_p": mergedP, "merged_q": mergedQ,
		"upper_unbounded": toNumber(v.UpperUnbounded), "assumed_floor": toNumber(v.AssumedFloor),
	}
}

// tolerance is 1e-9, or for squared Hellinger distances what the other implementation loses: it takes differences of
// ln Γ(n) ≈ n ln n, and so has errors of a few units in the last place of that. TestHellingerOfLargeCounts checks those
// vectors against values of higher precision.
func (v *vector) tolerance() float64 {
	if v.Kind != int(confidence.Hellinger2) {
		return 1e-9
	}
	largest := 1.0
	for i := range v.X {
		largest = max(largest, float64(v.X[i]), float64(v.Y[i]))
	}
	return 1e-9 + 0x1p-52*largest*math.Log(largest)
}

func TestGoldenVectors(t *testing.T) {
	vectors := loadVectors(t)
	require.Len(t, vectors, 170)
	for i, v := range vectors {
		t.Run(fmt.Sprintf("%d %s %v", i, v.Name, confidence.Kind(v.Kind)), func(t *testing.T) {
			interval, err := v.estimate()
			require.NoError(t, err)
			got := fields(confidence.Kind(v.Kind), interval)
			require.Len(t, v.Out, len(got))
			for name, raw := range v.Out {
				want := toNumber(raw)
				if math.IsInf(want, 0) || math.IsNaN(want) {
					require.Equal(t, fmt.Sprint(want), fmt.Sprint(got[name]), name)
					continue
				}
				require.InDelta(t, want, got[name], max(1e-6*math.Abs(want), v.tolerance()), name)
			}
		})
	}
}
