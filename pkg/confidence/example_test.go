package confidence_test

import (
	"fmt"

	"github.com/histodrift/histodrift/pkg/confidence"
)

// Request latencies of an hour against those of the day before: a tail has grown.
func ExampleEstimate() {
	current := []float64{120, 480, 910, 380, 90, 20}
	baseline := []float64{1400, 5200, 9100, 3500, 700, 100}
	options := confidence.Options{Level: 0.95, Ordered: true}

	v, err := confidence.Estimate(confidence.KL, current, baseline, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	floor, _ := confidence.NoiseFloor(confidence.KL, current, baseline, options)
	fmt.Printf("KL %.4f nats, 95 %% band %.4f to %.4f, noise floor %.4f\n", v.Estimate, v.Lower, v.Upper, floor)
	// Output: KL 0.0040 nats, 95 % band 0.0008 to 0.0102, noise floor 0.0022
}

// The baseline has never seen the last bucket, so nothing bounds KL from above. The Jensen–Shannon divergence always is.
func ExampleInterval() {
	current := []float64{400, 480, 100, 20}
	baseline := []float64{420, 490, 90, 0}
	for _, kind := range []confidence.Kind{confidence.KL, confidence.JS} {
		v, err := confidence.Estimate(kind, current, baseline, confidence.Options{Level: 0.95, Ordered: true})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v: %.4f to %.4f, unbounded by %v, bin → group %v\n", kind, v.Lower, v.Upper, v.UnboundedBins, v.GroupOf)
	}
	// Output:
	// KL: 0.0159 to +Inf, unbounded by [3], bin → group [0 1 2 3]
	// Jensen–Shannon: 0.0031 to 0.0114, unbounded by [], bin → group [0 1 2 3]
}
