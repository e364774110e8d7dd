package confidence_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// The literals were computed with the gamma function at 40 digits. Differences of its logarithm in float64 would miss the
// estimate by 0.6 % here, and by more than its value from counts of 1e9 up.
func TestHellingerOfLargeCounts(t *testing.T) {
	for _, v := range loadVectors(t, "testdata/golden.json", false, int(confidence.KL), int(confidence.Hellinger2)) {
		if v.Name != "big" || v.Kind != int(confidence.Hellinger2) {
			continue
		}
		checkHellingerOfLargeCounts(t, estimate(t, confidence.Hellinger2, floats(v.X), floats(v.Y), confidence.Options{Ordered: true}))
		return
	}
	t.Fatal("no vector with large counts")
}

func checkHellingerOfLargeCounts(t *testing.T, v confidence.Interval) {
	t.Helper()
	require.InEpsilon(t, 2.760252184967163e-06, v.Estimate, 1e-9)
	require.InEpsilon(t, 2.359515557603696e-06, v.Lower, 1e-6)
	require.InEpsilon(t, 3.2013577324902605e-06, v.Upper, 1e-6)
	require.InEpsilon(t, 3.201357767808899e-06, v.UpperMerged, 1e-6)
}

// As counts grow the estimate goes to ½ Σ (√p − √q)² of the proportions.
func TestHellingerOfHugeCounts(t *testing.T) {
	x, y := []float64{1e12, 2e12, 3e12}, []float64{1.001e12, 2e12, 2.999e12}
	p, q := []float64{1.0 / 6, 1.0 / 3, 0.5}, []float64{1.001 / 6, 1.0 / 3, 2.999 / 6}
	v := estimate(t, confidence.Hellinger2, x, y, confidence.Options{Ordered: true})
	require.InEpsilon(t, truth(confidence.Hellinger2, p, q), v.Estimate, 1e-4)
	require.Less(t, v.Lower, v.Estimate)
	require.Greater(t, v.Upper, v.Estimate)
}
