package confidence_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
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
	XR, YR  [][]number // Counts by replicate, instead of X and Y.
	Options struct {
		Ordered       *bool   `json:"ordered"`
		Known         bool    `json:"known_q"`
		DesignEffectP float64 `json:"deff_p"`
		DesignEffectQ float64 `json:"deff_q"`
		Correlated    *int    `json:"ar"`
		Paired        bool    `json:"paired"`
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

// The kinds that the vectors have for distances that are not smooth; smaller ones are a Kind.
const (
	vectorTotalVariation = 10
	vectorWasserstein    = 11 // Widths are 1.
)

// loadVectors returns the vectors of two samples of counts or of replicates with a kind in a range; the other ones are of
// other methods.
func loadVectors(t *testing.T, file string, replicated bool, first, last int) []vector {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var all, out []vector
	require.NoError(t, json.Unmarshal(data, &all))
	for _, v := range all {
		if (v.XR != nil) == replicated && first <= v.Kind && v.Kind <= last {
			out = append(out, v)
		}
	}
	return out
}

func (v *vector) options() confidence.Options {
	return confidence.Options{
		Level: 0.95, Ordered: v.Options.Ordered == nil || *v.Options.Ordered, KnownBaseline: v.Options.Known,
		DesignEffectCurrent: v.Options.DesignEffectP, DesignEffectBaseline: v.Options.DesignEffectQ,
	}
}

func (v *vector) estimate() (confidence.Interval, error) {
	return confidence.Estimate(confidence.Kind(v.Kind), floats(v.X), floats(v.Y), v.options())
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
	for _, row := range slices.Concat(v.XR, v.YR) { // Their sums count.
		largest = max(largest, float64(len(v.YR))*float64(slices.Max(row)))
	}
	return 1e-9 + 0x1p-52*largest*math.Log(largest)
}

func TestGoldenVectors(t *testing.T) {
	vectors := loadVectors(t, "testdata/golden.json", false, int(confidence.KL), int(confidence.Hellinger2))
	require.Len(t, vectors, 170)
	for i, v := range vectors {
		t.Run(fmt.Sprintf("%d %s %v", i, v.Name, confidence.Kind(v.Kind)), func(t *testing.T) {
			interval, err := v.estimate()
			require.NoError(t, err)
			v.requireFields(t, fields(confidence.Kind(v.Kind), interval))
		})
	}
}

func (v *vector) requireEqual(t *testing.T, want, got float64, name string) {
	t.Helper()
	if math.IsInf(want, 0) || math.IsNaN(want) {
		require.Equal(t, fmt.Sprint(want), fmt.Sprint(got), name)
		return
	}
	require.InDelta(t, want, got, max(1e-6*math.Abs(want), v.tolerance()), name)
}

// From 40 bins on, the lower limit and the estimate of total variation are those of coarser groups than the vectors have.
// What belongs to the bins remains.
func TestGoldenVectorsOfDistances(t *testing.T) {
	vectors := loadVectors(t, "testdata/golden.json", false, vectorTotalVariation, vectorWasserstein)
	require.Len(t, vectors, 20)
	for i, v := range vectors {
		t.Run(fmt.Sprintf("%d %s %d", i, v.Name, v.Kind), func(t *testing.T) {
			d, x, y, fine := totalVariation, floats(v.X), floats(v.Y), false
			if v.Kind == vectorWasserstein {
				d = wasserstein
			} else {
				fine = len(x) >= 40
			}
			interval, err := d.estimate(x, y, equalWidths(len(x)), v.options())
			require.NoError(t, err)
			got := fields(confidence.JS, interval)
			require.Len(t, v.Out, len(got)+1, "and the plug-in value")
			for name, raw := range v.Out {
				switch name {
				case "plugin":
				case "est", "groups", "hi_merged", "bins_merged", "merged_p", "merged_q":
					if !fine {
						v.requireEqual(t, toNumber(raw), got[name], name)
					}
				default:
					v.requireEqual(t, toNumber(raw), got[name], name)
				}
			}
		})
	}
}

func (v *vector) requireFields(t *testing.T, got map[string]float64) {
	t.Helper()
	require.Len(t, v.Out, len(got))
	for name, raw := range v.Out {
		v.requireEqual(t, toNumber(raw), got[name], name)
	}
}

func (v *vector) design() confidence.Design {
	switch {
	case v.Options.Paired:
		return confidence.Paired
	case len(v.XR) == 1:
		return confidence.Blocks
	case v.Options.Correlated != nil && *v.Options.Correlated == 0:
		return confidence.Instances
	default:
		return confidence.Cells
	}
}

func rows(numbers [][]number) [][]float64 {
	out := make([][]float64, len(numbers))
	for i, row := range numbers {
		out[i] = floats(row)
	}
	return out
}

// testdata/replicates.json holds more cases than the shared vectors have: merged bins, categories, autocorrelation,
// infinite limits, all kinds. Reverse KL with blocks is that of the implementation with the roles of its arguments
// exchanged, which it has not itself.
func TestGoldenReplicates(t *testing.T) {
	for file, count := range map[string]int{"testdata/golden.json": 18, "testdata/replicates.json": 40} {
		vectors := loadVectors(t, file, true, int(confidence.KL), int(confidence.Hellinger2))
		require.Len(t, vectors, count, file)
		for i, v := range vectors {
			t.Run(fmt.Sprintf("%d %s %v", i, v.Name, confidence.Kind(v.Kind)), func(t *testing.T) {
				kind := confidence.Kind(v.Kind)
				interval, err := confidence.EstimateReplicated(kind, confidence.Replicates{
					Design: v.design(), Current: rows(v.XR), Baseline: rows(v.YR),
				}, confidence.Options{Level: 0.95, Ordered: v.Options.Ordered == nil || *v.Options.Ordered})
				require.NoError(t, err)
				require.True(t, interval.Replicated)
				got := fields(kind, interval)
				got["deff_p"], got["deff_q"], got["phi"] = interval.DesignEffectCurrent, interval.DesignEffectBaseline, interval.Autocorrelation
				if kind == confidence.KLReverse {
					got["deff_p"], got["deff_q"] = got["deff_q"], got["deff_p"]
				}
				if _, ok := v.Out["zeta"]; ok {
					got["zeta"] = interval.Heterogeneity
				}
				v.requireFields(t, got)
			})
		}
	}
}
